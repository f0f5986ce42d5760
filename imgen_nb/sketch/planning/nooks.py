"""Nooks: where a thing is kept or used that is at home indoors, so that it is not shown in an empty studio."""

from __future__ import annotations

import re

from imgen_nb.sketch.planning.faces import BOARDS
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.lexicon import words

_TABLE = {
    "bar": """cocktail-glass @margarita @bloodymary @highball @rocksglass beer-mug @pint @stoutpint @beerbottle @beercan
        @winebottle @winebottlehalf @wineglassfull @wineglasshalf wine-glass @frostedbottle @clearbottle @bottle
        tropical-drink tumbler-glass clinking-glasses clinking-beer-mugs sake @pitcherhalf @cigarette @ashtray
        bottle-with-popping-cork""",
    "bench": """hammer @handsaw screwdriver @drill wrench toolbox axe carpentry-saw nut-and-bolt @screw clamp pick
        hammer-and-wrench hammer-and-pick gear @iron""",
    "shed": "ladder @contraption @machine broom @shovel bucket @workbench basket @box package",
    "desk": """laptop @laptopscreen @smartphone @oldphone @rotaryphone keyboard computer-mouse @computermouse
        desktop-computer mobile-phone telephone open-book closed-book books @magazine newspaper pencil pen
        fountain-pen notebook camera calendar @typewriter @pencilcase compass @deskglobe balance-scale
        magnifying-glass-tilted-left paperclip @stickynote @pocketwatch video-game joystick scroll""",
    "salon": """violin guitar @harp @piano @grandpiano trumpet saxophone @tuba drum accordion microphone radio headphone
        @recordplayer banjo @cello @horn @trombone flute @acoustic @violinback @drumkit @micstand @xylophone @organ
        @bagpipe @boombox @amplifier ballet-shoes""",
    "gallery": """@bust @bustofman @imarivase @greekvase @engravedvase @mingvase amphora @pedestal
        @hieroglyphs @statue trophy @pharaoh funeral-urn @armor @ammonite""",
    "nursery": """teddy-bear @lego @block @puppet @ball yo-yo nesting-dolls @jackinthebox @rubberduck balloon
        japanese-dolls piata wrapped-gift""",
    "gym": """soccer-ball basketball volleyball baseball @tennisball tennis @baseballbat @bowlingball @bowlingpin
        @barbell boxing-glove bowling running-shoe @hitop @hightop american-football rugby-football""",
    "chess": "chess-pawn @chessqueen @chessking @chessbishop @chessknight @chessrook @blackbishop game-die",
    "arcade": "@cube @sphere @cylinder @cone @pyramid",
    "treasury": "crown gem-stone ring coin @cash money-bag @necklace @pearl @medal @chest crystal-ball",
    "closet": """@shoe @boots @boot @highheel high-heeled-shoe mans-shoe womans-boot billed-cap top-hat @hat @cowboyhat
        handbag backpack luggage briefcase clutch-bag umbrella womans-hat""",
    "living": """chair @armchair @sofa @lowtable @dresser @shelf @emptyshelf television bed @lamp @stool @rockingchair
        @fan @fishbowl door @table @longcase @cuckooclock @candelabra @hearth christmas-tree
        @rug @ottoman @curtain @desk @blanket @cushion @pillow""",
    "laid": """@tshirt t-shirt @hoodie jeans @socks @sock @towel scarf dress coat gloves @mapitaly @maptexas
        @mapaustralia @mapvietnam @mapus @mapsheet @map @mapafrica @mapbritain @mapindia @mapfrance @mapiberia
        @mapsamerica @mapcalifornia @mapflorida @mapjapan @mapmexico @mapchina @mapcanada musical-notes musical-note
        key @cards joker ticket @napkin @phonecase @document @searchpage scissors @handprint @kilt @tutu @leatherjacket
        @emojiset @belt @leash @rope @hairpin @pendant @earring @keychain""",
    "worktop": """@coffeemachine @toaster @microwave @stove @daikon bouquet @vase cooking""",
    "door": "@doorknocker",
    "chapel": "@rosewindow",
    "hung": "@monalisa framed-picture @portrait @starrynight @cavepainting @checkerboard @stripes mirror",
    "poster": """@circle @oval @square @rectangle @triangle @rhombus @parallelogram @trapezoid @pentagon @hexagon
        @octagon @starshape @semicircle @cross
        @arrow @line @ringshape @spiral @dashedline @concentric @concentricsquares @concurrent @congruent
        @parallel @fibonacci""",
    "vision": """@ai @insight @energy @love @peace @joy @angry @life @gravity @brain @molecule @atom @pendulum
        performing-arts red-heart green-heart @infinity @questionmark @yinyang @equation @omega @force @complexplane
        @protein dna""",
}
NOOK_OF = {art: nook for nook, arts in _TABLE.items() for art in words(arts)}
LAID = frozenset(("laid", "spread", "door", "hung", "chapel"))
"""Nooks seen from above, or flat on what is behind: what is in them lies there."""
AFLOAT = {
    "sticker": 0.7,
    "chalk": 0.7,
    "typeset": 0.7,
    "laid": 0.74,
    "spread": 0.8,
    "door": 0.6,
    "hung": 0.62,
    "poster": 0.6,
    "vision": 0.64,
    "portrait": 0.88,
}
"""Nooks without a floor, and how high one thing is there."""


