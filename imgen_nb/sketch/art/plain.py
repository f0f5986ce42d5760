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
"""
Worn = tuple[tuple[str, Colour | None], ...]


def _outfit(text: str) -> Worn:
    said = text.split()
    return tuple((style, rgb(colour)) for style, colour in zip(said[::2], said[1::2], strict=True))


_OUTFITS = {
    kind.strip(): [_outfit(one) for one in rest.split("|")]
    for kind, _, rest in (line.partition(":") for line in _TABLE.replace("\n  ", " ").strip().splitlines())
}
EASE = ("ease", "hip", "shift", "pockets", "ease", "behind")  # poses of those who only stand there


def clothes(kind: str, choice: int, colour: Colour | None = None) -> Worn:
    """One of the outfits of a kind of people, undermost garment first, its main garment in a colour asked for."""
    (style, usual), *others = _OUTFITS[kind][choice % len(_OUTFITS[kind])]
    return (*others, (style, colour or usual))
