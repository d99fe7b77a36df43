"""The full-text index of each audience: FTS5 over the entries on SQLite, GIN on PostgreSQL."""

from django.db import migrations

ENTRIES = ("search_publicentry", "search_internalentry")


def install(apps, schema_editor):
    for table in ENTRIES:
        for statement in _statements(table, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    for table in ENTRIES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_terms")
            continue
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}_index")


def _statements(table, vendor):
    if vendor == "postgresql":
        yield (
            f"CREATE INDEX {table}_terms ON {table} USING gin "
            f"(array_to_tsvector(array_remove(string_to_array({table}.tokens || ' ' || {table}.marks, ' '), ''))) "
            "WITH (fastupdate = off)"
        )
        return
    index = f"{table}_index"
    # The tokens are cut already: what parts them is the space, and whatever is not ASCII belongs to them.
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5(tokens, marks, content='{table}', content_rowid='id', "
        "tokenize='ascii', prefix='1', columnsize=0)"
    )
    add = f"INSERT INTO {index}(rowid, tokens, marks) VALUES (new.id, new.tokens, new.marks);"
    drop = f"INSERT INTO {index}({index}, rowid, tokens, marks) VALUES ('delete', old.id, old.tokens, old.marks);"
    yield f"CREATE TRIGGER {table}_insert AFTER INSERT ON {table} BEGIN {add} END"
    yield f"CREATE TRIGGER {table}_delete AFTER DELETE ON {table} BEGIN {drop} END"
    yield f"CREATE TRIGGER {table}_update AFTER UPDATE ON {table} BEGIN {drop} {add} END"


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
