"""Whether a Word file may be a layout at all: what it is, and that it reaches for nothing outside of itself.

A layout is opened by everybody who gets a document made with it. So it holds no macros, no embedded programs, nothing
that is fetched when it is opened (remote templates, linked pictures, INCLUDETEXT, DDE), and fields stand in its visible
text only, where what they print is text and nothing else.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.packages import PackageError, check_package
from gusu_minutes.documents.layouts.language import ALLOWED_TAGS

MAX_FILE = 5 * 1024 * 1024  # bytes
MAX_PART = 4 * 1024 * 1024  # bytes of one XML part, unpacked
MAX_TEXT = 500 * 1024  # and of one that is filled: a layout is a few pages, and docxtpl's patterns take their time
MAX_TAG = 200  # characters between the braces
MAX_TAGS = 2_000  # fields and instructions of one file
_TOO_LONG = gettext_lazy("The layout is too long. Keep only what every document has, and save it anew.")
_DOCUMENT = "word/document.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_UNSAFE = gettext_lazy("The file is built in an unsafe way and is not opened. Save it anew in Word or WPS.")
_SENTENCES: dict[str, str | Promise] = {
    "damaged": gettext_lazy("This is no Word file (.docx), or it is damaged. Open it in Word or WPS and save it anew."),
    "macros": gettext_lazy("The layout may contain macros. Save it as .docx without macros."),
    "zip_bomb": gettext_lazy("The layout unpacks to far too much and is not opened. Save it anew in Word or WPS."),
    "too_tight": gettext_lazy("The layout unpacks to far too much and is not opened. Save it anew in Word or WPS."),
    "encrypted": gettext_lazy("The layout is protected by a password. Save it without one."),
}

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Relationships, by the last word of their type, that bring something in beside text, styles and pictures.
_FOREIGN = {
    "afchunk",
    "attachedtemplate",
    "activexcontrol",
    "activexcontrolbinary",
    "attachedtoolbars",
    "control",
    "extensibility",
    "frame",
    "mailmergesource",
    "oleobject",
    "package",
    "subdocument",
    "usercustomization",
    "vbaproject",
    "webextension",
    "webextensiontaskpanes",
}
# What Word keeps of those who wrote: a layout goes out to everybody, its author's remarks and second thoughts do not.
_REMARKS = {
    *("comment", "commentRangeStart", "commentReference", "ins", "del", "delText", "moveFrom", "moveTo"),
    *("cellIns", "cellDel", "cellMerge", "numberingChange", "tblGridChange"),
    *(f"{name}PrChange" for name in ("r", "p", "sect", "tbl", "tblEx", "tr", "tc")),
}
# What docxtpl fills beside the body lies where it is looked for.
_FILLED = {"header", "footer", "footnotes", "endnotes", "officedocument"}
_TEXT_PART = re.compile(r"/?word/(?!(?:styles|stylesWithEffects|numbering|fontTable|theme/\w+)\.xml$)", re.IGNORECASE)
_XML_TARGET = re.compile(r"(?:/?word/)?(?:document|header|footer|footnotes|endnotes)\d*\.xml", re.ASCII)
# Word's own fields that compute from the document alone.
_WORD_FIELDS = set(
    "= AUTHOR DATE EQ NUMPAGES PAGE PAGEREF REF SECTION SECTIONPAGES SEQ STYLEREF SUBJECT SYMBOL TIME TITLE TOC".split()
)
_TAG = re.compile(
    rf"\{{\{{[^{{}}]{{1,{MAX_TAG}}}\}}\}}|\{{%[^{{}}%]{{1,{MAX_TAG}}}%\}}|\{{#[^{{}}#]{{0,{MAX_TAG}}}#\}}"
)
_INSTRUCTION = re.compile(r"\{%-?(?:(?:p|tr|tc|r)\s)?\s*(\w*)")
# docxtpl's forms for ready-made XML, which no field is.
_RICH = re.compile(r"\{\{(?:p|tr|tc|r)\s")
_REMOTE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]+:|//|\\\\)", re.IGNORECASE)


class LayoutError(DomainError):
    """A layout that is not accepted, or cannot be filled; `sentences` say what is wrong, one each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def check_file(data: bytes) -> None:
    """Raise LayoutError for what is no Word file, or one that reaches outside or may carry a program."""
    if len(data) > MAX_FILE:
        raise LayoutError(_("The layout is larger than 5 MB. Take large pictures out of it."))
    try:
        check_package(data, {_DOCUMENT})
    except PackageError as error:
        raise LayoutError(str(_SENTENCES.get(error.code, _UNSAFE))) from error
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            if _is_xml(entry) and entry.file_size > (MAX_TEXT if _TEXT_PART.match(entry.filename) else MAX_PART):
                raise LayoutError(str(_TOO_LONG))
    check_reach(data)


