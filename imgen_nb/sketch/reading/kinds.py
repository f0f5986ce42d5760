"""Kinds: words for kinds of a thing that share one drawing: a rye loaf is bread, a ratatouille comes in its pan."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

KINDS = table("""
steaming-bowl: bouillabaisse, miso soup, congee, bibimbap, tteokbokki, bulgogi, lentils;
shallow-pan-of-food: ratatouille, shakshuka, tagine, feijoada, jambalaya, casserole, stir fry, mapo tofu,
  stroganoff;
curry-rice: biryani, risotto, couscous, fried rice, jollof rice, nasi goreng, pilaf, rice and beans, quinoa, rice;
spaghetti: carbonara, chow mein, soba, pad thai, yakisoba, lo mein, linguine, fettuccine, bolognese, vermicelli;
dumpling: ravioli, baozi, steamed bun, tortellini, wonton, potsticker, manti, momo, gnocchi;
stuffed-flatbread: tortilla wrap, wrap, quesadilla, pita, pita bread, enchilada, shawarma, souvlaki;
flatbread: dosa, chapati, focaccia, injera, okonomiyaki, tortilla, naan bread, idli, vada;
sandwich: banh mi, blt, club sandwich, grilled cheese, grilled cheese sandwich, panini, sub, po boy;
hot-dog: bratwurst;
bread: sourdough, sourdough bread, brioche, challah, cornbread, banana bread, rye bread, bread loaf;
baguette-bread: baguette, baguettes, french bread, bread stick; pie: pastry, pot pie; roasted-sweet-potato: cassava;
sushi: sashimi, kimbap, onigiri roll; fried-shrimp: tempura; meat-on-bone: ribs, bbq ribs, spare ribs, lamb chop;
poultry-leg: drumstick, chicken drumstick, turkey leg, chicken leg, chicken wing;
cut-of-meat: steak meat, pork chop, raw steak, beef, raw meat, meat; falafel: meatball, takoyaki, tater tots;
bento-box: bento; leafy-green: spinach, bok choy, collard greens, swiss chard, arugula;
beans: lentil, kidney bean, black beans, baked beans, cashew, pistachio, soybean, edamame bean, coffee bean,
coffee beans; pea-pod: pea, peas, green bean, green beans, string bean, edamame, okra, snow pea, sweet peas;
peach: apricot, apricots; tangerine: kumquat, clementine, mandarin orange, satsuma, persimmon;
grapes: currant, currants, elderberry, raisins; cherries: cranberry, cranberries, gooseberry;
melon: cantaloup, cantaloupe, honeydew, honeydew melon; lime: finger lime; blueberries: bilberry, huckleberry;
hot-pepper: cayenne, cayenne pepper, chili pepper, chili, chilli, jalapeno; cucumber: pickle, pickles, gherkin;
jack-o-lantern: acorn squash; teacup-without-handle: cup of matcha; garlic: garlic clove, fennel, shallot;
ginger-root: ginger, turmeric; custard: creme brulee, creme caramel, panna cotta, pudding, trifle;
honey-pot: syrup, maple syrup; jar: mayonnaise, applesauce, hot sauce, salsa;
cooked-rice: bowl of rice, steamed rice; popcorn: popcorn bucket, bucket of popcorn; shaved-ice: snow cone;
candy: toffee, caramel, mint candy, bonbon, candy bar, gumdrop; chocolate-bar: chocolate, dark chocolate;
bowl-with-spoon: granola, muesli, oats, grits, couscous bowl, yogurt, yoghurt, oatmeal; beverage-box: juice box;
takeout-box: takeaway box; fish-cake-with-swirl: fishcake; bottle-with-popping-cork: champagne, prosecco;
cocktail-glass: cosmopolitan; tropical-drink: mojito, pina colada, mai tai;
glass-of-milk: eggnog, lassi, glass of milk, soy milk; horse: mustang, colt, filly, racehorse, clydesdale;
donkey: burro; llama: vicuna, guanaco; rabbit: hare, jackrabbit; mouse: vole, shrew, dormouse, field mouse;
hamster: chinchilla; @moose: caribou, wapiti, reindeers; @boar: peccary, javelina;
monkey: macaque, capuchin, gibbon, rhesus monkey, snow monkey, spider monkey, howler monkey;
dog: rottweiler, border collie, great dane, collie, terrier, yorkshire terrier, cocker spaniel, spaniel, mutt,
mongrel, greyhound, doberman, mascot; poodle: bichon frise, maltese;
@shiba: pomeranian, spitz, german spitz;
crocodile: caiman, gharial; snake: rattlesnake, viper, boa constrictor, boa, anaconda, python, mamba, adder, asp;
lizard: komodo dragon, bearded dragon, monitor lizard, newt, skink, basilisk, anole; frog: bullfrog, tadpole;
@plesiosaur: mosasaurus, mosasaur, ichthyosaur, loch ness monster, nessie;
lobster: crayfish, crawfish, crawdad, langoustine; shrimp: krill;
@salmon: trout, cod, tuna, barracuda, herring, sardine, bass, mackerel; @fish: piranha, remora;
squid: giant squid, cuttlefish; ant: termite; mosquito: gnat, midge;
beetle: tick, flea, aphid, louse, weevil, stag beetle, dung beetle, earwig;
spider: tarantula, black widow, daddy longlegs; worm: leech, earthworm; bug: silkworm, larva, grub;
cricket: locust, grasshoppers; honeybee: hornet, wasp, yellowjacket, bee;
duck: teal, coot, grebe, loon, wigeon, eider; goose: gosling, canada goose, greylag goose;
parrot: parakeet, lovebird, lorikeet, cockatiel, quetzal; tooth: tooth, molar; ear: ear;
syringe: syringe, injection, vaccine; nose: nose; hamsa: hamsa hand; x-ray: x ray image;
paw-prints: paw print, paw prints, footprint of a cat; four-leaf-clover: shamrock, four leaf clover; kaaba: kaaba;
microbe: virus, microbe, coronavirus, germ, plankton, bacteria, amoeba; petri-dish: petri dish;
paperclip: paper clip, paperclip; clipboard: clip board;
straight-ruler: ruler, measuring stick, yardstick, slide rule; triangular-ruler: set square, protractor;
spiral-notepad: notepad, sketchbook, sketch pad, writing pad;
closed-book: bible, phonebook, phone book, booklet, paperback, hardback, hardback book, paperback book, atlas,
quran, koran, cookbook, textbook; file-cabinet: file cabinet; card-file-box: card index; black-nib: nib;
pen: marker, marker pen, sharpie, stylus, ballpoint, felt tip pen, highlighter;
videocassette: cassette, cassette tape, videotape, vhs tape, audio cassette; dvd: cd, compact disc, dvd;
floppy-disk: floppy; postal-horn: horn, horns, post horn, french horn; musical-keyboard: keytar, melodica;
headphone: earbuds, airpods, ipod, earphones;
satellite-antenna: satellite dish, radar, dish antenna, radar dish, radio telescope, antenna;
control-knobs: knobs, dial; level-slider: slider; manual-wheelchair: wheelchair;
pill: medicine, pill, pills, tablet pill, capsule;
lotion-bottle: shampoo, lotion, sunscreen, shampoo bottle, conditioner, detergent, hand cream, soap dispenser,
dispenser, glue, shaving cream; roll-of-paper: toilet paper, paper towel, kitchen roll; hair-pick: comb;
razor: razor, shaver, razor blade; electric-plug: plug, charger, power cord; link: chain link;
nut-and-bolt: bolt, nut and bolt; clamp: vise, vice clamp; pick: pickaxe, pick axe, ice axe; carpentry-saw: saw;
thread: spool of thread, bobbin, spool, cotton reel; sewing-needle: needle, needle and thread, knitting needle;
knot: lasso, tied rope; oil-drum: oil barrel, oil drum; receipt: receipt, bill slip, checkbook;
label: tag, price tag, name tag;
identification-card: id card, identity card, driving licence, driver license, badge card;
credit-card: bank card, debit card; ticket: ticket, boarding pass, movie ticket, train ticket, concert ticket;
page-with-curl: sheet of paper, piece of paper; leaf-fluttering-in-wind: windblown leaf, leaf in the wind;
clutch-bag: pouch, coin purse; womans-hat: sunhat, bonnet hat; mans-shoe: loafers, clog, clogs;
flat-shoe: slipper, slippers, ballet flat, ballet flats; womans-sandal: sandal, sandals;
thong-sandal: flip flop, flip flops; womans-boot: boot of leather; bikini: brassiere, bra;
briefs: underwear, underpants, underdrawers, panties; shorts: shorts, swim trunks, boxer shorts, short pants;
one-piece-swimsuit: swimsuit, bathing suit, leotard; running-shirt: vest top; safety-vest: high vis vest;
rescue-workers-helmet: safety helmet; hot-beverage: steaming cup; goal-net: goal posts, fishing net, net;
pool-8-ball: billiard ball, magic 8 ball, eight ball;
ping-pong: ping pong paddle, table tennis bat, table tennis paddle; badminton: shuttlecock, badminton racket;
bullseye: dartboard, dart board, archery target, target, dart, darts; curling-stone: curling stone;
roller-skate: roller skates, roller skate, rollerskates, rollerblade, rollerblades, roller blades, inline skates;
ice-hockey: hockey puck; volleyball: beach ball, beachball, beach volleyball; field-hockey: hurley;
mahjong-red-dragon: domino, dominoes, mahjong tile; slot-machine: slot machine, jackpot machine;
flower-playing-cards: hanafuda; monorail: monorail; oncoming-automobile: front of a car; trolleybus: trolleybus;
aerial-tramway: cable car, gondola lift, ski lift, chairlift, chair lift; mountain-railway: funicular;
articulated-lorry: tanker truck, trailer truck, semi trailer, freight truck;
delivery-truck: food truck, ice cream truck, mail truck, moving truck;
railway-car: freight car, railcar, boxcar, train car;
motor-boat: tugboat, tug, dinghy, lifeboat, airboat, hydrofoil, fishing boat, trawler, barge, water scooter;
sailboat: catamaran, dhow, sloop, schooner, junk;
ship: container ship, oil tanker, aircraft carrier, tanker ship, destroyer;
passenger-ship: steamboat, paddle steamer, riverboat;
automobile: limousine, hearse, station wagon, coupe, rally car, electric car, taillight car;
motorized-wheelchair: mobility scooter; motor-scooter: segway, electric scooter, e scooter;
hotel: hotel, motel, hostel, youth hostel, inn building, guesthouse;
convenience-store: kiosk, pharmacy, drugstore, toyshop, newsstand, corner shop, candy store front;
department-store: shopping mall, mall, department store;
bank: bank building, embassy, courthouse, town hall, city hall;
classical-building: pantheon, mausoleum, embassy palace, supreme court, angkor wat, lotus temple, golden temple,
planetarium; school: campus, college, schoolhouse, university, university building; post-office: post office;
castle: neuschwanstein, neuschwanstein castle, mont saint michel, alhambra, kasbah, citadel, chateau,
  moated castle, drawbridge;
