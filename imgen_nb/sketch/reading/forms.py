"""Forms: things that another thing can take the form of, as a teapot like an avocado."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

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
