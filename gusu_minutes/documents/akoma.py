"""The frozen document as Akoma Ntoso 3.0 (OASIS LegalDocML), an XML for parliaments and governments.

The schema has no type for minutes: `debateReport`, the report of a sitting, is the nearest, named "minutes". Items are
sections, resolutions paragraphs; `GUID` carries our anchors, which stay the same from edition to edition.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from gusu_minutes.common.texts import without_controls as _text
from gusu_minutes.documents.model import Clause, Item, MinutesDocument, Unit
from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.documents.text import ATTENDANCE_LABELS, attendee_text

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE = "urn:gusu-minutes:edition"
MEDIA_TYPE = "application/akn+xml; charset=utf-8"
_ISSUER, _EDITOR = "#issuer", "#program"
_A: Any = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_G: Any = ElementMaker(namespace=OWN_NAMESPACE, nsmap={"gusu": OWN_NAMESPACE})


@dataclass(frozen=True, slots=True)
class Issue:
    """Which edition a document is. `url` is where the minutes are read, `root` where the site begins."""

    number: int
    kind: str
    audience: str
    published_on: date
    algorithm: str
    digest: str
    previous_digest: str
    root: str
    url: str


def to_akoma_ntoso(document: MinutesDocument, issue: Issue) -> bytes:
    """Return the document as XML in UTF-8, the same bytes each time."""
    parts = [_meta(document, issue), _preface(document)]
    if document.preamble:
        parts.append(_A.preamble(*_paragraphs(document.preamble)))
    sections = [_section(item, position) for position, item in enumerate(document.items, 1)]
    parts.append(_A.mainBody(*(sections or [_A.p()])))
    conclusions = [*_paragraphs(document.closing), *_roll(document)]
    if conclusions:
        parts.append(_A.conclusions(*conclusions))
    root = _A.akomaNtoso(_A.debateReport(*parts, name="minutes"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _paragraphs(texts: Iterable[str]) -> list[Any]:
    return [_A.p(_text(line)) for text in texts for line in text.splitlines() if line.strip()]


def _meta(document: MinutesDocument, issue: Issue) -> Any:
    """Return the metadata: work, expression and manifestation, who is meant, and what proves the edition."""
    work = f"/akn/cn/debateReport/minutes/{document.held_on}/{document.address.replace('/', '-')}"
    expression = f"{work}/zho@{issue.published_on.isoformat()};edition-{issue.number}"
    identification = _A.identification(
        _A.FRBRWork(
            *_core(work, document.held_on, "held", _ISSUER),
            _A.FRBRcountry(value="cn"),
            _A.FRBRsubtype(value="minutes"),
            *([_A.FRBRnumber(value=_text(document.document_number))] if document.document_number else []),
            _A.FRBRname(value=_text(minutes_name(document))),
        ),
        _A.FRBRExpression(
            *_core(expression, issue.published_on.isoformat(), "issued", _ISSUER),
            _A.FRBRversionNumber(value=str(issue.number)),
            _A.FRBRlanguage(language="zho"),
        ),
        _A.FRBRManifestation(
            *_core(expression, issue.published_on.isoformat(), "made", _EDITOR, ".xml"), _A.FRBRformat(value=".xml")
        ),
        source=_EDITOR,
    )
    publication = _A.publication(
        date=document.issued_on or issue.published_on.isoformat(), name="minutes", showAs=_text(document.head)
    )
    return _A.meta(identification, publication, _references(document, issue), _proof(issue))


def _core(uri: str, day: str, name: str, author: str, ending: str = "") -> list[Any]:
    return [
        _A.FRBRthis(value=f"{uri}/!main{ending}"),
        _A.FRBRuri(value=uri + ending),
        _A.FRBRdate(date=day, name=name),
        _A.FRBRauthor(href=author),
    ]


def _references(document: MinutesDocument, issue: Issue) -> Any:
    """Name whoever the text points at: issuer, bodies, departments with a page, and the address of the minutes."""
    issuer = document.issuer or "、".join(document.bodies) or document.head
    bodies = [
        _A.TLCOrganization(eId=f"body_{position}", href=f"/akn/ontology/organization/cn/body/{position}", showAs=name)
        for position, name in enumerate(map(_text, document.bodies), 1)
    ]
    units = {unit.code: unit.name for unit in _units(document) if unit.code}
    departments = [
        _A.TLCOrganization(eId=f"unit_{code}", href=f"{issue.root}departments/{code}/", showAs=_text(name))
        for code, name in sorted(units.items())
    ]
    return _A.references(
        _A.original(eId="original", href=issue.url, showAs=_text(document.title)),
        _A.TLCOrganization(
            eId=_ISSUER[1:], href="/akn/ontology/organization/cn/issuer", showAs=_text(issuer) or _ISSUER[1:]
        ),
        _A.TLCOrganization(eId=_EDITOR[1:], href="/akn/ontology/organization/gusu-minutes", showAs="Gusu Minutes"),
        *bodies,
        *departments,
        source=_EDITOR,
    )


def _proof(issue: Issue) -> Any:
    """Return what our editions have and the schema has no word for: kind, digest and the digest before it."""
    edition = _G.edition(
        number=str(issue.number),
        kind=issue.kind,
        audience=issue.audience,
        algorithm=issue.algorithm,
        digest=issue.digest,
        previous=issue.previous_digest,
    )
    return _A.proprietary(edition, source=_EDITOR)


def _units(document: MinutesDocument) -> Iterable[Unit]:
    for item in document.items:
        yield from item.presenting
        for clause in item.clauses:
            yield from (unit for _role, unit, _due in clause.units())


def _preface(document: MinutesDocument) -> Any:
    lines = [_A.p(_A.docTitle(_text(minutes_name(document))))]
    if number := document.document_number or document.number_line:
        lines.append(_A.p(_A.docNumber(_text(number))))
    lines.append(_A.p(_A.docDate(document.held_on, date=document.held_on)))
    return _A.preface(*lines)


def _section(item: Item, position: int) -> Any:
    own = f"sec_{position}"
    head = [_A.num(_text(item.number))] if item.number else []
    if item.title:
        head.append(_A.heading(_text(item.title)))
    notes = [_A.p("汇报单位：", *_named(item.presenting))] if item.presenting else []
    intro = [_A.intro(*notes)] if notes else []
    clauses = [_clause(clause, f"{own}__para_{number}") for number, clause in enumerate(item.clauses, 1)]
    attributes = {"eId": own, "GUID": item.key, "class": " ".join(filter(None, (item.kind, item.outcome)))}
    if clauses or intro:
        return _A.section(*head, *intro, *clauses, **attributes)
    return _A.section(*head, _A.content(_A.p()), **attributes)


def _clause(clause: Clause, own: str) -> Any:
    lines = _paragraphs([clause.text]) or [_A.p()]
    for entry in clause.responsibilities:
        label = "牵头单位：" if entry.role == "lead" else "责任单位："
        line = _A.p(label, *_named((entry.lead,)))
        if entry.supporting:
            line.append(_A.span("；配合单位：", *_named(entry.supporting)))
        if entry.due_on:
            line.append(_A.date(f"；时限：{entry.due_text or entry.due_on}", date=entry.due_on))
        lines.append(line)
    number = [_A.num(_text(clause.number))] if clause.number else []
    return _A.paragraph(*number, _A.content(*lines), eId=own, GUID=clause.key)


def _named(units: Iterable[Unit]) -> list[Any]:
    """Return units with 、 between them; one that has a page refers to it."""
    result: list[Any] = []
    for unit in units:
        name = _text(unit.name)
        if result:
            result.append("、")
        result.append(_A.organization(name, refersTo=f"#unit_{unit.code}") if unit.code else name)
    return result


def _roll(document: MinutesDocument) -> list[Any]:
    return [
        _A.p(_text(f"{ATTENDANCE_LABELS[kind]}：" + "、".join(attendee_text(person) for person in people)))
        for kind, people in document.attendance_by_kind()
    ]
