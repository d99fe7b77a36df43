from django.db import migrations

from gusu_minutes.clerk.roles import migrate_roles


def give_rights(apps, schema_editor):
    """Make the leaders' role; let clerks and supervisors assign, and others read what follow-up keeps."""
    migrate_roles(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ("clerk", "0003_calendar"),
        ("attendees", "0003_substitution"),
        ("decisions", "0004_events_of_before"),
    ]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
