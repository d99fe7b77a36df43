"""The tables of an audience's search."""

from dataclasses import dataclass

from gusu_minutes.search.models import (
    Entry,
    InternalEntry,
    InternalMention,
    InternalName,
    InternalTermCount,
    Mention,
    Name,
    PublicEntry,
    PublicMention,
    PublicName,
    PublicTermCount,
    TermCount,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Entries, names, mentions and counts of one audience; `index` is the full-text table of the entries on SQLite,
    `chain` the table of the editions."""

    entry: type[Entry]
    name: type[Name]
    mention: type[Mention]
    term: type[TermCount]
    chain: str

    @property
    def index(self) -> str:
        return f"{self.entry._meta.db_table}_index"


TABLES = {
    "public": Tables(PublicEntry, PublicName, PublicMention, PublicTermCount, "publishing_publicedition"),
    "internal": Tables(InternalEntry, InternalName, InternalMention, InternalTermCount, "publishing_internaledition"),
}
