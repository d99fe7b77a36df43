"""The fonts of a PDF as font files: the subset that the PDF carries, with the tables that a font of its own needs.

To cut a subset from the source fonts again would take seconds; the PDF has done it already. What it leaves out is
which character a glyph stands for: that is known from the pages, and becomes the font's `cmap`.
"""

from dataclasses import dataclass, field
from io import BytesIO

from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable
from pdfminer.pdffont import PDFCIDFont, PDFFont
from pdfminer.pdftypes import stream_value

_SFNT = (b"OTTO", b"\x00\x01\x00\x00", b"true")
# A PDF doesn't say what a font's maker allows beyond carrying it in a document: preview and print (OS/2 fsType).
_PREVIEW_AND_PRINT = 4


class UnsupportedFont(ValueError):
    """A font of the PDF that is not embedded, or not as CFF or TrueType outlines."""


@dataclass(slots=True, eq=False)
class Typeface:
    """One font of the PDF; lengths are in em, upwards from the baseline.

    `cmap` grows while pages are read: the glyph (a CID) that a reader finds for each character by itself. `clusters`
    has glyphs of several characters by the first of them, for readers that cannot be told.
    """

    name: str  # the PostScript name: FandolFang-Regular
    top: float  # how high and how low glyphs reach
    bottom: float
    font: PDFCIDFont
    cmap: dict[int, int] = field(default_factory=dict)
    clusters: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, font: PDFFont) -> "Typeface":
        """Return a font of the PDF; raise UnsupportedFont for one of Type 1 or 3, and for vertical writing."""
        if not isinstance(font, PDFCIDFont) or font.is_vertical():
            raise UnsupportedFont(f"{font.fontname}: {type(font).__name__}")
        _, low, _, high = (value / 1000 for value in font.bbox)
        name = str(font.fontname).rpartition("+")[2]
        return cls(name, max(high, font.get_ascent()), min(low, font.get_descent()), font)

    def claim(self, text: str, cid: int) -> bool:
        """Whether a reader finds this glyph for this text by itself: the first use of a character decides."""
        if len(text) > 1:
            self.clusters.setdefault(ord(text[0]), cid)
        return len(text) == 1 and self.cmap.setdefault(ord(text), cid) == cid

    def file(self) -> tuple[str, bytes, dict[int, int]]:
        """Return how the font file's name ends, the file, and which glyph in it each CID is. The same bytes each time.

        Raises UnsupportedFont where the PDF doesn't embed the font.
        """
        program = next((self.font.descriptor[key] for key in _PROGRAMS if key in self.font.descriptor), None)
        if program is None:
            raise UnsupportedFont(f"{self.name}: not embedded")
        data = stream_value(program).get_data()
        return self._completed(data) if data.startswith(_SFNT) else self._wrapped(data)

    def _completed(self, data: bytes) -> tuple[str, bytes, dict[int, int]]:
        """Take a font that has its metrics (FontFile2), and add what a PDF leaves out."""
        with TTFont(BytesIO(data), recalcBBoxes=False, recalcTimestamp=False) as font:
            # CIDToGIDMap is Identity in what typst writes.
            glyphs = {cid: cid for cid in range(font["maxp"].numGlyphs)}
            return "otf" if "CFF " in font else "ttf", self._saved(FontBuilder(font=font), glyphs), glyphs

    def _wrapped(self, data: bytes) -> tuple[str, bytes, dict[int, int]]:
        """Take bare outlines (FontFile3, CIDFontType0C), and make them an OpenType font."""
        outlines = CFFFontSet()
        outlines.decompile(BytesIO(data), None)
        top = outlines[0]
        count = len(top.CharStrings)
        # The charset of a CID-keyed font says which CID a glyph has, else it is its place (ISO 32000-1 §9.7.4.2).
        cids = [0, *(int(name[3:]) for name in top.charset[1:])] if hasattr(top, "ROS") else list(range(count))
        glyphs = {cid: place for place, cid in enumerate(cids)}
        units = round(1 / top.FontMatrix[0])
        builder = FontBuilder(units, isTTF=False)
        builder.font.sfntVersion = "OTTO"
        builder.setupGlyphOrder([f"g{place}" for place in range(count)])
        widths = [round(self.font.char_width(cid) * units) for cid in cids]
        builder.setupHorizontalMetrics({f"g{place}": (width, 0) for place, width in enumerate(widths)})
        edges = {"yMax": round(self.top * units), "yMin": round(self.bottom * units)}
        builder.setupHorizontalHeader(ascent=edges["yMax"], descent=edges["yMin"], advanceWidthMax=max(widths))
        builder.updateHead(created=0, modified=0, xMax=max(widths), **edges)
        builder.font["CFF "] = DefaultTable("CFF ")
        builder.font["CFF "].data = data
        builder.font.recalcBBoxes = False
        return "otf", self._saved(builder, glyphs), glyphs

    def _saved(self, builder: FontBuilder, glyphs: dict[int, int]) -> bytes:
        """Add names, character map and the classifying tables; return the file."""
        name = builder.font.getGlyphName
        cmap = sorted({**self.clusters, **self.cmap}.items())
        builder.setupCharacterMap({code: name(glyphs[cid]) for code, cid in cmap if cid in glyphs})
        # Each face is a family of its own: where a reader asks the system by family, bold and regular must not meet.
        names = ("familyName", "fullName", "psName", "uniqueFontIdentifier")
        strings = {**dict.fromkeys(names, self.name), "styleName": "Regular", "version": "Version 1.0"}
        builder.setupNameTable(strings, mac=False)
        header = builder.font["hhea"]
        edges = {"sTypoAscender": header.ascent, "sTypoDescender": header.descent, "usWinAscent": header.ascent}
        builder.setupOS2(fsType=_PREVIEW_AND_PRINT, usWinDescent=max(0, -header.descent), **edges)
        builder.setupPost(keepGlyphNames=False)
        target = BytesIO()
        builder.font.save(target, reorderTables=None)
        return target.getvalue()


_PROGRAMS = ("FontFile2", "FontFile3")
