"""Senses: phrases whose parts would be read as something else, each with its drawing; they come before other tables."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

SENSES = table("""
toilet: commode;
@sportscar: drop top sports car, drop top, drop top car;
@stopsign: stop sigh;
panda: panda bear, giant panda, panda cub;
koala: koala bear;
chair: beach chair, lawn chair, deck chair, folding chair, highchair, director chair, yellow beach chair;
@marsglobe: mars rises, mars rising;
round-pushpin: map pin, pin, push pin;
speedboat: speed boat, power boat;
old-man: old man, elderly man, grandfather, grandpa, old gentleman;
old-woman: old woman, elderly woman, grandmother, grandma, old lady;
glasses: horn rimmed glasses, horn-rimmed glasses;
bat: vampire bat, fruit bat;
baseball: baseball bat;
man-standing: best man, beatle;
person-in-suit-levitating: levitating man;
guitar: bass guitar, air guitar;
violin: double bass;
health-worker: dentist;
cook: barista;
person-running: marathon runner, sprinter;
woman-dancing: tango dancer, salsa dancer;
skier: downhill skier;
singer: opera singer, dj, guitarist, drummer, pianist;
pilot: astronaut pilot;
farmer: scarecrow farmer;
person-with-crown: sultan, pharaoh king, caesar;
man-student: scholar;
man-standing: cricketer, batsman, guitarist man, news anchor;
closed-book: dictionary, encyclopedia, thick book;
@fence: corral, horse corral, baby gate, paddock;
wood: driftwood, piece of driftwood;
hamburger: burger patty, bottom bun, bun;
backpack: mailbag, sack;
@bottle: mustard, ketchup;
tennis: tennis racquet, tennis racket, racquet;
alembic: chemicals, sparkling chemicals, chemistry set;
monkey: hanuman;
@platypus: platstumppus""")
