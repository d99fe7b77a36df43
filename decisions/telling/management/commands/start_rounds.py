"""manage.py start_rounds: make sure that the daily round of telling and the nightly one of open data are scheduled."""

from typing import Any

from django.core.management.base import BaseCommand

from decisions.telling.starting import start_rounds
from gusu_minutes.following import tasks as following
from gusu_minutes.opendata import tasks as open_data


class Command(BaseCommand):
    help = (
        "Make sure that db_worker has its rounds scheduled: the daily ones (reports asked for, due dates, daily mails, "
        "saved searches) and the nightly one (open data). Open data that are not there yet are ordered at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        start_rounds()
        following.schedule()
        open_data.schedule()
        open_data.order()
