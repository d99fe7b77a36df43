from django.db import migrations

from gusu_minutes.clerk.roles import migrate_roles


def give_rights(apps, schema_editor):
    """Bring the groups of a database that had them before up to date."""
    migrate_roles(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("clerk", "0001_roles"), ("documents", "0001_initial")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
