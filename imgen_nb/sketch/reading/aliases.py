"""Aliases: words whose drawing was chosen by hand; all others are looked up in the pack's names and keywords."""

from __future__ import annotations

from imgen_nb.sketch.art.recipes import recipes
from imgen_nb.sketch.reading.clothes import DRAWN_AS
from imgen_nb.sketch.reading.folk import FOLK
from imgen_nb.sketch.reading.kinds import KINDS
from imgen_nb.sketch.reading.lexicon import spaced, table
from imgen_nb.sketch.reading.senses import SENSES

# Words whose best drawing is not the icon of that name. `@` marks the engine's own drawings.
ALIAS = table("""
@circle: circle, disc, disk; @oval: oval, ellipse; @square: square; @rectangle: rectangle;
@triangle: triangle; @rhombus: rhombus, lozenge, diamond shape;
@parallelogram: parallelogram; @trapezoid: trapezoid, trapezium; @pentagon: pentagon; @hexagon: hexagon;
@octagon: octagon; @starshape: star shape, five pointed star, five-pointed star; @semicircle: semicircle, half circle;
@cross: cross, plus sign; @arrow: arrow; @line: line, straight line; @ringshape: ring shape, hoop, circle outline;
@spiral: spiral, swirl; @cube: cube, cuboid; @sphere: sphere, orb, globe shape; @cylinder: cylinder; @cone: cone;
@fridge: fridge, refrigerator, freezer; @stove: stove, oven, cooker;
@blackboard: blackboard, chalkboard, whiteboard; @desk: desk, writing desk, school desk, desks;
@bunkbed: bunk bed, bunkbed;
@workbench: tool bench; @basin: sink, washbasin, basin;
@sign: sign, road sign, street sign, billboard, placard, notice board, noticeboard, signpost, signboard;
@banner: banner; @flag: flag;
@fruitbowl: basket of fruit, bowl of apples, fruit bowl, bowl of fruit, fruit, fruits, fruit basket, piece of fruit;
dragon: fire breathing dragon;
framed-picture: framed sketch, framed sketches, framed picture, framed pictures, framed photo, framed painting,
  framed paintings, framed photos;
man-standing: salvador dali, salvador dalí, dali, dalí, beethoven, mozart, obama, picasso, michael jackson, homer,
  lighthouse keeper, keeper, shopkeeper, gatekeeper, driver, hunter, shepherd;
@eiffel: eiffel tower, the eiffel tower, paris tower;
@lighthouse: lighthouse, light house, beacon;
@balloon: hot air balloon, hot-air balloon, air balloon;
@windmill: windmill, wind mill, mill, wind turbine;
@pyramid: pyramid, egyptian pyramid;
@clocktower: clock tower, big ben, big ben clock, bell tower, clocktower, campanile;
@bridge: bridge, golden gate bridge, suspension bridge, stone bridge, footbridge, wooden bridge;
@pisa: leaning tower of pisa, tower of pisa, leaning tower;
@tajmahal: taj mahal;
@tower: tower, watchtower, castle tower, stone tower, wizard tower, turret;
@skyscraper: skyscraper, high-rise, tower block;
@igloo: igloo;
@barn: barn, stable, shed, farmhouse, farm house, farm building;
@cabin: cabin, log cabin, wooden cabin, lodge, chalet, treehouse, tree house;
@bench: bench, park bench, pew;
@table: table, dining table, dinner table, desk table, picnic table;
@fence: fence, picket fence, wooden fence, gate, railing;
@sportscar: sports car, supercar, convertible, roadster, sport car, ferrari;
@robot: robot, android, droid, cyborg, automaton, mech;
@vase: vase, flower vase, vase of flowers, pot of flowers, urn;
@sofa: sofa, couch, loveseat;
@lamp: lamp, table lamp, desk lamp, lampshade, floor lamp, reading lamp;
@streetlamp: street lamp, streetlamp, lamppost, lamp post, street light, streetlight, lantern post;
@lantern: lantern, oil lamp, camping lantern, paper lantern;
@unicorn: unicorn;
@pegasus: pegasus, winged horse;
@campfire: campfire, bonfire, camp fire, fire pit;
@moon: moon, full moon, crescent moon, crescent, half moon;
@star: star, falling star;
@rainbow: rainbow;
@sandcastle: sandcastle, sand castle;
@hen: hen, chicken;
@boar: boar, wild boar, warthog;
@moose: moose, elk, reindeer, stag;
@submarine: submarine, yellow submarine;
@drone: drone, quadcopter;
@shelf: bookshelf, shelf, bookcase, shelves;
@clock: clock, wall clock;
@bottle: bottle, water bottle, perfume, perfume bottle, message in a bottle, potion, flask;
@mug: mug, cup, coffee cup, cup of coffee, coffee mug, latte, cappuccino, cup of latte, coffee, hot chocolate, cocoa,
  espresso, mug of cocoa,
  mug of tea, cup of cocoa, mug of coffee, cup of hot chocolate;
@bowl: bowl, soup bowl, empty bowl, mixing bowl;
@plate: plate, dish, tray, empty plate;
@pillow: pillow, cushion;
@waterfall: cascade;
@swing: swing;
@well: well, wishing well, water well;
@stonehenge: stonehenge, stone circle, megalith, dolmen;
@stool: stool, bar stool;
@box: cardboard box, box, crate, parcel, wooden box;
@hat: hat, straw hat, sun hat, fedora, witch hat, wizard hat, party hat, beanie, bonnet, pointy hat,
  beret, santa hat;
@scarf: scarf, shawl, cape, bandana; @hijab: hijab, headscarf, head scarf, chador; @turban: turban;
@torii: torii, torii gate, arch, archway;
@jar: jar, jam jar, glass jar;
@tree: tree, oak, oak tree, apple tree, maple tree, maple, willow, birch, big tree, bonsai, cherry tree;
automobile: car, vehicle, hatchback, sedan, red car; sport-utility-vehicle: suv, jeep, off-roader, land rover;
delivery-truck: truck, lorry; articulated-lorry: semi truck, big truck; pickup-truck: pickup; fire-engine: fire truck;
@formulaone: race cars; bicycle: bike, cycle; motorcycle: motorbike;
motor-scooter: scooter, vespa, moped; kick-scooter: kick scooter; sailboat: boat, sailing boat, sail boat, raft;
passenger-ship: cruise ship, ocean liner, liner; ship: ship, freighter, warship, steamship,
  cargo ship, battleship;
canoe: kayak, rowing boat, rowboat, gondola; speedboat: motor boat, motorboat; airplane: plane, aeroplane, jet,
  aircraft, jumbo jet, airliner;
small-airplane: biplane, propeller plane, glider; locomotive: train, steam train, steam engine, steam locomotive,
  engine;
bullet-train: bullet train, high speed train, high-speed train; tram-car: tram, streetcar, trolley;
flying-saucer: ufo, spacecraft, alien ship, flying saucer; rocket: rocket, spaceship, space ship, rocket ship,
  missile;
house: house, home, mansion, villa, roof, rooftop tiles; house-with-garden: cottage; hut: hut;
  derelict-house: haunted house,
  ruin, ruins;
classical-building: temple, museum building, greek temple, monument; japanese-castle: pagoda,
  shrine, japanese temple;
church: church, chapel, cathedral; mosque: mosque; school: school, schoolhouse;
  convenience-store: shop building,
  storefront, shop front, shopfront, store front;
  hospital: hospital;
evergreen-tree: pine, pine tree, fir, fir tree, spruce, evergreen, conifer; christmas-tree: christmas tree;
  palm-tree: palm, palm tree, coconut tree;
sunflower: sunflower; rose: rose, red rose; tulip: tulip; blossom: blossom, petals; bouquet: bouquet,
  bunch of flowers, flowers;
cherry-blossom: cherry blossom, sakura; potted-plant: flower pot, flowerpot, flower pots, pot of flowers, plant,
  houseplant, pot plant, flowerpot, potted plant, fern;
  @leaf: leaf; herb: leaves, ivy, mint leaves;
fallen-leaf: autumn leaf, autumn leaves, fallen leaves; mushroom: mushroom, toadstool, fly agaric; cactus: cactus,
  cacti, saguaro;
cat: cat, kitten, kitty, tabby, tomcat; dog: dog, puppy, pup, hound, saint bernard, st bernard, shepherd dog;
poodle: poodle; fox: fox; wolf: wolf, coyote; bear: bear, grizzly, brown bear, bear cub; polar-bear: polar bear;
  panda: panda, giant panda; raccoon: red panda, raccoon;
teddy-bear: teddy, teddy bear, toy, stuffed bear, toy bear, stuffed animal, plush; bird: cardinal, robin, songbird;
  blackbird: crow, raven, blackbird, magpie;
bird: bird, sparrow, bluebird; dove: dove, pigeon, seagull, gull; eagle: eagle, hawk, falcon, vulture, condor; owl:
  owl; parrot: parrot, macaw, cockatoo, budgie; flamingo: flamingo, crane, heron, stork;
penguin: penguin; duck: duck, duckling, mallard; swan: swan; goose: goose; rooster: rooster, cockerel, cock;
  baby-chick: chick, baby bird; turkey: turkey; peacock: peacock;
tropical-fish: clownfish, tropical fish, angelfish; shark: shark;
  spouting-whale: whale, blue whale, humpback; whale: orca, sperm whale; dolphin: dolphin, porpoise;
octopus: octopus, kraken; squid: squid; jellyfish: jellyfish; crab: crab; lobster: lobster; shrimp: shrimp, prawn;
  seal: seal, sea lion; turtle: turtle, tortoise, sea turtle; coral: coral;
horse: horse, pony, stallion, foal; zebra: zebra; donkey: donkey, mule; cow: cow, calf; ox: ox, bull; bison: bison,
  buffalo; pig: pig, piglet; ewe: sheep, lamb, ewe; ram: ram; goat: goat; llama: llama, alpaca; camel: camel; deer:
  deer, fawn, doe, antelope, gazelle;
rabbit: rabbit, bunny, hare; chipmunk: squirrel, chipmunk; hedgehog: hedgehog, porcupine; mouse: mouse; rat: rat;
  hamster: hamster, gerbil; beaver: beaver; otter: otter; badger: badger; skunk: skunk; bat: bat; sloth:
  sloth; kangaroo: kangaroo, wallaby;
koala: koala; @bamboo: bamboo; monkey: monkey, chimp, chimpanzee, ape; gorilla: gorilla; orangutan: orangutan;
  elephant: elephant; mammoth: mammoth; rhinoceros: rhino, rhinoceros; hippopotamus: hippo, hippopotamus; giraffe:
  giraffe; lion: lion, lioness; tiger: tiger; leopard: leopard, puma, cougar, cheetah, jaguar, panther, snow leopard,
  lynx;
crocodile: crocodile, alligator; snake: snake, serpent, cobra; lizard: lizard, gecko, salamander;
  frog: frog, toad, tree frog; snail: snail, slug; t-rex: dinosaur, t-rex, t rex, trex, tyrannosaurus, godzilla;
  sauropod: brontosaurus, diplodocus, brachiosaurus; dragon: dragon, wyvern; phoenix-bird: phoenix,
  firebird;
butterfly: butterfly, moth; honeybee: bee, bumblebee, honeybee, wasp; lady-beetle: ladybug, ladybird;
  beetle: beetle, scarab; ant: ant; spider: spider; bug: caterpillar, bug; worm: worm; fly: housefly, insect;
  scorpion: scorpion;
astronaut: astronaut, cosmonaut, spaceman; person-standing: person, human, figure, someone, stranger,
  tourist, hiker, traveler, traveller, explorer, adventurer; man-standing: man, guy, gentleman, father, dad;
  woman-standing: virgin mary, woman, lady, mother, mom;
boy: boy, son, little boy; girl: girl, daughter, schoolgirl, little girl; child: child, kid, toddler; baby: baby;
  person-running: runner, jogger, athlete; woman-dancing: dancer, flamenco dancer; man-dancing: disco
  dancer; person-walking: pedestrian, walker;
person-surfing: surfer; skier: skier; snowboarder: snowboarder; person-biking: cyclist, biker; person-swimming:
  swimmer; horse-racing: jockey, horse rider; person-golfing: golfer; person-in-lotus-position: yogi,
  meditator, buddha;
  singer: singer,
  musician, rock star; person-elf: hobbit; troll: troll, giant man; woman-merpeople: mermaid; man-merpeople: merman,
  triton;
  person-genie: genie; @scarecrow: scarecrow;
fox: animal, wild animal, forest animal, cute animal; alien-monster: monster, space invader;
  ghost: ghost, spirit, phantom;
  snowman-without-snow: snowman; jack-o-lantern: pumpkin, jack-o-lantern, jack o lantern;
  nesting-dolls: doll, matryoshka;
guitar: guitar, electric guitar; violin: violin, viola, fiddle;
  musical-keyboard: keyboard piano, synthesizer; trumpet: trumpet, bugle; saxophone:
  saxophone, sax; drum: drum, drums; flute: flute; accordion: accordion; banjo: banjo; microphone: microphone, mic;
  headphone: headphones,
  headphone, headset;
open-book: book, open book, novel, diary, magic book, spellbook; books: stack of books, pile of books, books;
  mobile-phone: tablet; laptop: laptop, notebook computer,
  macbook; desktop-computer: computer, pc, monitor, screen; television: tv, television; camera: camera; radio: radio;
  light-bulb: bulb, light bulb, lightbulb; candle: candle,
  candlestick; alarm-clock: alarm clock; hourglass-done: hourglass; compass: compass; telescope:
  telescope; microscope: microscope; magnifying-glass-tilted-left: magnifying glass; key: key; locked: lock,
  padlock; hammer: hammer; wrench: spanner, wrench; scissors: scissors; round-pushpin: location pin, map pin,
  pushpin, push pin, thumbtack; pencil: pencil crayon; paintbrush: brush,
  paint brush; artist-palette: palette; crayon: wax crayon;
running-shoe: sneaker, trainers, running shoe, sneakers; hiking-boot: boot; high-heeled-shoe: high
  heel; dress: dress, gown; t-shirt: shirt, jersey, soccer jersey, football
  jersey; jeans: jeans, trousers, pants;
  coat: coat, jacket, raincoat; gloves: gloves, glove, mittens; glasses: glasses, spectacles,
  eyeglasses; sunglasses: sunglasses, shades; crown: crown, tiara; top-hat: top hat, tophat, conductor hat, train
  conductor hat, stovepipe hat; necktie: tie, necktie;
  graduation-cap: graduation cap; billed-cap: cap, baseball hat, baseball cap; military-helmet: helmet; goggles:
  goggles;
handbag: bag, handbag; backpack: backpack, rucksack; luggage: suitcase, luggage; briefcase: briefcase; purse: purse,
  wallet; umbrella: umbrella, parasol; ring: ring, wedding ring; gem-stone: gem, diamond, jewel, crystal, gemstone,
  ruby, sapphire; wrapped-gift: gift, present, gift box; trophy: trophy; balloon: balloon, party balloon; kite:
  kite; teapot: teapot; basket: basket, picnic basket; bucket: bucket, pail; broom: broom, broomstick;
chair: chair, seat; bed: bed; door: door; window: window; mirror: mirror; bathtub: bathtub, bath,
  tub; toilet: toilet, commode;
  shopping-cart: shopping cart; ladder: ladder; anchor: anchor; crossed-swords: swords; dagger:
  sword, dagger, katana, knife blade; shield: shield; bow-and-arrow: bow, bow and arrow; axe: axe; bomb: bomb;
  magic-wand: wand, magic wand; crystal-ball: crystal ball; money-bag: treasure; coin: coin, gold coin;
red-apple: apple, red apple; green-apple: green apple; tangerine: orange, orange fruit,
  mandarin, clementine; lemon: lemon; lime: lime fruit; grapes: grapes, grape; strawberry: strawberry; cherries:
  cherry, cherries; watermelon: watermelon; pineapple: pineapple; peach: apricot; pear: pear; avocado: avocado;
  tomato: tomato; carrot: carrot; potato: potato; broccoli: broccoli, vegetable, vegetables, greens; ear-of-corn:
  corn, maize; eggplant: aubergine,
  eggplant; egg: egg; bread: bread, loaf; croissant: croissant; cheese-wedge: cheese,
  wheel of cheese, piece of cheese, block of cheese; pizza: pizza, pizza slice; hamburger: burger, hamburger,
  cheeseburger; hot-dog: hot dog, hotdog; french-fries: fries, chips; taco:
  taco; sushi: sushi; spaghetti: pasta, spaghetti, noodles; steaming-bowl: ramen, soup, bowl of soup, bowl of ramen;
  green-salad: salad; sandwich: sandwich; pancakes: pancakes, pancake; waffle: waffle; birthday-cake: cake, birthday
  cake; shortcake: slice of cake; cupcake: cupcake, muffin; doughnut: donut, doughnut; cookie: cookie, biscuit;
  ice-cream: sundae; soft-ice-cream: ice cream, ice cream cone, icecream; chocolate-bar: chocolate, chocolate bar;
  candy: candy, sweet, sweets; lollipop: lollipop; honey-pot: honey, honey pot; glass-of-milk: glass, milk, glass of
  milk; wine-glass: wine; beer-mug: beer, beer mug, pint;
  cocktail-glass: cocktail, martini; tropical-drink: lemonade; cup-with-straw: soda, milkshake; cooking:
  frying pan, pan, fried egg; pot-of-food: pot, cauldron, stew; kitchen-knife: knife; spoon: spoon; fork-and-knife:
  fork, cutlery;
soccer-ball: ball, football, soccer ball, soccer; basketball: basketball; tennis: tennis racket, racket;
  baseball: baseball; skateboard: skateboard; sled: sled, sledge, sleigh; ice-skate: ice skates, ice skate, skates;
  skis: skis; game-die: dice, die; chess-pawn: chess piece, pawn, chess, queen piece; puzzle-piece: puzzle, jigsaw;
  video-game: controller, gamepad; joystick: joystick; yo-yo: yo-yo; party-popper: confetti;
  carousel-horse: carousel horse, rocking horse, merry-go-round; ferris-wheel: ferris wheel, london eye, millennium
  wheel, millenium wheel, milllenium wheel; roller-coaster: roller
  coaster, rollercoaster; circus-tent: circus, circus tent; tent: tent, camp; fountain: fountain; desert-island:
  island, desert island; volcano: volcano; rock: rock, boulder, stone, pebble, rocks; moai: easter island statue,
  moai; castle: castle, kilchurn castle, edinburgh castle, windsor castle,
  fortress, fort, fairy tale castle, fairytale
  castle; shinto-shrine: shinto shrine; satellite: satellite; ringed-planet: planet, saturn;
  globe-showing-europe-africa: globe, earth, planet earth, world; comet: comet, meteor, asteroid; cloud: single
  cloud; snowflake: snowflake; fire: fire, flame, flames; tractor: tractor; bus: bus, school bus; taxi: taxi, cab;
  police-car: police car; ambulance: ambulance; helicopter: helicopter; parachute: parachute, parachutist, skydiver;
  postbox: post box, letterbox; envelope: letter, envelope, mail; newspaper: newspaper;
  scroll: scroll, parchment; framed-picture: painting frame, picture frame, portrait frame, canvas; toolbox:
  toolbox; wheel: wheel; chains: chain; red-heart: heart, love heart; yarn: yarn, ball of yarn, ball of wool; bone:
  bone; empty-nest: nest; feather: feather; spiral-shell: shell, seashell; spider-web: web, spiderweb, cobweb; wood:
  log, tree stump, stump, branch, tree branch, tree trunk, wood
""")

ALIAS = KINDS | ALIAS | DRAWN_AS | SENSES | FOLK
ALIAS |= {spaced(word): recipe.name for recipe in recipes().values() for word in recipe.words}
