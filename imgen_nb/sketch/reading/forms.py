"""Forms: things that another thing can take the form of, as a teapot like an avocado; forms that have a name."""

from __future__ import annotations

from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import table, words

# What of a thing is put round another one to make it that thing; how it looks stands in `art/recipes/forms.txt`.
FORM_OF = {
    name.replace(" ", "-"): form
    for name, form in table("""
@as-teapot: teapot, @kettle; @as-chair: chair, @sofa, @armchair, @stool, @bench; @as-clock: @clock, alarm-clock, watch;
@as-car: automobile, @sportscar, taxi, bus, pickup-truck, racing-car, @formulaone, @van, @oldtimer,
  sport-utility-vehicle, delivery-truck;
@as-house: house, hut, @cabin, house-with-garden, castle; @as-mug: @mug, beer-mug;
@as-lamp: @lamp, light-bulb, @lantern; @as-phone: @smartphone, @rotaryphone, @oldphone, telephone-receiver;
@as-bag: handbag, backpack, clutch-bag, purse, luggage, shopping-bags;
@as-boat: sailboat, ship, canoe, speedboat, passenger-ship, motor-boat; @as-rocket: rocket, flying-saucer;
@as-balloon: @balloon; @as-candle: candle; @as-tree: @tree, deciduous-tree; @as-lollipop: lollipop, candy;
@as-bottle: @bottle, @jar; @as-robot: @robot; @as-hat: @hat, top-hat, billed-cap; @as-table: @table, @desk;
@as-shoe: running-shoe, @shoe, @hitop, mans-shoe, high-heeled-shoe; @as-airplane: airplane, small-airplane, helicopter;
@as-train: locomotive, bullet-train, tram-car; @as-guitar: guitar, violin, banjo; @as-cake: birthday-cake, shortcake
""").items()
}

FORM = table("""
round: round, circular, disc shaped, disk shaped; spherical: spherical, globular, ball shaped;
oval: oval, elliptical, oval shaped, egg shaped; oblong: oblong, elongated; square: square, square shaped;
rectangular: rectangular, rectangle shaped; cubic: cubic, cubical, cube shaped, boxy;
triangular: triangular, triangle shaped; pyramidal: pyramidal, pyramid shaped; conical: conical, cone shaped;
cylindrical: cylindrical, tubular, cylinder shaped; pentagonal: pentagonal, pentagon shaped;
hexagonal: hexagonal, hexagon shaped; octagonal: octagonal, octagon shaped;
diamond-shaped: diamond shaped, rhombic; star-shaped: star shaped; heart-shaped: heart shaped;
crescent-shaped: crescent, crescent shaped; teardrop-shaped: teardrop, teardrop shaped, drop shaped
""")
"""Words of a form before a thing, and the outline they ask for, as `art.outlines` draws it."""
BODIES = {
    "round": "@sphere", "spherical": "@sphere", "oval": "@sphere", "square": "@cube", "cubic": "@cube",
    "rectangular": "@cube", "cylindrical": "@cylinder", "conical": "@cone", "pyramidal": "@pyramid",
}  # fmt: skip
_OWN = {
    form: words(arts)
    for form, arts in {
        "round": """@clock cookie doughnut pizza @button @ball soccer-ball basketball coin watch @plate @coaster bagel
            @pocketwatch wheel ring @bowl @showerhead @bagel pancakes pie @pendant @necklace""",
        "spherical": """@ball soccer-ball basketball @sphere snowball crystal-ball @deskglobe
            globe-showing-europe-africa""",
        "oval": "@rug @tray egg potato @hairbrush",
        "oblong": "@zucchini @yam cucumber eggplant baguette-bread @cucumber @daikon @watermelon",
        "square": "@box package @container @pillow @cushion @napkin wrapped-gift",
        "cubic": "@box package @block @cube game-die wrapped-gift",
        "rectangular": "@rug @box package @shelf television @blanket book closed-book framed-picture",
        "cylindrical": """candle @jar @bottle @winebottle @mug @glasscup @bucket bucket canned-food @toaster @cylinder
            @candle @pen pen @beercan @highball @pencilcase""",
        "conical": "@cone @hat cone ice-cream @tent tent",
        "triangular": "pizza @sandwich sandwich @pyramid @yieldsign yield watermelon @fruitslice",
        "pyramidal": "@pyramid @tent tent",
        "crescent-shaped": "croissant @croissant @moon banana @banana",
        "teardrop-shaped": "pear avocado @earring",
        "octagonal": "stop-sign @stopsign",
    }.items()
}
_STANDING = words("""
    @table @desk @lowtable chair @armchair @sofa @stool bed umbrella door window glasses sunglasses @scarf ladder @belt
    @leash @bench @rockingchair jeans @lamp @yieldsign stop-sign @stopsign
""")
"""Things on legs, and others that would not be known again in another outline."""


def takes_form(art: str, form: str) -> bool:
    """Whether a thing is drawn anew in a form: no being is, and none that has it already."""
    kind = nouns.group(art)
    shapely = kind in ("object", "food", "activity") or (kind == "place" and form not in ("round", "square", "oval"))
    return shapely and art not in _STANDING and art not in _OWN.get(form, ()) and art not in nouns.GEOMETRY
