"""The readings that need more than one phrase: text to write, signs, riders of bicycles, still lifes, "X with Y"."""

from __future__ import annotations

import re
from dataclasses import replace

from imgen_nb.sketch.art import pack
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import lexicon, nouns, owned
from imgen_nb.sketch.reading.clothes import WORN
from imgen_nb.sketch.reading.folk import KIT
from imgen_nb.sketch.reading.lexicon import words

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{1,60})[\"“”»]|(?<![\w])['‘]([^'’‘]{2,60}|\w)['’](?![\w])")
_SAYING = re.compile(
    r"\b(?:saying|that says|which says|that reads|reading(?! an? | her | his | their )|"
    r"with the words?|with the text|labell?ed|spelling)\s+"
    r"([a-z0-9!' ]+?)(?=\s+(?:on|in|at|by|near|next|under|with|and|over|behind|beside)\b|[,.;]|$)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\bwith ((?:[A-Z][\w'!-]+ ?)+?) (?=(?:written|printed|painted) on\b)")
_CAPITALS = re.compile(r"\b(?:[Tt]he words?|spelling|says|writing|wrote) ([A-Z][A-Z!?-]+(?: [A-Z!?-]+)*)(?![a-z])")
_NUMBERED = re.compile(r"\b[Tt]he (?:number|digit|letter) (\d{1,4}|[A-Z])\b")
_SPELT = re.compile(r"\b(?:[Tt]he )?(?:letters|initials) ((?:[A-Z](?:,? and |, ?| )?)+)(?![\w'’])")
_WORK = re.compile(
    r"\b(?:album|novel|book|film|movie|magazine|record)\s+(?:called |titled |named |entitled )?"
    r"((?:[A-Z][\w'’]*(?: of(?: the)?| and| the)?(?: |$|(?=[,.;])))+)"
)
_COVERED = re.compile(r"\b(?:cover|poster|sleeve|artwork)\b", re.IGNORECASE)
_MAPPED = re.compile(r"\b[Mm]ap (?:of|showing) (?:the |downtown )?((?:[A-Z][\w-]+ ?){1,3})|\b([A-Z]\w+) map\b")
_LAID = re.compile(
    r"\b(?:on|in|onto|into|across) (?:a |an |the )?(?:\w+ ){0,2}?"
    r"(?:street|road|pavement|asphalt|ground|sidewalk|sand|beach|driveway|runway|highway|crosswalk|parking lot|snow)\b"
)
_MONEY = re.compile(r"(?:for )?[$€£]\s?\d+(?:[.,]\d+)*")  # no number of things
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,.;:!?]")
BOARDS = words("sign board billboard poster placard signboard signpost label plaque word text letter letters words")
PLACARD = "@placard"
LETTERING = words("label text word words letter letters")
ABOUT_TEXT = BOARDS | words("""
    written writing writes painted printed titled called named entitled reads lettering inscription inscribed""")

# What a picture can be on: "a flag with a dinosaur on it".
PRINTABLE = words("""
    @flag @usflag @banner @placard @sign @tshirt @hoodie @mug @pillow open-book @vase envelope skateboard balloon
    @balloon delivery-truck bus sport-utility-vehicle coat @leatherjacket dress backpack handbag shield framed-picture
    @bowl
""") | {*having("board"), *having("page")}
# Signs that are on a thing rather than beside it.
SYMBOLS = words("red-heart @star @starshape musical-note musical-notes @cross @circle") | {*having("mark")}
WEARABLE = (
    WORN
    | words("""
    @hat @scarf crown glasses sunglasses top-hat scarf billed-cap graduation-cap military-helmet goggles headphone
    necktie gloves backpack coat dress jeans kimono lab-coat running-shirt @hijab @turban womans-hat
""")
    | {*having("worn"), *having("dress")}
)


def tokens(text: str) -> list[str]:
    """Words and stops of a prompt, as the tables write them; an owner keeps its 's."""
    return [t.replace("’", "'") for t in _TOKEN.findall(_MONEY.sub(" ", lexicon.spaced(text.lower())))]


