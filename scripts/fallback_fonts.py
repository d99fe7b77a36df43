#!/usr/bin/env python
"""Make fonts/GusuFallback*.otf anew: what Noto CJK has and Fandol lacks, without Hangul.

Needs Debian's fonts-noto-cjk and fonts-noto-cjk-extra, and some minutes.
The Debian files hold every region's forms and 20 MB a style; these hold the mainland's forms of what may be missing.
The serif is light, as 仿宋 and 楷体 are; the bold one is for titles and holds what GBK and Big5 have.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2  # the place of the mainland's forms in the collections
MADE = {
    "Serif": "NotoSerifCJK-Light.ttc",
    "Serif Bold": "NotoSerifCJK-Bold.ttc",
    "Sans": "NotoSansCJK-Regular.ttc",
}
HANGUL = (range(0x1100, 0x1200), range(0x3130, 0x3190), range(0xA960, 0xA980), range(0xAC00, 0xD800))


def is_common(code: int) -> bool:
    """Whether GBK or Big5 has the character."""
    return any(chr(code).encode(encoding, errors="ignore") for encoding in ("gbk", "big5"))


def main() -> None:
    covered = [set(TTFont(path, lazy=True).getBestCmap()) for path in sorted(FONTS.glob("Fandol*.otf"))]
    everywhere = set.intersection(*covered)
    for style, collection in MADE.items():
        font = TTFont(NOTO / collection, fontNumber=SIMPLIFIED, recalcTimestamp=False)
        wanted = [
            code
            for code in font.getBestCmap()
            if code not in everywhere and not any(code in block for block in HANGUL)
            if not style.endswith("Bold") or is_common(code)
        ]
        options = subset.Options(layout_features=["vert", "vrt2", "locl"], name_IDs=["*"], notdef_outline=True)
        options.desubroutinize = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        family = f"Gusu Fallback {style}"
        for record in list(font["name"].names):
            if record.nameID in (1, 3, 4, 6, 16, 17):
                font["name"].removeNames(record.nameID)
        for name_id, text in {1: family, 2: "Regular", 3: family, 4: family, 6: family.replace(" ", "")}.items():
            font["name"].setName(text, name_id, 3, 1, 0x409)
        font["CFF "].cff.fontNames[0] = family.replace(" ", "")
        path = FONTS / f"{family.replace(' ', '')}.otf"
        font.save(path)
        print(f"{path.name}: {len(wanted)} characters, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
