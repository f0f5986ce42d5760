"""Nouns: which drawing a word gets, how large the thing is, and where it lives."""

from __future__ import annotations

import functools

from imgen_nb.sketch.art import pack
from imgen_nb.sketch.art.recipes import having, recipes
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.lexicon import STOP, words

# Icons that are only a face where a whole animal is in the pack, or are pictures of scenes, signs and writing.
HIDDEN = words("""
    cat-face dog-face cow-face pig-face horse-face tiger-face mouse-face rabbit-face monkey-face dragon-face pig-nose
    snow-capped-mountain mountain mount-fuji sunrise sunset sunrise-over-mountains cityscape cityscape-at-dusk
      foggy fog
    night-with-stars milky-way national-park desert camping beach-with-umbrella motorway railway-track bridge-at-night
    white-flower microbe map-of-japan wind-face new-moon-face full-moon-face first-quarter-moon-face sun-with-face
    last-quarter-moon-face moon-viewing-ceremony unicorn chicken boar moose robot umbrella-with-rain-drops man
      woman person
    cloud-with-rain cloud-with-snow cloud-with-lightning cloud-with-lightning-and-rain sun-behind-cloud
    sun-behind-large-cloud sun-behind-small-cloud sun-behind-rain-cloud rainbow sun crescent-moon full-moon star
    waxing-crescent-moon waxing-gibbous-moon waning-crescent-moon waning-gibbous-moon new-moon first-quarter-moon
    last-quarter-moon glowing-star wedding love-hotel station bus-stop airplane-arrival snowman shooting-star sparkler
    hot-springs cyclone water-wave brick construction hole kaaba leg foot ear nose mouth eye brain tooth footprints
    paw-prints black-cat drop-of-blood syringe cigarette coffin headstone pill""")

AIR = words("""
    airplane small-airplane airplane-departure helicopter rocket @balloon balloon kite parachute flying-saucer eagle
    dove butterfly honeybee dragon bat woman-fairy fly mosquito phoenix-bird satellite comet @drone @pegasus ghost
    cloud snowflake person-genie lady-beetle""")
CELESTIAL = words("@moon @sun @star @rainbow ringed-planet globe-showing-europe-africa comet")
WATER = words("""
    sailboat ship passenger-ship ferry canoe speedboat motor-boat swan duck person-surfing man-surfing woman-surfing
    person-swimming man-swimming woman-swimming man-rowing-boat person-rowing-boat woman-rowing-boat desert-island
    spouting-whale""")
DEEP = words("""
    fish tropical-fish shark dolphin whale octopus squid jellyfish blowfish woman-merpeople man-merpeople
    person-merpeople @submarine coral lobster""")
SPACE = words("alien-monster satellite ringed-planet comet")
VESSELS = words("""
    basket @box @bowl @jar @mug @vase bucket bathtub canoe sailboat pot-of-food shopping-cart handbag backpack @hat
    glass-of-milk wine-glass empty-nest
""") | {*having("vessel")}
BOATS = words("@pirateship sailboat ship passenger-ship ferry canoe speedboat motor-boat")

# Heights in metres of what differs much from its group; they only have to be right relative to each other.
METRES: dict[str, float] = {}
for _size, _names in {
    0.05: """@leaf ant honeybee lady-beetle fly mosquito worm ring coin key snail beetle bug gem-stone strawberry
        cherries egg""",
    0.12: "butterfly mouse hamster frog candle cookie cupcake red-apple green-apple lemon tangerine baby-chick @plate",
    0.17: "@mug open-book",
    0.22: """rat bird blackbird hedgehog chipmunk books @bowl @fruitbowl @vase @bottle crown @hat red-heart bat fish
        tropical-fish crab mobile-phone camera rose tulip blossom pizza hamburger birthday-cake teapot mushroom""",
    0.4: """cat black-cat rabbit duck owl parrot rooster @hen beaver raccoon badger skunk dove turtle teddy-bear
        soccer-ball jack-o-lantern laptop @lantern basket sunflower bouquet umbrella guitar violin balloon @pillow""",
    0.7: """
        woman-fairy baby dog fox @sandcastle poodle
        penguin koala goose swan eagle octopus jellyfish monkey otter chair @stool
        @box television @lamp sloth luggage
        """,
    1.0: """
        wolf deer ewe goat pig boy girl child panda leopard flamingo @table @bench @fence peacock bicycle
        motorcycle @campfire @boar @sign rock kick-scooter seal sled @basin
        """,
    1.4: """
        lion tiger bear donkey kangaroo gorilla llama automobile taxi police-car @sportscar racing-car bed
        @sofa snowman-without-snow @well alien @swing @desk @stove @washstand
        """,
    1.9: """
        polar-bear horse zebra cow ox bison camel @unicorn @pegasus @moose @robot person-standing
        man-standing woman-standing shark dolphin tent sport-utility-vehicle @shelf dragon moai
        @fridge @bunkbed @workbench door
        """,
    3.0: """
        elephant rhinoceros hippopotamus giraffe mammoth delivery-truck bus fire-engine tractor locomotive
        helicopter canoe speedboat @streetlamp @banner @flag fountain @igloo @bamboo flying-saucer whale spouting-whale
        @submarine
        """,
    5.0: """
        t-rex sauropod hut @cabin sailboat house-with-garden small-airplane tram-car bullet-train rocket
        palm-tree christmas-tree carousel-horse @torii @stonehenge
        """,
    7.0: "house @barn @balloon evergreen-tree @tree deciduous-tree circus-tent airplane ship derelict-house school",
    13.0: """
        church castle mosque @windmill passenger-ship ferry @tower japanese-castle classical-building hospital
        bank factory ferris-wheel statue-of-liberty @waterfall desert-island @tajmahal volcano
        """,
    20.0: """
        @lighthouse @eiffel @clocktower @pisa @skyscraper @pyramid @bridge tokyo-tower office-building
        roller-coaster
        """,
}.items():
    METRES.update(dict.fromkeys(_names.split(), _size))