def written(prompt: str) -> tuple[str | None, str]:
    """(the text to write, the prompt without it)."""
    found = _QUOTED.search(prompt)
    if found:
        words = (found[1] or found[2]).strip()
        for further in _QUOTED.finditer(prompt, found.end()):  # "the word 'START' above the word 'SMILING'"
            words = f"{words} {(further[1] or further[2]).strip()}"
            prompt = prompt.replace(further[0], " , ")
        said = prompt[: found.start()] + " , " + prompt[found.end() :]
        said = re.sub(
            r"\b(?:saying|that says|which says|says|that reads|reads|reading)\s*,", " ,", said, flags=re.IGNORECASE
        )
        return (words or None), re.sub(r",\s+(?=on\b|in\b)", "", said)
    found = _SPELT.search(prompt)
    if found:
        return re.sub(r"[^A-Z]", "", found[1]), prompt[: found.start()] + " , " + prompt[found.end() :]
    found = _WORK.search(prompt) if _COVERED.search(prompt) else None
    if found:  # "the cover of the novel Dracula"
        return found[1].strip(), prompt[: found.start(1)] + " , " + prompt[found.end() :]
    found = (
        _NUMBERED.search(prompt) or _CAPITALS.search(prompt) or _LETTERED.search(prompt)
    )  # "a yellow wall with the word KA-BOOM on it"
    if found:
        return found[1], prompt[: found.start()] + " , " + prompt[found.end() :]
    found = _SAYING.search(prompt)
    if found and re.search(
        r"\b(sign|banner|board|billboard|poster|label|placard|shirt|saying|says|graffiti|spelling)\b",
        prompt,
        re.IGNORECASE,
    ):
        return found[1].strip(), prompt[: found.start()] + " , " + prompt[found.end() :]
    mapped = _MAPPED.search(prompt)
    land = (mapped[1] or mapped[2]).strip() if mapped else ""
    if mapped and land != "Google" and not nouns.art_of(f"map of {land.lower()}"):
        return land, prompt[: mapped.start()] + " map " + prompt[mapped.end() :]
    return None, prompt


_ON_HEADS = words("headphone crown glasses sunglasses goggles")
_AS_HEADS = words("jack-o-lantern rock soccer-ball basketball @ball @sphere skull cactus @moon balloon egg brain")


def _put_on(s: Subject, subjects: list[Subject]) -> Subject:
    """ "Headphones on a horse" are worn, as is a dress on a woman; what lives is fixed to nothing."""
    bearer = subjects[s.target].art if s.target is not None else ""
    headed = nouns.group(bearer) in ("animal", "person", "face", "food") or bearer in _AS_HEADS
    if s.relation == "on" and bearer == "@hanger":
        return replace(s, relation="hung")
    if s.relation == "fixed" and nouns.group(s.art) in ("animal", "person"):
        return replace(s, relation="beside")  # on a leash, or fond of somebody
    dressed = s.relation in ("on", "hung", "around") and s.art in WEARABLE and nouns.group(bearer) == "person"
    return replace(s, relation="worn") if dressed or (s.relation == "on" and s.art in _ON_HEADS and headed) else s


