"""A reader of OFD files that shares nothing with the writer: the rules of GB/T 33190-2016, and what stands where.

And a document that has everything an official one may have on its pages.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

import typst
from lxml import etree

from gusu_minutes.documents import fonts
from gusu_minutes.documents.paper import Head, Imprint, Paper, Paragraph, Title

NAME = "姑苏区人民政府第39次常务会议纪要"
PAPER = Paper(
    name=NAME,
    subject="纪要",
    author="姑苏区人民政府办公室",
    day="2024-12-16",
    blocks=(
        Head("常务会议纪要", "姑政纪〔2024〕39号"),
        Title(NAME),
        Paragraph(lead="一、传达学习有关文件精神", level=1),
        Imprint(("区委办公室", "区人大常委会办公室"), "姑苏区人民政府办公室", "2024年12月20日"),
    ),
    watermark="草稿",
)
PREAMBLE = """
#set document(title: "纪要", author: "办公室")
#let song = ("FandolSong", "Gusu Fallback Serif")
#let body = ("FandolFang R", "Gusu Fallback Serif", "Gusu Fallback Sans")
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm))
#set text(font: body, size: 16pt, lang: "zh", region: "cn", tracking: (156mm - 28 * 16pt) / 28)
"""
SOURCE = (
    PREAMBLE
    + """
