"""Rows that may be added and never changed: kept so by triggers in the database itself.

Append-only are the tables of django-simple-history and every model that says `append_only = True`. The triggers refuse
UPDATE and DELETE; on SQLite also REPLACE (an insert over an existing row, which fires no delete trigger), on PostgreSQL
also TRUNCATE, and they fire under `session_replication_role = replica` too.
"""

from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from simple_history.models import HistoricalChanges

MESSAGE = "append-only: published and historical rows are never changed"


def append_only_models() -> list[type[models.Model]]:
    """Return every model whose table is append-only."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, HistoricalChanges) or getattr(model, "append_only", False)
    ]


def _unique_columns(model: type[models.Model]) -> list[list[str]]:
    """Return the column groups over which a REPLACE could overwrite a row."""
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    groups = [[columns[field.name]] for field in model._meta.concrete_fields if field.unique]
    groups += [
        [columns[name] for name in constraint.fields]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    ]
    return groups


def _sqlite_install(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    statements = [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    same = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in group) + ")" for group in _unique_columns(model)
    )
    exists = f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608 (names come from models)
    statements.append(
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN {exists} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )
    return statements


def _sqlite_remove(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    return [f'DROP TRIGGER IF EXISTS "{table}_no_{what}"' for what in ("update", "delete", "replace")]


# PostgreSQL cuts names at 63 bytes; a trigger belongs to its table, so a short name does.
# The numbers are pg_trigger.tgtype: before each row that is updated or deleted, before a statement that truncates.
_POSTGRESQL_TRIGGERS = {"gusu_append_only_row": 27, "gusu_append_only_truncate": 34}

_REFUSAL = f"""
BEGIN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
END """
_POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION gusu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSAL}$$"
)
_POSTGRESQL_FOUND = """
SELECT c.relname, t.tgname, t.tgtype, p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgenabled = 'A' AND t.tgqual IS NULL AND pg_table_is_visible(c.oid)
"""


def _postgresql_install(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    row, truncate = _POSTGRESQL_TRIGGERS
    return [
        f'CREATE OR REPLACE TRIGGER {row} BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION gusu_refuse_change()",
        f'CREATE OR REPLACE TRIGGER {truncate} BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION gusu_refuse_change()",
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {row}',
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {truncate}',
    ]


def _postgresql_remove(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    return [f'DROP TRIGGER IF EXISTS {name} ON "{table}"' for name in _POSTGRESQL_TRIGGERS]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every append-only table that exists in this database; harmless where they stand already."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if not sqlite:
            cursor.execute(_POSTGRESQL_FUNCTION)
        for model in append_only_models():
            if model._meta.db_table in present:
                for statement in _sqlite_install(model) if sqlite else _postgresql_install(model):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that empty the database, never for a running system."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for model in append_only_models():
            for statement in _sqlite_remove(model) if sqlite else _postgresql_remove(model):
                cursor.execute(statement)


def unprotected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the append-only tables that lack a trigger, or whose trigger does something else: none in good order."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
            found: set[Any] = {sql for (sql,) in cursor.fetchall()}
            wanted: dict[type[models.Model], set[Any]] = {
                model: {sql.replace(" IF NOT EXISTS", "") for sql in _sqlite_install(model)}
                for model in append_only_models()
            }
        else:
            cursor.execute(_POSTGRESQL_FOUND)
            found = {row[:3] for row in cursor.fetchall() if "".join(row[3].split()) == "".join(_REFUSAL.split())}
            wanted = {
                model: {(model._meta.db_table, name, kind) for name, kind in _POSTGRESQL_TRIGGERS.items()}
                for model in append_only_models()
            }
    return sorted(model._meta.db_table for model, triggers in wanted.items() if not triggers <= found)


def install_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`."""
    install(connections[using])
