"""Folk: people by family, age and work, each with the figure that is drawn and what they have in their hands."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

FOLK = table("""
boy: grandson, nephew, teen, teenage boy, schoolboy, school boy, lad, boy scout, choirboy;
girl: granddaughter, niece, teenager, teenage girl, schoolgirl, school girl, lass, girl scout;
baby: infant, newborn;
child: toddler, preschooler, triplet, schoolchild, school child, grandchild;
person-standing: relative, family member;
man-standing: uncle, brother, husband, boyfriend, dude, fellow, defendant, neighbor, neighbour, cousin, stranger,
  waiter, butler, senator, mayor, senator, governor, candidate, blond man, poet, writer, author, lecturer, tailor,
  merchant, vendor, seller, burglar, thief, robber, prisoner, beggar, hermit, nomad, model, villain,
  peasant, servant, lumberjack, woodcutter, blacksmith, butcher, barber, hairdresser, zookeeper, beekeeper, chauffeur,
  mailman, mail carrier, letter carrier, postal worker, carrier, photographer, cameraman, journalist, reporter,
  interviewer, sculptor, potter, gamer, influencer, youtuber, friend, boxer, wrestler, referee, coach, trainer,
  archer, violinist, cellist, flutist, trumpeter, saxophonist, conductor, maestro, guitarist, drummer, pianist,
  bassist, skateboarder, skater, diver, acrobat, trapeze artist, weatherman, newscaster, announcer, host, guest,
  customer, patient, passenger, comedian, comic, speaker, presenter, thief, commuter, john, bob, peter, tom, david,
  george, fred, charlie, socrates, plato,
  einstein, albert einstein, isaac newton, gandhi, bach, darwin, charles darwin, soccer player, football player,
  footballer,
  bartender, woodcarver, carver, rower, lifeguard, angler,
  basketball player, baseball player, tennis player, hockey player, ice hockey player, golf player, chess player,
  poker player, quarterback, goalkeeper, goalie;
woman-standing: waitress, florist,
  aunt, sister, wife, girlfriend, lady, maid, nanny, babysitter, actress, librarian, cashier, vet,
  pharmacist, redhead, brunette, blonde woman, housewife, businesswoman, mary, alice, anna, emma, sarah, susan, julia,
  maria, jane, lucy, frida kahlo, marilyn monroe, marie curie, joan of arc,
  fortune teller, gypsy;
judge: rabbi, imam, friar, dalai lama, pastor;
pilot: flight attendant, captain, bus driver, train conductor, sailor;
technologist: hacker, coder, data scientist, developer;
person-with-crown: emperor napoleon, french emperor napoleon
""")
# What they are known by, and have in their hands.
KIT = table("""
violin: violinist, cellist; flute: flutist; trumpet: trumpeter; saxophone: saxophonist; guitar: guitarist, bassist;
drum: drummer; magic-wand: conductor, maestro; axe: lumberjack, woodcutter; hammer: blacksmith, carpenter;
scissors: barber, hairdresser, tailor; camera: photographer, cameraman; microphone: reporter, journalist, interviewer,
  announcer, newscaster, weatherman, host, comedian; books: librarian; open-book: poet, writer, author, lecturer;
boxing-glove: boxer; bow-and-arrow: archer; envelope: mailman, mail carrier, letter carrier, postal worker, postman;
basket: vendor, merchant, seller; money-bag: burglar, thief, robber; broom: maid, janitor; video-game: gamer;
mobile-phone: influencer, youtuber; crystal-ball: fortune teller; @plate: waiter, waitress, butler; fishing-pole:
  fisherman, angler; soccer-ball: soccer player, footballer, football player, goalkeeper, goalie; basketball: basketball
  player; @baseballbat: baseball player, batsman; tennis: tennis player; ice-hockey: hockey player, ice hockey player;
american-football: quarterback; artist-palette: painter; broom: janitor, cleaner
""")
