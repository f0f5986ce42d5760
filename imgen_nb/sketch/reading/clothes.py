"""Clothes: the words for what is worn, the kind of garment each names, and the drawing of one that nobody wears."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table, words

# The kind of garment; how each looks, on a body and by itself, is in `art.wardrobe`.
STYLE_OF = table("""
shirt: shirt, blouse, hawaiian shirt, floral hawaiian shirt, button down shirt, dress shirt, uniform shirt;
tee: t-shirt, tshirt, tee, tee shirt, polo shirt, running-shirt, @tshirt; tank: tank top, singlet, crop top;
jersey: jersey, soccer jersey, football jersey, basketball jersey;
sweater: sweater, turtleneck, pullover, cardigan, jumper, sweatshirt, jogging clothes,
  tracksuit, gym clothes, sports clothes; hoodie: hoodie, hooded sweatshirt, hoody;
jacket: jacket, blazer, denim jacket, bomber jacket, windbreaker, puffer jacket, sport jacket;
leather: leather jacket, studded leather jacket, biker jacket, motorcycle jacket;
vest: vest, waistcoat, life vest, safety vest, safety-vest;
coat: coat, raincoat, trench coat, overcoat, winter coat, fur coat, parka, cloak; gown-of-work: lab coat, lab-coat;
suit: suit, business suit, formal suit, business attire, suit and tie;
tuxedo: tuxedo, tux, formal clothes, formal attire, formal wear, formal clothing, evening wear, dinner jacket;
uniform: uniform, military uniform, police uniform, school uniform;
karate: karate uniform, karate gi, martial-arts-uniform, judo uniform;
pajamas: pajamas, pyjamas, pajama, nightgown, onesie; overalls: overalls, dungarees, clothes, outfit, clothing;
jumpsuit: jumpsuit, race car suit, racing suit, race suit, flight suit, wetsuit, boiler suit, prison uniform;
spacesuit: spacesuit, space suit, astronaut suit, astronaut costume;
armor: armor, armour, suit of armor, suit of armour, chain mail;
costume: costume, superhero costume, clown costume, halloween costume;
dress: dress, sundress, elegant dress, frilly dress, summer dress, tutu;
gown: gown, evening gown, wedding dress, ball gown, wedding gown; robe: robe, wizard robe, bathrobe, monk robe;
kimono: kimono, yukata; toga: toga, tunic; sari: sari, saree; skirt: skirt, grass skirt, mini skirt;
kilt: kilt, tartan kilt; trousers: trousers, pants, jeans, leggings, slacks, tights,
  wrestling tights; shorts: shorts, swimming trunks;
apron: apron; swimsuit: swimsuit, bathing suit, bikini, one-piece-swimsuit, swim suit;
cape: cape, superhero cape; scarf: scarf, @scarf, shawl, bandana; bow tie: bow tie, bowtie; tie: tie, necktie, neck tie;
gloves: gloves, boxing gloves, mittens, glove; boots: boots, hiking-boot, cowboy boots, rain boots, @shoe, @highheel,
  running-shoe, mans-shoe, womans-sandal, thong-sandal, ballet-shoes, flat-shoe; pack: backpack
""")
# Kinds with a picture in the pack or a recipe; the others are drawn as they are worn.
_ELSEWHERE = {
    "tee": "@tshirt", "coat": "coat", "jacket": "coat", "dress": "dress", "gown": "dress", "kimono": "kimono",
    "trousers": "jeans", "scarf": "@scarf", "tie": "necktie", "gloves": "gloves", "boots": "@boots",
    "swimsuit": "one-piece-swimsuit", "shorts": "shorts", "pack": "backpack", "shirt": "@tshirt", "jersey": "@tshirt",
    "sari": "sari", "vest": "safety-vest", "hoodie": "@hoodie", "sweater": "@hoodie", "skirt": "@kilt", "kilt": "@kilt",
    "leather": "@leatherjacket", "suit": "@tuxedo", "tuxedo": "@tuxedo",
}  # fmt: skip
HEADGEAR = table("""
top-hat: tophat, bowler hat, bowler; @hat: panama hat, sombrero, straw boater, safari hat;
billed-cap: conductor hat, train conductor hat, captain hat, police hat, sailor hat, chauffeur hat, trucker hat;
military-helmet: motorcycle helmet, bike helmet, football helmet, astronaut helmet, hard hat, viking helmet;
goggles: aviator goggles, ski goggles, swimming goggles; glasses: steampunk glasses, reading glasses;
womans-hat: sunhat; crown: laurel wreath, flower crown, golden crown
""")


def hung(style: str) -> str:
    """The drawing of a garment of this kind that hangs or lies there."""
    return _ELSEWHERE.get(style, f"@{style}")


BY_ITSELF = [style for style in sorted({*STYLE_OF.values()}) if style not in _ELSEWHERE]
DRAWN_AS = {word: hung(style) for word, style in STYLE_OF.items() if word[0] != "@"} | HEADGEAR
WORN = frozenset(DRAWN_AS.values()) | words("""
    @shoe @highheel running-shoe mans-shoe womans-sandal thong-sandal ballet-shoes flat-shoe running-shirt
    martial-arts-uniform bikini briefs
""")
