"""Labels: which kind of diagram is asked for, and the names of the parts of what it is of."""

from __future__ import annotations

import re

from imgen_nb.sketch.reading.lexicon import STOP, table

KIND = table("""
venn: venn; tree: decision tree, family tree, org chart, organization chart, tree diagram, hierarchy, taxonomy;
orbits: solar system, planets; sky: constellation, star chart, night sky;
timeline: timeline, time line; cycle: life cycle, lifecycle, water cycle, cycle, food chain, carbon cycle, loop;
floor plan: floor plan, floorplan, suburban house, apartment;
layers: cross section, cross-section, cutaway, inside of the earth, layers of the earth, layers;
strata: soil, geology, rainforest layers, atmosphere, strata, pyramid diagram;
flow: flowchart, flow chart, process, network, mind map, mindmap, block diagram, algorithm
""")
# What the parts of a thing are called, for diagrams of it.
PARTS_OF = {
    word: [part.strip() for part in parts.split(",")]
    for words, _, parts in (
        line.partition(":")
        for line in """
family: Grandparents, Parents, Uncle, Sister, Brother, Cousin, Cousin
walnut nut: Husk, Shell, Kernel, Membrane
earth planet: Crust, Mantle, Outer core, Inner core
apple fruit pear peach: Skin, Flesh, Core, Seeds
avocado: Skin, Flesh, Pit, Seed coat
egg: Shell, White, Yolk, Air cell
onion: Skin, Outer rings, Inner rings, Bud
tree: Leaves, Branches, Bark, Trunk, Roots, Crown
flower plant: Petals, Stem, Pollen, Leaves, Roots, Seeds
brain: Thought, Speech, Memory, Sight, Movement, Balance
digestive stomach: Mouth, Throat, Stomach, Liver, Colon, Gut
heart: Aorta, Left side, Right side, Valves, Vein, Artery
cell: Nucleus, Membrane, Ribosome, Plasma, Wall, Energy
eye: Iris, Pupil, Lens, Retina, Cornea, Nerve
volcano: Crater, Lava, Magma, Vent, Ash, Rock
geyser faithful: Steam, Vent, Hot water, Chamber, Rock, Heat
wall: Watchtower, Rampart, Battlement, Gate, Stairs, Path
castle: Keep, Tower, Gate, Moat, Wall, Banner
lighthouse: Lamp, Lens, Gallery, Tower, Stairs, Door
windmill turbine: Blades, Hub, Shaft, Tower, Gears, Generator
steam locomotive train: Boiler, Chimney, Piston, Cab, Firebox, Wheels
airplane plane jet aircraft: Nose, Wing, Tail, Engine, Cockpit, Flaps
helicopter chopper: Rotor, Cockpit, Tail rotor, Skids, Engine, Door
ship boat sailboat: Mast, Sail, Hull, Deck, Keel, Rudder
submarine: Periscope, Hull, Propeller, Ballast, Rudder, Cabin
clock watch: Dial, Hands, Hours, Gears, Spring, Case
camera: Lens, Shutter, Sensor, Flash, Body, Button
phone telephone: Screen, Speaker, Camera, Battery, Button, Antenna
guitar violin: Head, Neck, Strings, Body, Bridge, Frets
piano: Keys, Strings, Hammers, Pedals, Lid, Frame
robot: Head, Sensors, Arm, Battery, Motor, Legs
telescope: Lens, Tube, Eyepiece, Mirror, Mount, Tripod
microscope: Eyepiece, Lens, Stage, Light, Focus, Base
dog cat wolf fox horse: Ears, Eyes, Nose, Tail, Paws, Coat
elephant: Trunk, Tusk, Ears, Tail, Legs, Hide
shark whale dolphin: Fin, Blowhole, Tail, Gills, Eye, Flipper
bee ant insect beetle: Head, Thorax, Abdomen, Wing, Antenna, Legs
spider: Eyes, Fangs, Legs, Abdomen, Silk, Claws
mushroom: Cap, Gills, Ring, Stem, Spores, Roots
leaf: Blade, Veins, Stem, Tip, Margin, Cells
tooth: Crown, Enamel, Dentin, Pulp, Root, Nerve
skeleton bones: Skull, Ribs, Spine, Pelvis, Femur, Hand
lung lungs: Windpipe, Bronchi, Lobes, Air sacs, Ribs, Diaphragm
bridge: Tower, Cables, Deck, Anchor, Pier, Road
umbrella: Canopy, Ribs, Shaft, Handle, Spring, Tip
bulb lamp: Glass, Filament, Gas, Wire, Screw, Contact
battery: Anode, Cathode, Cell, Casing, Charge, Current
pyramid: Entrance, King's chamber, Gallery, Queen's chamber, Passage, Tomb
house: Living room, Kitchen, Bath, Bedroom, Garage, Hall
car engine: Hood, Engine, Wheel, Brake, Door, Battery
rocket spaceship spacecraft: Nose, Fuel, Tank, Fins, Cabin, Nozzle
butterfly: Egg, Caterpillar, Chrysalis, Butterfly
frog: Egg, Tadpole, Froglet, Frog
water: Evaporation, Clouds, Rain, Rivers
solar planets: Sun, Mercury, Venus, Earth, Mars, Jupiter
constellations stars: Orion, Lyra, Leo, Cygnus, Ursa Major, Draco
computer laptop: Screen, Memory, Processor, Disk, Keyboard, Power
bicycle bike: Saddle, Wheel, Frame, Pedal, Chain, Handlebar
fish: Fin, Gills, Tail, Scales, Eye, Mouth
bird: Beak, Wing, Tail, Feathers, Claw, Eye
soil: Grass, Topsoil, Subsoil, Rock
atmosphere: Space, Mesosphere, Stratosphere, Troposphere
""".strip().splitlines()
    )
    for word in words.split()
}
_OF = re.compile(r"\b(?:of|showing|between|about|with|for)\s+(.+)$")


def kind_of(prompt: str) -> str | None:
    """The kind of diagram that a prompt names."""
    plain = prompt.replace("-", " ")
    return next((kind for phrase, kind in KIND.items() if re.search(rf"\b{re.escape(phrase)}s?\b", plain)), None)


def labels_of(prompt: str, things: list[str]) -> list[str]:
    """The names of the parts: those known of the thing, else the words of the prompt that a list of it names.

    Circles that overlap compare whole things: their parts are not asked for.
    """
    said = _OF.search(prompt)
    listed = re.split(r",\s*(?:and\s+)?|\s+and\s+", said[1]) if said else []
    names = [" ".join(w for w in name.split() if w not in STOP)[:22].capitalize() for name in listed]
    named = [name for name in names if name] if len(names) > 1 else []
    if kind_of(prompt) == "venn" and named:
        return named
    words = re.findall(r"[a-z']+", prompt)
    known = next((PARTS_OF[w] for word in (*words, *things) if (w := word.removesuffix("s")) in PARTS_OF), None)
    known = known or next((PARTS_OF[word] for word in words if word in PARTS_OF), None)
    return known or named