GROUP_METRES = {"animal": 0.5, "food": 0.14, "place": 2.5, "activity": 0.35, "object": 0.3, "person": 1.75, "face": 0.8}
TABLES = words("@table @desk @laidtable @meetingtable")
PLANTS = words("""@flower @starflower @daisy @orchid @roses rose tulip blossom sunflower bouquet hyacinth hibiscus herb
    @poppy @peony @dahlia @iris @lilyflower @hydrangea @magnolia @pansy @lavender @foxglove @bluebells @thistle
    @dandelionclock @poinsettia""")


def _become(art: str) -> str:
    """What a blend has become: "avocado+teapot" is a teapot, "dragon^hamster" a dragon."""
    art = art.partition("^")[0].partition("~")[0]
    return art.partition("+")[2] or art


def group(art: str) -> str:
    """animal, food, place, activity, object, person or face."""
    art = _become(art)
    if art in BODILY:
        return "object"
    if art.endswith("-face"):
        return "face"
    if art.startswith("@"):
        recipe = recipes().get(art)
        return recipe.group if recipe else OWN_GROUP.get(art, "object")
    entry = pack.entries().get(art)
    return entry.group if entry else "object"


BODILY = words("bone tooth brain lungs anatomical-heart")
"""Parts of a body that are things, and nobody."""
OWN_GROUP = {
    **dict.fromkeys(
        words("""
    @eiffel @lighthouse @balloon @windmill @pyramid @clocktower @bridge @pisa @tajmahal @tower @skyscraper @igloo
        @barn @cabin @sportscar @submarine @streetlamp @waterfall @well @stonehenge @torii @tree @fence @bench
        @sandcastle @campfire @swing @drone @sign @banner @flag"""),
        "place",
    ),
    **dict.fromkeys(words("@robot @scarecrow"), "person"),
}


UNSKINNED = words("@robot @scarecrow skull ghost snowman-without-snow ninja person-genie") | {
    *having("skin"), *having("masked"),
}  # fmt: skip
"""People whose colour is not that of their skin."""
HEADS = words("fox wolf bear polar-bear panda lion koala raccoon hamster frog owl")
"""Animals whose icon is a head; the whole animal is drawn to it."""


def face_of(art: str) -> str | None:
    """The drawing of the head alone, where there is one; of other animals what of the whole is about the head."""
    if art in HEADS:
        return f"@{art}-face"
    if f"{art}-face" in pack.entries():
        return f"{art}-face"
    return f"{art}~face" if group(art) == "animal" and art not in PLANTS and "^" not in art else None


def metres(art: str) -> float:
    """How high the thing stands; a blend is as large as what it has become."""
    art = _become(art)
    recipe = recipes().get(art)
    if recipe:
        return recipe.metres
    return METRES.get(art) or GROUP_METRES.get(group(art), 0.5)


def home(art: str) -> str:
    """air, water, deep, space, indoor, land or celestial: where the thing is when the prompt does not say."""
    art = _become(art)
    recipe = recipes().get(art)
    if recipe:
        return recipe.home
    for name, members in (("celestial", CELESTIAL), ("air", AIR), ("water", WATER), ("deep", DEEP), ("space", SPACE)):
        if art in members:
            return name
    if (
        art in PLANTS
        or art in INDOOR
        or art.endswith("-face")
        or (group(art) in ("food", "object", "activity") and art not in OUTDOOR)
    ):
        return "indoor"
    return "land"


GEOMETRY = words("""
    @circle @oval @square @rectangle @triangle @rhombus @parallelogram @trapezoid @pentagon @hexagon @octagon
    @starshape @semicircle @cross @arrow @line @ringshape @spiral @cube @sphere @cylinder @cone""")
INDOOR = GEOMETRY | words("""
    @fridge @stove @blackboard @desk @bunkbed @workbench @basin @sofa @shelf @lamp @clock @pillow @mug @bowl @plate
    @washstand @bottle @vase @jar @hat @scarf @fruitbowl""")
OUTDOOR = words("christmas-tree @campfire tent sunflower tulip")


