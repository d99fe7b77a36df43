"""Makes the plan of an import from parsed minutes (JSON of gusu-minutes/1), the directory and the clerk's choices."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gusu_minutes.documents.papers.minutes import as_minutes
from gusu_minutes.importing.checks import problems_of, warnings_of
from gusu_minutes.importing.matching import Known, key_of, kind_of
from gusu_minutes.importing.names import Names
from gusu_minutes.importing.parser import start_of
from gusu_minutes.importing.plan import (
    AttendancePlan,
    BodyPlan,
    ClausePlan,
    ImportPlan,
    ItemPlan,
    MeetingPlan,
    SeriesPlan,
)
from gusu_minutes.importing.presenters import presenters
from gusu_minutes.importing.responsibilities import assignments_of
from meetings.enums import AttendanceKind, HalfDay, ItemKind, Numbering
from meetings.models import FIRST_YEAR, LAST_YEAR, Series

# What the records hold at most (SQLite does not say so itself).
TITLE, PLACE, NAME, UNIT, NUMBER = 200, 120, 60, 120, 20
# 姑政办会〔2024〕39号, in folded text (GB/T 9704-2012 §7.2.5)
_DOCUMENT_NUMBER = re.compile(r"^[^,。;:\d]{0,20}[〔\[(【](?:19|20)\d{2}[〕\])】]\s*第?\d{1,4}号$")
HALF_DAYS = {"上午": HalfDay.MORNING, "下午": HalfDay.AFTERNOON, "晚上": HalfDay.EVENING}
_ITEM_KINDS = (
    ("传达", ItemKind.RELAY),
    ("学习", ItemKind.RELAY),
    ("听取", ItemKind.HEAR),
    ("审议", ItemKind.DELIBERATE),
    ("研究", ItemKind.STUDY),
)


def build_plan(parsed: dict[str, Any], known: Known, choices: dict[str, Any]) -> ImportPlan:
    """Return what would be written. `choices`: "meeting" (fields mended), "departments" and "people" (see plan.py).

    Queries: two at most, to look for a meeting in the way.
    """
    mended = choices.get("meeting", {})
    series = _series(parsed["meeting"], known, mended)
    names = Names(known, choices, day=_day(mended, parsed["meeting"]))
    roll, misfits = _roll(parsed, names)
    items, lonely = _items(parsed, names)
    meeting = _meeting(parsed, mended, series, names, roll, misfits)
    plan = ImportPlan(meeting, series, items, roll, names.departments, names.people(roll, meeting))
    return ImportPlan(
        meeting, series, items, roll, plan.departments, plan.people,
        problems=tuple(problems_of(plan, known, parsed)), warnings=tuple(dict.fromkeys(warnings_of(plan, lonely))),
    )  # fmt: skip


def _day(mended: dict[str, Any], meeting: dict[str, Any]) -> date | None:
    """Return the day of the meeting, or None where the text gives no year and nobody mended it."""
    text = mended.get("held_on", meeting["held_on"]) or ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _within(value: Any, most: int, least: int = 1) -> int | None:
    return value if isinstance(value, int) and least <= value <= most else None


def _series(meeting: dict[str, Any], known: Known, mended: dict[str, Any]) -> SeriesPlan:
    bodies = tuple(BodyPlan(name[:NAME], known.body(name)) for name in meeting["bodies"])
    kind = meeting["kind"] or ""
    found = known.series_of([body.found for body in bodies], kind, meeting["title"] or "")
    code = mended.get("series")
    if code is not None:
        found = next((one for one in known.series if one.code == code), None)
    by = Numbering.BY_YEAR if meeting["year"] else Numbering.BY_TERM if meeting["term"] else Numbering.RUNNING
    if not bodies and found is None:
        bodies = (BodyPlan((meeting["title"] or kind or str(_("Meeting")))[:NAME], None),)
    name = mended.get("series_name") or _free_name(kind or meeting["title"] or str(_("Meeting")), bodies, known)
    return SeriesPlan(found, name[:NAME], kind_of(kind), by, bodies)


def _free_name(kind: str, bodies: tuple[BodyPlan, ...], known: Known) -> str:
    """Return 常务会议, or 姑苏区政府常务会议 where another series has that name."""
    taken = {key_of(one.name) for one in known.series}
    return kind if key_of(kind) not in taken else "、".join(body.name for body in bodies) + kind


def _meeting(
    parsed: dict[str, Any], mended: dict[str, Any], series: SeriesPlan, names: Names,
    roll: tuple[AttendancePlan, ...], misfits: list[str],
) -> MeetingPlan:  # fmt: skip
    meeting = parsed["meeting"]
    chair = meeting["chair"] or {}
    document_number, unplaced = _head_lines(parsed.get("unparsed", []), series.found, meeting)
    chair_name, chair_title = (chair.get("name") or "")[:NAME], (chair.get("title") or "")[:PLACE]
    number = mended.get("number", meeting["number"])
    return MeetingPlan(
        title=(mended.get("title") or meeting["title"] or _made_title(series, number))[:TITLE],
        term=_within(mended.get("term", meeting["term"]), 999),
        year=_within(mended.get("year", meeting["year"]), LAST_YEAR, least=FIRST_YEAR),
        number=_within(number, 999_999),
        held_on=names.day,
        half_day=mended.get("half_day", HALF_DAYS.get(meeting["half_day"] or "", "")),
        place=mended.get("place", (meeting["place"] or "")[:PLACE]),
        chair=names.chair(chair_name, roll),
        chair_name=chair_name,
        chair_title=chair_title,
        document_number=document_number,
        recorder="、".join(entry.name for entry in roll if entry.kind == AttendanceKind.RECORDER)[:NAME],
        preamble="\n".join(parsed.get("preamble", [])),
        closing="\n".join(parsed["closing"]),
        unplaced="\n".join([*unplaced, *misfits]),
    )


def _head_lines(lines: list[str], series: Series | None, meeting: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the document number, and the lines without it and without the head that documents print by themselves."""
    title = meeting["title"] or ""
    printed = [series.document_title if series else "", title and as_minutes(title), f"第{meeting['number']}次"]
    heads = {"".join(key_of(line).split()) for line in printed if line}
    number, others = "", []
    for line in lines:
        if not number and len(line) <= NAME and _DOCUMENT_NUMBER.search(key_of(line)):
            number = line
        elif "".join(key_of(line).split()) not in heads:
            others.append(line)
    return number, others