#set page(
  background: rotate(-45deg, text(font: song, weight: "bold", size: 120pt, fill: luma(85%))[草稿]),
  footer: context text(font: song, size: 14pt)[— #counter(page).display() —],
)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt)
#let faces = ((song, "bold", 22pt), ("FandolHei", "regular", 16pt), ("FandolKai", "regular", 16pt))
#show heading: it => {
  let (face, weight, size) = faces.at(it.level - 1)
  block(text(font: face, weight: weight, size: size, it.body))
}
#text(font: song, weight: "bold", size: 40pt, fill: rgb("#d7000f"))[常务会议纪要]
#line(length: 156mm, stroke: 0.7mm + rgb("#d7000f"))
= 姑苏区人民政府第39次常务会议纪要
2024年12月16日，区长䶮㛃𬎆主持召开第39次常务会议，听取《关于“一网通办”的汇报》，投资3.5亿元。
== 一、传达学习有关文件精神
会议指出，要坚持以人民为中心的发展思想，扎实推进各项工作。
=== （一）明确责任分工
#table(columns: (1fr, 2fr, 1fr), [序号], [事项], [单位], [1], [完善方案], [区财政局])
#pagebreak()
== 二、研究城市更新项目
出席：周　勇　　王小明　李　四
#line(length: 156mm, stroke: 0.35mm)
抄送：区委办公室，区人大常委会办公室。
"""
)
PRINTED = (
    "常务会议纪要",
    NAME,
    "2024年12月16日，区长䶮㛃𬎆主持召开第39次常务会议",
    "听取《关于“一网通办”的汇报》，投资3.5亿元。",
    "一、传达学习有关文件精神",
    "会议指出，要坚持以人民为中心的发展思想，扎实推进各项工作。",
    "（一）明确责任分工",
    "序号事项单位1完善方案区财政局",
    "二、研究城市更新项目",
    "出席：周　勇　　王小明　李　四",
    "抄送：区委办公室，区人大常委会办公室。",
)


def set_pdf(source: str = SOURCE) -> bytes:
    """Set a document as official ones are set: tagged, archival, without a clock."""
    return typst.compile(
        source.encode(), font_paths=fonts.typst_fonts(), pdf_standards=["ua-1", "a-2a"], timestamp=1_700_000_000
    )


NAMESPACE = "{http://www.ofdspec.org/2016}"
_GRAPHIC = "Name Visible CTM DrawParam LineWidth Cap Join MiterLimit DashOffset DashPattern Alpha"
# Element (within): attributes that it must have, that it may have, and its children in their order; "?" at most one,
# "+" at least one, "*" any number. From the standard's schemas, for the elements that a plain document has.
RULES: dict[str, tuple[str, str, str]] = {
    "OFD": ("Version DocType", "", "DocBody+"),
    "DocBody": ("", "", "DocInfo DocRoot Versions? Signatures?"),
    "DocInfo": (
        "",
        "",
        "DocID Title? Author? Subject? Abstract? CreationDate? ModDate? DocUsage? Cover? Keywords? Creator? "
        "CreatorVersion? CustomDatas?",
    ),
    "CustomDatas": ("", "", "CustomData+"),
    "CustomData": ("Name", "", ""),
    "Document": ("", "", "CommonData Pages Outlines? Permissions? Actions? VPreferences? Bookmarks?"),
    "CommonData": ("", "", "MaxUnitID PageArea PublicRes* DocumentRes* TemplatePage* DefaultCS?"),
    "PageArea": ("", "", "PhysicalBox ApplicationBox? ContentBox? BleedBox?"),
    "Area": ("", "", "PhysicalBox ApplicationBox? ContentBox? BleedBox?"),
    "Pages": ("", "", "Page+"),
    "Pages/Page": ("ID BaseLoc", "", ""),
    "Outlines": ("", "", "OutlineElem+"),
    "OutlineElem": ("Title", "Count Expanded", "Actions? OutlineElem*"),
    "Actions": ("", "", "Action+"),
    "Action": ("Event", "", "Region? Goto"),
    "Goto": ("", "", "Dest"),
    "Dest": ("Type PageID", "Left Top Right Bottom Zoom", ""),
    "VPreferences": ("", "", "PageMode?"),
    "Res": ("BaseLoc", "", "ColorSpaces? Fonts?"),
    "ColorSpaces": ("", "", "ColorSpace+"),
    "ColorSpace": ("ID Type", "BitsPerComponent Profile", "Palette?"),
    "Fonts": ("", "", "Font+"),
    "Font": ("ID FontName", "FamilyName Charset Italic Bold Serif FixedWidth", "FontFile?"),
    "Page": ("", "", "Template* PageRes* Area? Content? Actions?"),
    "Content": ("", "", "Layer+"),
    "Layer": ("ID", "Type DrawParam", "TextObject* PathObject*"),
    "TextObject": (
        "ID Boundary Font Size",
        f"{_GRAPHIC} Stroke Fill HScale ReadDirection CharDirection Weight Italic",
        "Actions? Clips? FillColor? StrokeColor? CGTransform* TextCode",
    ),
    "CGTransform": ("CodePosition", "CodeCount GlyphCount", "Glyphs"),
    "TextCode": ("X Y", "DeltaX DeltaY", ""),
    "PathObject": (
        "ID Boundary",
        f"{_GRAPHIC} Stroke Fill Rule",
        "Actions? Clips? StrokeColor? FillColor? AbbreviatedData",
    ),
    "FillColor": ("Value", "Index ColorSpace Alpha", ""),
    "StrokeColor": ("Value", "Index ColorSpace Alpha", ""),
}


def faults(node: etree._Element) -> Iterator[str]:
    """Yield what a file says against the rules."""
    name = etree.QName(node).localname
    if not str(node.tag).startswith(NAMESPACE):
        yield f"{node.tag}: not of this standard"
    parent = node.getparent()
    key = f"{etree.QName(parent).localname}/{name}" if parent is not None else name
    must, may, children = RULES.get(key) or RULES.get(name) or ("", "", "")
    attributes = {str(attribute) for attribute in node.attrib}
    if missing := set(must.split()) - attributes:
        yield f"{key} lacks {missing}"
    if strange := attributes - set(f"{must} {may}".split()):
        yield f"{key} has {strange}"
    found = [etree.QName(child).localname for child in node]
    places = {child.rstrip("?+*"): (place, child[-1]) for place, child in enumerate(children.split())}
    if unknown := set(found) - set(places):
        yield f"{key} has {unknown}"
    else:
        for child, (_, often) in places.items():
            number = found.count(child)
            if (number == 0 and often not in "?*") or (number > 1 and often not in "+*"):
                yield f"{key}: {number} {child}"
        # A layer's objects stand in any order.
        order = [places[child][0] for child in found]
        if order != sorted(order) and name != "Layer":
            yield f"{key}: {found} in this order"
    for child in node:
        yield from faults(child)


@dataclass(frozen=True, slots=True)
class Placed:
    """A character as a reader draws it: where its origin is, in millimetres from the top left corner."""

    text: str
    x: float
    y: float
    size: float
    font: str
    color: str
    matrix: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A stroked path: its box, its points one coordinate after the other, colour and width, on the page in mm."""

    box: list[float]
    points: list[float]
    color: str
    width: float


