from django.db import migrations

from gusu_minutes.clerk.roles import migrate_roles


def give_rights(apps, schema_editor):
    """Let clerks keep themes and matters, and others of the house read them."""
    migrate_roles(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("clerk", "0004_follow_up"),
        ("meetings", "0004_themes_and_matters"),
    ]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
