from django.db import migrations

from gusu_minutes.clerk.roles import ROLES, migrate_roles


def make_roles(apps, schema_editor):
    migrate_roles(schema_editor.connection.alias)


def remove_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Group.objects.using(schema_editor.connection.alias).filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("attendees", "0001_initial"),
        ("meetings", "0001_initial"),
        ("decisions", "0001_initial"),
        ("publishing", "0001_initial"),
        ("importing", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
