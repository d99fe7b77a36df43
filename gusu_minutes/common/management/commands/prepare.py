from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database up to date before serving: tables, holidays, files that are missing, rounds, search."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("import_holidays", quiet=True)
        call_command("make_files", later=True)
        call_command("start_rounds")
        call_command("rebuild_search", missing=True, quiet=True)
