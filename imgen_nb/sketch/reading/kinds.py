"""Kinds: words for kinds of a thing that share one drawing: a rye loaf is bread, a goulash is a bowl of soup."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

KINDS = table("""
steaming-bowl: goulash, borscht, gazpacho, bouillabaisse, clam chowder, chowder, miso soup, broth, minestrone, gumbo,
  lentil soup, pumpkin soup, onion soup, chili con carne, porridge, congee, bibimbap, tteokbokki, bulgogi, lentils;
shallow-pan-of-food: tikka masala, dal, rendang, ratatouille, shakshuka, moussaka, tagine, feijoada, jambalaya,
  casserole, stir fry, mapo tofu, butter chicken, chicken curry, vindaloo, stroganoff;
curry-rice: biryani, risotto, couscous, fried rice, jollof rice, nasi goreng, pilaf, rice and beans, quinoa, rice;
spaghetti: carbonara, chow mein, soba, pad thai, yakisoba, lo mein, linguine, fettuccine, bolognese, vermicelli;
dumpling: ravioli, baozi, steamed bun, tortellini, wonton, potsticker, manti, momo, gnocchi;
stuffed-flatbread: tortilla wrap, wrap, quesadilla, pita, pita bread, enchilada, shawarma, souvlaki;
flatbread: dosa, chapati, focaccia, injera, okonomiyaki, tortilla, naan bread, idli, vada;
sandwich: banh mi, blt, club sandwich, grilled cheese, grilled cheese sandwich, panini, sub, po boy;
hot-dog: bratwurst; bread: sourdough, sourdough bread, brioche, challah, cornbread, banana bread, rye bread, bread loaf;
baguette-bread: baguette, baguettes, french bread, bread stick;
pie: pastry, pot pie; roasted-sweet-potato: yam, sweet potato, cassava; sushi: sashimi, kimbap, onigiri roll;
fried-shrimp: tempura; meat-on-bone: ribs, bbq ribs, spare ribs, lamb chop; poultry-leg: drumstick, chicken drumstick,
  turkey leg, chicken leg, fried chicken, chicken wing, chicken wings, buffalo wings;
cut-of-meat: steak meat, pork chop, raw steak, beef, raw meat, meat; falafel: chicken nugget, chicken nuggets, meatball,
  takoyaki, tater tots; bento-box: bento; leafy-green: spinach, bok choy, kale, collard greens, swiss chard, arugula;
beans: lentil, kidney bean, black beans, baked beans, cashew, pistachio, soybean, edamame bean, coffee bean,
  coffee beans; pea-pod: pea, peas, green bean, green beans, string bean, edamame, okra, snow pea, sweet peas;
peach: apricot, nectarine, apricots; tangerine: grapefruit, kumquat, clementine, mandarin orange, satsuma, persimmon;
grapes: currant, currants, elderberry, raisins; cherries: cranberry, cranberries, gooseberry, lychee, lychees;
melon: cantaloup, cantaloupe, honeydew, honeydew melon; mango: papaya, guava; lime: finger lime;
blueberries: bilberry, huckleberry; hot-pepper: cayenne, cayenne pepper, chili pepper, chili, chilli, jalapeno;
cucumber: zucchini, courgette, pickle, pickles, gherkin; jack-o-lantern: squash, gourd, acorn squash;
teacup-without-handle: cup of matcha; garlic: garlic clove, fennel, shallot; ginger-root: ginger, turmeric;
custard: creme brulee, creme caramel, panna cotta, pudding, trifle; honey-pot: syrup, maple syrup;
jar: mayonnaise, applesauce, hot sauce, salsa; cooked-rice: bowl of rice, steamed rice;
popcorn: popcorn bucket, bucket of popcorn; shaved-ice: sorbet, gelato, sherbet, sherbert, snow cone, frozen yogurt;
candy: fudge, toffee, caramel, mint candy, bonbon, candy bar, gumdrop; chocolate-bar: chocolate, dark chocolate;
bowl-with-spoon: granola, muesli, oats, grits, couscous bowl, yogurt, yoghurt, cereal, bowl of cereal, oatmeal;
beverage-box: juice box; takeout-box: takeaway box; fish-cake-with-swirl: fishcake;
bottle-with-popping-cork: champagne, champagne bottle, prosecco; cocktail-glass: cosmopolitan, daiquiri;
tropical-drink: mojito, pina colada, mai tai; glass-of-milk: eggnog, lassi, glass of milk, soy milk;
horse: mustang, colt, filly, racehorse, clydesdale; donkey: burro; llama: vicuna, guanaco;
rabbit: hare, jackrabbit; mouse: vole, shrew, dormouse, field mouse; hamster: chinchilla;
wolf: dingo, jackal, coyote; @moose: caribou, wapiti, reindeers; @boar: peccary, javelina;
monkey: macaque, capuchin, gibbon, tamarin, marmoset, rhesus monkey, snow monkey, spider monkey, howler monkey;
dog: rottweiler, border collie, great dane, collie, terrier, yorkshire terrier, cocker spaniel, spaniel,
  mutt, mongrel, basset hound; poodle: pomeranian, bichon frise, maltese;