IRREGULAR = {
    "wolves": "wolf",
    "leaves": "leaf",
    "mice": "mouse",
    "people": "person",
    "children": "child",
    "grandchildren": "grandchild",
    "schoolchildren": "schoolchild",
    "men": "man",
    "women": "woman",
    "geese": "goose",
    "knives": "knife",
    "feet": "foot",
    "oxen": "ox",
    "cacti": "cactus",
    "dice": "die",
    "shelves": "shelf",
    "thieves": "thief",
    "calves": "calf",
    "loaves": "loaf",
    "elves": "elf",
    "policemen": "policeman",
    "firemen": "fireman",
    "snowmen": "snowman",
    "dwarves": "dwarf",
    "butterflies": "butterfly",
    "tomatoes": "tomato",
    "potatoes": "potato",
    "heroes": "hero",
    "superheroes": "superhero",
    "mangoes": "mango",
    "buses": "bus",
    "octopi": "octopus",
    "pegasi": "pegasus",
    "snowflakes": "snowflake",
    "fishermen": "fisherman",
    **{f"{word}men": f"{word}man" for word in words("business cave space sales post mail swords hunts noble")},
    **{f"{word}s": word for word in words("cookie brownie zombie smoothie hoodie genie pixie movie calorie")},
}
# Plural in form, one thing (or one heap of things) in meaning.
_ALWAYS = words("""
    glasses sunglasses jeans scissors headphones trousers pants binoculars goggles fries noodles grapes trainers
    stairs ruins confetti boots sneakers gloves socks skis skates heels fish sheep deer books pancakes flowers chess
    compass bus octopus cactus hippopotamus rhinoceros walrus lens glass dress dominoes platypus eyeglasses
    asparagus hibiscus lotus iris circus campus virus princess waitress actress goddess mattress cross grass moss
    spectacles drums cutlery dice shades mittens toss boss sweets chips pajamas overalls
    petals rocks leaves cherries axis clothes""")


def singular(word: str) -> tuple[str, bool]:
    """(the singular, whether the word was a plural)."""
    if word in IRREGULAR:
        return IRREGULAR[word], True
    if word in _ALWAYS or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word, False
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y", True
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2], True
    return word[:-1], True


# Keywords of the pack that name no thing; as subjects they would be accidents.
_LOOSE = words("""
    love happy fun hot cold cool party day sad face symbol nature animal food drink water weather home work tool light
    time game sport music party celebration color colour fashion style sign body activity vacation travel vehicle space
    science medical school office money night fire spring summer winter autumn cute beauty romance luck sweet
      fast go run
    walk play round big small old young new good bad up down open closed metal gold silver pattern text paper drawing
    eat hungry meal lunch dinner breakfast dessert healthy spicy cooking cook fresh tasty snack fly flying
      sleeping angry
    male female person human people man woman head hair hand arm leg think mind idea power energy strong wild wildlife
    tropical asian american japanese chinese indian mexican italian french british german russian greek irish oriental
    curve mary blow grow rise wrap portrait saint gym
    culture religion holy faith luxury rich poor quiet busy dark bright left right top bottom back front""")


@functools.cache
def _index() -> dict[str, tuple[float, str]]:
    """Word or phrase -> (strength, art) from the names and keywords of the pack."""
    found: dict[str, tuple[float, str]] = {}

    def offer(word: str, strength: float, art: str) -> None:
        if word not in found or (strength, art) > found[word]:
            found[word] = (strength, art)

    bonus = {"animal": 9.0, "food": 7.0, "place": 8.0, "activity": 5.0, "object": 6.0, "person": 3.0}
    for name, entry in pack.entries().items():
        if name in HIDDEN:
            continue
        phrase = name.replace("-", " ")
        offer(phrase, 100, name)
        parts = phrase.split()
        extra = bonus.get(entry.group, 0.0)
        if parts[-1] not in _LOOSE and parts[-1] not in STOP and len(parts[-1]) > 2:
            offer(parts[-1], 60 - 6 * len(parts) + extra, name)
        for rank, word in enumerate(entry.words):
            if len(word) > 2 and word not in _LOOSE and word not in STOP:
                offer(word, 30 - 0.6 * rank - 0.2 * len(entry.words) + extra, name)
    return found


def art_of(phrase: str) -> tuple[str, float] | None:
    """The drawing for a singular word or phrase and how sure the choice is (100: named so; under 45: a keyword)."""
    if phrase in ALIAS:
        return ALIAS[phrase], 120.0
    hit = _index().get(phrase)
    if hit is None and " " not in phrase:
        # "hummingbird", "swordfish", "farmhouse": the end of an unknown compound says what it is
        end = next((e for e in _ENDS if phrase.endswith(e) and len(phrase) > len(e) + 2), None)
        return (ALIAS.get(end, end), 70.0) if end else None
    return (hit[1], hit[0]) if hit else None


_ENDS = ("butterfly", "bird", "fish", "flower", "house", "boat", "horse", "truck", "bear", "tree", "cake", "ship")
