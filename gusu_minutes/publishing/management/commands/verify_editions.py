from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gusu_minutes.publishing.domain import verify
from gusu_minutes.publishing.models import InternalEdition, PublicEdition


class Command(BaseCommand):
    help = (
        "Recompute the hash chains of all editions. Exit 1 and the edition's name if anything was altered. "
        "Prints the head of each chain: noted elsewhere, it proves later that nothing before it was changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        problems = list(verify())
        for problem in problems:
            self.stderr.write(str(problem))
        count = InternalEdition.objects.count() + PublicEdition.objects.count()
        if problems:
            raise CommandError(f"{len(problems)} problem(s) in {count} editions")
        self.stdout.write(f"{count} editions verified, nothing altered.")
        for model in (InternalEdition, PublicEdition):
            last = model.objects.order_by("-sequence").first()
            if last:
                self.stdout.write(f"{model.audience} {last.sequence} {last.algorithm} {last.digest}")
