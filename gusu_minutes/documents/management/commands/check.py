"""manage.py check: Django's own, and which fonts official documents are set in."""

from typing import Any

from django.core.management.commands.check import Command as DjangoCheck

from gusu_minutes.documents import fonts


class Command(DjangoCheck):
    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if not options["list_tags"]:
            self.stdout.write("Fonts of official documents, first the one that is used:")
            for face in fonts.FACES:
                names = " > ".join(font.family for font in fonts.chain(face))
                self.stdout.write(f"  {face:<11}{names}")
