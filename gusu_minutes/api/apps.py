from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "gusu_minutes.api"
    label = "api"
    verbose_name = _("Programming interface")

    def ready(self) -> None:
        from gusu_minutes.api.v1 import schema  # noqa: F401  tells drf-spectacular how we sign in
