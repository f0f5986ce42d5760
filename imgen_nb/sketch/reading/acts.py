"""Acts: what people and animals do, as the pose it gives them and as a relation to what they do it with."""

from __future__ import annotations

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.lexicon import table, words

# What is done without a second thing.
POSE = lexicon.POSE | table("""
fly: lifting off, lifting off the ground, taking off, blasting off, floating away, rising into the air, in flight, in
  mid air, flies away;
run: dashes, dashing, racing, sprints, dashes confidently, gallops, stampedes;
bow: doubled over, doubled over in pain, stooping down, bent over, leaning forward;
sit: seated, sitting;
kneel: kneeling, kneels, praying, proposing;
creep: crawling, crawls, crawling on the floor, crawling on the ground, on hands and knees, on all fours;
crouch: crouching, squatting, crouched, ducking;
point: pointing, points;
cheer: with its paws in the air, with his hands in the air, with her hands in the air, paws in the air, hands in the
  air, arms in the air, with arms raised, celebrating, cheering, raising both arms, both arms raised, arms raised,
  arms up, raising both arms in the
  air, hands up, screaming, shouting, freaking out, laughing, victorious, rejoicing;
lie: lying down, lying, sunbathing, sprawled, collapsed, dead, fainting;
upside: doing a handstand, handstand, upside down, standing on its head, standing on his head, hanging upside down,
  cartwheeling, doing a cartwheel;
work: cooking, painting, baking, sculpting, building, gardening, sweeping, working, ironing, serving;
punch: boxing, fighting, fencing, wrestling, sparring, doing karate;
balance: balancing, standing on one leg, doing ballet, standing on one foot, tiptoeing;
climb: scaling, rock climbing;
fall: falling, tumbling, tripping, falling down;
mouth: singing, eating, drinking, talking, speaking, whispering, sipping, brushing teeth, yelling, smoking;
skate: skateboarding, skating, ice skating, snowboarding, sledding, car surfing;
swing: batting, bowling, pitching, throwing;
bow: bowing, stooping, bending over;
run: fleeing, rushing, stampeding, charging, jogging;
sleep: dreaming, resting, lounging, basking, snoozing, curled up;
jump: jumping in the air, jumping into the air, jump, leap, bounding, pouncing, skipping, breaching;
dance: twirling, tangoing, breakdancing;
front: reading, texting, knitting, studying;
raise: giving a speech, giving a campaign speech, delivering a speech, addressing, toasting, saluting, waving,
  raising its hand, raising a hand;
hug: hugging;
shake: shaking hands, holding hands, shake hands, hand in hand, holding each other's hands
""")
# What is done with a second thing, and how the two then stand.
RELATION = lexicon.RELATION | table("""
hold: tossed, threw, to throw, to toss, caught, hit the ball with, hurled, hurls, blowing into, to blow into, blow into,
  checks, checking, sips, sipping from, accepts, jamming on, strumming, blowing, sporting, carries around, eats
  from, tosses, throws, kicks, kicks up, swings, hugs, mixing, mixes, gave, feeds, heading, breathing, spewing,
  carried, ate,
  singing into, shouting into, speaking into, talking into, sipping, sipping on, using, swinging, throwing, kicking,
  eyeing, examining, sniffing, peeling, unwrapping, biting, chewing, chewing on, slicing, brandishing,
  wielding, clutching, gripping,
  plays, reads, eats, drinks, delivering, taking, flipping, stirring, pouring, juggling, drinking from, eating from,
  licking, writing in, typing on, speaking on, talking on, raising, displaying, gives, giving, handing, hands,
  offering, offers, presenting, passing, bringing, serving, tossing, dribbling, hitting, bouncing, looking through,
  showing off, accepting;
on: coming down, going down, driving down, running down, rolling down, sliding down, skiing down, walking down,
  travelling down, traveling down, moving along, running along, driving along, walking along, going up, walking up,
  rolling over, driving over, all over, scattered all over, scattered over, scattered on, strewn over, scattered
  across, rode, climbed, sat on, stood on, jumped on, perched atop of, ran up, sits atop, stands atop, standing atop,
  stands on top of, standing on top of, sitting on top of, perched atop, perched on top of, sitting astride, astride,
  seated on, balancing on, crawling on, walking on, climbing, climbing on, rides on, riding on, surfing
  on, kneeling on, growing on, landing on, crushing, squashing, trampling on, trampling, stepping on, running over,
  pouncing on, crossing, lands on, landed on, jumping onto, climbing onto, parked on, mounted on, laying on, lays on,
  adorning, adorns, adorned, gracing, graces, graced,
  draped over, draped on, draped across, draped onto, draped over the back of, hanging over the back of, hung over
  the back of, slung over, slung across, thrown over, thrown across, laid over, spread over, drapes over,
  rowing, paddling, hopping on, dancing on, bouncing on, jumping on, sleeping atop, painted on, printed
  on, in the back of, standing in the back of, sitting in the back of, riding in the back of, in the bed of;
beside: sneaking up on, creeping up on, sneaking up to, pouncing at, stalking, to catch, about to catch, running
  after, chasing after, racing after, racing against, playing against,
  speaking to, talking to, singing to, shouting at, yelling at, laughing at, pointing at, smiling at, smiled at,
  smiles at, waved at, looked at, laughed at, stared at, barked at, barking at, waving at,
  waving to, bowing to, imitating, trailing, posing with, playing tennis with, passing, gliding past, flying past,
  walking past, driving past, running past, raced past, past, racing, walking its dog with, chased by, pulled by,
  followed by, led by, chased, pulled, kicked, hugged, talking with, dancing with, playing poker with, standing
  beside, standing next to, sitting next to, sitting beside, sits next to, facing, fighting, meeting, greeting,
  attacking, wrestling, looking at, staring at, watching, walking with, following, chasing, leading, feeding,
  punching, punches, hugs, kisses, helping, helps, arresting, leads, trails, shaking
  hands with, paints, draws, photographs, cooks,
  running from, running away from, fleeing from, running towards, walking towards, approaching, pulling,
  dragging, towing, pushing, painting, drawing, photographing, cooking, preparing, building, chases, pulls,
  pushes, licks, washing, repairing, admiring, selling, parked next to, parked beside, stands next to, stands beside,
  crashing into, sweeping, tied to, chained to, locked to;
front: posing at, visiting, looking into, standing in front of, stands in front of, stands a few feet
  in front of, parked in front of, sitting in front of, posing in front of, posing for, sits in front of, in the
  foreground of, just in front of, a few feet in front of;
behind: hidden by, hidden behind, half hidden by, half hidden behind, partly hidden by,
  partially hidden by, obscured by, partially obscured by, concealed by, concealed behind,
  peeking out from behind, standing behind, peeking from behind, towering over, towering behind, seen through,
  looming over, looming behind, towers over, rising behind;
inside: packed on, packed onto, packed into, crammed into, climbing out of, stepping out of, crawling out of, rising
  from, rising out of, erupting from, growing out of, growing out of the middle of, looking from, looking out from,
  peeking out from, peeking from, out of, sleeping in, taken out of, jumping out of, leaping out of, flying out of,
  pulled out of, inside of, poking out of, head out of, protruding from, sprouting from, growing from, spilling from,
  pouring from, hanging out of, leaning out of, looking out of, wedged in,
  stuffed in, packed in, hidden in, hiding in, sits in,
  seated in, riding in, rides in, drives, driving in, trapped in, trapped inside, peeking out of, coming out of,
  emerging from, wrapped in, floating in, swimming in, stuck in, sticking out of, bursting out of, popping out of,
  contained in, hatching from, sealed in, growing in, covered in;
above: swooping down to catch, swooping down to get, about to fall on, about to land on, falling on, raining on,
  floating by, floating past, swooping down on, jumped over, flew over, leaping over, jumps over, leaps over, hanging
  over, swooping over, hanging above, flies over, crossing over, floating on top of, shining on, shining over, rising
  over, hovering above, hopping over, looking over, overlooking;
held: held by, carried by, held up by, held up in the air by, held in the air by, lifted by, lifted up by, gripped by,
  eaten by, caught by, grabbed by, balanced by;
worn: worn by;
beneath: standing over, stands over, towering above, crouching over;
upon: ridden by, topped with, crowned with, topped by, graced by, adorned with, adorned by;
within: driven by, occupied by, piloted by;
filled: filled with, filled up with, full of, containing, packed with, stuffed with, loaded with, overflowing with,
  brimming with, crammed with, laden with, heaped with, holding a lot of, carrying a load of;
flank: on either side of, on both sides of, flanking, at either side of, on each side of;
under: on the bottom of,
  hiding under, showing under, peeking out from under, sticking out from under, peeking from under, poking out
  from under, peeking out under, visible under, lying under, sleeping under, sits under, sitting beneath, resting
  under, shaded by, covered by
""")
# What is on all sides of another thing, goes through it, or has others about it.
RELATION |= table("""
around: around, all around, sitting around, standing around, gathered around, seated around, dancing around, flying
  around, swimming around, walking around, running around, driving around, circling, orbiting, encircling,
  surrounding, surounding, circling around, orbiting around, buzzing around, scattered around, in a circle around,
  sits around, swirling around, crowded around, huddled around;
snared: tangled in, tangled up in, tangled by, tangled up by, entangled in, entangled by, caught up in;
ringed: surrounded by, encircled by, ringed by, surrounded with;
through: wrapped around, curled around, coiled around, twisted around, tied around, draped around, through,
  peeking through, slicing through, slices through, cutting through, crashing through, crashed
  through, crashed right through, breaking through, coming through, growing through, bursting through, poking
  through, jumping through, walking through, stepping through, flying through, going through, floats through,
  driving through, passing through, leaping through, looking through, climbing through
""")
# What hangs below another thing, goes up its side, or comes down from it.
RELATION |= table("""
hung: hanging on, hangs on, hung on, hanging from, dangling from, suspended from, hung from, hanging off, hangs from,
  dangling off, swinging from;
fixed: attached to, fastened to, fixed to, affixed to, screwed to, nailed to, bolted to, glued to, taped to, stuck to,
  pinned to, mounted to, screwed onto, nailed onto, bolted onto, glued onto, taped onto, pinned onto, stuck onto;
up: climbing up the side of, climbing the side of, going up the side of, scaling the side of, crawling up, climbs up,
  scaling, running up, climbing up the wall of, crawling up the side of, clinging to, hanging on to, holding on to,
  climbing up;
off: jumping off, jumping off of, leaping off, diving off, falling off, falling off of, fell off, rolled off, rolling
  off, stepping off, sliding off, knocked off, jumping down from, jumps off, falls off, jumped off, leaping from,
  jumping from, falling from, taking off from, lifting off from, flying off, bouncing off, diving from
""")
RELATION |= table("""
touch: bats a, bats at, bats the, batting at, batting a, paws at, pawing at, nudges, nudging, head butting,
  getting into, climbing into, to enter, entering, crashing into, crashes into, smashing into, bumping into,
  colliding with, ramming, hugging, hugged, kissing, patting, petting, stroking, comforting, embracing, cuddling,
  licks, licking, biting, bites, stinging, pecking at, shaking hands with, tickling, carrying on, holding hands with,
  to hug, to hug, to kiss, to pet, to touch, touching, touches, poking, grappling with, grapples, wrestling with,
  putting their hands on, putting its paws on, with its paws on, with his hand on, with her hand on, with their hands
  on, banging on, knocking on, knocking at, pushing against, pressing against, slamming into, hits, bumps into,
  snuggling, snuggling with, nuzzling, hugs, pets;
against: leaning on, leans on, leaning against, leaning up against, propped against, propped up against, leaned
  against, leans against;
printed: reflected in, reflected on, reflected off, mirrored in, reflecting in
""")
# Many of one thing, how they are together, and how many are drawn where no number is said.
MASS = table("""
heap: a pile of, piles of, a heap of, heaps of, a mound of, a big pile of, a large pile of, a huge pile of, a mountain
  of, a pyramid of;
stack: a stack of, a tower of, a big stack of, a tall stack of, a tall tower of, a pillar of;
field: a field of, fields of, a forest of, a sea of, rows of, rows and rows of, hundreds of, thousands of, millions
  of, countless, endless, a carpet of, an army of, a legion of, a swarm of, a large crowd of, a crowd of, lots and
  lots of, many many, a huge crowd of, a horde of
""")
MANY = {"heap": 10, "stack": 5, "field": 18}
# What somebody has in mind, in a bubble over the head.
RELATION |= table("""
thought: dreaming about becoming, dreaming of becoming, dreaming about being, dreaming of being, dreaming about,
  dreaming of, dreams of, dreams about, thinking about, thinking of, imagining, fantasizing about, remembering
""")
# What is only a picture on something else: on a flag, a shirt, a wall.
RELATION |= table("""
bear: with latte art of, has latte art of, with latte art of a, with a decal of, with a sticker of, with a drawing of,
  with a picture of, with a painting of, with an image of, with the image of, with a photo of, with a portrait of, has
  a drawing of, has a picture of, has a painting of, with a logo of, showing, depicting, displaying;
printed: painted on, printed on, drawn on, stamped on, tattooed on, embroidered on, engraved on, painted on the side
  of, carved into, displayed on, spray painted on, painted in, painted onto, sprayed on, sketched on, projected on
""")
# The pose such a phrase gives to who does it, by the first word of the phrase.
DOES = table("""
mouth: singing, shouting, speaking, talking, yelling, sipping, sips, eating, eats, drinking, drinks, licking, biting,
  chewing;
front: reading, reads, examining;
kick: kicking, kicks;
swing: swinging, throwing, slicing, tossed, threw, tosses, throws, hurled, hurls;
sit: sitting, sat, rode, sits, seated, driving, drives;
hug: hugging, kissing, comforting, embracing, cuddling, hugs, kisses, hugged;
punch: fighting, attacking, wrestling, grappling, punching, punches;
run: chased, ran, chasing, chases, running, fleeing, racing;
walk: leading, approaching, walking, following, follows, trailing;
pull: pulling, pulls, dragging, towing;
push: pushing, pushes;
work: painting, drawing, cooking, preparing, building, feeding, sweeping, washing, repairing, patting, petting,
  stroking, stirring, flipping;
climb: climbing;
dance: dancing;
lie: lying, laying, lies;
jump: jumped, jumping, jumps, leaping, leaps, hopping, diving;
kneel: kneeling;
balance: balancing;
point: photographing, pointing, teaching;
raise: raising, waving, brandishing, wielding, banging, knocking, flagging;
bow: bowing;
fall: falling, fell;
sleep: sleeping, dreaming, dreams;
swim: swimming;
skate: surfing;
keys: typing;
cheer: juggling;
give: to, towards, toward;
creep: crawling;
lift: lifting
""")
# Verbs that are things too, where no subject does them: a painting, a building, a drawing.
ALSO_THINGS = words("""painting drawing building cooking boxing fencing bowling baking serving pitching ironing writing
    dead jump work diving landing working eating drinking talking singing reading throwing batting""")
