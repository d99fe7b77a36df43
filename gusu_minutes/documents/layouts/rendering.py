"""Checks a layout when it is given in, and fills one with a document."""

import hashlib
import html
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from django.utils.translation import gettext as _
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from gusu_minutes.documents.layouts.fields import fields_of
from gusu_minutes.documents.layouts.language import LayoutEnvironment, Problem, Refused, TooMuch, problems_of
from gusu_minutes.documents.layouts.package import (
    LayoutError,
    check_braces,
    check_file,
    check_reach,
    paragraph_texts,
    place,
)
from gusu_minutes.documents.layouts.samples import BARE, FULL
from gusu_minutes.documents.model import MinutesDocument

# What python-docx, docxtpl and lxml raise for files that are packed as Word files and are none.
_BROKEN = (OpcError, KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, etree.LxmlError)

# Parts of the document, by the last word of their relationship, that hold no line of it.
_OF_ITS_AUTHORS = {
    "comments",
    "commentsextended",
    "commentsextensible",
    "commentsids",
    "customxml",
    "glossarydocument",
    "keymapcustomizations",
    "people",
}


class _Template(DocxTemplate):
    """docxtpl reads what it made leniently and drops what does not fit: here that is an error."""

    def render_xml_part(self, *args: Any, **kwargs: Any) -> str:
        xml: str = super().render_xml_part(*args, **kwargs)
        etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        return xml


class Stored(Protocol):
    """A layout as it is kept: see models.WordLayout."""

    file: Any
    sha256: str


def check_layout(data: bytes) -> None:
    """Raise LayoutError for a file that is no sound layout; its sentences say what is wrong, and where.

    Sound is a Word file that reaches for nothing outside, whose instructions are written rightly and name documented
    fields only, and that can be filled: it is, with a full document and with one that lacks all that may be lacking.
    """
    check_file(data)
    check_braces(data)
    problems = list(dict.fromkeys(_problems(_opened(data))))
    if problems:
        raise LayoutError(*problems)
    for sample in (FULL, BARE):
        fill(data, fields_of(sample, recipient="区财政局"))


def render_layout(layout: Stored, document: MinutesDocument, *, recipient: str = "") -> bytes:
    """Return the document as the Word file that the layout makes of it. `recipient`: of an excerpt, whose it is.

    Raises LayoutError where the stored file is missing or is not the one that was checked, or cannot be filled.
    """
    try:
        with layout.file.open("rb") as file:
            data = file.read()
    except FileNotFoundError as error:
        raise LayoutError(_("The file of this layout is missing. Upload it again.")) from error
    if hashlib.sha256(data).hexdigest() != layout.sha256:
        raise LayoutError(_("The file of this layout is not the one that was checked. Upload it again."))
    return fill(data, fields_of(document, recipient=recipient))


def fill(data: bytes, fields: dict[str, Any]) -> bytes:
    """Return a checked layout with its fields filled in. Raises LayoutError.

    The result is checked like what came in: nothing that a field prints may have become more than text.
    """
    template = _opened(data)
    filled = io.BytesIO()
    try:
        template.render(fields, LayoutEnvironment())
        _forget_its_origin(template)
        properties = template.docx.core_properties  # new ones
        properties.title, properties.author = fields["title"][:255], fields["issuer"][:255]
        properties.last_modified_by = fields["issuer"][:255]
        properties.language = "zh-CN"
        template.save(filled)
    except Refused as error:
        raise LayoutError(*map(str, error.problems)) from error
    except TooMuch as error:
        raise LayoutError(_("The layout makes far more text than the document has.")) from error
    except (TemplateError, RecursionError, SyntaxError, ArithmeticError, *_BROKEN) as error:
        raise LayoutError(
            _("The layout cannot be filled: an instruction may not begin in one cell and end in another.")
        ) from error
    check_reach(filled.getvalue())
    return filled.getvalue()


def _forget_its_origin(template: _Template) -> None:
    """Drop what the layout says of itself and of those who drew it: the document may be a public one."""
    package = template.docx.part.package
    _drop(package.rels, lambda kind: kind != "officedocument")
    for part in list(package.iter_parts()):
        _drop(part.rels, lambda kind: kind in _OF_ITS_AUTHORS)
    for variables in template.docx.settings.element.findall(qn("w:docVars")):
        variables.getparent().remove(variables)


def _drop(relationships: Any, unwanted: Callable[[str], bool]) -> None:
    for key, relationship in list(relationships.items()):
        if unwanted(relationship.reltype.rpartition("/")[2].lower()):
            del relationships[key]


def _opened(data: bytes) -> _Template:
    template = _Template(io.BytesIO(data))
    try:
        template.render_init()
    except _BROKEN as error:
        raise LayoutError(_("This is no Word file (.docx), or it is damaged.")) from error
    return template


def _problems(template: _Template) -> Iterator[str]:
    """Yield a sentence for everything that is wrong in the body, in headers and footers, and in footnotes."""
    for root in _roots(template):
        paragraphs = paragraph_texts(root)
        source = template.patch_xml(template.xml_to_string(root)).replace("\n", " ")
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        lines = source.split("\n")
        for problem in _written_wrongly(source):
            line = lines[min(problem.line, len(lines)) - 1]
            yield _placed(problem, html.unescape(re.sub(r"<[^>]+>", "", line)), paragraphs)


def _roots(template: _Template) -> Iterator[etree._Element]:
    yield template.docx._element.body
    for part in template.docx.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer", "/word/footnotes")):
            yield etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _written_wrongly(source: str) -> Iterator[Problem]:
    environment = LayoutEnvironment()
    try:
        parsed = environment.parse(source)
    except TemplateSyntaxError as error:
        yield Problem(error.lineno, "", _syntax(error.message or ""))
        return
    except RecursionError:
        yield Problem(1, "", _("too many instructions stand inside one another."))
        return
    yield from problems_of(parsed)


def _placed(problem: Problem, line: str, paragraphs: list[str]) -> str:
    """Return the problem with the paragraph in which the word stands: docxtpl joins and drops some, so it is sought."""
    words = [problem.name] if problem.name else [line.strip()]
    for number, text in enumerate(paragraphs, 1):
        if "{" in text and any(word and (word in text or text.strip() in word) for word in words):
            return place(number, text, str(problem))
    shown = " ".join(line.split())[:40]
    return f"{shown}: {problem}" if shown else str(problem)


def _syntax(message: str) -> str:
    """Return what a person can do about a message of Jinja's parser."""
    if "end of template" in message or "unknown tag" in message:
        return _("an instruction is not closed: to each “for” belongs an “endfor”, to each “if” an “endif”.")
    if match := re.search(r"[Nn]o filter named '(\w+)'", message):
        return _("There is no filter “%(name)s”.") % {"name": match[1]}
    return _("what stands between the braces is not written rightly.")
