"""How many entries hold a frequent term, counted after each issue, so that nobody waits for it.

PostgreSQL looks at each row that an index finds: a pair of characters that stands in a quarter of a million clauses
takes most of a second to count. SQLite counts it in its index, in milliseconds, and needs none of this.
"""

from django.db import connection, transaction

from gusu_minutes.search.tables import Tables

FREQUENT = 2000  # entries; what is rarer is counted in some milliseconds


def recount(tables: Tables) -> None:
    """Count the terms of all entries and keep those of frequent ones. A minute for a million entries.

    What was counted while something was issued is not kept: another order follows.
    """
    if connection.vendor != "postgresql":
        return
    entries = f"SELECT search_terms(tokens, marks) FROM {tables.entry._meta.db_table}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(_last(tables))
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT word, ndoc FROM ts_stat(%s) WHERE ndoc >= %s", [entries, FREQUENT])
        found = cursor.fetchall()
        cursor.execute(_last(tables))
        undisturbed = cursor.fetchone()[0] == sequence
    with transaction.atomic():
        tables.term.objects.all().delete()
        if undisturbed and sequence is not None:
            rows = (tables.term(term=term, number=number, sequence=sequence) for term, number in found)
            tables.term.objects.bulk_create(rows)


def kept(tables: Tables) -> str:
    """Return in SQL the kept number of a term, which is its one value; NULL if something was issued since."""
    table = tables.term._meta.db_table
    return f"(SELECT number FROM {table} WHERE term = %s AND sequence = ({_last(tables)}))"  # noqa: S608


def _last(tables: Tables) -> str:
    return f"SELECT MAX(sequence) FROM {tables.chain}"  # noqa: S608