# What only people do in a way of their own: an animal in these poses looks as it always does.
_OF_PEOPLE = words("give creep kneel mouth front point raise lie")


def pose_by(phrase: str, person: bool) -> str | None:
    """The pose that a relation's words give to who does it."""
    pose = DOES.get(phrase.split(maxsplit=1)[0])
    return pose if person or pose not in _OF_PEOPLE else None


# Where a thing is that is behind all others.
FAR = table("""
behind: in the background, in background, behind him, behind her, behind them, behind it, is in the background,
  can be seen in the background, visible in the background, seen in the background, in the distance, on the horizon,
  in the far distance, far away, is in the distance, in the far background, at the horizon
""")

# Where on its owner a thing is: "a crown with a ruby in its center", "a dog with a bone in its mouth".
GIVING = words("gives giving gave hands handing offers offering feeding feeds")
ON_IT = table("""
left_of: on its left, on its left side, to its left, on his left, on her left;
right_of: on its right, on its right side, to its right, on his right, on her right;
printed: in the foam, on the foam, in its foam, drawn in the foam, in the milk foam, in the froth, made of foam, drawn
  on it, painted on it, printed on it, on the chest, stamped on it, in the center of the flag, in its
  center, in its centre, in its middle, at its center, in the center of it, in the middle of it, on its side, on its
  sides, on its front, on its surface, on its body, on its hull, on its hood, on its door, on its chest, on his chest,
  on her chest, on its cover, on the cover, on the front cover, on its front cover, on its wall, on its walls,
  on its belly, on its shell, on its face;
on: in its flatbed, in the flatbed, in its bed, in its truck bed, in its cargo bed, on its back, on his back, on her
  back, on top of it, on its top, on its roof, on its branches, at its top, carried along at its top, on top, on its
  tip;
above: watching from above, looking on from above, looking down from above;
aloft: over its head, above its head, over his head, over her head, above his head, above her head, over their heads,
  above their heads, high in the air, up in the air;
inside: in its basket, in its nest, in its back seat, in its seat, in its window, in its windows, in its center hole,
  in its branches;
held: in its talons, in his talons, in its mouth, in his mouth, in her mouth, in its beak, in its hand, in his hand,
  in her hand, in his hands, in her hands, in its hands, in its paw, in its paws, in its arms, in his arms, in her
  arms, in their hands, in one hand, in the other hand, in its left hand, in its right hand, in his left hand, in his
  right hand, in its claws, in its arms, in its pouch, in her pouch, in its trunk;
worn: around its neck, around his neck, around her neck;
beside: at its feet, at his feet, at her feet, by its side, by his side, by her side, beside it, next to it, next to
  him, next to her
""")

