"""Parsed minutes made by hand, for the tests of what is done with them."""

from typing import Any

Json = dict[str, Any]


def minutes(*, items: list[Json] | None = None, attendance: list[Json] | None = None, **fields: Any) -> Json:
    """Return minutes in the form gusu-minutes/1; `fields` go into the meeting, or are preamble, closing, unparsed."""
    frame = {name: fields.pop(name, []) for name in ("preamble", "closing", "unparsed")}
    meeting = {
        "title": "姑苏区政府第39次常务会议", "bodies": ["姑苏区政府"], "kind": "常务会议", "term": None, "year": None,
        "number": 39, "held_on": "2024-12-13", "half_day": "下午", "place": None,
        "chair": {"name": None, "title": None}, **fields,
    }  # fmt: skip
    items = [item()] if items is None else items
    return {"format": "gusu-minutes/1", "meeting": meeting, "items": items, "attendance": attendance or [], **frame}


def item(title: str | None = "审议《方案》", *clauses: Json, number: str | None = "一", **fields: Any) -> Json:
    return {
        "number": number, "title": title, "outcome": None, "documents": [], "forwarded_to": [],
        "clauses": list(clauses), **fields,
    }  # fmt: skip


def clause(text: str, *assignments: Json, number: str | None = None) -> Json:
    return {"number": number, "text": text, "assignments": list(assignments)}


def unit(department: str, role: str = "responsible", due: str | None = None, due_text: str | None = None) -> Json:
    return {"department": department, "role": role, "due": due, "due_text": due_text}


def attendee(name: str, department: str | None = None, kind: str = "present", **fields: Any) -> Json:
    return {"kind": kind, "name": name, "department": department, "title": None, **fields}
