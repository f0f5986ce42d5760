"""Company: words that mean something else beside certain others, as chips at poker, a mouse at a computer."""

from __future__ import annotations

from itertools import product

from imgen_nb.sketch.reading.lexicon import NUMBER, words

ANYTHING = "*"
# What is said (`/`: either word), one of what stands somewhere in the prompt (`*`: anything), what it then means.
_MEANT = tuple(
    ([*one], words(beside), meant.split())
    for said, beside, meant in (
        line.split(" | ")
        for line in """
chips | poker casino cards gambling betting | poker chips
cricket team | pitch walking playing bat match team | six men in white shirts holding baseball bats
cricket player | player | man in a white shirt holding a baseball bat
makeup artist | * | makeup artist holding a makeup chair with a model
trying on | dress hat hats jacket coat suit scarf glasses sunglasses crown necklace shirt | wearing
tries on | dress hat hats jacket coat suit scarf glasses sunglasses crown necklace shirt | wears
fbi agent | * | federal agent
fbi agents | * | federal agents
fbi | * | federal agents
at bat | * | swinging a baseball bat
runway | model models fashion | catwalk
cricket match | match | four men in white shirts holding baseball bats
glasses | table wine drinking drink bar shelf tray empty clink beer | drinking glasses
animals on a farm | * | farm animals
animal farm | * | pig and a horse and a sheep and a hen in front of a barn
zoo animals | * | elephant and lion and giraffe
wild animals | * | lion and zebra and elephant
jungle animals | * | tiger and monkey and parrot in a jungle
forest animals | * | fox and deer and rabbit in a forest
sea creatures | * | fish and octopus and turtle underwater
bows | violin violins cello cellos | violin bows
cone | dog puppy cat kitten | dog cone
bow | violin cello | violin bow
cityscape | painted | skyline emblem
displays an image of a cityscape | television tv screen monitor billboard | showing a skyline emblem
showing/displaying photographs/photos/pictures | screen laptop computer tv television phone tablet \
| showing six framed pictures
showing/displaying a bunch of photographs/photos/pictures | screen laptop computer tv television phone tablet \
| showing six framed pictures
saucer | cup mug tea coffee teacup | plate
coffee table | magazine book books cup mug vase flowers sitting lamp | low table
pitcher | baseball glove mound batter | man throwing a baseball
eye of the planet jupiter | planet | great red spot
eye of jupiter | jupiter | great red spot
pouring from a glass into | milk water juice | pouring into
pin | map | location pin
watch | checks wrist wearing wears | wrist watch
jam | toast bread jar | jar
notes | write writes writing pen pencil notepad notebook desk | papers
crane | construction building harbour harbor | construction crane
comic book | reading reads read holding | comic magazine
comic books | reading reads read holding pile stack | comic magazines
cups of coffee | latte | latte cups
cup of coffee | latte | latte cup
latte | design | latte cup
cup of latte | design art | latte cup
with a watercolor mural of | * | with a painting of
with a mural of | * | with a painting of
in a jazz band | * | holding a saxophone
the net of a tennis court | * | a tennis court
bar of chocolate | * | chocolate bar
in a royal castle | wall | in a throne room
in a castle | wall | in a throne room
no letters on its keyboard | laptop computer | no letters
the old man the | * | two old men in the
holds and | * | and
handing a check | * | handing a cheque
stork | * | white stork
well dressed | * | elegant
doing research | * | reading a book
hiker | backpack rucksack | hiker
hiker | * | hiker wearing a backpack
keyboard | laptop macbook | keys
on a mountain | house cabin cottage castle tree hut flag | on a rocky peak in the mountains
on top of a mountain | * | on a rocky peak in the mountains
reached the peak | * | on a rocky peak in the mountains
reached the summit | * | on a rocky peak in the mountains
reaches the peak | * | on a rocky peak in the mountains
reaches the summit | * | on a rocky peak in the mountains
reaching the summit | * | on a rocky peak in the mountains
on a mountaintop | * | on a rocky peak in the mountains
painting hanging on | * | framed picture hanging on
paintings hanging on | * | framed pictures hanging on
painting on a wall | * | framed picture on a wall
painting on the wall | * | framed picture on the wall
dressed as french emperor napoleon | * | wearing a blue uniform and a black hat
bartender | * | man wearing a vest and a bow tie
magician | trick cards rabbit magic show stage audience | man wearing a tuxedo and a top hat
boxer | training punching punches gloves ring gym fighting match boxing another | man wearing red boxing gloves
climber | rock cliff wall mountain | man
by its owner's side | * | beside its owner
on her lap | * | in her arms
on his lap | * | in his arms
bouquet of balloons | * | five colorful balloons
bunch of balloons | * | five colorful balloons
balloon bouquet | * | five balloons
cross the street | helping helps help | in the street
cross the road | helping helps help | in the street
rock band | * | band
jazz band | * | band
music band | * | band
band members | * | band
cup of cappuccino | foam froth | latte cup
cup of coffee | foam froth | latte cup
cappuccino | foam froth | latte cup
latte | foam froth | latte cup
coffee | foam froth | latte cup
ducklings | * | small ducks
duckling | * | small duck
plane fly | watching watches looking seeing | flying plane
airplane fly | watching watches looking seeing | flying airplane
helicopter fly | watching watches looking seeing | flying helicopter
bird fly | watching watches looking seeing | flying bird
birds fly | watching watches looking seeing | flying birds
kite fly | watching watches looking seeing | flying kite
balloon fly | watching watches looking seeing | flying balloon
balloons fly | watching watches looking seeing | flying balloons
bees fly | watching watches looking seeing | flying bees
butterflies fly | watching watches looking seeing | flying butterflies
planes fly | watching watches looking seeing | flying planes
overhead | fly flying flies soaring | up
fishing rod | * | angling rod
fishing pole | * | angling rod
fishing rods | * | angling rods
carnival rides | * | ferris wheel
carnival ride | * | ferris wheel
body | dress gown skirt | woman
trying to fix | * | fixing
trying to repair | * | repairing
tries to fix | * | fixing
pc tower | * | computer tower
hardware of a | pc computer laptop printer server | a
hardware of the | pc computer laptop printer server | the
a finger | ring rings ladybug butterfly | a hand
the finger | ring rings ladybug butterfly | the hand
my finger | ring rings ladybug butterfly | the hand
plant | stream river lake pond bottom underwater | water plant
""".strip().splitlines()
    )
    for one in product(*(word.split("/") for word in said.split()))
)


