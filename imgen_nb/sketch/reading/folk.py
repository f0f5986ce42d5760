"""Folk: people by family, age and work, each with the figure that is drawn and what they have in their hands."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

FOLK = table("""
boy: grandson, nephew, teen, teenage boy, schoolboy, school boy, lad, boy scout, choirboy;
girl: granddaughter, niece, teenager, teenage girl, schoolgirl, school girl, lass, girl scout;
baby: infant, newborn;
child: toddler, preschooler, triplet, schoolchild, school child, grandchild, student, pupil;
person-standing: relative, family member, friend, owner, actor, voice actor, translator, psychologist, counselor,
  shopper, client, coworker, co worker, colleague, employee, teammate, novelist, editor, publisher, receptionist,
  salesperson, historian, jeweler, jeweller, partner, roommate, classmate, personal trainer, instructor, yoga
  instructor, stylist, makeup artist, videographer, filmmaker, film director, animator, interior designer, designer,
  fashion designer, graphic designer, therapist, masseuse, weaver, seamstress, event planner, tour guide, volunteer,
  janitor, senior, protester, activist, listener, viewer, patron, architect;
health-worker: chiropractor, optometrist;
scientist: astronomer, botanist, geologist, archaeologist, mathematician;
@businessman: federal agent;
office-worker: accountant, manager, boss, clerk, secretary, economist, financial advisor;
man-standing: uncle, brother, husband, boyfriend, dude, fellow, defendant, neighbor, neighbour, cousin, stranger,
  blond man, poet, writer, author, tailor, merchant, vendor, seller, burglar, thief, robber, prisoner, beggar, hermit,
  nomad, model, villain, peasant, servant, blacksmith, butcher, barber, hairdresser, zookeeper, beekeeper, chauffeur,
  carrier, photographer, cameraman, journalist, reporter, interviewer, sculptor, potter, gamer, influencer, youtuber,
  referee, coach, trainer, violinist, cellist, flutist, trumpeter, saxophonist, conductor, maestro,
  guitarist, drummer, pianist, bassist, skateboarder, skater, acrobat, trapeze artist, weatherman, newscaster,
  announcer, host, guest, customer, patient, passenger, comedian, presenter, commuter, john, bob, peter, tom, david,
  george, fred, charlie, socrates, plato, isaac newton, bach, darwin, charles darwin, bartender, woodcarver, carver,
  rower, lifeguard, baseball player, tennis player, hockey player, ice hockey player, golf player, chess player, poker
  player;
woman-standing: florist, aunt, sister, wife, girlfriend, lady, nanny, babysitter, actress, librarian, cashier,
  pharmacist, redhead, brunette, blonde woman, housewife, mary, alice, anna, emma, sarah, susan, julia, maria, jane,
  lucy, marie curie, joan of arc, fortune teller, gypsy;
judge: rabbi, imam;
technologist: coder, data scientist, developer, programmer, software engineer
""")
# What they are known by, and have in their hands.
KIT = table("""
violin: violinist, cellist; flute: flutist; trumpet: trumpeter; saxophone: saxophonist; guitar: guitarist, bassist;
drum: drummer; magic-wand: conductor, maestro; hammer: blacksmith;
scissors: barber, hairdresser, tailor; camera: photographer, cameraman; microphone: reporter, journalist, interviewer,
  announcer, newscaster, weatherman, host, comedian; books: librarian; open-book: poet, writer, author;
basket: vendor, merchant, seller; money-bag: burglar, thief, robber; broom: janitor; video-game: gamer;
mobile-phone: influencer, youtuber; crystal-ball: fortune teller; soccer-ball: soccer player, footballer, football
  player, goalkeeper, goalie; basketball: basketball
  player; @baseballbat: baseball player, batsman; tennis: tennis player; ice-hockey: hockey player, ice hockey player;
american-football: quarterback; broom: janitor, cleaner
""")
