"""The words the engine knows apart from nouns: places, times, weather, moods, colours, numbers, relations."""

from __future__ import annotations

from imgen_nb.sketch.art.pack import Colour


def spaced(word: str) -> str:
    """The form words are compared in: hyphens are spaces."""
    return " ".join(word.replace("-", " ").split())


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: long lists of names read better without quotes and commas."""
    return frozenset(text.split())


def table(text: str) -> dict[str, str]:
    """Read `value: word, word; value: word` as word -> value; the reader compares words without their 's."""
    found: dict[str, str] = {}
    for entry in text.split(";"):
        value, _, words = entry.partition(":")
        found.update({spaced(word).replace("'s", ""): value.strip() for word in words.split(",") if word.strip()})
    return found


SETTING = table("""
mountains: mountain, mountains, mount everest, everest, mount, alps, peak, peaks, himalayas, cliff,
  canyon, mountain range, mountain top,
  alpine, mountainside, highlands, summit, glacier, fjord;
hills: hill, hills, country, hilltop, countryside, rolling hills, valley, landscape, outdoors, nature, hillside,
  prairie, moor;
sea: sea, ocean, marina, seaside, waves, wave, harbor, harbour, bay, at sea, open sea, seascape, port, water, pier,
  dock;
lake: lake, river, pond, riverside, lakeside, riverbank, stream, lagoon, swamp, lakeshore,
  pool, swimming pool, canal, canals;
beach: beach, coast, shore, sandy beach, coastline, shoreline, tropical beach, seashore, tropical island, sand;
city: city, skyline, downtown, urban, metropolis, cityscape, rooftop, rooftops, new york, tokyo, london, paris, nyc,
  manhattan, los angeles, chicago, seattle, boston, austin, istanbul, beijing, shanghai, singapore, saigon, hong kong,
  berlin, rome, amsterdam, madrid, moscow, dubai, mumbai, toronto, sanfrancisco, skyscrapers, tall buildings;
street: street, streets, alley, alleyway, sidewalk, intersection, city intersection, avenue, village street,
  town square, market, boulevard, shop window,
  city street, busy street;
forest: forest, woods, woodland, jungle, rainforest, grove, pine forest, bamboo forest, trees, enchanted forest,
  clearing;
desert: desert, dune, dunes, sand dunes, sahara, savanna, savannah, oasis;
meadow: meadow, garden, field, park, grass, grassland, flower field, wildflowers, pasture, farm, orchard, lawn,
  backyard,
  flower meadow, field of flowers, lavender field, wheat field, playground, vineyard, yard, farmyard, sunflower field;
snow: snowfield, arctic, antarctica, north pole, south pole, tundra, ice field, iceberg;
space: space, outer space, galaxy, cosmos, cosmic, orbit, milky way, nebula, universe, deep space, stars and planets;
moonscape: moon surface, lunar surface, on the moon, from the moon, surface of the moon, lunar;
mars: mars, red planet, alien planet, martian;
underwater: underwater, reef, coral reef, seabed, deep sea, ocean floor, bottom of the sea, under the sea, under water,
  beneath the sea, under the ocean, aquarium, beneath the waves;
room: station, room, living room, bedroom, kitchen,
  bathroom, restroom, washroom, garage, diner, canteen, pizzeria, bistro,
  grocery store, toy store, pet shop, lounge, children's bedroom, kids bedroom, school room,
  library, cafe, café, coffee shop, office, classroom, in class, in math class, in calculus class, in history class,
  in science class, in art class, in english class, in biology class, in chemistry class, in physics class,
  in geometry class, in algebra class, math class, calculus class, indoors, interior,
  restaurant, bakery, workshop, inside a house, museum, fireplace, hallway, bar, attic, lab,
  laboratory, shop, store, floor, carpet, rug;
studio: studio, backdrop, plain background, studio shot, simple background;
table: tabletop, wooden table, counter, kitchen table, countertop, workbench, picnic blanket, still life,
  windowsill, window sill, window ledge, windowsills;
sky: sky, clouds, above the clouds, in the clouds, heavens, cloudscape, blue sky;
cave: cave, cavern, grotto;
stage: stage, theater, theatre, concert
""")

