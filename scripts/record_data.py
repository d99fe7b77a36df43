"""A public record of any size, quickly: for measuring. Seeded: the same numbers give the same minutes.

Clauses are recombined from the sentences of the sample minutes, with numbers, places and departments changed, so that
common words are as common as in life and rare ones as rare. Editions are whole: documents, digests and chain, rows of
lists and search are what publishing would have written, by its own functions; only verbs and history are passed by.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from gusu_minutes.common import append_only
from gusu_minutes.common.folding import fold
from gusu_minutes.documents.model import (
    Attendee,
    Clause,
    Item,
    MinutesDocument,
    Responsibility,
    SeriesInfo,
    Unit,
    canonical_json,
)
from gusu_minutes.publishing.domain.clauses import expected_rows
from gusu_minutes.publishing.models import Edition, PublicEdition
from gusu_minutes.publishing.tasks import count_terms
from gusu_minutes.search.rows import entry_rows
from meetings.enums import ItemKind, Outcome
from scripts.rows import insert

SAMPLES = Path(__file__).resolve().parent.parent / "tests" / "importing"
SERIES, MEETINGS_A_YEAR, ITEMS, CLAUSES, DEPARTMENTS, PEOPLE, PRESENT = 20, 40, 8, 25, 60, 400, 15
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"[^。；]+[。；]")
_PLACES = "{}路以{}地块 {}街道{}社区 {}巷{}号 {}河{}桥段 {}新村{}幢"
_INDEX: Any = import_module("gusu_minutes.search.migrations.0002_index")
_TERMS: Any = import_module("gusu_minutes.search.migrations.0003_terms")


def _samples() -> Iterator[dict[str, Any]]:
    for folder in ("samples", "written"):
        for path in sorted((SAMPLES / folder).glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))


class Writer:
    """Makes up minutes. `words` are the characters that the samples are written in."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        samples = list(_samples())
        items = [item for sample in samples for item in sample["items"]]
        texts = [clause["text"] for item in items for clause in item["clauses"]]
        self.titles = [item["title"] for item in items if item.get("title")]
        self.sentences = [found for text in texts for found in _SENTENCE.findall(text)]
        self.words = sorted({letter for text in texts for letter in text if "一" <= letter <= "鿿"})
        self.units = [Unit(f"unit-{n}", f"区{self._name(2)}局") for n in range(DEPARTMENTS)]
        self.people = [(f"person-{n}", self._name(3)) for n in range(PEOPLE)]

    def _name(self, length: int) -> str:
        return "".join(self.chance.choices(self.words, k=length))

    def _place(self) -> str:
        return self.chance.choice(_PLACES.split()).format(self._name(2), self._name(2))

    def _text(self) -> str:
        said = "".join(self.chance.choices(self.sentences, k=self.chance.choice((1, 1, 2, 2, 3))))
        said = _NUMBER.sub(lambda _found: str(self.chance.randint(1, 9999)), said)
        return f"{self._place()}：{said}" if self.chance.random() < 0.3 else said

    def _clause(self, place: int) -> Clause:
        lead, *rest = self.chance.sample(self.units, self.chance.choice((1, 1, 2, 3)))
        who = (Responsibility("lead", lead, tuple(rest)),) if self.chance.random() < 0.4 else ()
        return Clause(f"{self.chance.getrandbits(60):015x}", f"（{place}）", self._text(), who)

    def _item(self, place: int, clauses: int) -> Item:
        chance = self.chance
        title = chance.choice(self.titles).replace("區", "区")
        document = f"{self._place()}{chance.choice(('实施方案', '管理办法', '三年行动计划'))}"
        return Item(
            key=f"{chance.getrandbits(60):015x}",
            number="一二三四五六七八九十"[place - 1],
            title=f"审议《{document}》" if chance.random() < 0.2 else title,
            kind=chance.choice(ItemKind.values),
            outcome=chance.choice(Outcome.values),
            presenting=(chance.choice(self.units),),
            documents=(document,),
            forwarded_to=(),
            clauses=tuple(self._clause(n) for n in range(1, clauses + 1)),
        )

    def document(self, series: int, year: int, number: int, held_on: str, clauses: int) -> MinutesDocument:
        shares = [clauses // ITEMS + (n < clauses % ITEMS) for n in range(ITEMS)]
        people = self.chance.sample(self.people, PRESENT)
        return MinutesDocument(
            head="苏州市姑苏区人民政府会议纪要",
            number_line=f"第{number}次",
            title=f"第{number}次常务会议纪要",
            series=SeriesInfo(f"series-{series}", f"常务会议{series}", "executive"),
            bodies=("苏州市姑苏区人民政府",),
            address=f"series-{series}/{year}/{number}",
            number=number,
            term=None,
            held_on=held_on,
            half_day="",
            place="第一会议室",
            chair_name=people[0][1],
            chair_title="区长",
            document_number="",
            preamble=(f"{held_on}，{people[0][1]}主持召开第{number}次常务会议。",),
            items=tuple(self._item(n, share) for n, share in enumerate(shares, 1)),
            closing=(),
            attendance=tuple(Attendee("present", name, code=code) for code, name in people),
        )


class Record:
    """Writes the tables that published minutes fill, in batches, with keys given here."""

    def __init__(self, seed: int) -> None:
        self.writer = Writer(seed)
        self.names: dict[tuple[str, str, str], int] = {}
        self.counts: dict[str, int] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.previous = ""
        self.texts = 0

    @cached_property
    def user(self) -> User:
        return User.objects.create(username="publisher")

    def _add(self, name: str, /, **row: Any) -> int:
        self.counts[name] = self.counts.get(name, 0) + 1
        self.rows.setdefault(name, []).append({"id": self.counts[name], **row})
        return row.get("id", self.counts[name])

    @transaction.atomic
    def flush(self) -> None:
        for name, rows in self.rows.items():
            insert(apps.get_model(name), rows)
            rows.clear()

    def meeting(self, document: MinutesDocument, series: int) -> None:
        held_at = timezone.make_aware(datetime.combine(document.date, time(15)))
        at = {"submitted_at": held_at, "signed_at": held_at, "issued_at": held_at}
        meeting = self._add(
            "meetings.Meeting", series_id=series, title=document.title, number=document.number,
            address=document.address,
            number_scope=0, held_on=document.date, state="published", submitted_by_id=self.user.pk,
            signed_by_id=self.user.pk, issued_by_id=self.user.pk, **at,
        )  # fmt: skip
        fields: dict[str, Any] = dict(
            sequence=meeting, meeting_id=meeting, number=1, kind="issue", published_by_id=self.user.pk,
            content=canonical_json(document.to_dict()), published_at=held_at, algorithm="sha256",
            previous_digest=self.previous, **Edition.columns_of(document),
        )  # fmt: skip
        edition = PublicEdition(**fields)
        edition.document = document
        self.previous = edition.computed_digest()
        pk = self._add("publishing.PublicEdition", digest=self.previous, **fields)
        for row, links in expected_rows(edition):
            self.texts += len(row["text"].encode())
            clause = self._add("publishing.PublicClause", edition_id=pk, meeting_id=meeting, **row)
            for role, code, name, due_on in links:
                self._add(
                    "publishing.PublicClauseDepartment",
                    clause_id=clause,
                    role=role,
                    code=code,
                    name=name,
                    due_on=due_on,
                )
        for entry in entry_rows(document, meeting, {}):
            columns = {name: getattr(entry, name) for name in entry.__dataclass_fields__ if name != "names"}
            self._add("search.PublicEntry", meeting_id=meeting, **columns)
            for name in entry.names:
                self._add("search.PublicMention", entry_id=entry.id, name_id=self._named(name), role=name.role)

    def _named(self, name: Any) -> int:
        key = (name.kind, name.code, name.name)
        if key not in self.names:
            row = {"kind": name.kind, "code": name.code, "name": name.name, "folded": fold(name.name)}
            self.names[key] = self._add("search.PublicName", **row)
        return self.names[key]


class _Editor:
    """As much of a schema editor as the migration of the index needs; Django's checks every foreign key at its end."""

    connection = connection

    @staticmethod
    def execute(statement: str, params: Any = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, params)


def fill(clauses: int, *, seed: int = 6, told: Callable[[int], None] = lambda _done: None) -> int:
    """Fill an empty, migrated database with so many published clauses; return how many bytes their texts have.

    `told` is called with the number of clauses written so far.
    """
    record = Record(seed)
    kinds = [{"name": f"常务会议{n}", "document_title": "常务会议纪要", "code": f"series-{n}"} for n in range(SERIES)]
    series = [apps.get_model("meetings.Series").objects.create(**kind).pk for kind in kinds]
    meetings = -(-clauses // CLAUSES)
    today = timezone.localdate()
    if connection.vendor == "sqlite":
        append_only.remove(connection)  # its triggers look at every row that comes in
    _INDEX.remove(apps, _Editor)
    for n in range(meetings):
        day = today - timedelta(days=7 + (meetings - 1 - n) * 365 // (SERIES * MEETINGS_A_YEAR))
        number, kind = n // SERIES + 1, n % SERIES
        share = min(CLAUSES, clauses - n * CLAUSES)
        record.meeting(record.writer.document(kind, day.year, number, day.isoformat(), share), series[kind])
        if n % 40 == 39:
            record.flush()
            told((n + 1) * CLAUSES)
    record.flush()
    _finish(record)
    return record.texts


def _finish(record: Record) -> None:
    """Put back what was taken away to be quick, and let the database know its tables."""
    (_TERMS if connection.vendor == "postgresql" else _INDEX).install(apps, _Editor)
    written = [apps.get_model(name) for name in record.counts if not name.endswith("Entry")]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            append_only.install(connection)
            cursor.execute("INSERT INTO search_publicentry_index(search_publicentry_index) VALUES ('rebuild')")
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    count_terms.func()
