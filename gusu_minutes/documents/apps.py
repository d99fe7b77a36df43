from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "gusu_minutes.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from gusu_minutes.documents.checks import check_fonts

        checks.register(check_fonts, "fonts")