GENERAL = words("landscape nature outdoors scenery countryside country")
"""Places that say no more than "outside": one that was named right before them stays."""

# Which room a setting is.
PLACE = table("""
kitchen: kitchen; classroom: classroom, school room, in class, in math class, in calculus class, in history class,
  in science class, in art class, in english class, in biology class, in chemistry class, in physics class,
  in geometry class, in algebra class, math class, calculus class; bedroom: bedroom, children's bedroom, kids bedroom;
office: office;
restaurant: restaurant, cafe, café, coffee shop, bar, diner, canteen, pizzeria, bistro; workshop: workshop, garage;
shop: shop, store, bakery, grocery store, toy store, pet shop; bathroom: bathroom, restroom, washroom;
library: library; laboratory: lab, laboratory; living room: living room, lounge
""")

TIME = table("""
sunset: the sun setting, the sun sets, the sun is setting, the setting sun, sun is setting, the sun was setting,
  sun was setting, sun going down, sun goes down, sun went down, sun sank, the sun sank, sun sinks,
  sun sinking, sun sank below the horizon, sun about to set, sun is about to set, sun dips,
  sun dipped, the sun set, sun slowly sets, sun slowly setting,
  sunset, sundown, golden hour, evening, setting sun, sun setting, sun sets, sun setting, late afternoon;
dusk: dusk, twilight, blue hour, nightfall;
sunrise: the sun rising, the sun rises, the rising sun, sun is rising, the sun was rising, sun was rising,
  sun rose, the sun rose, sun coming up, sun comes up, sun came up, first light,
  sunrise, dawn, morning, early morning, daybreak, rising sun, sun rising, sun rises;
day: day, sun, the sun, noon, midday, daytime, daylight, afternoon, sunny, sunlit, sunshine, sunny day, summer,
  bright day;
night: night, midnight, moonlit, moonlight, nighttime, starry, starry night, starry sky, night sky, at night, full
  of stars,
  under the stars, aurora, northern lights, stars
""")

WEATHER = table("""
fog: fog, foggy, mist, mists, misty, haze, hazy, smoke, smoky;
rain: rain, rainy, raining, drizzle, wet, downpour, in the rain, puddles, puddle;
snow: snow, snowy, snowing, winter, december, january, february,
  snowfall, snow covered, wintry, christmas, frozen, icy, blizzard, frosty,
  snowstorm,
  ice, frost;
storm: storm, stormy, thunderstorm, lightning, thunder, tempest, hurricane, lightning storm;
wind: windy, breeze, breezy, gust;
cloudy: cloudy, overcast, clouded, grey sky, gray sky
""")

MOOD = table("""
neon: neon, cyberpunk, futuristic, synthwave, vaporwave, neon lights, sci-fi;
gloomy: gloomy, dark, spooky, scary, haunted, eerie, halloween, sad, moody, sinister, gothic, horror, lonely, ominous;
pastel: pastel, dreamy, soft, gentle, kawaii, whimsical, delicate, pastel colors, soft light, serene, peaceful, calm;
vivid: vibrant, vivid, colorful, colourful, psychedelic, bright colors, bold, saturated, lively, bright;
warm: october, november, warm, cozy, cosy, warm light, autumn, fall, autumnal, golden light, candlelight, nostalgic;
cold: cold, chilly, cool, freezing;
silhouette: silhouette of, silhouettes of, silhouetted, in silhouette, backlit;
mono: black and white, monochrome, grayscale, greyscale, noir, film noir;
sepia: sepia, vintage, old photo, retro, antique photo, antique photograph, old-fashioned photo;
dramatic: dramatic, epic, dramatic light, dramatic lighting, cinematic, cinematic lighting, majestic
""")

# Style words name a finish; the provider's own finish is still laid over it.
GROUND = table("""
road: road, highway, path, dirt road, race track, racetrack, winding road, trail, driveway;
village: village, small village, town, small town, hamlet, fishing village
""")

