from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gusu_minutes.clerk.accounts import ACCOUNTS, PASSWORD
from gusu_minutes.clerk.demo import load_demo


class Command(BaseCommand):
    help = "Load the demo: the 39th session, an invented meeting, accounts. Run again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_demo()
        self.stdout.write("Demo loaded." if loaded else "The demo is there already; nothing was changed.")
        if options["accounts"]:
            self.stdout.write(f"Accounts (password of all: {PASSWORD}):")
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.username:<12}{account.full_name}  {account.purpose}")
