"""Faces: the part of a drawing that words are written on, as fractions of its box (left, top, right, bottom)."""

from __future__ import annotations

from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.readings import SYMBOLS

FACES = {
    "thought-balloon": (0.2, 0.1, 0.86, 0.66),
    "@blackboard": (0.1, 0.2, 0.9, 0.8), "@slate": (0.1, 0.16, 0.9, 0.8),
    "@placard": (0.06, 0.1, 0.94, 0.9),
    "birthday-cake": (0.1, 0.56, 0.9, 0.86), "shortcake": (0.2, 0.5, 0.8, 0.8),
    "@bowl": (0.28, 0.36, 0.72, 0.9),
    "@mug": (0.1, 0.34, 0.64, 0.84), "@box": (0.2, 0.52, 0.8, 0.9), "open-book": (0.1, 0.24, 0.9, 0.74),
    "laptop": (0.2, 0.14, 0.8, 0.56), "desktop-computer": (0.1, 0.1, 0.9, 0.56), "television": (0.12, 0.36, 0.62, 0.72),
    "mobile-phone": (0.2, 0.2, 0.8, 0.8), "convenience-store": (0.235, 0.145, 0.765, 0.285),
    "school": (0.2, 0.42, 0.8, 0.56),
    "hospital": (0.2, 0.2, 0.8, 0.4), "bank": (0.16, 0.2, 0.84, 0.36), "wrapped-gift": (0.08, 0.5, 0.92, 0.9),
    "balloon": (0.14, 0.1, 0.86, 0.46), "@balloon": (0.14, 0.16, 0.86, 0.44), "delivery-truck": (0.4, 0.14, 0.96, 0.56),
    "bus": (0.42, 0.52, 0.94, 0.72), "automobile": (0.2, 0.5, 0.8, 0.72), "scroll": (0.26, 0.2, 0.74, 0.76),
    "newspaper": (0.1, 0.1, 0.7, 0.4), "framed-picture": (0.2, 0.24, 0.8, 0.76), "envelope": (0.16, 0.42, 0.84, 0.84),
    "@bottle": (0.08, 0.5, 0.92, 0.8), "@jar": (0.08, 0.38, 0.92, 0.8), "ship": (0.2, 0.62, 0.8, 0.82),
    "rocket": (0.3, 0.3, 0.7, 0.6), "@barn": (0.26, 0.3, 0.74, 0.46), "backpack": (0.2, 0.44, 0.8, 0.76),
    "handbag": (0.14, 0.48, 0.86, 0.84), "@flag": (0.08, 0.06, 0.96, 0.48), "red-heart": (0.16, 0.22, 0.84, 0.58),
    "shopping-bags": (0.1, 0.4, 0.7, 0.8), "credit-card": (0.1, 0.3, 0.9, 0.7), "notebook": (0.24, 0.24, 0.84, 0.6),
    "clipboard": (0.2, 0.24, 0.8, 0.8), "calendar": (0.14, 0.34, 0.86, 0.84), "cookie": (0.14, 0.34, 0.86, 0.68),
    "@pillow": (0.14, 0.3, 0.86, 0.7), "billed-cap": (0.3, 0.28, 0.84, 0.56), "@submarine": (0.26, 0.48, 0.8, 0.74),
    "pizza": (0.2, 0.3, 0.7, 0.6), "house": (0.16, 0.4, 0.84, 0.56), "@sign": (0.04, 0.06, 0.96, 0.42),
    "@banner": (0.08, 0.16, 0.92, 0.46), "hut": (0.2, 0.5, 0.8, 0.66), "locomotive": (0.2, 0.44, 0.8, 0.64),
    "door": (0.3, 0.24, 0.7, 0.5), "world-map": (0.1, 0.3, 0.9, 0.7),
    "sailboat": (0.22, 0.74, 0.78, 0.9), "wood": (0.16, 0.36, 0.84, 0.74), "canoe": (0.2, 0.4, 0.8, 0.8),
    "chocolate-bar": (0.16, 0.24, 0.84, 0.6), "crystal-ball": (0.3, 0.3, 0.7, 0.6), "@robot": (0.34, 0.5, 0.66, 0.64),
    **{name: (float(x0), float(y0), float(x1), float(y1)) for name, (x0, y0, x1, y1) in having("page").items()},
}  # fmt: skip

GROUND = "ground"  # what words are on that are written on a road, in the sand
SKY = "sky"  # what words are on that fireworks, smoke or clouds write
BLANK = {"@blackboard": "@slate", **{name.replace("@=", ""): blank[0] for name, blank in having("blank").items()}}
"""What a thing is drawn as under words of the prompt: without those it has by itself."""
SPARE = words("@robot crystal-ball billed-cap")  # what words are on only where nothing else has room for them
MADE = words("@smile @laugh @scowl @frown @weep @gasp")  # faces that things make
BOARDS = words("door @flag @banner @sign framed-picture @blackboard television laptop @pillow") | {*having("board")}


def shows(bearer: str, word: str, thing: str) -> bool:
    """Whether what is on a thing is a picture on its face, and does not stand on top of it."""
    return bearer in BOARDS or (thing in SYMBOLS and bearer in FACES) or "-shaped" in word or thing in MADE


def bearer(subjects: tuple[Subject, ...]) -> str | None:
    """The drawing that a prompt's words are written on, if one of its things has room for them."""
    found = [s.art for s in subjects if s.art in FACES]
    return next((art for art in found if art not in SPARE), found[0] if found else None)
