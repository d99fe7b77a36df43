"""An OFD page drawn by Chromium from nothing but the file, beside the picture that typst makes of the same page.

Chromium refuses fonts that are not sound, finds glyphs by their characters, and draws them with its own means.
"""

from base64 import b64encode
from xml.sax.saxutils import escape

import pytest
import typst
from lxml import etree
from playwright.sync_api import Browser, Page

from gusu_minutes.documents import fonts
from gusu_minutes.documents.ofd import to_ofd
from tests.documents.ofd_tools import NAMESPACE, PAPER, SOURCE, Ofd, letters, numbers, set_pdf

# The mean difference of two pictures at half their size, the other one shifted to the right by so many pixels.
COMPARE = """async ([one, other, shift]) => {
    const pixels = async (address, shift) => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = new OffscreenCanvas(397, 561);
        const context = canvas.getContext("2d");
        context.fillStyle = "white";
        context.fillRect(0, 0, 397, 561);
        context.drawImage(image, shift, 0, 397, 561);
        return context.getImageData(0, 0, 397, 561).data;
    };
    const [a, b] = [await pixels(one, 0), await pixels(other, shift)];
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += Math.abs(a[i] - b[i]);
    return sum / (a.length * 3 / 4);
}"""


@pytest.fixture
def sheet(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 794, "height": 1123})


def drawing(ofd: Ofd, page: int) -> str:
    """Return a page of the file as HTML: each character by itself, in the font that the file carries."""
    faces = "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{address(file, "font/otf")}") }}'
        for name, file in ofd.fonts().values()
    )
    names = {ref: name for ref, (name, _) in ofd.fonts().items()}
    marks = ofd.pages[page].find(f".//{NAMESPACE}Layer")
    assert marks is not None
    shapes = "".join(line(node) if node.tag == f"{NAMESPACE}PathObject" else words(node, names) for node in marks)
    size = 'width="793.7" height="1122.5" viewBox="0 0 210 297"'
    return f"<style>{faces} body {{ margin: 0 }}</style><svg {size}>{shapes}</svg>"


def line(node: etree._Element) -> str:
    left, top, *_ = numbers(node.get("Boundary"))
    outline = str(node.findtext(f"{NAMESPACE}AbbreviatedData")).replace("B", "C")
    look = f'stroke="rgb({node[0].get("Value")})" stroke-width="{node.get("LineWidth")}" fill="none"'
    return f'<path transform="translate({left} {top})" d="{outline}" {look}/>'


def words(node: etree._Element, fonts: dict[str, str]) -> str:
    parts = []
    for letter in letters(node, fonts):
        place = " ".join(str(value) for value in (*letter.matrix, letter.x, letter.y))
        look = f'font-size="{letter.size}" font-family="{letter.font}" fill="rgb({letter.color})"'
        parts.append(f'<text transform="matrix({place})" {look} xml:space="preserve">{escape(letter.text)}</text>')
    return "".join(parts)


def address(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{b64encode(data).decode()}"


@pytest.mark.parametrize("number", [0, 1])
def test_a_page_looks_as_in_the_pdf(sheet: Page, number: int) -> None:
    ofd = Ofd(to_ofd(set_pdf(), PAPER))
    expected = typst.compile(SOURCE.encode(), font_paths=fonts.typst_fonts(), format="png", ppi=96)[number]
    assert isinstance(expected, bytes)
    sheet.set_content(drawing(ofd, number))
    sheet.evaluate("document.fonts.ready")
    states = sheet.evaluate("[...document.fonts].map(font => font.status)")
    found = sheet.screenshot()
    assert "error" not in states
    assert "loaded" in states
    pictures = [address(expected, "image/png"), address(found, "image/png")]
    # Of 255. Two programs draw the edges of the same outlines a little differently; a shift by half a millimetre
    # makes several times as much.
    difference = sheet.evaluate(COMPARE, [*pictures, 0])
    assert difference < 1
    assert sheet.evaluate(COMPARE, [*pictures, 1]) > 3 * difference