HOSTS = {
    **dict.fromkeys(words("@piano @grandpiano @organ @harp @drumkit"), "salon"),
    **dict.fromkeys(words("@table @desk @lowtable @shelf @dresser @cards @checkerboard"), "living"),
    **dict.fromkeys(words("@workbench @contraption"), "shed"),
}
"""Things that keep who is with them indoors: a girl at a piano, dogs at a table."""


def shown_of(plan: ScenePlan) -> list[Subject]:
    """What is there itself, and not a picture on another thing: a cat on a towel brings no meadow."""
    return [s for s in plan.subjects if s.target is None or not _pictured(s, plan.subjects[s.target].art)]


def _pictured(s: Subject, bearer: str) -> bool:
    return s.relation == "printed" or (s.relation == "on" and bearer in BOARDS)


def typeset_of(plan: ScenePlan) -> str | None:
    """How words are set that are all there is: as a sticker, in chalk, as a poster; None where they are on a sign."""
    if not plan.text or plan.subjects or plan.design or plan.written_on:
        return None
    said = plan.prompt.lower()
    if "sticker" in said or "decal" in said:
        return "sticker"
    if "chalk" in said and plan.setting == "street":
        return "chalk"
    bare = plan.setting is None and not (plan.ground or plan.time or plan.weather or plan.sky or plan.mood == "neon")
    return "typeset" if bare and not _SIGN.search(said) else None


_SIGN = re.compile(r"\b(sign|board|billboard|banner|placard|signpost|plaque)\b")


def nook_of(plan: ScenePlan) -> str | None:
    """Where the first of the things shown is kept, if all of them are things of the house."""
    shown = shown_of(plan)
    if shown and _TOY.search(plan.prompt):
        return "nursery"
    alive = any(nouns.group(s.art) in ("person", "animal") for s in shown)
    if alive and all(nouns.metres(s.art) < 3 for s in shown):
        kept = next((HOSTS[s.art] for s in shown if s.art in HOSTS), None)
        if kept:
            return kept
    if not shown or any(nouns.home(s.art) != "indoor" and s.art not in NOOK_OF for s in shown):
        return None
    first = shown[0].art
    found = NOOK_OF.get(first)
    upright = next((s.art for s in shown if NOOK_OF.get(s.art) not in LAID), None)
    if found in LAID and upright:  # a towel beside a sofa does not lie there with it
        found = NOOK_OF.get(upright) or ("worktop" if nouns.metres(upright) < 0.45 else "living")
    if found == "living" and any(nouns.group(s.art) == "food" for s in shown):
        found = "worktop"
    if nouns.group(first) == "face" and found is None:
        found = "portrait" if first.endswith("face") else "vision"
    if found is None and (nouns.group(first) == "food" or (nouns.metres(first) < 0.35 and first not in nouns.GEOMETRY)):
        found = "worktop"
    if found in AFLOAT and found != "poster" and any(s.relation in _STACKED for s in shown if s.target is not None):
        return "worktop" if found in LAID else None
    return found


_TOY = re.compile(r"\btoy (car|truck|train|robot|plane|boat)", re.I)
_STACKED = ("on", "under", "inside")