def _made_title(series: SeriesPlan, number: int | None) -> str:
    """Return a title for minutes that have none."""
    bodies = "、".join(body.name for body in series.bodies)
    return f"{bodies}第{number}次{series.name}" if number else f"{bodies}{series.name}"


def _roll(parsed: dict[str, Any], names: Names) -> tuple[tuple[AttendancePlan, ...], list[str]]:
    """Return the roll, and as lines what is too long to be a name."""
    roll, misfits = [], []
    for entry in parsed["attendance"]:
        name, title, unit = entry["name"], entry["title"] or "", entry["department"] or ""
        stands_for = entry.get("substitutes_for") or ""
        if len(name) > NAME or len(stands_for) > NAME or len(title) > PLACE or len(unit) > UNIT:
            misfits.append(" ".join(filter(None, [unit, title, name, stands_for])))
            continue
        if unit:
            names.department(unit)
        roll.append(AttendancePlan(entry["kind"], name, title, unit, stands_for, names.key(name, unit), start_of(name)))
    return tuple(roll), misfits


def _items(parsed: dict[str, Any], names: Names) -> tuple[tuple[ItemPlan, ...], list[tuple[str, str]]]:
    """Return the items, and (unit, text) of the helpers whose clause names nobody to help."""
    units = {entry["department"] for entry in parsed["attendance"] if entry["department"]}
    units |= {a["department"] for item in parsed["items"] for clause in item["clauses"] for a in clause["assignments"]}
    units |= {name for department in names.known.departments for name in department.all_names}
    lonely: list[tuple[str, str]] = []
    items = []
    for item in parsed["items"]:
        clauses = []
        for clause in item["clauses"]:
            assignments, helpers = assignments_of(clause["text"], clause["assignments"])
            for one in assignments:
                for unit in (one.lead, *one.supporting):
                    names.department(unit)
            lonely += [(unit, clause["text"]) for unit in helpers]
            clauses.append(_clause(clause, assignments))
        presenting = presenters([clause.text for clause in clauses], units)
        for unit in presenting:
            names.department(unit)
        items.append(_item(item, presenting, tuple(clauses)))
    return tuple(items), lonely


def _clause(clause: dict[str, Any], assignments: tuple[Any, ...]) -> ClausePlan:
    number, text = _numbered(clause["number"], clause["text"])
    return ClausePlan(number, text, assignments, _first(clause["number"], clause["text"]))


def _item(item: dict[str, Any], presenting: tuple[str, ...], clauses: tuple[ClausePlan, ...]) -> ItemPlan:
    number, title = _numbered(item["number"], item["title"] or "")
    return ItemPlan(
        number=number,
        title=title,
        kind=item_kind(title, clauses[0].text if clauses else ""),
        outcome=item["outcome"] or "",
        documents=tuple(item["documents"]),
        forwarded_to=tuple(item["forwarded_to"]),
        presenting=presenting,
        clauses=clauses,
        at=_first(item["number"], item["title"]),
    )


def _first(*texts: str | None) -> int | None:
    """Return where the first of these begins in the source."""
    return next((at for text in texts if (at := start_of(text)) is not None), None)


def _numbered(number: str | None, text: str) -> tuple[str, str]:
    """Return number and text; what is too long for a number stands before the text."""
    number = number or ""
    return (number, text) if len(number) <= NUMBER else ("", number + text)


def item_kind(title: str, opening: str) -> str:
    """Return what the meeting did: by the verb of the heading, otherwise by that of the first sentence."""
    for words in (_outside_titles(title), _outside_titles(opening)[:40]):
        found = [(place, kind) for verb, kind in _ITEM_KINDS if (place := words.find(verb)) >= 0]
        if found:
            return min(found)[1]
    return ItemKind.STUDY


def _outside_titles(text: str) -> str:
    """Return folded text without what stands in 《》: names of documents are no verbs."""
    depth, kept = 0, []
    for character in key_of(text):
        depth += (character == "《") - (character == "》")
        if depth <= 0:
            kept.append(character)
    return "".join(kept)
