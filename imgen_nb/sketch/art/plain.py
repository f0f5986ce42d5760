"""Plain people: what those wear, and how those stand, of whom a prompt says neither."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.recipes import rgb

# kind: outfits, each as garments by style with six hex digits; the first is what a colour of the prompt is for.
_TABLE = """
man       : shirt 3f6fa8 trousers 4a4f63 | sweater 3c8a83 trousers 5b5148 | tee c9663f trousers 46587c | hoodie
  6a7f4f trousers 3d4560 | jacket 8a5a44 trousers 4c5566 | sweater b0483f trousers 6b6f7c
woman     : dress b8496b | sweater 2f8f8a trousers 4d4a66 | skirt 5a4f8c tee e8b04a | dress 3f7a5c | shirt d4705a
  trousers 44567a | dress 6b5bb0
boy       : tee 3f8fd0 shorts 52607c | hoodie d9653f trousers 465a86 | tee 5aa24e trousers 55617c | sweater d8a23c
  trousers 4a567a | tee c8504c shorts 4a5a70 | overalls 3f6cb0 tee f0c04a
girl      : dress e0637f | tee f0b03e skirt 4f7fc0 | dress 5a9fc4 | overalls 7a68b8 tee f2d2c0 | dress e08a3e |
  sweater 4fa08c trousers 5a5f86
old-man   : vest 6a5a48 shirt e6dfcf trousers 575460 | sweater 6c7f78 trousers 5a5560 | jacket 6d6458 trousers
  4c4a55 | sweater 8a5f58 trousers 565a66 | shirt 6f86a8 trousers 5d574f | vest 4f6058 shirt e6dfcf trousers 5b5862
old-woman : dress 8d6aa0 | sweater b0708a skirt 5f5a78 | dress 5f8090 | sweater 7d8fb0 skirt 5a5068 | dress a8626a |
  sweater 6f9a86 skirt 55566c
artist        : apron f2e6d0 tee 4f86c0 trousers 4a4f63 | apron e8d8f0 shirt c8604c trousers 46587c
health-worker : gown-of-work f6f6f8 shirt 7fb4d8 trousers 55708c | tee 58b0b0 trousers 58b0b0
scientist     : gown-of-work f6f6f8 sweater 8a6aa8 trousers 50566c | gown-of-work f6f6f8 shirt 6a9a70 trousers 4c5468
technologist  : hoodie 4a6f9c trousers 3f4458 | tee 58607c trousers 3f4458
office-worker : suit 3b4258 | jacket 5a4a70 shirt f0eee8 trousers 3f4256
singer        : dress c0304c | leather 30283a trousers 3a3a50
mechanic      : overalls 3c64a8 tee c8ccd4 | overalls 40705c tee d8b050
woman-teacher : sweater a8574c skirt 4f5a78 | shirt e4d2ae trousers 5a4c48
man-teacher   : vest 7a5c44 shirt ece6d8 trousers 50566c | jacket 7c6248 shirt e8e2d2 trousers 4a4f60
"""
Worn = tuple[tuple[str, Colour | None], ...]


def _outfit(text: str) -> Worn:
    said = text.split()
    return tuple((style, rgb(colour)) for style, colour in zip(said[::2], said[1::2], strict=True))


_OUTFITS = {
    kind.strip(): [_outfit(one) for one in rest.split("|")]
    for kind, _, rest in (line.partition(":") for line in _TABLE.replace("\n  ", " ").strip().splitlines())
}
SHOES: tuple[Colour, ...] = tuple(map(rgb, ["46343c", "7a4f38", "3a4258", "9a5a44", "5a4a44", "2f3038"]))
TILTS = (3.0, -4.0, 4.0, -2.0, -5.0, 2.0)  # of their heads, in degrees
EASE = ("ease", "hip", "shift", "pockets", "wave", "behind")  # poses of those who only stand there
AFLOAT = ("crawl", "breast", "hail")  # of those who swim, seen down to their shoulders


def clothes(name: str, kind: str, choice: int, colour: Colour | None = None) -> Worn:
    """One of the outfits of a trade or a kind of people, its main garment, the outermost, in a colour asked for."""
    outfits = _OUTFITS.get(name) or _OUTFITS[kind]
    (style, usual), *others = outfits[choice % len(outfits)]
    return (*others, (style, colour or usual))