class Ofd:
    """An OFD file, read from its first entry as the standard says, by the places that each part names."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(BytesIO(data))
        self.entry = self.xml("OFD.xml")
        root = self.text(self.entry, "DocBody/DocRoot")
        self.folder = PurePosixPath(root).parent
        self.document = self.xml(root)
        self.resources_at = str(self.folder / self.text(self.document, "CommonData/PublicRes"))
        self.resources = self.xml(self.resources_at)
        self.page_ids = [str(page.get("ID")) for page in all_of(self.document, "Pages/Page")]
        self.pages = [self.xml(str(self.folder / str(p.get("BaseLoc")))) for p in all_of(self.document, "Pages/Page")]

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.zip.read(name))

    def text(self, node: etree._Element, path: str) -> str:
        return node.findtext(NAMESPACE + path.replace("/", f"/{NAMESPACE}")) or ""

    @property
    def parts(self) -> list[etree._Element]:
        return [self.entry, self.document, self.resources, *self.pages]

    def fonts(self) -> dict[str, tuple[str, bytes]]:
        """Return name and file of each font, by its ID."""
        place = PurePosixPath(self.resources_at).parent / str(self.resources.get("BaseLoc"))
        return {
            str(font.get("ID")): (str(font.get("FontName")), self.zip.read(str(place / self.text(font, "FontFile"))))
            for font in all_of(self.resources, "Fonts/Font")
        }

    def placed(self, page: int) -> list[Placed]:
        """Return the characters of a page in their order; one that several glyphs or characters share counts once."""
        names = {ref: name for ref, (name, _) in self.fonts().items()}
        return [letter for node in self.pages[page].iter(f"{NAMESPACE}TextObject") for letter in letters(node, names)]

    def rules(self, page: int) -> list[Rule]:
        found = []
        for node in self.pages[page].iter(f"{NAMESPACE}PathObject"):
            box = numbers(node.get("Boundary"))
            values = [float(word) for word in self.text(node, "AbbreviatedData").split() if not word.isalpha()]
            points = [value + box[place % 2] for place, value in enumerate(values)]
            found.append(Rule(box, points, str(node[0].get("Value")), float(str(node.get("LineWidth")))))
        return found

    def words(self, page: int) -> str:
        return "".join(character.text for character in self.placed(page))


def letters(node: etree._Element, fonts: dict[str, str]) -> Iterator[Placed]:
    """Yield the characters of a text object; `fonts` are names by ID."""
    left, top, *_ = numbers(node.get("Boundary"))
    a, b, c, d, e, f = numbers(node.get("CTM")) or (1, 0, 0, 1, 0, 0)
    [code] = node.iter(f"{NAMESPACE}TextCode")
    x, y = float(str(code.get("X"))), float(str(code.get("Y")))
    told = node.find(f"{NAMESPACE}CGTransform") is not None
    characters = [code.text or ""] if told else list(code.text or "")
    deltas = numbers(code.get("DeltaX"))
    assert len(deltas) == len(characters) - 1
    size, font, color = (
        float(str(node.get("Size"))),
        fonts[str(node.get("Font"))],
        str(all_of(node, "FillColor")[0].get("Value")),
    )
    for character, delta in zip(characters, [*deltas, 0], strict=True):
        yield Placed(character, left + a * x + c * y + e, top + b * x + d * y + f, size, font, color, (a, b, c, d))
        x += delta


def all_of(node: etree._Element, path: str) -> list[etree._Element]:
    return node.findall(NAMESPACE + path.replace("/", f"/{NAMESPACE}"))


def numbers(text: str | None) -> list[float]:
    return [float(word) for word in (text or "").split()]