RELATION = table("""
on: on, on top of, on the top of, at the top of, atop, upon, riding, sitting on, standing on, perched on, resting on,
  lying on, rides, onto, sits on,
  sitting atop, sleeping on, stands on, lies on, on the back of;
under: under, beneath, below, underneath, sitting under, standing under;
with: with, featuring, features, has, having, whose, that have, which have;
at: at, sitting at, seated at;
beside: next to, beside, near, by, close to, alongside, along with, around, playing with, against, besides,
  surrounded by, talking to, accompanied by;
front: in front of, before, at the foot of;
behind: behind, hiding behind;
inside: in, inside, into, within, driving, sitting in, in the middle of, in the center of, in the centre of,
  at the center of;
above: above, over, high above, flying over, floating over, hovering over, jumping over, flying above, floating
  above, soaring over;
hold: holding, carrying, holds, carries, playing, eating, reading, drinking, holding up, waving, pushing,
  lifting, hugging, catching;
wear: wearing, wears, dressed in, dressed as, dressed up as, dressed like, dressed up like, dressed up in,
  disguised as, costumed as, putting on, puts on, trying on, tries on;
left_of: left of, to the left of, on the left of, at the left of, on the left side of, to the left side of;
right_of: right of, to the right of, on the right of, at the right of, on the right side of, to the right side of;
between: between, in between, sandwiched between, in the middle between
""")

# Where in the picture, said without another thing to measure from.
SPOT = table("""
left: on the left, to the left, at the left, on the left side, at left, on left, on the left hand side;
right: on the right, to the right, at the right, on the right side, at right, on right, on the right hand side;
middle: in the middle, in the center, in the centre, at the center, at the centre;
near: in the foreground, in foreground, in the near foreground, in the immediate foreground
""")
ARRANGEMENT = table("""
row: in a row, in a line, side by side, lined up, in line, in one row, in a straight line;
circle: in a circle, in a ring, forming a circle
""")
# Skin of people, as people say it; a colour before a person is one too ("a black woman").
SKIN = table("""
dark: dark skinned, dark-skinned, african, african american, black skinned, kenyan, nigerian, ethiopian;
brown: brown skinned, indian, south asian, pakistani, latino, latina, hispanic, mexican, brazilian, egyptian;
medium: tan skinned, middle eastern, arab, arabic, turkish, persian, moroccan, thai, indonesian, filipino;
fair: asian, east asian, chinese, japanese, korean, vietnamese, italian, spanish, greek, olive skinned;
light: light skinned, light-skinned, pale skinned, caucasian, european, scandinavian, russian, irish
""")
COLOUR_OF_SKIN = {"black": "dark", "brown": "brown", "tan": "medium", "white": "light"}
BEING = words("is are was were")
PRONOUN = words("it them him they he she")

NUMBER = {
    word: int(count)
    for word, count in table("""
0: zero;
1: one;
2: two, 2, couple, pair, both, a couple of, a pair of;
3: three, 3, few, some, stack, various, trio, a few, a stack of, a trio of;
4: four, 4, several, group, family, pack, pile, multiple, a group of, a family of, a pack of, a pile of;
5: five, 5, herd, row, bunch, a bunch of, a herd of, a row of;
6: six, 6, many, flock, half a dozen, half dozen, a half dozen, school, a flock of, a school of;
7: seven, 7, lots, swarm, crowd, a lot of, lots of, a swarm of, a crowd of;
8: eight, 8, an army of;
9: nine, 9, dozens of;
10: ten, 10;
11: 11, eleven;
12: 12, twelve, dozen, a dozen, a dozen of;
13: 13, thirteen;
14: 14, fourteen;
15: 15, fifteen;
16: 16, sixteen;
17: 17, seventeen;
18: 18, eighteen;
19: 19, nineteen;
20: 20, twenty, two dozen, two dozens, three dozen, four dozen, a score of, hundred, a hundred, one hundred, hundreds,
  thousands, a thousand
""").items()
}

SIZE = table("""
tiny: tiny, miniature, mini, minuscule, micro, teeny;
small: small, little, baby, short;
big: big, large, tall, long, fat, chubby, oversized, grand;
huge: huge, giant, gigantic, enormous, massive, colossal, towering, immense
""")

