from django.db import migrations

from gusu_minutes.clerk.roles import migrate_roles


def give_rights(apps, schema_editor):
    """Let clerks keep the calendar, and others read it."""
    migrate_roles(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("clerk", "0002_layouts"), ("decisions", "0002_calendar_day")]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
