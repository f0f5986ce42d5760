"""Animals the pack has only a head of: each gets a body, sitting and facing the viewer."""

from __future__ import annotations

from dataclasses import dataclass

from imgen_nb.sketch.art import recipes, strokes
from imgen_nb.sketch.art.icons import icon
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.shapes import Art, Pen
from imgen_nb.sketch.painting.canvas import mix


@dataclass(frozen=True)
class Coat:
    """How the drawn body of a sitting animal looks; body and tail are recipes."""

    fur: Colour
    belly: Colour
    paw: Colour
    tail: str = ""
    tip: Colour = (255, 255, 255)
    arms: Colour | None = None
    body: str = "@_slim"


SITTING: dict[str, Coat] = {
    "fox": Coat((232, 122, 52), (251, 242, 230), (64, 42, 50), "@_bushy", (255, 240, 220)),
    "wolf": Coat((138, 142, 154), (226, 226, 230), (96, 98, 108), "@_bushy", (206, 208, 214)),
    "lion": Coat((234, 170, 92), (252, 220, 164), (222, 152, 78), "@_tufted", (122, 74, 44)),
    "bear": Coat((165, 106, 72), (214, 164, 122), (125, 74, 48), "@_stub", body="@_stout"),
    "polar-bear": Coat((236, 236, 240), (255, 255, 255), (210, 210, 218), "@_stub", body="@_stout"),
    "panda": Coat((246, 244, 240), (255, 255, 255), (52, 44, 58), "@_stub", arms=(52, 44, 58), body="@_stout"),
    "koala": Coat((150, 152, 162), (232, 230, 232), (112, 114, 124), body="@_stout"),
    "raccoon": Coat((140, 138, 146), (226, 222, 226), (70, 70, 74), "@_ringed", (64, 64, 68)),
    "hamster": Coat((236, 170, 98), (255, 240, 222), (246, 160, 146), body="@_stout"),
    "rabbit-face": Coat((200, 168, 136), (246, 236, 224), (176, 144, 112), "@_stub"),
}


def sitting(name: str) -> Art:
    """The animal sitting, its head on the body that its coat names."""
    coat = SITTING[name]
    fills = {**strokes.PALETTE, "belly": coat.belly, "paw": coat.paw, "tip": coat.tip}
    fills["limb"] = coat.arms or mix(coat.fur, (60, 30, 20), 0.06)
    pen = Pen()
    for part in filter(None, (coat.tail, coat.body)):
        drawn = strokes.draw(recipes.recipes()[part], coat.fur, icon, fills)
        pen.add(drawn.moved(2, 3.4, 0.28))
    pen.add(icon(name))
    pen.anchors = {"head": (16, 4.5), "hand": (24, 41), "eyes": (16, 17.5), "neck": (16, 30), "seat": (16, 27)}
    return pen.art(ground=52.4)