POSE = table("""
walk: walking, walks, strolling, hiking, marching;
climb: climbing, climbs; surf: surfing, surfs; ski: skiing; bike: cycling, biking; golf: golfing, playing golf;
lift: lifting weights, weightlifting; meditate: meditating, doing yoga; juggle: juggling, juggles;
sleep: sleeping, asleep, napping, sleeps, dozing;
fly: flying, floating, hovering, soaring, flies, levitating, falling, gliding;
jump: jumping, leaping, jumps, hopping, bouncing;
run: running, racing, runs, galloping, chasing, sprinting, speeding;
dance: dancing, dances, spinning;
swim: swimming, swims, diving, snorkeling;
""")

COLOUR: dict[str, Colour] = {
    "red": (224, 48, 44),
    "crimson": (184, 20, 54),
    "scarlet": (230, 42, 36),
    "maroon": (128, 28, 40),
    "orange": (244, 128, 34),
    "peach": (250, 180, 140),
    "coral": (250, 120, 100),
    "amber": (246, 176, 40),
    "yellow": (250, 204, 48),
    "gold": (222, 172, 60),
    "golden": (226, 178, 62),
    "cream": (246, 232, 200),
    "green": (58, 164, 84),
    "emerald": (18, 150, 100),
    "lime": (150, 212, 50),
    "olive": (124, 130, 50),
    "mint": (150, 222, 186),
    "turquoise": (48, 194, 190),
    "teal": (20, 148, 150),
    "cyan": (48, 190, 226),
    "blue": (44, 104, 224),
    "navy": (28, 46, 112),
    "azure": (60, 150, 240),
    "indigo": (70, 62, 170),
    "purple": (132, 70, 190),
    "violet": (136, 82, 212),
    "lavender": (182, 160, 230),
    "lilac": (200, 166, 224),
    "pink": (244, 120, 170),
    "magenta": (216, 48, 150),
    "fuchsia": (230, 50, 160),
    "brown": (132, 86, 54),
    "tan": (204, 164, 116),
    "beige": (226, 206, 170),
    "black": (42, 42, 50),
    "white": (246, 246, 244),
    "gray": (140, 143, 150),
    "silver": (192, 196, 204),
    "bronze": (176, 120, 62),
    "copper": (190, 110, 66),
    "light blue": (130, 190, 246),
    "dark blue": (26, 52, 126),
    "light green": (144, 214, 124),
    "dark green": (24, 92, 54),
    "dark red": (140, 20, 30),
    "sky blue": (110, 184, 244),
    "rainbow": (230, 70, 130),
}
COLOUR_SAME = {
    "grey": "gray",
    "rose gold": "peach",
    "ginger": "orange",
    "blonde": "yellow",
    "rainbow-colored": "rainbow",
    "multicolored": "rainbow",
    "rainbow colored": "rainbow",
    "reddish": "red",
    "hot pink": "magenta",
    "aqua": "cyan",
    "bright red": "red",
    "deep orange": "orange",
    "bright blue": "blue",
    "bright yellow": "yellow",
    "deep blue": "navy",
    "baby blue": "light blue",
    "light pink": "pink",
    "dark brown": "brown",
    "jet black": "black",
    "bright green": "green",
    "red-haired": "red",
    "snow white": "white",
    "royal blue": "blue",
    "neon green": "green",
    "neon orange": "orange",
    "neon pink": "magenta",
    "neon yellow": "yellow",
    "neon blue": "blue",
    "bright orange": "orange",
    "bright pink": "magenta",
}


def colour_of(word: str) -> str | None:
    """The colour that a word names, by the name that it has here."""
    return word if word in COLOUR else COLOUR_SAME.get(word)


