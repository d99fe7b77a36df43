"""manage.py start_rounds: make sure that the daily round of telling is scheduled."""

from typing import Any

from django.core.management.base import BaseCommand

from decisions.telling.starting import start_rounds


class Command(BaseCommand):
    help = "Make sure that the daily round (reports asked for, due dates, daily mails) is scheduled for db_worker."

    def handle(self, *args: Any, **options: Any) -> None:
        start_rounds()