church: monastery, abbey, convent, cloister, basilica, saint basil cathedral, notre dame;
japanese-castle: himeji castle, osaka castle;
factory: brewery, distillery, sawmill, power plant, power station, nuclear power plant, chocolate factory,
shipyard, refinery, steel mill, paper mill; hindu-temple: angkor, borobudur;
hut: tiki hut, kennel hut, yurt, cabana, beach hut, straw hut, mud hut;
tent: tipi, tepee, teepee, wigwam, pavilion tent; fountain: trevi fountain; stadium: racecourse, raceway, racetrack;
carousel-horse: carousel, carrousel; police-officer: police station officer;
mirror-ball: disco ball;
comet: meteorite, shooting star;
potted-plant: snake plant, spider plant, rubber plant, pothos, fiddle leaf fig, hanging plant, pot plant,
  tea plant, coffee plant, ficus, aspidistra;
herb: rosemary, thyme, oregano, sage, twig, sprig, olive branch, ivy, laurel, eucalyptus;
seedling: sprout, seedling, sapling;
sheaf-of-rice: wheat, barley, oat, rye, wheat stalks, ear of wheat, rice plant, grain, sheaf of wheat;
hyacinth: lupin, grape hyacinth; hibiscus: morning glory, azalea, rhododendron, hellebore, geranium, anthurium;
rose: begonia; tulip: crocus, magnolia bud; @daisy: chamomile, edelweiss, gerbera;
cherry-blossom: plum blossom, apple blossom, jasmine, dogwood, almond blossom, honeysuckle;
@starflower: lily of the valley star; lotus: lotus, waterlily; red-paper-lantern: chinese lantern, lampion;
ribbon: ribbon, hair bow, gift bow; rosette: rosette, award ribbon, prize ribbon; reminder-ribbon: awareness ribbon;
prayer-beads: bead, prayer beads; wind-chime: wind chimes; white-cane: blind cane; package: shipping box, package;
inbox-tray: letter tray; studio-microphone: boom microphone; television: tv screen;
tear-off-calendar: calendar page; stopwatch: timer; timer-clock: egg timer, kitchen timer;
water-pistol: water gun, squirt gun, pistol, gun, revolver, machine gun, rifle, shotgun, blaster;
firecracker: dynamite, stick of dynamite; wheel: wagon wheel, cartwheel wheel, tyre;
fork-and-knife-with-plate: place setting; pouring-liquid: poured drink; test-tube: vial;
alembic: beaker, erlenmeyer flask, bunsen burner; musical-score: sheet music, treble clef, music sheet;
trumpet: cornet, bugle; flute: piccolo, recorder, pan flute, tin whistle, kazoo;
long-drum: djembe, conga, tabla drum; drum: snare drum, bass drum, taiko drum, timpani, taiko, kettledrum;
man-standing: supervillain, shoemaker, mountaineer, janitor, jesus, hippie, goth, punk rocker, chap, usher,
plowman, gondolier; woman-standing: cheerleader, nymph, hostess, seamstress; ogre: oni; goblin: tengu, kobold;
troll: giant; axe: ax; @scarf: bandanna, neckerchief, cravat; billed-cap: visor; bear: cub; @necklace: choker;
chopsticks: chopstick; beer-mug: cider, mead; clapper-board: clapperboard, clapper;
cooking: wok, saucepan, skillet, griddle, hotplate; money-bag: pot of gold, bag of gold;
coin: penny, dime, cent, gold nugget, doubloon; gem-stone: emerald, opal, topaz; @button: cufflink; @jello: gelatin;
@bottle: tequila, vodka, kombucha, vinegar, rum, gin; @ham: salami, prosciutto, jamon, pastrami;
@flatsteak: schnitzel, cutlet;
cheese-wedge: wheel of cheese, cheese wheel, brie, camembert, gouda, mozzarella, cheddar, parmesan;
shortcake: pavlova, meringue, strudel; @toast: bruschetta, crostini; fondue: raclette; pear: quince;
@daikon: parsnip, mandrake; @guacamole: wasabi; @bongos: tabla; @xylophone: vibraphone; maracas: castanets;
bell: handbell; scissors: shears, pruning shears, hedge shears; kitchen-knife: pocketknife, scalpel, razorblade;
@gokart: atv, quad bike, golf cart, golfcart; parachute: paraglider; @bamboo: sugarcane, sugar cane;
lion: chimera, manticore; @tree: treant, ent; ghost: banshee; bomb: grenade, hand grenade; rocket: torpedo;
telescope: spyglass; compass: sextant; feather: plume; framed-picture: mural, tapestry; @wristwatch: smartwatch;
@pendant: brooch, broach; @ostrich: cassowary; @heron: sandpiper, plover, avocet; t-rex: spinosaurus;
sauropod: parasaurolophus; @seagull: booby; @sparrow: waxwing; @checkerboard: backgammon, gameboard;
@cabin: ski lodge; toolbox: tool belt; rock: uluru, ayers rock; books: archive; @lowtable: vanity table;
bed: duvet, headboard; @medal: discus; barber-pole: barber pole; @cage: playpen; @basin: urinal, cistern;
@cupboard: breadbox; @shelf: pegboard; woman-merpeople: siren; man-merpeople: poseidon;
person-superhero: superheroine;
@pigeon: peristeronic, columbiform; fox: vulpine; bear: ursine; blackbird: corvine; cow: bovine, taurine;
horse: equine; wolf: lupine creature; lion: leonine; pig: porcine; ewe: ovine; goat: caprine, hircine;
eagle: aquiline creature, accipitrine; goose: anserine; peacock: pavonine; parrot: psittacine; deer: cervine;
rabbit: leporine; mouse: murine; honeybee: apian; frog: ranine, batrachian; monkey: simian; elephant: elephantine;
tiger: tigrine; dolphin: delphine; seal: phocine; owl: strigine; rooster: gallinaceous; donkey: asinine;
camel: cameline; crocodile: crocodilian; turtle: chelonian, testudinal; snail: limacine; otter: lutrine;
chipmunk: sciurine; fish: piscine, ichthyic; zebra: zebrine; giraffe: giraffine; swan: cygnine; beetle: coleopterous;
butterfly: lepidopterous; snake: colubrine, ophidian; bat: vespertilian, chiropteran; @ostrich: struthious;
whale: cetacean; spider: araneous
""")
