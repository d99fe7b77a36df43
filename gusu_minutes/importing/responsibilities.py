"""From the units that a clause names to assignments: one for each lead or responsible unit, with its helpers."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from decisions.enums import LeadRole
from gusu_minutes.importing.plan import AssignmentPlan

_DUE_LENGTH = 60
_SENTENCE = re.compile(r"[^。;；!！]+[。;；!！]?[”’）)]*")
# A closing (牵头单位:…;配合单位:…) says who, not what.
_CLOSING = re.compile(r"[（(][^（）()]*单位[:：][^（）()]*[）)][。;；]?\s*$")


def assignments_of(text: str, entries: Sequence[dict[str, Any]]) -> tuple[tuple[AssignmentPlan, ...], list[str]]:
    """Return the assignments of a clause and the supporting units for which the clause names nobody to support.

    A supporting unit helps the lead named before it, otherwise the first named after it. No lead is ever invented.
    """
    heads = [entry for entry in entries if entry["role"] in LeadRole.values]
    if not heads:
        return (), [entry["department"] for entry in entries]
    helpers: list[list[str]] = [[] for _ in heads]
    seen = -1
    for entry in entries:
        if entry["role"] in LeadRole.values:
            seen += 1
        elif entry["department"] not in (team := helpers[_led(heads, seen)]):
            team.append(entry["department"])
    merged: dict[tuple[Any, ...], AssignmentPlan] = {}
    for head, team in zip(heads, helpers, strict=True):
        due_on, due_text = due(head)
        plan = AssignmentPlan(
            task=task_of(text, head["department"]),
            lead=head["department"],
            role=head["role"],
            supporting=tuple(name for name in team if name != head["department"]),
            due_on=due_on,
            due_text=due_text,
        )
        merged.setdefault((plan.lead, plan.role, plan.supporting, plan.due_text, plan.task), plan)
    return tuple(merged.values()), []


def _led(heads: Sequence[dict[str, Any]], seen: int) -> int:
    """Return which head the next helper works for: the last 牵头 unit so far, else the last unit, else the first."""
    leads = [place for place in range(seen + 1) if heads[place]["role"] == LeadRole.LEAD]
    return leads[-1] if leads else max(seen, 0)


def due(entry: dict[str, Any]) -> tuple[date | None, str]:
    """Return the day and the words of a deadline; the words are cut to what the record holds."""
    return date.fromisoformat(entry["due"]) if entry["due"] else None, (entry["due_text"] or "")[:_DUE_LENGTH]


def task_of(text: str, department: str) -> str:
    """Return the sentences that name the unit, or the whole clause where they say no more than who it is."""
    closing = _CLOSING.search(text)
    body = text[: closing.start()] if closing else text
    naming = [found.group().strip() for found in _SENTENCE.finditer(body) if department in found.group()]
    return "".join(naming) if naming and not (closing and department in closing.group()) else text
