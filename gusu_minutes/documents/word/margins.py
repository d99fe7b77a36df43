"""What stands outside the type area: page numbers (GB/T 9704-2012 §7.5) and the watermark of a draft."""

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml

from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.word.faces import FONTS
from gusu_minutes.documents.word.markup import Element, field, legible, paragraph, run, w


def fill_margins(document: WordDocument, paper: Paper) -> None:
    """Give the document its footers and, with a watermark, its headers: one for odd and one for even pages."""
    section = document.sections[0]
    if paper.numbered:
        _fill(section.footer, _page_number("PageNumberOdd"))
        _fill(section.even_page_footer, _page_number("PageNumberEven"))
    if paper.watermark:
        _fill(section.header, _watermark(paper.watermark, 1))
        _fill(section.even_page_header, _watermark(paper.watermark, 2))


def _fill(part: Any, content: Element) -> None:
    part.is_linked_to_previous = False
    root = part._element
    for old in list(root):
        root.remove(old)
    root.append(content)


def _page_number(style: str) -> Element:
    """— 1 —: 4号宋体 with a dash on both sides, one character in from the outer edge."""
    return paragraph(style, run("— "), *field("PAGE", "1"), run(" —"))


def _watermark(text: str, number: int) -> Element:
    """Return the paragraph of a header with the watermark, as Word's own command makes it: grey, slanting upwards."""
    picture = parse_xml(_SHAPE.format(number=number))
    shape = picture.find(f"{{{_VML}}}shape")
    shape.set("style", ";".join(f"{name}:{value}" for name, value in _PLACE.items()))
    path = shape.find(f"{{{_VML}}}textpath")
    path.set("style", f"font-family:'{FONTS['title']}';font-size:1pt")
    path.set("string", legible(text).replace("\n", " "))
    return paragraph("Header", w("r", picture))


_PLACE = {
    "position": "absolute",
    "margin-left": 0,
    "margin-top": 0,
    "width": "320pt",
    "height": "160pt",
    "rotation": 315,
    "z-index": -251658752,
    "mso-position-horizontal": "center",
    "mso-position-horizontal-relative": "margin",
    "mso-position-vertical": "center",
    "mso-position-vertical-relative": "margin",
}
_VML = "urn:schemas-microsoft-com:vml"
_SHAPE = """
<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
  xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word">
 <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
  <v:formulas>
   <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
   <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
   <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
   <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
  </v:formulas>
  <v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
    o:connectangles="270,180,90,0"/>
  <v:textpath on="t" fitshape="t"/>
  <v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
  <o:lock v:ext="edit" text="t" shapetype="t"/>
 </v:shapetype>
 <v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s205{number}" type="#_x0000_t136"
   o:allowincell="f" fillcolor="#c0c0c0" stroked="f">
  <v:fill opacity=".5"/>
  <v:textpath string=""/>
  <w10:wrap anchorx="margin" anchory="margin"/>
 </v:shape>
</w:pict>
"""
