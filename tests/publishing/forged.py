"""Alterations behind the triggers, as somebody who rules over the database would make them."""

from typing import Any

from django.db import connection

from gusu_minutes.common import append_only

# What bytes can be made into; SQLite keeps the first as a text, and the second as one that is not UTF-8.
FORGED = {
    "sqlite": ["'forged'", "CAST(x'50FF' AS TEXT)", "content || x'00'", "x'00'"],
    "postgresql": ["'forged'::bytea", "content || '\\x00'::bytea"],
}


def forge(model: Any, statement: str) -> None:
    """Run a statement on the table of a model ({}) while its triggers are away."""
    connection.check_constraints()  # PostgreSQL alters no table while foreign keys wait to be checked
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))
    connection.check_constraints()
    append_only.install(connection)
