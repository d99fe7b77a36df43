"""How minutes are cited: 姑苏区人民政府第39次常务会议纪要（姑府纪〔2024〕39号），七（一）.

The title first, then the document number in brackets, as official documents are cited in official documents; comma and
brackets are full-width, as GB/T 15834-2011 has them in Chinese text. Numbers stand as the document numbers its parts.
"""

import re

from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import Clause, Item, MinutesDocument
from gusu_minutes.documents.papers.minutes import minutes_name, wide_brackets

_END = ".．、"
_BRACKETED = re.compile(r"[（①-⑳⑴-⒇㈠-㈩]")


def cite_minutes(document: MinutesDocument) -> str:
    """Return the citation of the whole minutes: body and number are added where the title names neither."""
    name = typeset(minutes_name(document))
    if document.bodies and not any(body in name for body in (*document.bodies, _owner(document))):
        name = "、".join(document.bodies) + name
    if document.number_line and str(document.number) not in name and document.number_line not in name:
        name += f"（{document.number_line}）"
    return f"{name}（{document.document_number}）" if document.document_number else name


def _owner(document: MinutesDocument) -> str:
    """Return the authority in the red head, as long as it is there in full: 苏州市姑苏区人民政府."""
    end = document.head.find("政府")
    return document.head[: end + 2] if end > 0 else document.head


def cite_item(document: MinutesDocument, item: Item) -> str:
    return _with_place(document, _plain(item.number))


def cite_clause(document: MinutesDocument, item: Item, clause: Clause) -> str:
    """Return the citation of one resolution; without numbers of its own it is that of its item or of the minutes."""
    first, second = _plain(item.number), _plain(clause.number)
    between = "." if first and second and not _BRACKETED.match(second) else ""
    return _with_place(document, first + between + second)


def _with_place(document: MinutesDocument, place: str) -> str:
    return f"{cite_minutes(document)}，{place}" if place else cite_minutes(document)


def _plain(number: str) -> str:
    return wide_brackets(number).strip().rstrip(_END)
