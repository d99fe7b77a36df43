"""On PostgreSQL texts lie beside the entries, not in them: counting a common word reads each entry that holds it.

Rows written before keep their shape until they are written again (`manage.py rebuild_search --force`).
"""

from django.db import migrations

ENTRIES = ("search_publicentry", "search_internalentry")


def narrow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ENTRIES:
            schema_editor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")
            # Looked at once more where a word is longer than a pair, so not compressed.
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN folded SET STORAGE EXTERNAL")


def widen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in ENTRIES:
            schema_editor.execute(f"ALTER TABLE {table} RESET (toast_tuple_target)")
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN folded SET STORAGE EXTENDED")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(narrow, widen)]