# Words that carry no picture: dropped without a word about it.
STOP = words("""
    fiery blazing
    collection cella falls
    displays displaying
    speech
    a an the lone of is are was be it its it's his her their our my your that this these those which who there have
    made from to for as up down out off one very really young sad lonely bold so
    too also some any all each other another big-budget via than
    into through across along while during where when then just about like looks looking look facing toward towards
    photo photograph picture image illustration drawing render rendering view scene shot art artwork design
      digital concept
    background foreground style styled in-style highly detailed detail details realistic photorealistic hyperrealistic
    beautiful lovely nice pretty gorgeous stunning amazing cute adorable happy smiling friendly funny
    fancy elegant modern sleek simple clean quality high hd uhd 4k 8k resolution masterpiece award
      winning trending
    professional photography lens light lighting lights logo icon sticker product comic establishing single
    sitting standing lying resting looking sits stands set made full filled covered surrounded top front back
    side middle center centre left right bottom edge corner old new ancient antique old-fashioned magical magic
    fluffy furry fuzzy shiny wild
    brave curious playful mysterious fantastic fantasy cool-looking perfect tranquil quiet busy empty open
    deep low good great best little-known us we you he she they them i me do does don't isn't but or if at by
    scenic rural exotic traditional classic typical ordinary everyday real fresh delicious tasty steaming hot
    proud angry lazy sleepy hungry grumpy wise fast slow strong slender thin slim wooden metal golden-haired
      glass stone
    shining sparkling gleaming reflecting reflection reflections reflected shadows shadow silhouette silhouetted
      soft-focus
    bokeh depth focus f/1.8 35mm 50mm composition texture textured pattern colors colours color colour colored coloured
    theme themed version type kind sort piece part lot being made-of no-one someone something anything everything thing
    writes tropical striped spotted dotted stylized stylised isolated centered cinematic-looking ultra hyper super
    long-haired covered-in blooming flowering tied parked stuck growing hanging glowing-eyed crossing swimming-in
    finger fingers still sharp soft smooth polished juicy ripe hard sour rough jagged curvy vibrant
    ground flat bed-time big-eyed tall-grass""")
# Parts of a subject: understood as belonging to it, though the engine draws its own.
PARTS = words("""
    mane tail wings wing nose ears ear hair afro ponytail pigtails braids dreadlocks
    eyes eye beard horns horn paws fur feathers legs arms body face head beak
    teeth whiskers claws scales stripes spots sails wheels petals roof walls windows smile freckles mustache moustache
    skin shoulder shoulders lap neck collar ribbon bow antenna antennas mohawk""")
DETERMINERS = words("""
    a an the one two three four five six seven eight nine ten my your his her its their some several another
""")
NEGATIVE = (
    words("""
    no without not minus excluding except avoid never don't aren't isn't wasn't weren't haven't hasn't can't cannot
    won't neither nor lacking lacks absent nobody missing
""")
) | {"free of", "devoid of", "empty of", "bare of", "has no", "have no", "with no", "there are no", "there is no"}

# Words of photography, rendering and praise that change nothing here; the plan says that they were left out.
LEFT_OUT = frozenset(
    table("""
left out: roaring, growling,
  heavy metal, punk rock, punk song, fashioned after, named after, modeled after, modelled after, wrap around,
  situated, not more than, no more than, not less than, no less than, no fewer than, at least, at most, three quarters
  front view, three quarters view, three quarters, artstation, trending on artstation, on
  artstation, unreal engine, unreal engine 5, octane render, octane,
  redshift, ray tracing, ray traced, vray, v-ray, blender render, blender 3d, in blender, made in blender,
  rendered in blender, made with blender, cinema 4d, hdr, dslr, slr, canon, nikon, sony, leica,
  hasselblad, fujifilm, kodak, kodak portra, bokeh, 35mm, 50mm, 85mm, 24mm, 70mm, f/1.8, f1.8, f 1 8,
  iso 100, shutter, aperture, long exposure, tilt shift, fisheye, fish-eye, telephoto, depth of field,
  shallow depth of field, sharp focus, soft focus, in focus, out of focus, 4k, 8k, uhd, hd, high resolution,
  ultra detailed, hyper detailed, intricate, intricate details, best quality, masterpiece, award winning, trending,
  deviantart, pinterest, behance, dribbble, national geographic, stock photo, raw photo, film grain, film still,
  color grading, colour grading, volumetric lighting, volumetric light, studio lighting, rim light, rim lighting,
  global illumination, photoreal, hyperreal, ultra realistic, hyper realistic, surreal, surrealism, abstract,
  contemporary, anime, rococo, baroque, steampunk, fantasy art, concept art,
  digital art, matte painting, expressionist, expressionism, renaissance,
  punk, steam punk, high contrast, contrast, aesthetic, filmic, analog, analogue,
  rule of thirds, symmetrical, ornate, photo realistic, exposure, lens, wide-angle lens, telephoto lens, macro lens,
  dslr photo, studio photo, screenshot, wallpaper, figurative, modernist, grunge
""")
)
