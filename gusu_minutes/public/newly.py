"""What is new of a search: the entries that it finds, by the edition since which it finds them.

A correction does not make an entry new that was found before it; one that says now what is looked for does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connection

from gusu_minutes.common.texts import typeset, without_controls
from gusu_minutes.documents.model import AttachedFile, Clause, Item
from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.documents.text import clause_text, heading
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.entries import Entry, item_title, title_of
from gusu_minutes.publishing.links import minutes_url
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search.enums import EntryKind
from gusu_minutes.search.rows import EntryRow, clauses_of, entry_rows
from gusu_minutes.search.sets import Asked, Set

MEETINGS = 50  # in whose minutes is looked for what is new, the last issued first


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that a search finds in `edition`, which stands now, and has found since `since`."""

    edition: Edition
    since: Edition
    id: int
    kind: str
    key: str

    @property
    def is_meeting(self) -> bool:
        return self.kind == EntryKind.MEETING

    @property
    def file(self) -> AttachedFile | None:
        """The attached file that it is, if it is one."""
        files = self.edition.document.attached if self.kind == EntryKind.ATTACHMENT else ()
        return next((file for file in files if file.key == self.key), None)

    @property
    def place(self) -> tuple[Item, Clause] | None:
        """The item and the clause of it; of an item without clauses its title. None for what a correction took away
        between two questions.
        """
        every = ((item, clause) for item in self.edition.document.items for clause in clauses_of(item))
        return next(((item, clause) for item, clause in every if clause.key == self.key), None)


def newest(audience: Audience, asked: Asked, *, after: int = 0, meetings: int = MEETINGS) -> list[Found]:
    """Return what is found since an edition behind the place `after` in the chain, the last issued first.

    It looks at so many `meetings`, those whose edition was issued last. Queries: four at most, and one for each former
    edition with attached files.
    """
    ids = _editions(audience, asked, after, meetings)
    current = {edition.meeting_id: edition for edition in audience.edition.objects.filter(pk__in=ids)} if ids else {}
    entries = _entries(audience, asked, list(current)) if current else []
    corrected = [meeting for meeting, edition in current.items() if edition.number > 1]
    before = audience.edition.objects.filter(meeting_id__in=corrected).order_by("meeting_id", "-number")
    former = {key: list(rows) for key, rows in groupby(before, lambda edition: edition.meeting_id)} if corrected else {}
    found = []
    for meeting, rows in groupby(entries, lambda row: row[0]):
        edition = current[meeting]
        wanted = {(kind, key): number for _meeting, number, kind, key in rows}
        since = _since(edition, former.get(meeting, [edition])[1:], asked, set(wanted))
        found += [Found(edition, since[what], number, *what) for what, number in wanted.items()]
    found = [one for one in found if one.since.sequence > after]
    return sorted(found, key=lambda one: (one.since.sequence, one.id), reverse=True)


def feed_entries(found: Iterable[Found]) -> Iterator[Entry]:
    """Yield what a feed says of each: its place in the minutes and what stands there."""
    for one in found:
        url, document = minutes_url(one.edition), one.edition.document
        title, text = title_of(one.edition), one.edition.title
        if file := one.file:
            url += f"#f-{one.key}"
            title, text = file.title, minutes_name(document)
        elif not one.is_meeting:
            if (place := one.place) is None:
                continue
            item, clause = place
            url += f"#i-{item.key}" if clause.key == item.key else f"#c-{clause.key}"
            title = typeset(heading(item) if item.title else clause.text[:80])
            text = f"{minutes_name(document)}\n{typeset(clause_text(clause))}"
        yield Entry(
            url=url,
            title=without_controls(title),
            summary=without_controls(text),
            updated=one.since.published_at,
            categories=(one.edition.series_name,),
        )


def item_entries(found: Iterable[Found]) -> Iterator[Entry]:
    """Yield the same item by item: what a clause of it was found since last is when it changed."""
    told = set()
    for one in found:
        if (place := one.place) is None or place[0].key in told:
            continue
        item, _clause = place
        told.add(item.key)
        lines = [minutes_name(one.edition.document), *(typeset(clause_text(clause)) for clause in item.clauses)]
        yield Entry(
            url=f"{minutes_url(one.edition)}#i-{item.key}",
            title=without_controls(item_title(item)),
            summary=without_controls("\n".join(lines)),
            updated=one.since.published_at,
            categories=(one.edition.series_name,),
        )


def fits(asked: Asked, row: EntryRow) -> bool:
    """Return whether the index would find the row, were it there."""
    marks = set(row.marks.split())
    return (
        all(word in row.folded for word in asked.words)
        and not any(word in row.folded for word in asked.excluded)
        and all(marks.intersection(group) for group in asked.marks)
        and marks.isdisjoint(asked.without)
    )


def _since(
    edition: Edition, former: list[Edition], asked: Asked, wanted: set[tuple[str, str]]
) -> dict[tuple[str, str], Edition]:
    """Return for each entry the first of the editions that found it without a break until now."""
    since = dict.fromkeys(wanted, edition)
    for one in former:  # the last before this one first
        if not wanted or one.is_withdrawal:
            break
        rows = entry_rows(one.document, one.meeting_id, one.texts)
        wanted = wanted.intersection((row.kind, row.key) for row in rows if fits(asked, row))
        since |= dict.fromkeys(wanted, one)
    return since


def _editions(audience: Audience, asked: Asked, after: int, limit: int) -> list[int]:
    """Return the keys of the editions in which something is found, the last issued first."""
    fitting = Set(audience.search, asked)
    entry, edition = audience.search.entry._meta.db_table, audience.edition._meta.db_table
    sql = (
        f"WITH found AS MATERIALIZED (SELECT DISTINCT meeting_id FROM {entry} WHERE id IN ({fitting.sql})) "
        f"SELECT {edition}.id FROM {edition} WHERE {edition}.sequence > %s "
        f"AND {edition}.meeting_id IN (SELECT meeting_id FROM found) "
        f"AND NOT EXISTS (SELECT 1 FROM {edition} later "
        f"WHERE later.meeting_id = {edition}.meeting_id AND later.number > {edition}.number) "
        f"ORDER BY {edition}.sequence DESC LIMIT %s"
    )
    return [row[0] for row in _rows(sql, [*fitting.values, after, limit])]


def _entries(audience: Audience, asked: Asked, meetings: list[int]) -> list[tuple[int, int, str, str]]:
    """Return what is found in the minutes of these meetings: (meeting, id, kind, key)."""
    fitting = Set(audience.search, asked)
    table, places = audience.search.entry._meta.db_table, ", ".join(["%s"] * len(meetings))
    sql = (
        f"SELECT meeting_id, id, kind, key FROM {table} "
        f"WHERE meeting_id IN ({places}) AND id IN ({fitting.sql}) ORDER BY meeting_id"
    )
    return _rows(sql, [*meetings, *fitting.values])


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
