"""A layout to begin with: every field of the kind in its place, in the type and on the page of GB/T 9704-2012 §5–7."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gusu_minutes.documents.enums import PaperKind

_BODY, _SONG, _HEI = "仿宋_GB2312", "方正小标宋_GBK", "黑体"
_RED = RGBColor(0xFF, 0, 0)
_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


class _Line(NamedTuple):
    """A paragraph: text, typeface, size in points, alignment, colour, whether indented by two characters."""

    text: str
    face: str = _BODY
    size: float = 16
    align: str = ""
    red: bool = False
    indent: bool = True


def starting_layout(kind: str) -> bytes:
    """Return a Word file that is a sound layout for the kind (a value of PaperKind that layouts can be made for)."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for line in _LINES[PaperKind(kind)]:
        _add(document.add_paragraph(), line)
    if kind == PaperKind.SIGN_IN:
        _sign_in_table(document)
    document.core_properties.author = document.core_properties.comments = ""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add(paragraph: Any, line: _Line) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(29 if line.size <= 22 else 45)
    if line.align:
        form.alignment = _ALIGN[line.align]
    elif line.indent:
        form.first_line_indent = Pt(2 * line.size)
    run = paragraph.add_run(line.text)
    run.font.size, run.font.name = Pt(line.size), line.face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), line.face)
    if line.red:
        run.font.color.rgb = _RED


def _sign_in_table(document: Any) -> None:
    blank = ("",) * 4
    rows = (
        ("序号", "单位", "姓名", "职务", "签名"),
        ("{%tr for group in attendance %}", *blank),
        ("{%tr for person in group.people %}", *blank),
        ("{{ loop.index }}", "{{ person.department }}", "{{ person.name }}", "{{ person.title }}", ""),
        ("{%tr endfor %}", *blank),
        ("{%tr endfor %}", *blank),
    )
    table = document.add_table(rows=len(rows), cols=5, style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _add(cell.paragraphs[0], _Line(text, size=14, indent=False))


def _repeated(loop: str, *lines: _Line) -> Iterator[_Line]:
    yield _Line(f"{{%p for {loop} %}}")
    yield from lines
    yield _Line("{%p endfor %}")


def _title(text: str) -> _Line:
    return _Line(text, face=_SONG, size=22, align="center")


def _heading(text: str) -> _Line:
    return _Line(text, face=_HEI)


_BLANK = _Line("", indent=False)
_WHEN_AND_WHERE = (_Line("时间：{{ time }}"), _Line("地点：{{ place }}"))
_ITEMS = (
    _heading("{{ item.heading }}"),
    _Line("{%p if item.presenting %}"),
    _Line("汇报单位：{{ item.presenting }}"),
    _Line("{%p endif %}"),
)
_RESOLVED = (
    _Line("{%p if item.heading %}"),
    _heading("{{ item.heading }}"),
    _Line("{%p endif %}"),
    *_repeated("clause in item.clauses", _Line("{{ clause.whole }}")),
)
_SIGNATURE = (_Line("{{ issuer }}", align="right"), _Line("{{ issued_on }}", align="right"))

_LINES: dict[str, tuple[_Line, ...]] = {
    PaperKind.MINUTES: (
        _Line("{{ classification }}", face=_HEI, indent=False),
        _Line("{{ head }}", face=_SONG, size=28, align="center", red=True),
        _Line("{{ number_line }}", align="center"),
        _BLANK,
        _title("{{ document_name }}"),
        _BLANK,
        *_repeated("line in preamble", _Line("{{ line }}")),
        *_repeated("item in items", *_RESOLVED),
        *_repeated("line in closing", _Line("{{ line }}")),
        _BLANK,
        *_repeated("group in attendance", _Line("{{ group.label }}：{{ group.names }}")),
        _BLANK,
        _Line("{%p if copy_to %}"),
        _Line("抄送：{{ copy_to|join('，') }}。", size=14, indent=False),
        _Line("{%p endif %}"),
        _Line("{{ issuer }}{% if issued_on %}　　{{ issued_on }}印发{% endif %}", size=14, indent=False),
    ),
    PaperKind.AGENDA: (
        _title("{{ title }}议程"),
        _BLANK,
        *_WHEN_AND_WHERE,
        _Line("主持：{{ chair }}"),
        _BLANK,
        *_repeated("item in items", *_ITEMS),
    ),
    PaperKind.NOTICE: (
        _title("关于召开{{ title }}的通知"),
        _BLANK,
        _Line("各有关单位：", indent=False),
        _Line("按照工作安排，定于{{ time }}召开{{ title }}。现将有关事项通知如下："),
        _heading("一、会议地点"),
        _Line("{{ place }}"),
        _heading("二、会议议题"),
        *_repeated("item in items", _Line("{{ loop.index }}. {{ item.title }}")),
        _heading("三、参会人员"),
        *_repeated("group in attendance", _Line("{{ group.label }}：{{ group.names }}")),
        _BLANK,
        *_SIGNATURE,
    ),
    PaperKind.SIGN_IN: (_title("{{ title }}签到表"), _BLANK, *_WHEN_AND_WHERE, _BLANK),
    PaperKind.EXCERPT: (
        _Line("抄告单", face=_SONG, size=28, align="center", red=True),
        _BLANK,
        _Line("{{ recipient }}：", indent=False),
        _Line("{{ time }}召开的{{ title }}议定的涉及你单位的事项如下，请遵照执行。"),
        *_repeated(
            "item in items",
            _heading("{{ item.heading }}"),
            *_repeated(
                "clause in item.clauses",
                _Line("{{ clause.whole }}"),
                *_repeated(
                    "task in clause.tasks",
                    _Line(
                        "（{{ task.role }}：{{ task.lead }}{% if task.supporting %}；协办：{{ task.supporting }}"
                        "{% endif %}{% if task.due %}；时限：{{ task.due }}{% endif %}）"
                    ),
                ),
            ),
        ),
        _BLANK,
        *_SIGNATURE,
    ),
}
LAYOUT_KINDS = tuple(PaperKind(kind) for kind in _LINES)