def once(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """ "A cube made of denim. A cube with the texture of denim.": one cube, said twice."""
    twice = len(subjects) == 2 and subjects[0] == subjects[1] and subjects[0].material is not None
    return subjects[:1] if twice else subjects


def spread(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Who is on a mat stands on the ground, the mat spread under them."""
    found = list(subjects)
    for i, s in enumerate(found):
        if s.relation in ("on", "inside") and s.target is not None and found[s.target].art in having("floor"):
            found[i] = replace(s, relation=None, target=None)
            found[s.target] = replace(found[s.target], relation="spread", target=i)
    return tuple(found)


SHELTERS = words(
    "umbrella parachute @tablecloth @blanket @lamp @streetlamp @table @desk bed balloon @balloon tent @kite"
)
"""What one is under as it is, however small: the others lie on who is under them."""


def raised(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """ "A giraffe under a microwave": what is smaller than who is under it is on top."""
    found = list(subjects)
    for i, s in enumerate(subjects):
        over = subjects[s.target] if s.relation == "under" and s.target is not None else None
        if over is None or over.relation or over.art in SHELTERS or nouns.home(over.art) in ("air", "celestial"):
            continue
        small = nouns.group(over.art) in ("object", "food", "activity") and nouns.metres(over.art) < nouns.metres(s.art)
        if small and nouns.group(s.art) != "person" and s.target is not None:
            found[i] = replace(s, relation=None, target=None)
            found[s.target] = replace(over, relation="on", target=i)
    return tuple(found)


_BOOKS = words("open-book closed-book")
_SHUT = {"blue-book": "blue", "green-book": "green", "orange-book": "orange", "closed-book": None, "open-book": None}


def bound(subjects: tuple[Subject, ...], lettered: bool) -> tuple[Subject, ...]:
    """A book shows its cover, or its pages if it is open, under words or a picture; it lies under what stands on it."""
    covered = {s.target for s in subjects if s.relation == "printed"}
    under = {s.target for s in subjects if s.relation == "on"}

    def as_it_is(i: int, s: Subject) -> Subject:
        if s.art in _BOOKS and s.count == 1 and (lettered or i in covered):
            return replace(s, art="@openpages" if "open" in s.word else "@coverbook")
        piled = s.relation == "on" and s.target is not None and subjects[s.target].art in _SHUT
        if s.art in _SHUT and s.count == 1 and s.word != "open book" and (piled or i in under):
            return replace(s, art="@lyingbook", colour=s.colour or _SHUT[s.art])
        return s

    return tuple(as_it_is(i, s) for i, s in enumerate(subjects))


_DARK = words("musical-notes musical-note @swoosh @ankh @maze @omega")
_ON_DARK = words("black navy maroon purple")
_BACKS = {"violin": "@violinback", "@monalisa": "@monalisaback"}


def _legible(s: Subject, subjects: list[Subject]) -> Subject:
    """A dark emblem on something dark is white; what shows its back has one."""
    bearer = subjects[s.target] if s.target is not None else s
    lost = s.art in _DARK and s.colour is None and s.relation in ("printed", "on") and bearer.colour in _ON_DARK
    if s.art == "bouquet" and s.word == "flowers" and s.relation in ("around", None):
        s = replace(s, art="@flower", count=max(3, s.count))
    s = replace(s, art=_BACKS[s.art]) if s.facing == "away" and s.art in _BACKS else s
    return replace(s, colour="white") if lost else s


ASLEEP = {"cat": "@curledcat", "dog": "@curleddog"}
ICONS = words("""skier snowboarder person-climbing person-surfing person-golfing person-juggling woman-climbing
    man-climbing person-cartwheeling""")


def merged(subjects: list[Subject], has_text: bool) -> tuple[Subject, ...]:
    """Subjects after the readings that need the whole: signs, riders of bicycles, people in motion."""
    plan = ScenePlan(subjects=tuple(subjects))
    if has_text:
        subjects = [replace(s, art=PLACARD) if in_hand(s) else s for s in subjects]
        kept = [i for i, s in enumerate(subjects) if s.word not in BOARDS or s.art == PLACARD]
        plan = ScenePlan(subjects=tuple(subjects)).keeping(kept)
    found = list(plan.subjects)
    gone = set()
    if any(s.art in nouns.GEOMETRY for s in found):
        found = [replace(s, art="@starshape") if s.art == "@star" else s for s in found]
    found = [
        replace(s, art=ASLEEP[s.art]) if s.pose == "sleep" and s.art in ASLEEP and s.relation != "inside" else s
        for s in found
    ]
    working = {s.target for s in found if s.relation == "held" and s.art in having("station")}
    same = {s.art: i for i, s in reversed([*enumerate(found)]) if s.relation == "held" and s.art in having("station")}
    gone |= {i for i, s in enumerate(found) if same.get(s.art, i) != i}  # two are at one
    gone |= {i for i, s in enumerate(found) if s.relation == "held" and s.target is not None and s in found[:i]}
    gone |= {i for i, s in enumerate(found) if s.target in working and s.word == s.art and s.art in KIT.values()}
    own = {(s.art, s.target) for s in found if s.relation == "held" and s.word != s.art}
    gone |= {i for i, s in enumerate(found) if s.word == s.art in KIT.values() and (s.art, s.target) in own}
    found = [_legible(owned.cut(_put_on(s, found)), found) for s in found]
    armed = {s.target for s in found if s.relation == "held"}
    found = [  # an icon of a sport does only that
        replace(s, art="person-standing") if s.art in ICONS and (s.pose in ("walk", "sit", "run") or i in armed) else s
        for i, s in enumerate(found)
    ]
    for i, s in enumerate(found):
        rides = s.relation == "on" and s.target is not None and found[s.target].art == "bicycle"
        if rides and s.art in _MOVING and s.target is not None:
            found[i] = replace(s, art=f"{_MOVING[s.art]}-biking", relation=None, target=None, colour=None, pose="bike")
            gone.add(s.target)
        elif s.relation == "held" and s.art in having("station") and found[s.target or 0].art in ICONS:
            found[s.target or 0] = replace(
                found[s.target or 0], art="person-standing"
            )  # an icon has no pose but its own
        elif s.relation == "on" and s.target is not None and found[s.target].art == "@traintracks" and s.art in RAILED:
            gone.add(s.target)  # a train has its rails under it wherever it stands
        elif s.art == "ring" and s.relation in ("on", "around", "held") and found[s.target or 0].art == "@handprint":
            found[s.target or 0] = replace(found[s.target or 0], art="@ringhand")
            gone.add(i)
        elif s.pose in _MOTION and s.art in _MOVING and s.relation not in ("up", "on"):
            moving = _MOTION[s.pose].format(_MOVING[s.art])
            found[i] = replace(s, art=moving) if moving in pack.entries() else s
    plan = ScenePlan(subjects=tuple(found))
    return plan.keeping([i for i in range(len(found)) if i not in gone]).subjects


def laid(prompt: str, subjects: list[Subject]) -> bool:
    """Whether the words are written on the ground: on a road, in the sand."""
    said = prompt.lower()
    boards = any(s.word in BOARDS - LETTERING for s in subjects) or "chalk" in said
    return not boards and bool(_LAID.search(said)) and bool(_WRITTEN & {*tokens(prompt)})


_WRITTEN = words("written painted drawn word words letters spelled spelt sprayed scratched carved number")


def aloft(prompt: str) -> bool:
    """Whether the words stand in the sky, written by fireworks, smoke or clouds."""
    return bool(_ALOFT.search(prompt.lower()))


_ALOFT = re.compile(
    r"\b(?:fireworks?|clouds?|skywriting|smoke|drones?|stars|aurora)\b[^.]{0,24}\b(?:spell|writ|form|shape|say|read)"
    r"|\b(?:written|writing|words?|spelled|spelt)\b[^.]{0,30}\b(?:in|on|across|over) the (?:\w+ )?sky\b"
    r"|\b(?:written|spelled|spelt) (?:out )?(?:with|in|by) (?:fireworks|smoke|(?:the )?(?:stars|clouds))\b"
    r"|\bskywriting\b"
)


def signed(subjects: list[Subject]) -> bool:
    """Whether the words stand on a board of their own, and not on the cake beside it."""
    boards = [s for s in subjects if s.word in BOARDS and s.word not in LETTERING]
    return any(not in_hand(s) for s in boards)


SEATS = words("chair @stool @armchair @sofa @bench @rockingchair")  # they stand at a table, and not on it
RAILED = words("locomotive bullet-train railway-car metro")
_SURFACES = words("@table @desk @shelf @bench @plate @tray bed")


def in_hand(s: Subject) -> bool:
    """Whether somebody holds up a board with the words."""
    return s.word in BOARDS - LETTERING and s.relation == "held"


def meant_by_with(owner: Subject, thing: Subject) -> str:
    """What "X with Y" means: worn, held, or side by side."""
    if thing.art in WEARABLE:
        return "wear"
    if thing.art in SYMBOLS and owner.art not in ("@wizard", "@witch", "@gandalf"):
        return "bear"
    if owner.art in having("board") and nouns.group(thing.art) != "place":
        return "upon"
    living = nouns.group(owner.art) in ("person", "animal", "face") or owner.art in (
        "snowman-without-snow",
        "teddy-bear",
    )
    if living and nouns.group(thing.art) in ("object", "activity", "food"):
        return "hold"
    if (
        owner.art in _SURFACES
        and nouns.group(thing.art) in ("object", "food", "activity")
        and nouns.metres(thing.art) < 1
    ):
        return "upon"
    if thing.art == "round-pushpin":
        return "upon"
    if thing.art in ("door", "window") and nouns.group(owner.art) == "place":
        return "built"
    if owner.art in ("birthday-cake", "shortcake", "cupcake") and nouns.group(thing.art) in ("object", "food"):
        return "upon"
    if owner.art in ("@vase", "basket", "bucket", "@jar", "@bowl") and (
        thing.art in nouns.PLANTS or nouns.group(thing.art) == "food"
    ):
        return "within"
    if thing.art in nouns.PLANTS and nouns.group(owner.art) == "person":
        return "hold"
    return "beside"


_MOVING = {
    "person-standing": "person", "man-standing": "man", "woman-standing": "woman", "boy": "man", "girl": "woman",
    "child": "person", "person-walking": "person",
}  # fmt: skip
_MOTION = {
    "run": "{}-running", "walk": "{}-walking", "climb": "{}-climbing", "surf": "{}-surfing", "ski": "skier",
    "bike": "{}-biking", "golf": "{}-golfing", "lift": "{}-lifting-weights", "meditate": "{}-in-lotus-position",
    "swim": "{}-swimming", "dance": "{}-dancing", "juggle": "{}-juggling",
}  # fmt: skip


def _stands(s: Subject) -> bool:
    return s.relation == "on" and nouns.group(s.art) in ("person", "animal")


def _art(subjects: tuple[Subject, ...], at: int | None) -> str:
    return subjects[at].art if at is not None else ""


def tabletop(subjects: tuple[Subject, ...], scene: dict[str, str]) -> tuple[tuple[Subject, ...], dict[str, str]]:
    """Small things on a table are a still life: the table is then the place, not a piece of furniture among them."""
    moon = next((s.target for s in subjects if _stands(s) and _art(subjects, s.target) == "@moon"), None)
    if moon is not None and scene.get("mood") != "silhouette" and scene.get("setting") in (None, "moonscape", "space"):
        kept = [i for i in range(len(subjects)) if i != moon]
        return ScenePlan(subjects=subjects).keeping(kept).subjects, {**scene, "setting": "moonscape"}
    if scene.get("setting") == "table" and any(s.art in SEATS for s in subjects):
        return (*subjects, Subject("table", "@table", material="wood")), {**scene, "setting": "room"}
    if scene.get("setting") == "table" and any(nouns.group(s.art) == "person" for s in subjects):
        desk = Subject("desk", "@desk")  # who sits at a desk is larger than what lies on it
        at = len(subjects)
        subjects = tuple(
            replace(s, relation="around", target=at) if nouns.group(s.art) == "person" and s.relation is None else s
            for s in subjects
        )
        return (*subjects, desk), {**scene, "setting": "room"}
    table = next((i for i, s in enumerate(subjects) if s.art in nouns.TABLES and s.count == 1), None)
    shown = scene.get("camera") == "aerial" and scene.get("setting") == "room"  # "an isometric room with a desk"
    if table is None or scene.get("setting") not in (None, "room", "studio") or shown:
        return subjects, scene
    on = [s for s in subjects if s.target == table and s.relation == "on"]
    others = [s for i, s in enumerate(subjects) if i != table]
    small = len(on) > 2 and all(nouns.metres(s.art) < 1 for s in others)
    still = all(nouns.group(s.art) in ("food", "object", "activity") or s.art in nouns.PLANTS for s in others)
    if on and (still or small):
        kept = [i for i in range(len(subjects)) if i != table]
        scene = {"place": "desk", **scene} if subjects[table].art == "@desk" else scene
        return ScenePlan(subjects=subjects).keeping(kept).subjects, {**scene, "setting": "table"}
    return subjects, scene


_INDOORS = words("@sofa bed chair @lamp @shelf @stool @table @desk couch-and-lamp @stove")


def walled(subjects: tuple[Subject, ...], scene: dict[str, str]) -> tuple[tuple[Subject, ...], dict[str, str]]:
    """ "Pans hang on the wall" of a kitchen: on the wall that the room has, and no piece of wall among the things."""
    inside = scene.get("setting") == "room" or (
        "setting" not in scene and any(s.art in _INDOORS | {"framed-picture"} for s in subjects)
    )
    wall = next((i for i, s in enumerate(subjects) if s.art in ("@wall", "@brickwall") and s.count == 1), None)
    if not (inside and wall) or subjects[wall].colour or subjects[wall].material:
        return subjects, scene
    hangs = {i for i, s in enumerate(subjects) if s.target == wall and s.relation in ("on", "hung", "fixed", "against")}
    hangs = {i for i in hangs if nouns.group(subjects[i].art) in ("object", "food", "activity")}
    if not hangs:
        return subjects, scene
    placed = (replace(s, relation=None, target=None, spot="wall") if i in hangs else s for i, s in enumerate(subjects))
    kept = [i for i in range(len(subjects)) if i != wall]
    return ScenePlan(subjects=tuple(placed)).keeping(kept).subjects, {**scene, "setting": "room"}
