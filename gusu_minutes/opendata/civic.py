"""The open data as Popolo and Open Civic Data: organizations, posts, memberships, events and motions.

What the minutes do not know is not made up. A name in a roll is no known person, so memberships are unresolved
(`person_name`), as Open Civic Data allows. Meetings of this kind count no votes: a motion has its `result` where it was
passed or failed, and no vote event.
"""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gusu_minutes.documents.model import Attendee, Item, Unit, canonical_json
from gusu_minutes.opendata.writers import Writer, provenance
from gusu_minutes.publishing.links import minutes_url, site_url
from gusu_minutes.publishing.models import PublicEdition
from meetings.enums import Outcome

LISTS = ("organizations", "posts", "memberships", "events", "motions")
RESULTS = {
    Outcome.ADOPTED: "pass",
    Outcome.APPROVED: "pass",
    Outcome.APPROVED_IN_PRINCIPLE: "pass",
    Outcome.REJECTED: "fail",
}


def identifier(kind: str, *words: str) -> str:
    """Return an identifier as Open Civic Data writes them, the same for the same words on the same site."""
    name = "\x1f".join((site_url("public"), kind, *words))
    return f"ocd-{kind}/{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


class Civic(Writer):
    """One JSON object of lists. Each list grows in a file of its own until the end puts them together."""

    media_type = "application/json; charset=utf-8"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.parts = {name: path.with_name(f"{path.name}.{name}").open("w+", encoding="utf-8") for name in LISTS}
        self.known: set[str] = set()  # posts and memberships; meetings and motions come once
        self.organizations: dict[str, dict[str, Any]] = {}

    def add(self, edition: PublicEdition) -> None:
        for name, record in self._records(edition):
            if name == "organizations":  # what is known of one may come later
                self.organizations.setdefault(record["id"], record).update(record)
            elif record["id"] not in self.known:
                self._write(name, record)
                if name in ("posts", "memberships"):
                    self.known.add(record["id"])

    def _write(self, name: str, record: dict[str, Any]) -> None:
        part = self.parts[name]
        part.write(("," if part.tell() else "") + "\n" + canonical_json(record))
        self.rows += 1

    def finish(self) -> None:
        for record in self.organizations.values():
            self._write("organizations", record)
        with self.path.open("w", encoding="utf-8") as out:
            for position, (name, part) in enumerate(self.parts.items()):
                out.write(("," if position else "{") + f"\n{json.dumps(name)}: [")
                part.seek(0)
                while text := part.read(1 << 20):
                    out.write(text)
                out.write("]")
            out.write("\n}\n")
        self.abandon()

    def abandon(self) -> None:
        for name, part in self.parts.items():
            part.close()
            self.path.with_name(f"{self.path.name}.{name}").unlink(missing_ok=True)

    def _records(self, edition: PublicEdition) -> Iterator[tuple[str, dict[str, Any]]]:
        document = edition.document
        bodies = [_body(name) for name in document.bodies]
        units = {unit.name: unit for item in document.items for unit in item.presenting}
        yield from (("organizations", record) for record in bodies)
        yield from (("organizations", _department(unit)) for unit in units.values())
        for person in document.attendance:
            if person.department and person.title:
                yield from _post(person)
        yield "events", _event(edition)
        convened = bodies[0]["id"] if bodies else None
        yield from (("motions", _motion(edition, item, convened)) for item in document.items)


def _body(name: str) -> dict[str, Any]:
    return {"id": identifier("organization", "body", name), "name": name, "classification": "executive"}


def _department(unit: Unit) -> dict[str, Any]:
    """Return a department under its name, which rolls give alone; its code, where known, identifies it."""
    record: dict[str, Any] = {
        "id": identifier("organization", "department", unit.name),
        "name": unit.name,
        "classification": "department",
    }
    if unit.code:
        record["identifiers"] = [{"scheme": "gusu-minutes", "identifier": unit.code}]
    return record


def _post(person: Attendee) -> Iterator[tuple[str, dict[str, Any]]]:
    organization = _department(Unit("", person.department))
    post = identifier("post", person.department, person.title)
    yield "organizations", organization
    yield (
        "posts",
        {"id": post, "label": person.title, "role": person.title, "organization_id": organization["id"]},
    )
    yield (
        "memberships",
        {
            "id": identifier("membership", person.department, person.title, person.name),
            "person_id": None,
            "person_name": person.name,
            "organization_id": organization["id"],
            "post_id": post,
            "role": person.title,
        },
    )


def _event(edition: PublicEdition) -> dict[str, Any]:
    document = edition.document
    bodies = [{"type": "organization", "name": name, "note": "host"} for name in document.bodies]
    people = [{"type": "person", "name": person.name, "note": person.kind} for person in document.attendance]
    chair = [{"type": "person", "name": document.chair_name, "note": "chair"}] if document.chair_name else []
    return {
        "id": identifier("event", edition.address),
        "name": document.title,
        "classification": "meeting",
        "start_date": document.held_on,
        "all_day": False,
        "status": "passed",
        "location": {"name": document.place} if document.place else None,
        "participants": [entry for entry in (*bodies, *chair, *people) if entry["name"]],
        "agenda": [_agenda(item, order) for order, item in enumerate(document.items, 1)],
        "sources": [{"url": minutes_url(edition)}],
        "extras": provenance(edition),
    }


def _agenda(item: Item, order: int) -> dict[str, Any]:
    about = [{"entity_type": "organization", "name": unit.name, "note": "presenting"} for unit in item.presenting]
    return {
        "order": str(order),
        "description": item.title or item.number or str(order),
        "classification": [item.kind],
        "notes": [f"{clause.number}{clause.text}" for clause in item.clauses if clause.number or clause.text],
        "related_entities": [*about, *({"entity_type": "document", "name": name} for name in item.documents)],
    }


def _motion(edition: PublicEdition, item: Item, convened: str | None) -> dict[str, Any]:
    """Return what was decided about an item; `result` is null where it was neither passed nor failed."""
    return {
        "id": identifier("motion", edition.address, item.key),
        "organization_id": convened,
        "event_id": identifier("event", edition.address),
        "classification": item.kind,
        "date": edition.document.held_on,
        "text": item.title,
        "result": RESULTS.get(Outcome(item.outcome)) if item.outcome else None,
        "sources": [{"url": f"{minutes_url(edition)}#{item.key}"}],
        "extras": {"outcome": item.outcome, "documents": list(item.documents)},
    }
