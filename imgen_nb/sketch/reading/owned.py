"""Parts that belong to a thing: which words are parts of what, and what is another drawing once a part is gone."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.plan import Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import PARTS, table, words

_OF = {
    "place": words("""
        roof roofs wall walls chimney wheel wheels tire tires tyre tyres rim rims leaf leaves foliage needles
        branches bark trunk top bottom windows paddle paddles oar oars"""),
    "animal": words(
        "petal petals leaf leaves stem foot feet paw leg antenna antennae top bottom trunk fin fins hoof hooves shell"
    ),
    "object": words(
        "leg legs handle lid strings seat leaf leaves stem top bottom wheel wheels rim lens sleeves laces soles keys"
        " bell"
    ),
    "food": words("leaf leaves stem top bottom peel"),
    "person": words("antenna antennae antennas leg foot feet"),
    "activity": words("strings handle wheels keys"),
    "face": words("antenna"),
}
OPENINGS = words("rim spout mouth neck brim lip mouthpiece")
_PANELLED = words("""
    automobile @pickup pickup-truck @sportscar @oldcar @vwvan bus taxi delivery-truck sport-utility-vehicle racing-car
    police-car @formulaone laptop""")
ANY = frozenset().union(OPENINGS, *_OF.values())
PANELS = words("door doors windshield windscreen hood bonnet bumper headlights headlight windows keyboard screen")
"""Parts of what goes on wheels, and of a computer."""
GLAZED = words("house house-with-garden hut @cabin @porchhouse")
"""Houses that somebody may look out of."""
COATS = words("fur feathers coat scales wool skin body hide shell petals")
"""Parts that are all one sees of a thing: their colour is its colour."""
_TREES = words("@tree deciduous-tree @baretree evergreen-tree")
CROP = words("fruit fruits apples blossoms flowers berries oranges lemons cherries")
PATTERN = table("""
stripes: stripe, stripes, striped, stripey, stripy, pinstriped;
spots: spots, spotted, dots, polka dots, polka dotted, polka dot, dotted, spot, speckled;
checks: checkered, chequered, plaid, checked, tartan, checkerboard pattern;
dyes: tie dye, tie dyed, tiedye, tie dye pattern, tie dye swirls, swirling tie dye
""")
"""Words of a pattern, before the thing or after it."""
GLOWING = words("glowing luminous luminescent bioluminescent illuminated radiant fluorescent")
"""Of what gives light itself; parts that do so are yellow, if no colour is said."""
STATE = table("""
sliced: sliced, chopped, chopped up, cut up, cut into pieces, cut into slices, sliced into pieces, in slices,
  sliced into many pieces, cut into many pieces, diced, sliced up, cut in slices;
scuffs: beat up, battered, worn out, scuffed, scratched, dented, shabby, beaten up, run down, well worn, grimy;
cracks: cracked, broken, smashed, shattered, with cracks, full of cracks;
rust: rusty, rusted, covered in rust, corroded, rusting, rusted out;
quills: spiky, prickly, thorny;
graffiti: with graffiti on it, with graffiti on them, covered in graffiti, covered with graffiti, with graffiti
""")
"""What a thing has gone through, or what sticks out of it, as `art.states` draws it."""
POSTURE = (
    table("""
upside-down: upside down, upside-down, turned over, belly up;
stack: stacked, stacked up, stacked on top of each other, piled on top of each other, on top of each other, piled up,
  stacked vertically, one on top of the other, on top of one another, stacked on top of one another,
  standing on top of each other, sitting on top of each other, standing on each other, standing on one another;
scatter: scattered all over, scattered over, scattered across, scattered around, scattered about, scattered,
  strewn all over, strewn across, strewn over, strewn about, strewn, spread all over;
toppled: knocked over, tipped over, fallen over, on its side, lying on its side, toppled, knocked down
""")
    | STATE
)
# Named as a pair, and one thing.
ONE = words(
    "headphones glasses sunglasses jeans trousers pants scissors binoculars goggles shorts eyeglasses tights socks"
)
PAIRED = words("shoe boot sock glove mitten earring slipper sandal sneaker heel chopstick ski skate")
"""What there are two of, if nothing is said of how many."""
VARIED = words("colorful colourful multicolored multicoloured assorted")
VARIOUS = ("red", "yellow", "blue", "green", "purple", "orange")
PLAIN_COLOURED = words("""
    balloon @ball red-apple egg tulip rose candle umbrella bouquet @bellpepper @flower @lego @block hot-pepper @bottle
    crayon @cube @sphere @cone @cylinder gem-stone candy lollipop pencil automobile""")
"""What is of one colour each: "red and yellow balloons" are some of both."""
PLAIN = {"ball": "@ball"}  # what a thing is in a colour, where it is drawn in its own without one
# What a thing is drawn as once it lacks something; the words are those of what it lacks.
_BARE = {
    art: dict.fromkeys(lacking.split(), bare)
    for art, bare, lacking in (
        ("@tree", "@baretree", "leaves leaf foliage"),
        ("deciduous-tree", "@baretree", "leaves leaf foliage"),
        ("@shelf", "@emptyshelf", "books book things anything"),
        ("@closet", "@opencloset", "clothes clothing anything"),
        ("glass-of-milk", "@emptyglass", "milk juice water drink liquid anything orange"),
        ("beer-mug", "@emptymug", "beer"),
        ("wine-glass", "@emptywineglass", "wine"),
    )
}
_CUT = {
    "@bellpepper": "@pepperrings", "tangerine": "@fruitslice", "lemon": "@fruitslice", "avocado": "@avocadoslices",
    "mango": "@fruitslices", "peach": "@fruitslices", "bread": "@toast",
}  # fmt: skip
PRICKLY = words("cactus hedgehog @porcupine @seaurchin pineapple @thistle")
"""What has its own prickles."""
_SHEDDING = words("@tree deciduous-tree @mapletree")
_EMPTY = {art: bare for art, bares in _BARE.items() for bare in bares.values()}


def cut(s: Subject) -> Subject:
    """What is sliced, in its drawing of slices where it has one; what is prickly by itself, as it is."""
    if "quills" in s.parts and s.art in PRICKLY:
        return replace(s, parts=tuple(p for p in s.parts if p != "quills"))
    if "sliced" not in s.parts or s.art not in _CUT:
        return s
    return replace(s, art=_CUT[s.art], parts=tuple(p for p in s.parts if p != "sliced"))


def wintered(s: Subject) -> Subject:
    """A tree that loses its leaves, as it stands in the snow; one of a colour has them still."""
    return replace(s, art="@baretree") if s.art in _SHEDDING and not s.colour else s


def is_part(word: str, art: str) -> bool:
    """Whether a word is a part of what is drawn so."""
    if word in CROP:
        return art in _TREES
    return (
        word in PARTS
        or (word in PANELS and art in _PANELLED)
        or (word in PATTERN and word.endswith("s"))
        or word in _OF.get(nouns.group(art), ())
        or word in _BARE.get(art, ())
    )


def lacking(art: str, word: str) -> str | None:
    """Another drawing of the thing, without the part."""
    return _BARE.get(art, {}).get(word)


def emptied(art: str) -> str | None:
    """The drawing of the thing with nothing in or on it."""
    return _EMPTY.get(art)
