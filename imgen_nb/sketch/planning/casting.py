"""Casting: who of the plan's subjects is drawn as an actor, in which pose, wearing and holding what."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from imgen_nb.sketch.art import actors, birds
from imgen_nb.sketch.art.actors import Role, actor
from imgen_nb.sketch.art.animals import SITTING
from imgen_nb.sketch.art.beasts import is_beast
from imgen_nb.sketch.art.expressions import expressed
from imgen_nb.sketch.art.figures import LYING, figure, person_of, shade_of
from imgen_nb.sketch.art.gaits import GAITS, moving
from imgen_nb.sketch.art.guises import guise
from imgen_nb.sketch.art.headwear import WORN_AT
from imgen_nb.sketch.art.pack import Colour
from imgen_nb.sketch.art.parts import altered
from imgen_nb.sketch.art.people import BUSTS
from imgen_nb.sketch.art.pieces import PATTERNS, printed
from imgen_nb.sketch.art.plain import Worn
from imgen_nb.sketch.art.poses import POSES, SAME
from imgen_nb.sketch.art.recipes import having
from imgen_nb.sketch.art.shapes import Art
from imgen_nb.sketch.art.skins import toned
from imgen_nb.sketch.art.visages import DARK, kind_of
from imgen_nb.sketch.art.wardrobe import STYLES
from imgen_nb.sketch.planning import persons
from imgen_nb.sketch.planning.cloths import hangs
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import nouns
from imgen_nb.sketch.reading.clothes import STYLE_OF
from imgen_nb.sketch.reading.lexicon import COLOUR, words

STANDING = 52.0  # the height of a standing actor in its own units


@dataclass(frozen=True)
class Grip:
    """How a thing is held: what the arms do, at which anchor, how large it is beside who holds it."""

    arms: str
    anchor: str
    size: float
    tilt: float = 0.0
    at: float = 0.5  # which part of the thing is in the hand: 0 its top, 1 its foot


TOY = 0.3  # metres: how high a toy stands, whatever it is of
GRIPS = {
    "front": Grip("front", "front", 0.3), "board": Grip("front", "front", 0.36, 0.0, 0.62),
    "strum": Grip("strum", "front", 0.5, 0.0), "mouth": Grip("mouth", "hand", 0.2, 0.0, 0.66),
    "raise": Grip("raise", "hand", 0.42, 0.0, 0.84), "flag": Grip("raise", "hand", 0.8, 0.0, 0.7),
    "staff": Grip("staff", "hand", 1.02, 0.0, 0.4), "cane": Grip("staff", "hand", 0.56, 0.0, 0.06),
    "horn": Grip("mouth", "hand", 0.5, 0.0, 0.5),
    "dangle": Grip("hold", "hand", 0.44, 0.0, 0.04),
    "hang": Grip("stand", "hand", 0.3, 0.0, 0.1), "hand": Grip("hold", "hand", 0.2, 0.0, 0.7),
}  # fmt: skip
_GRIP_OF = {
    name: grip
    for grip, names in {
        "front": """open-book books closed-book blue-book green-book orange-book laptop newspaper accordion @box
            wrapped-gift teddy-bear birthday-cake pizza drum basket world-map globe-showing-europe-africa framed-picture
            @plate @bowl jack-o-lantern scroll @pillow musical-keyboard television package baby cat rabbit dog koala
            soccer-ball basketball volleyball rugby-football american-football bowling pot-of-food wheel skateboard
            clipboard notebook crystal-ball shield puzzle-piece video-game heart-with-ribbon red-heart bouquet
            teapot artist-palette @sphere @cube accordion watermelon""",
        "board": "@placard @sign placard @banner",
        "strum": "guitar banjo violin saxophone",
        "mouth": """@mug microphone trumpet flute hot-dog soft-ice-cream ice-cream hamburger red-apple green-apple
            sandwich wine-glass beer-mug cup-with-straw cocktail-glass tropical-drink glass-of-milk taco
            doughnut cookie lollipop candy cheese-wedge carrot strawberry pear peach croissant mobile-phone telephone
            telephone-receiver studio-microphone sushi cupcake @bottle megaphone camera""",
        "raise": """dagger axe hammer magic-wand sparkler trophy tennis field-hockey ice-hockey cricket-game
            paintbrush wrench @lantern candle umbrella rose tulip sunflower @baseballbat crossed-swords
            boomerang sword lacrosse
            badminton ping-pong carpentry-saw light-bulb magnifying-glass-tilted-left""",
        "flag": "@flag @usflag @texasflag @tricolour balloon kite",
        "staff": "@rake broom fishing-pole ladder",
        "cane": "@cane white-cane crutch",
        "horn": "@tuba",
        "dangle": "@puppet",
        "hang": "handbag luggage briefcase shopping-bags bucket @rubbish purse backpack clutch-bag toolbox",
    }.items()
    for name in names.split()
} | {name: said[0] for name, said in having("grip").items()}
_SEATS = words(
    "chair @sofa @bench bed @stool @swing @seesaw manual-wheelchair motorized-wheelchair toilet couch-and-lamp throne"
) | {*having("seat")}
CABINS = words("""
    automobile @sportscar pickup-truck taxi bus tractor sport-utility-vehicle racing-car police-car locomotive
    @pickup @vwvan @oldcar @subway delivery-truck fire-engine trolleybus tram-car