crocodile: caiman, gharial; snake: rattlesnake, viper, boa constrictor, boa, anaconda, python, mamba, adder, asp;
lizard: komodo dragon, bearded dragon, monitor lizard, newt, skink, basilisk, anole, iguana;
frog: bullfrog, tadpole; @plesiosaur: mosasaurus, mosasaur, ichthyosaur, loch ness monster, nessie;
lobster: crayfish, crawfish, crawdad, langoustine; shrimp: krill; @salmon: trout, cod, tuna, barracuda, herring,
  sardine, carp, bass, mackerel; @fish: piranha; squid: giant squid, cuttlefish;
ant: termite; mosquito: gnat, midge; beetle: tick, flea, aphid, louse, weevil, stag beetle, dung beetle, earwig;
spider: tarantula, black widow, daddy longlegs; worm: leech, earthworm; bug: silkworm, larva, grub;
cricket: locust, grasshopper, grasshoppers, katydid; honeybee: hornet, wasp, yellowjacket, bee;
duck: teal, coot, grebe, loon, wigeon, eider; goose: gosling, canada goose, greylag goose;
parrot: parakeet, lovebird, lorikeet, cockatiel;
tooth: tooth, molar, fang; headstone: tombstone, gravestone, grave; coffin: coffin, casket; leg: leg, wooden leg;
foot: foot, toe; mouth: mouth, lips; ear: ear; syringe: syringe, injection, vaccine; nose: nose;
cigarette: cigarette; hamsa: hamsa hand; x-ray: x ray image; paw-prints: paw print, paw prints, footprint of a cat;
footprints: footprint, footprints; four-leaf-clover: shamrock, four leaf clover; kaaba: kaaba; microbe: virus,
  microbe, coronavirus, germ, plankton, bacteria, amoeba; petri-dish: petri dish;
paperclip: paper clip, paperclip; clipboard: clip board; straight-ruler: ruler, measuring stick, yardstick;
triangular-ruler: set square, protractor; spiral-notepad: notepad, sketchbook, sketch pad, writing pad;
closed-book: bible, phonebook, phone book, booklet, paperback, hardback, hardback book, paperback book, atlas, quran,
  koran, cookbook, textbook; file-cabinet: filing cabinet, file cabinet; card-file-box: card index;
black-nib: nib; pen: marker, marker pen, sharpie, stylus, ballpoint, felt tip pen, highlighter;
videocassette: cassette, cassette tape, videotape, vhs tape, audio cassette; dvd: cd, compact disc, dvd;
floppy-disk: floppy; postal-horn: horn, horns, post horn; musical-keyboard: keytar, melodica;
headphone: earbuds, airpods, ipod, earphones; satellite-antenna: satellite dish, radar, dish antenna, radar dish,
  radio telescope, antenna; control-knobs: knob, knobs, dial; level-slider: slider;
