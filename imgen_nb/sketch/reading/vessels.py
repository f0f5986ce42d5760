"""Vessels: what is in them and how much of it: "a half-full pitcher of stout", "an empty glass"."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

# A vessel's drawings, empty, half full and full, by the drawings that its words name.
_FILLED = {
    name: drawings
    for drawings, names in (
        (("@pitcher", "@pitcherhalf", "@pitcherfull"), "@pitcher"),
        (("@emptyglass", "@glasshalf", "@glassfull"), "@emptyglass glass-of-milk @juice"),
        (("@emptywineglass", "@wineglasshalf", "@wineglassfull"), "@emptywineglass wine-glass"),
        (("@clearbottle", "@winebottlehalf", "@winebottle"), "@clearbottle @bottle"),
    )
    for name in (*drawings, *names.split())
}
LEVEL = table("""
half: half full, half empty, half filled, partly full, partially filled;
full: full, filled, brimming
""")
# The colour of a drink.
_COLOUR = table("""
amber: beer, light beer, lager, ale, ipa, cider, whiskey, whisky, honey, apple juice, iced tea, pale ale, olive oil,
  oil;
black: stout, porter, guinness, dark beer, cola, coke, coffee;
orange: orange juice, juice, carrot juice, mango juice, fanta, orange soda;
crimson: red wine, wine, tomato juice, cranberry juice, grape juice, blood, sangria;
cream: white wine, champagne, prosecco, sake;
yellow: lemonade, pineapple juice;
white: milk, cream, coconut milk;
pink: rose wine, pink lemonade, strawberry milk;
light blue: water, sparkling water, ice water, soda water;
green: absinthe, green tea, green juice
""")
_FROTHY = table("foam: beer, light beer, lager, ale, ipa, stout, porter, guinness, dark beer, pale ale")
_BOTTLED = {"amber": "@beerbottle", "black": "@beerbottle", "crimson": "@winebottle", "cream": "@winebottle"}
LONGEST = 2  # words of a drink


def holding(art: str, drink: str) -> tuple[str, str | None, tuple[str, ...]] | None:
    """(drawing, colour, parts) of a vessel with a drink in it; None where it is no vessel, or that no drink."""
    drawings, colour = _FILLED.get(art), _COLOUR.get(drink)
    if drawings is None or colour is None:
        return None
    half = art == drawings[1]
    foam = (_FROTHY[drink],) if drink in _FROTHY else ()
    if art == "@bottle" and not half:
        return _BOTTLED.get(colour, "@bottle"), None if colour in _BOTTLED else colour, ()
    return drawings[1 if half else 2], colour, foam if art != "@bottle" else ()


def filled(art: str, level: str, word: str) -> tuple[str, str | None]:
    """(drawing, colour) of a vessel that is half full or full, of what its word says if it does."""
    drawings = _FILLED.get(art)
    if drawings is None or (art == "@bottle" and level == "full"):
        return art, None
    return drawings[1 if level == "half" else 2], _COLOUR.get(word.partition(" of ")[2])
