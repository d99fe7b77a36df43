"""The fonts that a Word file names: what GB/T 9704-2012 means, and what stands in for it where it is not installed."""

from gusu_minutes.documents.word.markup import Element, w

# As faces in `fonts.FACES`.
FONTS = {
    "mark": "方正小标宋_GBK",
    "title": "方正小标宋_GBK",
    "heading": "黑体",
    "subheading": "楷体_GB2312",
    "body": "仿宋_GB2312",
    "number": "宋体",
}
_ALTERNATIVES = {
    "方正小标宋_GBK": "方正小标宋简体,小标宋,宋体",
    "仿宋_GB2312": "仿宋,FangSong",
    "楷体_GB2312": "楷体,KaiTi",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_FAMILIES = {"方正小标宋_GBK": "script", "黑体": "swiss", "宋体": "roman"}


def font_table() -> Element:
    """Return fontTable.xml: each font with its alternatives, as one of the Chinese character set."""
    return w(
        "fonts",
        *(
            w(
                "font",
                w("altName", val=alternatives),
                w("charset", val="86"),
                w("family", val=_FAMILIES.get(name, "modern")),
                w("pitch", val="default"),
                name=name,
            )
            for name, alternatives in _ALTERNATIVES.items()
        ),
    )


def fonts_of(face: str) -> Element:
    """Return w:rFonts of a face: digits and letters are of the same font as the characters.

    The hint takes “ ” — … for Chinese, full width, and not for Latin.
    """
    name = FONTS[face]
    return w("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)
