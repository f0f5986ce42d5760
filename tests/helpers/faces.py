"""Fonts made here, so that a test knows what a machine has."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.BitmapGlyphMetrics import SmallGlyphMetrics
from fontTools.ttLib.tables.C_B_D_T_ import cbdt_bitmap_format_17
from fontTools.ttLib.tables.E_B_L_C_ import SbitLineMetrics, Strike, eblc_index_sub_table_1
from PIL import Image

PAINT = (200, 80, 20)
"""The colour of the letter that `painted_with` makes."""


def font_with(sign: str, folder: Path) -> Path:
    """A font of one letter."""
    pen = TTGlyphPen(None)
    for x, y in ((0, 0), (0, 700), (600, 700)):
        pen.lineTo((x, y)) if x or y else pen.moveTo((x, y))
    pen.closePath()
    glyph = pen.glyph()
    made = _begun(sign, "Imgen Fox")
    made.setupGlyf({".notdef": glyph, "one": glyph})
    made.save(folder / "fox.ttf")
    return folder / "fox.ttf"


def painted_with(sign: str, folder: Path) -> Path:
    """A font of one letter that is a picture in one size, as Noto Color Emoji has them: 136 × 128 of 109 pixels."""
    made = _begun(sign, "Imgen Emoji")
    glyph = cbdt_bitmap_format_17(b"", made.font)
    glyph.metrics = SmallGlyphMetrics()
    vars(glyph.metrics).update(height=128, width=136, BearingX=0, BearingY=101, Advance=136)
    out = io.BytesIO()
    Image.new("RGBA", (136, 128), (*PAINT, 255)).save(out, "PNG")
    glyph.imageData = out.getvalue()
    strike, index = Strike(), eblc_index_sub_table_1(b"", made.font)
    line = "ascender descender widthMax caretSlopeNumerator caretSlopeDenominator caretOffset minOriginSB minAdvanceSB"
    lines = SbitLineMetrics()
    vars(lines).update(dict.fromkeys([*line.split(), "maxBeforeBL", "minAfterBL", "pad1", "pad2"], 0))
    first = {"startGlyphIndex": 1, "endGlyphIndex": 1}
    vars(strike.bitmapSizeTable).update(
        first, hori=lines, vert=lines, colorRef=0, ppemX=109, ppemY=109, bitDepth=32, flags=1
    )
    vars(index).update(
        names=["one"], indexFormat=1, imageFormat=17, firstGlyphIndex=1, lastGlyphIndex=1, imageDataOffset=4
    )
    strike.indexSubTables = [index]
    for name, value in (("CBDT", {"strikeData": [{"one": glyph}]}), ("CBLC", {"strikes": [strike]})):
        made.font[name] = newTable(name)
        vars(made.font[name]).update(version=3.0, **value)
    made.font["maxp"].tableVersion = 0x5000  # no outlines
    made.save(folder / "ImgenEmoji.ttf")
    return folder / "ImgenEmoji.ttf"


def _begun(sign: str, family: str) -> FontBuilder:
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "one"])
    made.setupCharacterMap({ord(sign): "one"})
    made.setupHorizontalMetrics({".notdef": (700, 0), "one": (900, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": family, "styleName": "Regular"})
    made.setupOS2(usWeightClass=400, sTypoAscender=800)
    made.setupPost()
    return made