def told(tokens: list[str]) -> list[str]:
    """ "I chased an elephant in my pajamas": who tells it is a person, who wears what is "my"."""
    if "i" not in tokens:
        return tokens
    at = tokens.index("i")
    before, after = tokens[:at], tokens[at + 1 :]
    mine = next((k for k in range(len(after) - 2) if after[k : k + 2] == ["in", "my"]), len(after))
    return [*before, "a", "person", *(["wearing"] if mine < len(after) else []), *after[mine + 2 :], *after[:mine]]


def in_company(tokens: list[str]) -> tuple[list[str], list[str]]:
    """(the words with their meaning in this company, notes of what was read as what)."""
    near, found, notes, at = {*tokens}, list(tokens), [], 0
    while at < len(found):
        for said, beside, meant in _MEANT:
            there = found[at : at + len(said)] == said and found[max(0, at - len(meant) + 1) : at + 1] != meant
            if (
                there
                and (ANYTHING in beside or beside & near)
                and not (_worn(found, at, said) or _counted(found, at, meant))
            ):
                found[at : at + len(said)] = meant
                notes.append(f"{' '.join(said)} as {' '.join(meant)}")
                at += len(meant) - 1
                break
        at += 1
    return found, notes


_NOSE = words("wearing wears with rimmed pair sun reading")


_POURED = words("wine champagne beer water juice shot cocktail martini milk")


def _worn(tokens: list[str], at: int, said: list[str]) -> bool:
    """Whether glasses are on a nose, or said to be of a kind."""
    return said == ["glasses"] and (bool(_NOSE & {*tokens[:at]}) or tokens[at - 1] in _POURED)


def _counted(tokens: list[str], at: int, meant: list[str]) -> bool:
    """Whether a number is said of what would be one of each kind: "three wild animals"."""
    before = tokens[at - 1] if at else ""
    return meant.count("and") > 1 and (before in NUMBER or before.isdecimal())
