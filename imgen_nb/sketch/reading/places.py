"""Places by name: cities, sights of nature and further words for where something is."""

from __future__ import annotations

from imgen_nb.sketch.reading import lexicon
from imgen_nb.sketch.reading.aliases import ALIAS
from imgen_nb.sketch.reading.lexicon import table

_NAMED = table("""
city: new york city, downtown manhattan, city of london, constantinople, abu dhabi, san francisco, las vegas,
  washington, dc, sydney, melbourne, delhi, new delhi, cairo, athens, barcelona, lisbon, vienna, prague, budapest,
  munich, hamburg, zurich, brussels, stockholm, oslo, copenhagen, helsinki, dublin, edinburgh, glasgow, manchester,
  kyoto, osaka, seoul, bangkok, jakarta, manila, kuala lumpur, bangalore, kolkata, chennai, karachi, lagos, nairobi,
  johannesburg, cape town, buenos aires, rio, rio de janeiro, sao paulo, mexico city, montreal, vancouver, miami,
  houston, dallas, philadelphia, atlanta, denver, detroit, portland, brooklyn, queens, hollywood, silicon valley,
  financial district, city center, city centre, town center, megacity, ghetto, slum;
mountains: great wall, the great wall, great wall of china, the great wall of china, yosemite, yellowstone, rocky
  mountains, rockies, andes, matterhorn, kilimanjaro, mont blanc, patagonia, tibet, nepal, swiss alps, switzerland,
  sierra nevada, mountain pass, ridge, volcanoes, mountain peak, snow mountain;
desert: serengeti, african plain, african plains, kenya, tanzania, grand canyon, the grand canyon, arches national
  park, monument valley, death valley, gobi, outback, egypt, arabia, badlands, mojave, wild west, old west, giza,
  nevada, arizona, wasteland, petra;
forest: tree branches, dense tree branches, branches, kerala, amazon, congo, black forest, redwoods, undergrowth,
  thicket, treetops, canopy, underbrush, treeline;
beach: hawaii, bali, caribbean, copacabana, maldives, florida, malibu, bora bora, sandy island, sandy shore;
sea: mediterranean, pacific, atlantic, english channel, ha long bay, halong bay, guilin, phi phi islands, el nido,
  norwegian sea, open water, high seas, rough sea, stormy sea, choppy sea;
lake: loch, lochs, scottish loch, loch lomond, waterfall, waterfalls, niagara falls, victoria falls, angel falls,
  iguazu falls, loch ness, loch awe, thames, seine, amazon river, mississippi, nile, rhine, danube, venice, canals
  of venice, canal in venice, venice canal, venice canals, grand canal, marsh, wetlands, reservoir, creek, brook,
  shallow water, bog, bayou;
hills: cliffs, sea cliff, sea cliffs, seaside cliff, clifftop, cliff top, headland, cliff by the sea, cliff over the
  sea, cliff above the sea, cliff overlooking the ocean, cliff overlooking the sea;
hills: the starry night, the starry night by van gogh, van gogh painting, flame like cypress tree, earthquake,
  tuscany, scotland, ireland, provence, shire, green valley, knoll, grassland hills, rolling green hills;
meadow: grassy field, corn field, cornfield, wheatfield, rice field, rice paddy, clover, grassy lawn, tall grass,
  grassy hill, golf course, football field, soccer field, baseball field, sports field, stadium, fairground,
  campsite, cemetery, graveyard, zoo, farmland, plantation, courtyard, patio, lavender fields, flower garden, rose
  garden, central park, tennis court, tennis courts, basketball court, barnyard, paddock;
street: times square, abbey road, crosswalk, road crossing, bus stop, parking lot, gas station, petrol station,
  runway, tarmac, airport, driveway, cobblestone street, crossroads, main street, chinatown, bazaar, plaza, piazza,
  city
  block, subway station, train platform, loading dock;
snow: greenland, iceland, siberia, alaska, lapland, ski slope, ski resort, snowbank, snow bank, ice rink, frozen
  lake;
room: lobby, bank lobby, hotel lobby, subway station, train station, metro station, underground station, empty
  station, inside of a train, inside of a subway train, inside of a bus, inside of a plane, inside of a house,
  inside of a building, inside of a car, recording studio, lecture hall, conference room, meeting room, dining room,
  waiting room, hospital room, dorm room, playroom, nursery, cellar, basement, sauna, gym, gymnasium, art gallery,
  gallery, salon, barber shop, pub, tavern, saloon, courtroom, boardroom, dressing room, ballroom, throne room,
  spaceship cockpit, cockpit, elevator, corridor, subway car, subway train, cabin interior, factory, warehouse, art
  museum, natural history museum;
stage: rock concert, concert stage, concert hall, opera house stage, nightclub, disco, circus, circus ring, boxing
  ring, spotlight, dark stage;
space: orbit around earth, asteroid belt, solar system, black hole, deep cosmos, far galaxy, event horizon;
underwater: bottom of the ocean, ocean bottom, bottom of an ocean, sea bottom, bottom of a lake, bottom of the lake,
  bottom of a pool, bottom of the pool, bottom of a stream, bottom of a shallow stream, bottom of a river, bottom of
  the river, bottom of a pond, ocean depths, great barrier reef, kelp forest, fish tank, sunken city, atlantis;
room: hospital ward, operating room, operating theatre, grocery aisle, supermarket aisle, laundromat, laundry room,
  prison, prison cell, jail, jail cell, cathedral interior, church interior, inside a church, inside a cathedral,
  nave,
  movie theater, movie theatre, cinema, home theater, assembly line, auto factory, server room, data center, computer
  room, barbershop, barber shop, beauty salon, hair salon, hairdresser, tattoo parlor, airport, airport terminal,
  departure lounge, courthouse interior, arcade, amusement arcade, game room, locker room, casino, bowling alley,
  wine cellar, beer hall, brewery interior, winery, reception, doctor's office, dentist office, dentist's office,
  veterinarian office, music studio, supermarket, bookstore, hospital corridor, cafeteria, food court, dining hall,
  mess hall, sushi bar, ice cream parlor, beer garden, steakhouse, candy store, clothing store, shoe shop, bookshop,
  gift shop, hardware store, general store, jewelry shop, butcher shop, pantry, delicatessen, pharmacy shop,
  florist shop,
  atrium, banquet hall, entrance hall, elevator lobby, hall, science museum, archive, reading room, art museum,
  youth hostel room, berth, hospital, yoga studio, martial arts gym, fitness studio, weight room, engine room, hangar,
  chemistry lab, biology laboratory, physics laboratory, clean room, kindergarten classroom, art school, lecture room,
  legislative chamber, parliament, courtroom interior, chapel interior, auto showroom, showroom, repair shop;
stage: auditorium, orchestra pit, television studio, discotheque, catwalk, amphitheater stage, fashion show;
meadow: amusement park, theme park, water park, construction site, building site, athletic field, running track,
  rugby pitch, cricket pitch, soccer pitch, football pitch, picnic area, picnic ground, japanese garden, zen garden,
  botanical garden, formal garden, topiary garden, hayfield, junkyard, landfill, camp site, campground, skate park;
street: flea market, farmers market, christmas market, street market, fish market, car park, residential
  neighborhood, neighborhood, suburb, suburbs, promenade, medina, curb, airfield, heliport, back alley, pavement;
lake: moat, fishpond, swimming hole, watering hole, ice floe;
hills: archipelago, peninsula, taiga, butte, quarry, trench, excavation, archaeological excavation;
cave: burial chamber, sewer, catacomb, mine, dungeon, crypt, catacombs, tunnel of stone, dark cave, cellar vault
""")

