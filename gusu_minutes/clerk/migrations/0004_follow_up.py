from django.apps import apps as registry
from django.contrib.auth.management import create_permissions
from django.db import migrations

from gusu_minutes.clerk.roles import sync_roles


def give_rights(apps, schema_editor):
    """Bring the groups of a database that had them before up to date."""
    database = schema_editor.connection.alias
    for label in ("attendees", "decisions"):
        create_permissions(registry.get_app_config(label), verbosity=0, using=database, apps=registry)
    sync_roles(registry, database)


class Migration(migrations.Migration):
    dependencies = [("clerk", "0002_layouts"), ("attendees", "0003_substitution"), ("decisions", "0003_follow_up")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
