"""Fonts made here, so that a test knows what a machine has."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def font_with(sign: str, folder: Path) -> Path:
    """A font of one letter."""
    pen = TTGlyphPen(None)
    for x, y in ((0, 0), (0, 700), (600, 700)):
        pen.lineTo((x, y)) if x or y else pen.moveTo((x, y))
    pen.closePath()
    glyph = pen.glyph()
    made = FontBuilder(1000, isTTF=True)
    made.setupGlyphOrder([".notdef", "one"])
    made.setupCharacterMap({ord(sign): "one"})
    made.setupGlyf({".notdef": glyph, "one": glyph})
    made.setupHorizontalMetrics({".notdef": (700, 0), "one": (900, 0)})
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": "Imgen Fox", "styleName": "Regular"})
    made.setupOS2(usWeightClass=400, sTypoAscender=800)
    made.setupPost()
    made.save(folder / "fox.ttf")
    return folder / "fox.ttf"