# Which city, sight or way a setting is: `painting` has a picture of each.
PLACE = lexicon.PLACE | table("""
new york: new york, new york city, nyc, manhattan, downtown manhattan, brooklyn, financial district;
times square: times square;
great wall: the great wall, great wall, great wall of china, the great wall of china;
grand canyon: grand canyon, the grand canyon;
arches: arches national park, monument valley;
karsts: ha long bay, halong bay, guilin, phi phi islands, el nido;
venice: venice, canals of venice, canal in venice, venice canal, venice canals, grand canal;
canal: canal, canals, amsterdam;
falls: waterfall, waterfalls, niagara falls, victoria falls, angel falls, iguazu falls;
loch: loch, lochs, scottish loch, loch lomond, loch ness, loch awe;
savanna: savanna, savannah, serengeti, african plain, african plains, kenya, tanzania;
platform: subway station, train station, metro station, underground station, station, empty station, train platform;
lobby: lobby, bank lobby, hotel lobby, ballroom, banquet hall, atrium, entrance hall, elevator lobby, parliament,
  legislative chamber;
shop: bookstore, bookshop;
fitness: gym, gymnasium, fitness studio, weight room, martial arts gym, yoga studio;
ward: hospital room, hospital ward, hospital corridor, operating room, operating theatre;
museum: museum, art museum, art gallery, gallery, natural history museum, science museum;
supermarket: supermarket, grocery store, grocery aisle, supermarket aisle, general store, hardware store;
laundromat: laundromat, laundry room;
prison: prison, prison cell, jail, jail cell;
nave: cathedral interior, church interior, inside a church, inside a cathedral, nave, chapel interior;
throne room: throne room;
cinema: movie theater, movie theatre, cinema, home theater;
factory: factory, auto factory, warehouse, brewery interior;
server room: server room, data center, computer room;
barber: barbershop, barber shop, beauty salon, hair salon, salon, dentist office, dentist's office;
airport: airport, airport terminal, departure lounge;
courtroom: courtroom, courtroom interior;
game hall: arcade, amusement arcade, game room;
locker room: locker room;
casino: casino;
bowling: bowling alley;
cellar: cellar, basement, wine cellar, winery;
waiting room: waiting room, reception, doctor's office, veterinarian office;
recording: recording studio, music studio;
cemetery: cemetery, graveyard;
playground: playground;
pitch: football field, soccer field, sports field, athletic field, soccer pitch, football pitch, rugby pitch;
hoops: basketball court;
golf: golf course;
campsite: campsite, camp site, campground;
zoo: zoo;
building site: construction site, building site;
fairground: fairground, amusement park, theme park;
market: market, flea market, farmers market, christmas market, street market, fish market, bazaar;
parking lot: parking lot, car park;
restaurant: cafeteria, food court, dining hall, mess hall, sushi bar, ice cream parlor, steakhouse, beer hall;
shop: candy store, clothing store, shoe shop, bookshop, gift shop, jewelry shop, butcher shop, florist shop;
laboratory: chemistry lab, biology laboratory, physics laboratory, clean room;
classroom: kindergarten classroom, lecture room, lecture hall, art school;
library: reading room;
concert: concert, rock concert, concert stage, concert hall;
island: sandy island;
marina: marina, harbor, harbour, dock, pier, port;
boughs: tree branches, dense tree branches, branches;
tennis court: tennis court, tennis courts;
crossing: abbey road, intersection, city intersection, crossroads, road crossing;
earthquake: earthquake;
starry night: the starry night, the starry night by van gogh, van gogh painting, flame like cypress tree;
shanghai: shanghai;
singapore: singapore;
seattle: seattle;
coast: cliffs, sea cliff, sea cliffs, seaside cliff, clifftop, cliff top, headland, cliff by the sea, cliff over the
  sea, cliff above the sea, cliff overlooking the ocean, cliff overlooking the sea;
windowsill: windowsill, window sill, window ledge, windowsills;
london: london, city of london;
paris: paris;
san francisco: san francisco, sanfrancisco;
rio: rio, rio de janeiro;
istanbul: istanbul, constantinople;
moscow: moscow;
sydney: sydney;
tokyo: tokyo;
beijing: beijing;
dubai: dubai, abu dhabi;
rome: rome;
athens: athens;
berlin: berlin;
cairo: cairo;
washington: washington;
barcelona: barcelona;
las vegas: las vegas;
hollywood: hollywood
""")

# What a place says beyond itself, and the places that a style has of its own.
IMPLIED: dict[str, dict[str, str]] = {"starry night": {"time": "night", "style": "swirling"}}
STYLED = {
    word: (setting, place)
    for setting, place, said in (
        ("hills", "blocks", "minecraft, minecraft style, voxel"),
        ("city", "grid", "synthwave, vaporwave, retrowave, outrun"),
        ("desert", "melting", "dali, dalí, salvador dali, salvador dalí"),
    )
    for word in said.split(", ")
}

# A place that has a drawing of its own is a thing.
SETTING = lexicon.SETTING | {phrase: setting for phrase, setting in _NAMED.items() if phrase not in ALIAS}
