"""The named styles: one for each part that GB/T 9704-2012 names, under its Chinese name."""

from collections.abc import Iterator
from dataclasses import dataclass

from gusu_minutes.documents.paper import INDENT
from gusu_minutes.documents.word.faces import fonts_of
from gusu_minutes.documents.word.markup import Element, w
from gusu_minutes.documents.word.measures import (
    CHARACTER,
    PITCH,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TRACKING,
    WIDTH,
    mm,
    pt,
)

NORMAL = "Normal"
RED = "FF0000"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; what is None is as in the style that it is based on. Lengths in twips, `size` in points.

    `line` is an exact height: the line is that high whatever font stands in. `grid`: it stands on the 22 lines.
    """

    id: str
    name: str
    face: str | None = None
    size: float | None = None
    tracking: int | None = None
    color: str | None = None
    align: str | None = None
    line: int | None = None
    before: int | None = None
    after: int | None = None
    first_line: bool = False
    left: int | None = None
    right: int | None = None
    outline: int | None = None
    keep_next: bool = False
    grid: bool | None = None
    rule: bool = False
    tabs: tuple[tuple[str, int, str], ...] = ()
    following: str = ""


# A blank line above or below is room of the style, not an empty paragraph: nothing falls apart when a title is edited.
STYLES = (
    Style("Body", "公文正文", first_line=True),
    Style("BodyFlush", "顶格正文"),
    Style("BodyCentred", "居中正文", align="center"),
    Style("Signature", "落款", align="right", right=4 * CHARACTER),
    Style("Notes", "份号密级紧急程度", face="heading", align="left"),
    Style("Mark", "纪要标志", face="mark", color=RED, align="center", tracking=0, grid=False, following="NumberLine"),
    Style("NumberLine", "编号", align="center", line=pt(20), before=2 * PITCH, grid=False),
    # 4 mm below the number line, whose own line ends 1 mm below its characters.
    Style("RedRule", "红色分隔线", line=mm(3), after=2 * PITCH, grid=False, rule=True, following="Title1"),
    Style("Title1", "公文标题", face="title", size=SIZE_2, tracking=0, align="center", line=PITCH, after=PITCH,
          grid=False, outline=0, keep_next=True, following="Body"),
    Style("Level1", "一级标题", face="heading", first_line=True, outline=1, keep_next=True, following="Body"),
    Style("Level2", "二级标题", face="subheading", first_line=True, outline=2, keep_next=True, following="Body"),
    Style("Level3", "三级标题", first_line=True, outline=3, keep_next=True, following="Body"),
    Style("Level4", "四级标题", first_line=True, outline=4, keep_next=True, following="Body"),
    Style("AnnexNote", "附件说明", align="left"),
    Style("Roll", "出席名单", align="left"),
    Style("TableText", "表格文字", size=SIZE_4, tracking=0, align="left", line=pt(20), grid=False),
    Style("TableLabel", "表格标签", face="heading", size=SIZE_4, tracking=0, align="center", line=pt(20), grid=False),
    Style("TableEnd", "表后", line=pt(1), grid=False),
    Style("ImprintPlace", "版记位置", grid=False),
    Style("Imprint", "版记", size=SIZE_4, tracking=0, align="left", line=pt(22), grid=False),
    Style("ContentsTitle", "目录标题", face="title", size=SIZE_2, tracking=0, align="center", line=PITCH, after=PITCH,
          grid=False),
    # Word builds its table of contents anew in the styles of these two names.
    Style("TOC1", "toc 1", align="left", tabs=(("right", WIDTH, "dot"),)),
    Style("TOC2", "toc 2", align="left", left=2 * CHARACTER, tabs=(("right", WIDTH, "dot"),)),
    Style("Header", "header", align="center", size=9, tracking=0, grid=False),
    Style("PageNumberOdd", "页码（单页）", face="number", size=SIZE_4, tracking=0, align="right", line=pt(18),
          right=pt(SIZE_4), grid=False),
    Style("PageNumberEven", "页码（双页）", face="number", size=SIZE_4, tracking=0, align="left", line=pt(18),
          left=pt(SIZE_4), grid=False),
)  # fmt: skip

# The face of a number and a short first sentence that lead into their paragraph, by level.
LEADS = ("", "Lead1", "Lead2", "Lead3", "Lead4")
LABEL = "RollLabel"
_CHARACTER_STYLES = (
    ("Lead1", "一级标题文字", "heading"),
    ("Lead2", "二级标题文字", "subheading"),
    ("Lead3", "三级标题文字", "body"),
    ("Lead4", "四级标题文字", "body"),
    (LABEL, "名单标签", "heading"),
)

# In the order of the schema. LibreOffice 7 reads overflowPunct the wrong way round and lets punctuation hang outside.
_BREAKING = {"widowControl": 0, "kinsoku": 1, "overflowPunct": 0, "topLinePunct": 0, "autoSpaceDE": 0, "autoSpaceDN": 0}


def style_sheet() -> Element:
    """Return styles.xml."""
    return w(
        "styles",
        w("docDefaults", w("rPrDefault", _default_characters()), w("pPrDefault", w("pPr"))),
        _normal(),
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        _table_normal(),
        *(_paragraph_style(style) for style in STYLES),
        *(_character_style(*style) for style in _CHARACTER_STYLES),
    )  # fmt: skip


def _default_characters() -> Element:
    size = int(SIZE_3 * 2)
    return w(
        "rPr",
        fonts_of("body"),
        w("kern", val=0),
        w("sz", val=size),
        w("szCs", val=size),
        # The first is that of Latin text: as Chinese, LibreOffice would break a line inside of 2024.
        w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )


def _normal() -> Element:
    """Return the style that all are based on: 3号仿宋 on the grid, as a Chinese page breaks its lines.

    Pages end where their 22 lines end (no widow control); no punctuation begins a line or stands outside it; digits
    and letters stand without a gap between the characters.
    """
    return w(
        "style",
        w("name", val="Normal"),
        w("qFormat"),
        w("pPr", *(w(name, val=value) for name, value in _BREAKING.items()), w("jc", val="both")),
        w("rPr", w("spacing", val=TRACKING)),
        type="paragraph",
        default=1,
        styleId=NORMAL,
    )


def _table_normal() -> Element:
    edges = (w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))
    return w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("tblPr", w("tblInd", w=0, type="dxa"), w("tblCellMar", *edges)),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _paragraph_style(style: Style) -> Element:
    built_in = style.name.isascii()
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val=NORMAL),
        w("next", val=style.following) if style.following else None,
        w("uiPriority", val=39) if built_in else None,
        None if built_in else w("qFormat"),
        w("pPr", *_paragraph_properties(style)),
        w("rPr", *_run_properties(style)),
        type="paragraph",
        styleId=style.id,
        **({} if built_in else {"customStyle": 1}),
    )


def _paragraph_properties(style: Style) -> Iterator[Element]:
    """Yield the properties in the order of the schema."""
    if style.keep_next:
        yield w("keepNext")
    if style.rule:
        yield w("pBdr", w("bottom", val="single", sz=12, space=0, color=RED))
    if style.tabs:
        yield w("tabs", *(w("tab", val=kind, leader=leader, pos=place) for kind, place, leader in style.tabs))
    if style.grid is False:
        yield w("snapToGrid", val=0)
    if (spacing := _spacing(style)) is not None:
        yield spacing
    if style.first_line:
        yield w("ind", firstLineChars=INDENT * 100, firstLine=INDENT * CHARACTER)
    elif indent := {name: value for name, value in (("left", style.left), ("right", style.right)) if value is not None}:
        yield w("ind", **indent)
    if style.align:
        yield w("jc", val=style.align)
    if style.outline is not None:
        yield w("outlineLvl", val=style.outline)


def _spacing(style: Style) -> Element | None:
    values: dict[str, object] = {
        name: value for name, value in (("before", style.before), ("after", style.after)) if value is not None
    }
    if style.line is not None:
        values |= {"line": style.line, "lineRule": "exact"}
    return w("spacing", **values) if values else None


def _run_properties(style: Style) -> Iterator[Element]:
    if style.face:
        yield fonts_of(style.face)
    if style.color:
        yield w("color", val=style.color)
    if style.tracking is not None:
        yield w("spacing", val=style.tracking)
    if style.size is not None:
        yield w("sz", val=round(style.size * 2))
        yield w("szCs", val=round(style.size * 2))


def _character_style(identifier: str, name: str, face: str) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="DefaultParagraphFont"),
        w("qFormat"),
        w("rPr", fonts_of(face)),
        type="character",
        customStyle=1,
        styleId=identifier,
    )