OWN = words("its his her their")
# What is said of a person or an animal, and not of the whole picture: "a sad man".
FEELINGS = words("""
    dark colorful colourful bright lively lonely gentle bold cool delicate calm peaceful cold soft vibrant""")

# Many in one word, where no noun says of what: "a family of four", "a band on a stage".
GATHERED = {
    "family": 4, "couple": 2, "crowd": 12, "band": 4, "team": 5, "audience": 12, "choir": 6, "crew": 4, "orchestra": 8,
    "group": 4, "friends": 3,
    "beatles": 4, "fans": 8, "guests": 5, "commuters": 5, "voters": 6,
    "class": 4, "tourists": 4, "spectators": 8, "soldiers": 4, "newlyweds": 2, "twins": 2,
}  # fmt: skip
MUSICIANS = ["guitarist", "and", "a", "singer", "with", "a", "microphone", "and", "a", "drummer"]
WHO = {"family": "relatives", "class": "students"}


def gathered(tokens: list[str]) -> list[str]:
    """The words with people in the place of a word for several of them."""
    found: list[str] = []
    at = 0
    while at < len(tokens):
        word, after = tokens[at], tokens[at + 1 : at + 3]
        number = after[1] if after[:1] == ["of"] and len(after) == 2 and after[1] in lexicon.NUMBER else None
        before = found[-1] if found else ""
        sized = before in lexicon.STOP or before in lexicon.SIZE or before in lexicon.COLOUR
        kin = bool(before) and not sized and nouns.art_of(before) is not None  # "an owl family"
        if (word == "band" and after[:1] == ["aid"]) or (word == "class" and before not in lexicon.DETERMINERS):
            kin = True
        if kin and word in ("family", "couple") and found[-2:-1] and found[-2] in ("a", "an", "the"):
            found[-2] = str(GATHERED[word])
            at += 1
        elif word == "band" and not kin and not number and after[:1] != ["of"]:
            found += MUSICIANS
            at += 1
        elif word in GATHERED and not kin and (number or after[:1] != ["of"]):
            counted = bool(found) and found[-1] in lexicon.NUMBER
            who = WHO.get(word, "people")
            found += [who] if counted else [number or str(GATHERED[word]), who]
            at += 3 if number else 1
        else:
            found.append(word)
            at += 1
    return found


_NOW = {
    "sat": "sitting", "lay": "lying", "stood": "standing", "swam": "swimming", "slept": "sleeping", "flew": "flying",
    "jumped": "jumping", "hung": "hanging", "rested": "resting", "walked": "walking", "danced": "dancing",
    "floated": "floating", "galloped": "galloping", "leaned": "leaning", "zoomed": "driving",
    "zooms": "driving", "sped": "driving", "drove": "driving", "leapt": "leaping",
}  # fmt: skip
_PLAIN = {
    "rest": "resting",
    "hang": "hanging",
    "sit": "sitting",
    "nap": "sleeping",
    "sleep": "sleeping",
    "lie": "lying",
}
_WHERE = words("on in next by beside near under over above behind against from at inside atop past through around")


def under_way(tokens: list[str]) -> list[str]:
    """The words with what was done, or is done by several, as it is seen: "sat on", "rest on"."""
    found = []
    for at, word in enumerate(tokens):
        goes_on = at > 1 and tokens[at + 1 : at + 2] != [] and tokens[at + 1] in _WHERE
        told = goes_on and tokens[at - 1] not in ("to", "the", "a", "be", "not")
        found.append(_NOW.get(word, _PLAIN.get(word, word)) if told else word)
    return found
