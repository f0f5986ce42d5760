"""Countries: which kind of open country a picture is set in where the prompt names none, by who is shown."""

from __future__ import annotations

import re

from imgen_nb.sketch.painting.canvas import Random
from imgen_nb.sketch.planning.plan import ScenePlan
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

# Who is at home where; each time a country is named it is as likely again. "open": the hills or the meadow of old.
_TABLE = (
    ("farm farm wheat valley open", """cow ox pig horse ewe ram goat @hen rooster donkey tractor @wagon @farmanimals
        @saddled @scarecrow @barn @haybale @lawnmower @wheelbarrow turkey goose"""),
    ("savanna", """zebra giraffe elephant rhinoceros hippopotamus lion leopard @ostrich
        @hyena @antelope @baboon @vulture @aardvark @jackal @lynx @porcupine"""),
    ("jungle", """gorilla parrot @toucan snake panda sloth @chameleon lizard @lemur crocodile tiger monkey
        orangutan peacock @wombat @platypus @capybara koala frog
        @tapir @loris @capuchin @panther @anteater @moth"""),
    ("primeval", """t-rex sauropod @triceratops @styracosaurus @stegosaurus @raptor mammoth @pterodactyl @_saurian
        @hatching"""),
    ("castle castle clearing", """dragon dragon-face @knight @unicorn princess @princess @prince @king @queen
        @wizard @gandalf @jester @warrior @vampire dagger @pegasus crossed-swords shield"""),
    ("bloom", """butterfly honeybee @dragonfly @hummingbird lady-beetle snail bug ant beetle
        @mantis @cicada @centipede @anthill"""),
    ("fair", "roller-coaster ferris-wheel carousel-horse circus-tent"),
    ("highway", """automobile sport-utility-vehicle motorcycle @sportscar @pickup @oldcar @oldtimer @van @vwvan
        delivery-truck racing-car @formulaone @chopper @dumptruck @trailer @gokart bus police-car bicycle
        @diamondsign"""),
    ("town", """@hydrant @trashcan @mailbox @trafficcone @parkingmeter @stopsign @blankstopsign @yieldsign
        @licenseplate convenience-store @apartment @trafficlight @streetlamp postbox @doubledecker trolleybus
        tram-car"""),
    ("park avenue town lakeside open orchard coast valley", """dog @shepherd @chihuahua
        @bulldog poodle @corgi @shiba @labradoodle @dachshund
        @dalmatian @husky @beagle @retriever @pug cat chipmunk rabbit @bench fountain @statue @hammock @pigeon @robin
        @sparrow @bluejay"""),
    ("lakeside autumn clearing open", """deer @moose bison otter beaver badger raccoon fox skunk hedgehog @heron @stork
        @kingfisher @marmot @ferret @mole @quail @woodpecker"""),
    ("lakeside coast valley orchard wheat autumn open", "house @cabin house-with-garden @clocktower church hut tent"),
)  # fmt: skip
_BY_GROUP = {
    "person": ["park", "avenue", "town", "lakeside", "coast", "valley", "orchard", "wheat", "open"],
    "animal": ["lakeside", "coast", "orchard", "autumn", "clearing", "wheat", "valley", "open"],
}
_ANYTHING = ["lakeside", "coast", "orchard", "autumn", "valley", "wheat", "park", "open", "open"]
HAUNTS = {art: kinds.split() for kinds, arts in _TABLE for art in words(arts)}

_SAID = {
    word: kind
    for kind, said in (
        ("jungle", "jungle rainforest"), ("orchard", "orchard"), ("farm", "farm barnyard farmyard farmland"),
        ("wheat", "wheat wheatfield cornfield corn"), ("park", "park playground lawn"), ("garden", "garden backyard"),
    )
    for word in said.split()
}  # fmt: skip
"""Words that say which kind of a named meadow or forest it is."""

HORIZONS = {
    "lakeside": 0.5, "coast": 0.5, "wheat": 0.54, "valley": 0.58, "avenue": 0.58, "town": 0.6, "orchard": 0.56,
    "park": 0.54, "farm": 0.56, "jungle": 0.64, "primeval": 0.56, "castle": 0.58, "highway": 0.54, "autumn": 0.58,
    "clearing": 0.62, "savanna": 0.6, "bloom": 0.72, "garden": 0.54, "fair": 0.62,
}  # fmt: skip


def country_of(plan: ScenePlan, setting: str, r: Random) -> str:
    """The country of a picture of open land; nothing where the words or the weather say what it looks like."""
    if setting not in ("hills", "meadow", "forest", "desert"):
        return ""
    if plan.place or plan.land or plan.weather == "snow":
        return ""
    if plan.camera == "aerial" and HAUNTS.get(plan.subjects[0].art if plan.subjects else "") != ["fair"]:
        return ""
    if plan.setting:
        said = (_SAID.get(word) for word in re.findall(r"[a-z]+", plan.prompt.lower()))
        return "" if plan.ground else next(filter(None, said), "")
    if not plan.subjects:
        return ""
    lone = max(plan.subjects, key=lambda s: nouns.metres(s.art)).art
    first = plan.subjects[0].art
    kinds = HAUNTS.get(lone) or HAUNTS.get(first)
    if kinds is None and setting in ("forest", "desert"):
        return ""
    kinds = kinds or _BY_GROUP.get(nouns.group(first), _ANYTHING)
    if plan.ground == "road":
        kinds = ["highway"]
    elif plan.ground is not None:
        return ""
    kinds = _with_room(plan, kinds)
    kind = kinds[int(r.integers(len(kinds)))]
    return "" if kind == "open" else kind


MANY = 4  # so many stand in ranks, which need ground up to the horizon


def _with_room(plan: ScenePlan, kinds: list[str]) -> list[str]:
    """Of the countries those where many have ground to stand on, and no road is but for what drives."""
    free = [s for s in plan.subjects if s.target is None or s.relation in ("beside", "left_of", "right_of", "between")]
    if sum(s.count for s in free) < MANY or plan.ground:
        return kinds
    if kinds == ["highway"] and not all(HAUNTS.get(s.art) == kinds for s in free):
        kinds = _ANYTHING
    return [kind for kind in kinds if kind not in ("lakeside", "coast")] or kinds
