"""Work that one transaction at a time may do: giving numbers, adding to a chain."""

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    """What is done one after the other. Any numbers will do, as long as nothing else in the database uses them."""

    CHAINS = 3_920_241_213
    FOLLOW_UP_NUMBERS = 3_920_241_214


def one_at_a_time(lock: Lock) -> None:
    """Wait until no other transaction holds the lock, and hold it until this one ends.

    SQLite's IMMEDIATE transactions come one after the other anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])
