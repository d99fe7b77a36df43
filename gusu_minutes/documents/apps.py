from django.apps import AppConfig
from django.core import checks


class DocumentsConfig(AppConfig):
    name = "gusu_minutes.documents"
    label = "documents"

    def ready(self) -> None:
        from gusu_minutes.documents.checks import check_fonts

        checks.register(check_fonts, "fonts")
