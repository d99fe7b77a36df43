"""manage.py daily_round: the daily round of telling, now; for an office that runs it from cron."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from decisions.telling.digest import run_round
from gusu_minutes.following import tasks as following


class Command(BaseCommand):
    help = "Run the daily round of today now, unless it was run already; mails are sent by db_worker."

    def handle(self, *args: Any, **options: Any) -> None:
        following.run_round()
        self.stdout.write(_("The round was run.") if run_round() else _("The round of today was run already."))
