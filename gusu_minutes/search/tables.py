"""The tables of an audience's search."""

from dataclasses import dataclass

from gusu_minutes.search.models import (
    Entry,
    InternalEntry,
    InternalMention,
    InternalName,
    Mention,
    Name,
    PublicEntry,
    PublicMention,
    PublicName,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Entries, names and mentions of one audience; `index` is the full-text table of the entries on SQLite."""

    entry: type[Entry]
    name: type[Name]
    mention: type[Mention]

    @property
    def index(self) -> str:
        return f"{self.entry._meta.db_table}_index"


TABLES = {
    "public": Tables(PublicEntry, PublicName, PublicMention),
    "internal": Tables(InternalEntry, InternalName, InternalMention),
}
