"""版记 at the foot of the page on which it falls (GB/T 9704-2012 §7.4).

It stands in a text box that is tied to the foot of the type area; the paragraph that holds it is as high as the box.
So it keeps its room free under the text, and goes to the next page where there is too little, in any word processor.
"""

from collections.abc import Callable

from docx.oxml.parser import parse_xml

from gusu_minutes.documents.codes import SIZE, as_png
from gusu_minutes.documents.paper import Imprint
from gusu_minutes.documents.word.lines import line_count
from gusu_minutes.documents.word.markup import Element, legible, paragraph, run, w
from gusu_minutes.documents.word.measures import HEIGHT, SIZE_4, WIDTH, emu, mm, pt

_THICK, _THIN = 8, 6  # 0.35 mm and 0.25 mm in eighths of a point
_SIDE = pt(SIZE_4)  # one character in from both sides
_LINE = pt(22)
_LABEL = "抄送："
_HANG = len(_LABEL)
_CODE, _AIR = mm(SIZE), mm(4)
# What a QR code above the imprint wants to be free, in twips.
CODE_ROOM = _CODE + 2 * _AIR


def imprint_paragraph(imprint: Imprint, number: int, code: Element | None = None) -> Element | None:
    """Return the paragraph that holds the imprint, the drawing with this number; None if there is nothing to print.

    `code` is the run with its QR code.
    """
    height = imprint_height(imprint)
    if not height:
        return None
    box = parse_xml(_BOX.format(width=emu(WIDTH), height=emu(height), number=number))
    box.find(f".//{{{_WORD}}}txbxContent").extend([_table(imprint), paragraph("TableEnd")])
    return paragraph(
        "ImprintPlace",
        w("r", box),
        code,
        properties=(w("spacing", line=height, lineRule="exact"),),
    )


def code_run(imprint: Imprint, number: int, add_picture: Callable[[bytes], str]) -> Element:
    """Return the run with the QR code of the imprint's link; `add_picture` takes a PNG and returns its relation."""
    top = HEIGHT - imprint_height(imprint) - _CODE - _AIR
    place = {"left": emu(WIDTH - _CODE), "top": emu(top), "size": emu(_CODE)}
    drawing = parse_xml(_PICTURE.format(number=number, relation=add_picture(as_png(imprint.link)), **place))
    drawing.find(f".//{{{_DRAWING}}}docPr").set("descr", legible(f"二维码：{imprint.link}"))
    return w("r", drawing)


def imprint_height(imprint: Imprint) -> int:
    """Return how high the imprint is, in twips."""
    return min(HEIGHT, _lines(imprint) * _LINE + pt(4)) if _lines(imprint) else 0


def _lines(imprint: Imprint) -> int:
    copies = line_count(_copies(imprint), WIDTH / _SIDE - 2 - _HANG, -_HANG) if imprint.copy_to else 0
    return copies + bool(imprint.issuer or imprint.issued_on)


def _copies(imprint: Imprint) -> str:
    return f"{_LABEL}{'，'.join(imprint.copy_to)}。"


def _table(imprint: Imprint) -> Element:
    day = f"{imprint.issued_on}印发" if imprint.issued_on else ""
    right = pt(SIZE_4 * (len(day) + 2)) if day else 2 * _SIDE
    columns = (WIDTH - right, right)
    rows = []
    if imprint.copy_to:
        hang = w("ind", left=_HANG * _SIDE, hanging=_HANG * _SIDE)
        rows.append(w("tr", _cell(_copies(imprint), WIDTH, hang, span=2)))
    if imprint.issuer or day:
        rows.append(w("tr", _cell(imprint.issuer, columns[0]), _cell(day, columns[1], w("jc", val="right"))))
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=WIDTH, type="dxa"),
            w("tblBorders", _rule("top", _THICK), _rule("bottom", _THICK), _rule("insideH", _THIN)),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("left", w=_SIDE, type="dxa"), w("right", w=_SIDE, type="dxa")),
        ),
        w("tblGrid", *(w("gridCol", w=column) for column in columns)),
        *rows,
    )


def _cell(text: str, width: int, *properties: Element, span: int = 1) -> Element:
    return w(
        "tc",
        w("tcPr", w("tcW", w=width, type="dxa"), w("gridSpan", val=span) if span > 1 else None),
        paragraph("Imprint", run(text) if text else None, properties=properties),
    )


def _rule(side: str, size: int) -> Element:
    return w(side, val="single", sz=size, space=0, color="000000")


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BOX = """
<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
 <mc:Choice Requires="wps"><w:drawing>
  <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0"
    layoutInCell="1" allowOverlap="1">
   <wp:simplePos x="0" y="0"/>
   <wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
   <wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
   <wp:extent cx="{width}" cy="{height}"/>
   <wp:effectExtent l="0" t="0" r="0" b="0"/>
   <wp:wrapNone/>
   <wp:docPr id="{number}" name="版记 {number}" descr="版记"/>
   <wp:cNvGraphicFramePr/>
   <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
    <wps:cNvSpPr txBox="1"/>
    <wps:spPr>
     <a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
     <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>
    </wps:spPr>
    <wps:txbx><w:txbxContent/></wps:txbx>
    <wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>
   </wps:wsp></a:graphicData></a:graphic>
  </wp:anchor>
 </w:drawing></mc:Choice>
</mc:AlternateContent>
"""
# A picture in front of the text, which leaves its place free: the layout is the same without it.
_PICTURE = """
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
 <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0"
   layoutInCell="1" allowOverlap="1">
  <wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
  <wp:positionV relativeFrom="margin"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
  <wp:extent cx="{size}" cy="{size}"/>
  <wp:effectExtent l="0" t="0" r="0" b="0"/>
  <wp:wrapNone/>
  <wp:docPr id="{number}" name="二维码 {number}"/>
  <wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
   <pic:nvPicPr><pic:cNvPr id="{number}" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr>
   <pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
   <pic:spPr>
    <a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
   </pic:spPr>
  </pic:pic></a:graphicData></a:graphic>
 </wp:anchor>
</w:drawing>
"""
