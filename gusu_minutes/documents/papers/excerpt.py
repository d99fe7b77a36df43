"""The excerpt for one department (抄告单): what concerns it, with its tasks, and nothing of anything else.

`excerpt_of` cuts the document first, so that whatever is made of it, a paper or an office's own layout, holds no word
of another item: what could carry one over (preamble, closing, attachments, names of documents, outcomes) is left out
or made anew from what remains.
"""

import dataclasses
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.texts import documents_in
from gusu_minutes.documents.model import Clause, Item, MinutesDocument, Responsibility
from gusu_minutes.documents.paper import Block, Cell, Gap, Head, Paper, Paragraph, Table
from gusu_minutes.documents.papers.minutes import chinese_date, clause_paragraphs, wide_brackets
from gusu_minutes.documents.preamble import HALF_DAYS
from gusu_minutes.documents.text import heading

SUBJECT = "抄告单"
_HEADER = ("议定事项", "本单位职责", "主办（责任）单位", "协办单位", "办理时限")
_WIDTHS = (4, 5, 6, 6, 7)
_ROLES = {"lead": "主办", "responsible": "责任单位"}


class NothingConcerns(DomainError):
    """No item of the minutes concerns the department: there is no excerpt to make."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Nothing in these minutes concerns %(department)s.") % {"department": name})


def excerpt_of(document: MinutesDocument, code: str) -> MinutesDocument:
    """Return the document cut down to what concerns the department `code`; numbers stay as in the minutes.

    Of an item that it presented, everything; of another one, the resolutions that put it to work. Who else must do
    what is left out, unless it is the same task. Without a code no unit is meant, and nothing concerns it.
    """
    items = tuple(cut for item in document.items if code and (cut := _cut(item, code)))
    return dataclasses.replace(
        document,
        preamble=(),
        items=items,
        closing=(),
        attendance=(),
        annexes=(),
        attached=(),
        copy_to=(),
    )


def excerpt_paper(document: MinutesDocument, code: str, name: str) -> Paper:
    """Return the excerpt for the department `code`, addressed to `name`. Pure; raises NothingConcerns.

    `document` is the internal one, as issued.
    """
    excerpt = excerpt_of(document, code)
    if not excerpt.items:
        raise NothingConcerns(name)
    title = document.title.removesuffix("纪要").removesuffix("紀要")
    return Paper(
        name=f"{title}抄告单（{name}）",
        subject=SUBJECT,
        author=_office(document),
        blocks=tuple(_blocks(excerpt, code, name, title)),
        day=document.held_on,
    )


def _blocks(excerpt: MinutesDocument, code: str, name: str, title: str) -> Iterator[Block]:
    notes = (excerpt.classification, excerpt.urgency)
    yield Head(SUBJECT, notes=tuple(filter(None, notes)))
    yield Gap()
    yield Paragraph(f"{name}：", align="flush")
    yield Paragraph(_introduction(excerpt, title))
    for item in excerpt.items:
        if line := heading(item):
            yield Paragraph(lead=line, level=1, key=item.key)
        for clause in item.clauses:
            yield from clause_paragraphs(clause)
    rows = tuple(_rows(excerpt, code))
    if rows:
        yield Gap()
        yield Paragraph("你单位承担的督办事项如下，请按时限要求抓好落实，并及时反馈办理情况：")
        yield Table(widths=_WIDTHS, header=_HEADER, rows=rows)
    yield Gap(2)
    if office := _office(excerpt):
        yield Paragraph(office, align="right")
    if excerpt.issued_on:
        yield Paragraph(chinese_date(excerpt.issued_on), align="right")


def _office(document: MinutesDocument) -> str:
    """Return who issues it; where the minutes name nobody, the bodies that met."""
    return document.issuer or "、".join(document.bodies)


def _introduction(excerpt: MinutesDocument, title: str) -> str:
    day = f"{chinese_date(excerpt.held_on)}{HALF_DAYS.get(excerpt.half_day, '')}"
    chair = (
        f"，{excerpt.chair_title}{excerpt.chair_name}同志主持召开{title}" if excerpt.chair_name else f"，召开{title}"
    )
    number = f"（{excerpt.document_number}）" if excerpt.document_number else ""
    return f"{day}{chair}{number}。现将会议议定的涉及你单位的事项抄告如下，请遵照执行。"


def _rows(excerpt: MinutesDocument, code: str) -> Iterator[tuple[Cell, ...]]:
    for item in excerpt.items:
        for clause in item.clauses:
            where = f"{item.number}{wide_brackets(clause.number)}" or "—"
            for entry in clause.responsibilities:
                due = chinese_date(entry.due_on) or entry.due_text or "—"
                yield (
                    Cell(where, align="center"),
                    Cell(_ROLES.get(entry.role, "责任单位") if entry.lead.code == code else "协办", align="center"),
                    Cell(entry.lead.name),
                    Cell("、".join(unit.name for unit in entry.supporting) or "—"),
                    Cell(due, align="center"),
                )


def _cut(item: Item, code: str) -> Item | None:
    """Return the item with what concerns the department, or None."""
    presented = any(unit.code == code for unit in item.presenting)
    clauses = tuple(
        dataclasses.replace(clause, responsibilities=_own(clause, code))
        for clause in item.clauses
        if presented or _own(clause, code)
    )
    if not presented and not clauses:
        return None
    return dataclasses.replace(
        item,
        # Of an item that others brought, a resolution that is not shown may have said what became of it.
        outcome=item.outcome if presented else "",
        forwarded_to=item.forwarded_to if presented else (),
        documents=tuple(documents_in("\n".join([item.title, *(clause.text for clause in clauses)]))),
        clauses=clauses,
    )


def _own(clause: Clause, code: str) -> tuple[Responsibility, ...]:
    return tuple(
        entry
        for entry in clause.responsibilities
        if entry.lead.code == code or any(unit.code == code for unit in entry.supporting)
    )