""") | {*having("cabin")}
_SADDLES = words("bicycle motorcycle motor-scooter kick-scooter broom")
_BOARDS = words("skateboard sled skis @surfboard")
_LOW = words("rock wood @box @pillow @leaf mushroom @fence @table suitcase luggage books jack-o-lantern")
# What an animal does only as a person would.
HUMAN = words("""
    dance golf lift meditate juggle kick punch waltz tug creep strum keys work point cheer swing bike surf ski skate hug
    balance front mouth raise bow staff kneel read squat hoist hang table""")
STATION = having("station")
"""What one is busy at, in which pose: see `stations`."""
OWN = "own"
"""The pose at what an animal is busy with on its own legs."""
GATHERED = ("floor", "kneel", "floor", "lotus", "crouch")
"""How they sit who are together at one."""
SEATED = words("sit floor kneel lotus squat walk tug")
"""Poses that all of several have who are at one station."""
HANDY = words("monkey orangutan gorilla teddy-bear panda raccoon chipmunk sloth koala")
RELATIVES = ("relative", "family member")
FAMILY = ("man", "girl", "woman", "boy", "older-person", "child")
_STATURE = {"girl": 0.72, "boy": 0.64, "child": 0.6}
_OF_ICONS = {"walking": "walk", "running": "run", "dancing": "dance", "biking": "pedal", "swimming": "swim"}
THROWN = words("""
    soccer-ball basketball baseball volleyball rugby-football american-football @ball @frisbee flying-disc boomerang
    snowball @snowball tennis softball""")
# Animals that are drawn sitting, and how they look when they move.
_ON_FOUR = {
    "fox": ("dog^fox", "orange"), "wolf": ("@husky^wolf", None), "lion": ("dog^lion", None),
    "bear": ("dog^bear", "brown"), "polar-bear": ("dog^polar-bear", "white"), "raccoon": ("dog^raccoon", "grey"),
}  # fmt: skip
HOOFED = words("""
    horse cow zebra giraffe deer camel two-hump-camel donkey goat ewe ram elephant rhinoceros hippopotamus bison ox
    llama @moose water-buffalo""")
READ = words("open-book books closed-book newspaper laptop @comicbook @document @magazine notebook scroll map")
_SAT = ("sit", "floor")
_LOOSE = {"@scarf": "@loosescarf"}  # how it is where nobody wears it
_LAID = {"dagger": "@laidsword"}  # how it is where nobody holds it, and it is stuck in nothing
_FOUR_LEGGED = HOOFED | words("""
    cat @siamese @persian @calico @sphynx @mainecoon @shepherd @chihuahua @bulldog
    dog poodle guide-dog service-dog tiger leopard pig @corgi @shiba @husky @beagle @dalmatian @retriever @pug
    @labradoodle @dachshund badger beaver otter @capybara @wombat""")
BREATHED = words("fire bone @campfire")  # an animal has it in its mouth, on all fours


class Cast:
    """The actors of a plan, and how each subject is drawn."""

    def __init__(self, plan: ScenePlan) -> None:
        self.plan = plan
        self.roles: dict[int, Role] = {}
        self.absorbed: set[int] = set()  # garments drawn with the body that wears them
        self.stations: set[int] = set()  # who is busy at something, which of several the last one is
        self.gathered: set[int] = set()  # who sit together at something
        self._arts: dict[int, Art] = {}
        for i, s in enumerate(plan.subjects):
            if actors.can_act(s.art):
                self._cast(i, s)

    def art(self, i: int) -> Art:
        """The drawing of a subject."""
        if i not in self._arts:
            s, role = self.plan.subjects[i], self.roles.get(i)
            parts = s.parts
            up = s.pose == "fly" or "wings" in s.parts or (s.relation == "above" and s.pose is None)
            if role is None and birds.flies(s.art) and up:
                drawn = birds.aloft(s.art, shade_of(s.art, s.colour), figure)
                parts = tuple(part for part in s.parts if part != "wings")
            else:
                moves = role is None and s.pose in GAITS and nouns.group(s.art) == "animal"
                name, colour = _ON_FOUR.get(s.art, (s.art, None)) if moves else (s.art, None)
                name = _LOOSE.get(name, name) if s.relation != "worn" else name
                name = _LAID.get(name, name) if s.relation not in ("held", "inside") else name
                over = None if s.target is None else self.plan.subjects[s.target]
                name = "@draped" if hangs(s, over) else name
                drawn = actor(role) if role else _figure(name, s.colour or colour, s.accent, s.mood, look_of(s))
                if moves:
                    drawn = moving(drawn, s.pose or "")
            self._arts[i] = self._clothed(i, altered(drawn, s.art, parts))
        return self._arts[i]

    def each(self, i: int, k: int) -> Art:
        """The drawing of the k-th of a subject whose copies differ in colour."""
        s = self.plan.subjects[i]
        return altered(_figure(s.art, s.palette[k % len(s.palette)], None, s.mood, look_of(s)), s.art, s.parts)

    def toned(self, i: int, k: int, tone: str, choice: int, glance: str | None = None) -> Art:
        """The k-th copy of a person in a skin tone, with a hair colour that goes with it, looking somewhere."""
        s = self.plan.subjects[i]
        role = self.roles.get(i)
        look = (role.look if role else look_of(s)) or glance
        if role is None:
            return altered(expressed(person_of(s.art, s.colour, s.accent, tone, choice), None, look), s.art, s.parts)
        name = FAMILY[k % len(FAMILY)] if s.word in RELATIVES else role.name
        pose = "stand" if i in self.stations and k + 1 < s.count and role.pose not in SEATED else role.pose
        pose = GATHERED[k % len(GATHERED)] if i in self.gathered and pose != "tug" else pose
        role = replace(role, name=name, look=look, choice=choice, pose=pose)
        known = guise(name)
        hair = part_of(s, "hair") or (known.colour("hair") if known else None)
        drawn = toned(actor(role), tone, choice, hair, known.colour("skin") if known else None)
        return self._clothed(i, altered(drawn, s.art, s.parts))

    def _clothed(self, i: int, art: Art) -> Art:
        """The drawing of somebody with the patterns of what they wear."""
        for j in self.absorbed:
            s = self.plan.subjects[j]
            patterns = [part.split() for part in s.parts if part.split()[-1] in PATTERNS]
            if s.target != i or not patterns or "neck" not in art.anchors:
                continue
            _, top, _, bottom = art.box
            neck = art.anchors["neck"][1] - 0.02 * (bottom - top)
            hips = art.anchors.get("hips", (0.0, neck + 0.5 * (bottom - neck)))[1] + 0.04 * (bottom - top)
            garment = STYLES[style_of(s)]
            span = {"top": (neck, hips), "legs": (hips - 0.1 * (bottom - top), bottom)}.get(
                garment.where, (neck, bottom)
            )
            *said, pattern = patterns[0]
            inks = tuple(COLOUR[word] for word in (*said, s.accent or "") if word in COLOUR)
            art = printed(art, pattern, inks, COLOUR.get(s.colour or "") or garment.colour, *span)
        return art

    def from_behind(self, i: int) -> Art | None:
        """The drawing of an animal that turns its back to us; people are toned later."""
        role = self.roles.get(i)
        return actor(replace(role, look="away")) if role and is_beast(role.name) else None

    def metres(self, i: int) -> float:
        """How high a subject stands; an animal that acts is as tall as a child at least."""
        subject = self.plan.subjects[i]
        own = min(nouns.metres(subject.art), TOY) if "toy" in subject.parts else nouns.metres(subject.art)
        return max(own, 1.2) if i in self.roles else own

    def stature(self, i: int, k: int) -> float:
        """How tall the k-th copy of a subject is beside the first: the children of a family."""
        return _STATURE.get(FAMILY[k % len(FAMILY)], 1.0) if self.plan.subjects[i].word in RELATIVES else 1.0

    def share(self, i: int) -> float:
        """How much of its standing height a subject has in its pose."""
        if i not in self.roles:
            return 1.0
        _, top, _, bottom = self.art(i).box
        return min(1.0, (bottom - top) / STANDING)

    def busy(self, i: int) -> bool:
        """Whether a subject holds something, which is seen only with its hands."""
        return i in self.roles and bool(self.roles[i].arms)

    def thrown(self, i: int) -> bool:
        """Whether a thing has just left the hand of who throws it."""
        s = self.plan.subjects[i]
        return s.art in THROWN and s.target is not None and self.plan.subjects[s.target].pose == "swing"

    def shown(self, i: int | None) -> int | None:
        """The subject where another one is to be seen: who wears it, for a garment drawn with the body."""
        return self.plan.subjects[i].target if i in self.absorbed and i is not None else i

    def _cast(self, i: int, s: Subject) -> None:
        subjects = self.plan.subjects
        worn = [j for j, o in enumerate(subjects) if o.target == i and o.relation == "worn" and style_of(o)]
        held = [j for j, o in enumerate(subjects) if o.target == i and o.relation == "held" and o.art not in BREATHED]
        station = next((STATION[subjects[j].art] for j in held if subjects[j].art in STATION), ())
        if station[:1] == (OWN,):
            station, held = (), [j for j in held if subjects[j].art not in STATION]
        pose = station[0] if station else self._pose(s)
        tied = bool(station) and "free" not in station
        self.stations |= {i} if station else set()
        self.gathered |= {i} if "gather" in station and s.count > 1 else set()
        if is_beast(s.art) and s.art not in HANDY and not worn and all(_eaten(subjects[j].art) for j in held):
            held = []  # it eats as animals do, on all fours
        if s.art in HOOFED and not worn and all(subjects[j].art in READ for j in held):
            held = []  # it reads what stands before it
        beast = is_beast(s.art)
        trade = next((part[3:] for part in s.parts if part.startswith("as ")), "")
        beard = None if beast else part_of(s, "beard", "mustache", "moustache")
        look = look_of(s) or gazing(self.plan, s)
        worn_at_all = any(o.target == i and o.relation == "worn" for o in subjects)
        face = bool(s.mood or look or (worn_at_all and s.art in LYING)) and not (
            beast and s.art in SITTING and look != "away"
        )
        plain = kind_of(s.art, 0) is not None or s.art in BUSTS or guise(s.art) is not None
        if not (plain or worn or held or pose or trade or beard or face or (part_of(s, "hair") and not beast)):
            return
        if beast and not worn and not held and not trade and pose not in HUMAN | {"pedal"}:
            if (not face or pose) and not (pose in _SAT and s.art in _FOUR_LEGGED and not s.material):
                return
            pose = "dangle" if s.art == "sloth" else "squat"
        drawn = [j for j in worn if subjects[j].art != self.plan.written_on]
        self.absorbed.update(drawn)
        grips = [grip_of(subjects[j].art) for j in held if subjects[j].art not in STATION][:2]
        self.roles[i] = Role(
            s.art,
            pose or "stand",
            (*clothes_of(trade), *((style_of(subjects[j]), COLOUR.get(subjects[j].colour or "")) for j in drawn)),
            shade_of(s.art, s.colour),
            ()
            if tied or pose in ("kick", "hoist", "give") or any(map(self.thrown, held))
            else tuple(g.arms for g in grips),
            beard,
            s.mood,
            look,
            disguise=trade if guise(trade) else "",
            hair="" if beast else persons.hair_of(self.plan.prompt, s.word),
            sex=persons.sex_of(self.plan.prompt, s.word) if guise(s.art) else "",
            hatted=any(o.target == i and _is_hat(o) for o in subjects),
        )

    def _pose(self, s: Subject) -> str | None:
        """The pose said, else the one that what the subject is on asks for."""
        if s.relation == "hung" and (s.art in HANDY or nouns.group(s.art) == "person"):
            return "hang"
        seat = self.plan.subjects[s.target].art if s.target is not None and s.relation in ("on", "inside") else ""
        if seat in CABINS and s.relation == "inside":
            return "keys"
        if seat in nouns.BOATS | {"canoe"}:
            return s.pose or "squat"
        if seat in _SADDLES:
            return "pedal"
        if seat in _BOARDS:
            return "skate"
        if seat in _SEATS:
            return "lie" if s.pose == "sleep" and seat in ("bed", "@sofa", "@hammock") else "sit"
        if seat and nouns.group(seat) == "animal" and seat not in nouns.PLANTS and nouns.group(s.art) == "person":
            return "ride"
        known = s.pose if s.pose in POSES or s.pose in SAME else _OF_ICONS.get(s.art.rpartition("-")[2])
        if known == "swim" and self.plan.setting != "underwater" and kind_of(s.art, 0):
            return "afloat"
        if s.relation == "around" and s.target is not None and self.plan.subjects[s.target].art in nouns.TABLES:
            return "table"
        if known == "sit" and seat not in _LOW:
            return "floor"
        return known


@functools.lru_cache(64)
def _figure(name: str, colour: str | None, accent: str | None, mood: str | None, look: str | None) -> Art:
    return expressed(figure(name, colour, accent), mood, look)


def look_of(s: Subject) -> str | None:
    """Where somebody seen from the front looks, beside what the whole body does."""
    return s.facing if s.facing in ("up", "down", "away") else None


def gazing(plan: ScenePlan, s: Subject) -> str | None:
    """ "away", where somebody looks at what is far behind them: they are seen from behind, too."""
    if s.facing != "target" or not _GAZES.search(plan.prompt):
        return None
    seen = plan.subjects[s.target].art if s.target is not None else ""
    return "away" if not seen or nouns.home(seen) == "celestial" or seen in _SEEN_FAR else None


_GAZES = re.compile(r"\b(look|watch|star|gaz|fac|admir|view)", re.IGNORECASE)
_SEEN_FAR = words("@fireworks @rainbow rainbow volcano @mountain mountain sunrise sunset @comet comet @waterfall")


def _is_hat(s: Subject) -> bool:
    """Whether somebody has it on the head."""
    return s.relation == "worn" and not style_of(s) and WORN_AT.get(s.art, ("head",))[0] == "head"


def _eaten(art: str) -> bool:
    return nouns.group(art) == "food" or art in nouns.PLANTS or art == "potted-plant"


def clothes_of(trade: str) -> Worn:
    """The clothes by which a trade is known, on somebody else."""
    known = guise(trade)
    if known:
        return known.clothes(None)
    wear = BUSTS.get(trade)
    if wear is None:
        return (("suit", None),) if trade else ()
    return (("robe" if wear.robe else "coat", wear.top), ("trousers", wear.legs))


def part_of(s: Subject, *names: str) -> Colour | None:
    """The colour of a part that the prompt gives to somebody: "a white beard", "green hair"."""
    for part in s.parts:
        *said, name = part.split()
        if name in names:
            return COLOUR.get(" ".join(said), DARK if name != "hair" else None)
    return None


def grip_of(art: str) -> Grip:
    """How a thing is held."""
    art = art.partition("^")[0]  # whatever head it has
    if art in _GRIP_OF:
        return GRIPS[_GRIP_OF[art]]
    kind = nouns.group(art)
    return GRIPS["mouth" if kind == "food" else "front" if kind in ("animal", "person") else "hand"]


def style_of(s: Subject) -> str:
    """The kind of garment a subject is, if it is one that is drawn with the body."""
    style = STYLE_OF.get(s.word) or STYLE_OF.get(s.art.replace("-", " "), "")
    return style if style in STYLES else ""