manual-wheelchair: wheelchair; medicine: medicine; pill: pill, pills, medicine, tablet pill, capsule;
adhesive-bandage: band aid, bandage; lotion-bottle: shampoo, lotion, sunscreen, shampoo bottle, conditioner,
  detergent, hand cream, soap dispenser, dispenser; roll-of-paper: toilet paper, paper towel, kitchen roll;
hair-pick: comb; razor: razor, shaver, razor blade; electric-plug: plug, charger, power cord;
link: chain link; nut-and-bolt: bolt, nut and bolt; clamp: vise, vice clamp; pick: pickaxe, pick axe, ice axe;
carpentry-saw: saw, hacksaw; thread: spool of thread, bobbin, spool, cotton reel; sewing-needle: needle,
  needle and thread, knitting needle; knot: rope, lasso, coil of rope, tied rope; oil-drum: oil barrel, oil drum;
receipt: receipt, bill slip, checkbook; label: tag, price tag, name tag; identification-card: id card, identity card,
  driving licence, driver license, badge card; credit-card: bank card, debit card;
ticket: ticket, boarding pass, movie ticket, train ticket, concert ticket; page-with-curl: sheet of paper,
  piece of paper; leaf-fluttering-in-wind: windblown leaf; clutch-bag: pouch, coin purse;
womans-hat: sunhat, sun hat, bonnet hat; mans-shoe: loafer, loafers, dress shoe, oxford shoe, clog, clogs;
flat-shoe: slipper, slippers, ballet flat, ballet flats; womans-sandal: sandal, sandals;
thong-sandal: flip flop, flip flops; womans-boot: boot of leather; bikini: bikini, brassiere, bra;
briefs: underwear, underpants, underdrawers, panties; shorts: shorts, swim trunks, boxer shorts, short pants;
one-piece-swimsuit: swimsuit, bathing suit, wetsuit, leotard; running-shirt: tank top, vest top, singlet;
safety-vest: high vis vest; rescue-workers-helmet: hard hat, safety helmet; hot-beverage: steaming cup;
goal-net: soccer goal, goalpost, goal posts, football goal, fishing net, net; pool-8-ball: billiard ball, magic 8 ball,
  eight ball; ping-pong: ping pong paddle, table tennis bat, table tennis paddle; badminton: shuttlecock, badminton
  racket; bullseye: dartboard, dart board, archery target, target, dart, darts; curling-stone: curling stone;
roller-skate: roller skates, roller skate, rollerskates, rollerblade, rollerblades, roller blades, inline skates;
ice-hockey: hockey stick, hockey puck; volleyball: beach ball, beachball, beach volleyball; field-hockey: hurley;
mahjong-red-dragon: domino, dominoes, mahjong tile; slot-machine: slot machine, jackpot machine;
flower-playing-cards: hanafuda; monorail: monorail; oncoming-automobile: front of a car; trolleybus: trolleybus;
aerial-tramway: cable car, gondola lift, ski lift, chairlift, chair lift; mountain-railway: funicular;
articulated-lorry: tanker truck, trailer truck, semi trailer, freight truck; delivery-truck: food truck,
  ice cream truck, mail truck, moving truck; railway-car: freight car, railcar, boxcar, train car;
motor-boat: tugboat, tug, dinghy, lifeboat, airboat, hydrofoil, fishing boat, trawler, barge, water scooter;
sailboat: catamaran, dhow, junk boat, chinese junk, yacht, sloop, schooner; ship: container ship, oil tanker,
  aircraft carrier, tanker ship, destroyer; passenger-ship: steamboat, paddle steamer, riverboat;
automobile: limousine, hearse, station wagon, coupe, rally car, electric car, taillight car;
motorized-wheelchair: mobility scooter; motor-scooter: segway, electric scooter, e scooter;
hotel: hotel, motel, hostel, youth hostel, inn building, guesthouse; convenience-store: kiosk, pharmacy, drugstore,
  toyshop, barbershop, barber shop, delicatessen, newsstand, corner shop, candy store front, laundrette;
department-store: shopping mall, mall, department store; bank: bank building, embassy, courthouse, town hall, city hall;
classical-building: pantheon, mausoleum, embassy palace, supreme court, angkor wat, lotus temple, golden temple,
  planetarium; school: campus, college, schoolhouse, university, university building; post-office: post office;
