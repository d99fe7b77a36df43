from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "gusu_minutes.common"
    label = "common"

    def ready(self) -> None:
        from gusu_minutes.common import append_only

        # SQLite rebuilds a table to alter it, and a rebuilt table has lost its triggers: put them back each time.
        post_migrate.connect(append_only.install_after_migrate, sender=self)