def check_reach(data: bytes) -> None:
    """Raise LayoutError for a Word file that reaches outside of itself, or may carry a program."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            if _is_xml(entry):
                _check_part(entry.filename.lower(), _parsed(package, entry))
            elif entry.filename.lower().endswith(".bin"):
                raise LayoutError(str(_SENTENCES["macros"]))


def check_braces(data: bytes) -> None:
    """Raise LayoutError, paragraph by paragraph, for braces that are no field and no instruction of ours.

    What passes is safe to hand to docxtpl, whose patterns take very long on braces that never close.
    """
    problems: list[str] = []
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for entry in package.infolist():
            # What office programs note for themselves is never filled.
            if _is_xml(entry) and not entry.filename.startswith(("customXml/", "docProps/app", "docProps/custom")):
                root = _parsed(package, entry)
                tags += sum(text.count("{") for text in paragraph_texts(root)) // 2
                problems += _brace_problems(entry.filename, root)
    if tags > MAX_TAGS:
        raise LayoutError(str(_TOO_LONG))
    if problems:
        raise LayoutError(*problems)


def paragraph_texts(root: etree._Element) -> list[str]:
    """Return the text of each paragraph, in order; of a text box in it the text belongs to the paragraphs inside."""
    texts: dict[etree._Element, list[str]] = {paragraph: [] for paragraph in root.iter(f"{_W}p")}
    for node in root.iter(f"{_W}t"):
        paragraph = next(node.iterancestors(f"{_W}p"), None)
        if paragraph is not None:
            texts[paragraph].append(node.text or "")
    return ["".join(parts) for parts in texts.values()]


def place(number: int, text: str, problem: str) -> str:
    """Return a sentence that says in which paragraph what is wrong."""
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return _("Paragraph %(number)d (%(text)s): %(problem)s") % {"number": number, "text": shown, "problem": problem}


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _parsed(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(package.read(entry), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError) as error:
        raise LayoutError(str(_SENTENCES["damaged"])) from error


def _check_part(name: str, root: etree._Element) -> None:
    if name == "[content_types].xml":
        _check_types(root)
    elif name.endswith(".rels"):
        _check_relationships(root)
    else:
        _check_remarks(name, root)
        for code in _field_codes(root):
            if code.upper() not in _WORD_FIELDS:
                raise LayoutError(
                    _("Word's field “%(name)s” is not accepted in a layout: it may fetch what is not in the file.")
                    % {"name": code[:40]}
                )
        for value in root.xpath("//@*[local-name()='src' or local-name()='href']"):
            if _REMOTE.match(value):
                raise LayoutError(_outside(value))


def _check_remarks(name: str, root: etree._Element) -> None:
    """Raise LayoutError for comments, tracked changes, and text that is there and not shown."""
    if any(node.tag.startswith(_W) and node.tag.removeprefix(_W) in _REMARKS for node in root.iter(etree.Element)):
        raise LayoutError(
            _("The layout has comments or tracked changes. Accept the changes, delete the comments, and save it anew.")
        )
    hidden = (node.get(f"{_W}val", "1") not in {"0", "false", "off"} for node in root.iter(f"{_W}vanish"))
    if _TEXT_PART.match(name) and any(hidden):
        raise LayoutError(_("The layout has hidden text. Delete it, and save it anew."))


def _check_types(root: etree._Element) -> None:
    types = {node.get("ContentType", "") for node in root.iter(etree.Element)}
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in types):
        raise LayoutError(str(_SENTENCES["macros"]))
    footnotes = [node.get("PartName") for node in root if node.get("ContentType", "").endswith("footnotes+xml")]
    if any(name != "/word/footnotes.xml" for name in footnotes):
        raise LayoutError(str(_UNSAFE))
    if _TYPE not in types:
        raise LayoutError(_("This is a Word template or another kind of file. Save it as a Word document (.docx)."))


def _check_relationships(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        target = node.get("Target", "")
        if node.get("TargetMode", "").lower() == "external" or _REMOTE.match(target):
            raise LayoutError(_outside(target))
        kind = node.get("Type", "").rpartition("/")[2].lower()
        if kind in _FILLED and not _XML_TARGET.fullmatch(target):
            raise LayoutError(str(_UNSAFE))
        if kind in _FOREIGN:
            raise LayoutError(_("The layout has another file or a program embedded. Take it out, and save it anew."))


def _outside(target: str) -> str:
    return _(
        "The layout points to something outside of the file (%(target)s). Take the link out, and save it anew."
    ) % {"target": target[:80]}


def _field_codes(root: etree._Element) -> Iterator[str]:
    """Yield the first word of each of Word's fields, simple ones and those that are spread over runs.

    What a field inside another one prints is unknown, so a code that begins with one is yielded as it is: "".
    """
    for node in root.iter(f"{_W}fldSimple"):
        yield _first_word(node.get(f"{_W}instr", ""))
    open_codes: list[list[str]] = []
    for node in root.iter(f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if node.tag != f"{_W}fldChar":
            if not open_codes:
                yield _first_word(node.text or "")
            else:
                open_codes[-1].append(node.text or "")
        elif node.get(f"{_W}fldCharType") == "begin":
            open_codes.append([])
        elif node.get(f"{_W}fldCharType") == "end" and open_codes:
            yield _first_word("".join(open_codes.pop()))
    for code in open_codes:
        yield _first_word("".join(code))


def _first_word(code: str) -> str:
    """Return the name of a field; of a formula (= 1 + 1) the sign. Braces in a code would build one when filled."""
    words = code.split()
    if "{" in code or "}" in code or not words:
        return code.strip()
    return "=" if words[0].startswith("=") else words[0]


def _brace_problems(name: str, root: etree._Element) -> Iterator[str]:
    if not re.search(r"[{}]", etree.tostring(root, encoding="unicode")):
        return
    for number, text in enumerate(paragraph_texts(root), 1):
        rest = _TAG.sub("", text)
        if "{" in rest or "}" in rest:
            yield place(number, text, _("the braces do not fit together, or hold more than 200 characters."))
            continue
        for tag in _TAG.findall(text):
            if _RICH.match(tag):
                yield place(number, text, _("a field is written with a space behind the braces: {{ name }}."))
            word = _INSTRUCTION.match(tag)
            if word and word[1] not in ALLOWED_TAGS:
                problem = _("there is no instruction “%(name)s”.") % {"name": word[1] or tag}
                yield place(number, text, problem)
    for node in root.iter(etree.Element):
        own = [] if node.tag == f"{_W}t" else [node.text or ""]
        values = [value for value in node.attrib.values() if re.search(r"\{[{%#]|[}%#]\}", value)]
        if values or any("{" in text or "}" in text for text in (*own, node.tail or "")):
            if name.startswith("docProps/"):
                sentence = _("Fields may stand in the text only, not in the properties of the file.")
            else:
                sentence = _("Fields may stand in the text only, not in pictures, formulas or Word's own fields.")
            yield sentence
            return