castle: neuschwanstein, neuschwanstein castle, mont saint michel, alhambra, kasbah, citadel, chateau, moated castle,
  drawbridge; church: monastery, abbey, convent, cloister, basilica, saint basil's cathedral, notre dame;
japanese-castle: himeji castle, osaka castle; factory: brewery, distillery, sawmill, power plant, power station,
  nuclear power plant, chocolate factory, shipyard, refinery, steel mill, paper mill; hindu-temple: angkor, borobudur;
hut: tiki hut, kennel hut, yurt, cabana, beach hut, straw hut; tent: tipi, tepee, teepee, wigwam, pavilion tent;
fountain: trevi fountain; stadium: soccer stadium, football stadium, baseball stadium, racecourse, raceway, racetrack;
carousel-horse: carousel, carrousel; police-officer: police station officer; building-construction: construction site,
  building site; mirror-ball: disco ball; hot-springs: hot spring; comet: meteorite, shooting star, falling star;
potted-plant: snake plant, spider plant, rubber plant, pothos, fiddle leaf fig, hanging plant, pot plant, tea plant,
  coffee plant, ficus, aspidistra; herb: rosemary, thyme, basil, mint, oregano, sage, twig, sprig, olive branch, ivy,
  laurel, eucalyptus; seedling: sprout, seedling, sapling; leaf-fluttering-in-wind: leaf in the wind;
sheaf-of-rice: wheat, barley, oat, rye, wheat stalks, ear of wheat, rice plant, grain, sheaf of wheat, reed, reeds;
hyacinth: lupine, lupin, delphinium, foxglove, snapdragon, bluebell, bluebells, grape hyacinth, gladiolus;
hibiscus: petunia, morning glory, azalea, rhododendron, camellia, bougainvillea, hellebore, geranium, anthurium;
rose: peony, ranunculus, gardenia, begonia; tulip: crocus, magnolia bud;
@daisy: aster, chamomile, edelweiss, gerbera, anemone flower; cherry-blossom: plum blossom, apple blossom, jasmine,
  dogwood, almond blossom, honeysuckle; @starflower: poinsettia, zinnia, lily of the valley star;
lotus: water lily, lotus, lotus flower, waterlily; red-paper-lantern: paper lantern, chinese lantern, lampion;
ribbon: ribbon, hair bow, gift bow; rosette: rosette, award ribbon, prize ribbon; reminder-ribbon: awareness ribbon;
prayer-beads: rosary, bead, beads, prayer beads; wind-chime: wind chimes; white-cane: blind cane;
package: shipping box, package; inbox-tray: letter tray; studio-microphone: boom microphone;
television: tv screen; tear-off-calendar: calendar page; stopwatch: timer; timer-clock: egg timer, kitchen timer;
hut: mud hut; water-pistol: water gun, squirt gun, pistol, gun, revolver, machine gun, rifle, shotgun, blaster;
firecracker: dynamite, stick of dynamite; wheel: wagon wheel, cartwheel wheel, tyre, steering wheel;
fork-and-knife-with-plate: place setting; pouring-liquid: poured drink; test-tube: pipette, vial; alembic: beaker,
  flask, erlenmeyer flask, bunsen burner; straight-ruler: slide rule; musical-score: sheet music, treble clef,
  music sheet; trumpet: cornet, bugle; postal-horn: french horn; flute: piccolo, recorder, pan flute, didgeridoo,
  tin whistle; long-drum: djembe, conga, drum of africa, tabla drum; drum: snare drum, bass drum, taiko drum, timpani,
  taiko, kettledrum; man-standing: supervillain, shoemaker, mountaineer, janitor, jesus, hippie, spartan, goth,
  punk rocker, mime, chap, usher, plowman, gondolier; woman-standing: cheerleader, geisha, nymph, hostess, seamstress;
ogre: demon, devil, imp, oni, orc, golem; goblin: gremlin, tengu, kobold; troll: giant, cyclops;
woman-merpeople: siren; man-merpeople: poseidon; person-superhero: superheroine
""")
