"""Emblems: what stands for a word that names no thing, where a prompt names nothing else to draw."""

from __future__ import annotations

from imgen_nb.sketch.reading.lexicon import table

EMBLEM = table("""
@peace: peace, world peace, harmony;
@infinity: eternity, forever;
@questionmark: question, mystery, unknown, confusion;
@numbers: number, numbers, arithmetic;
@equation: calculus, math, mathematics, algebra;
@atom: element, physics, science;
@ingots: metal, metals, alloy, steel, iron;
@molecule: bond, chemical bond, chemistry, compound, chemicals;
@protein: biology;
@complexplane: imaginary numbers, imaginary number, complex numbers, coordinate system;
@pendulum: inertia, momentum, motion, movement, balance;
@gravity: gravity;
@force: force;
@genders: gender, sex, sexes;
balance-scale: fairness, justice, equality, law, bias, injustice, ethics, morality;
@angry: anger, hate, hatred, rage, fury, envy, jealousy;
@crying: sadness, grief, sorrow, despair, pain, regret, loss;
@surprised: surprise, shock, amazement, awe, wonder, fear, panic;
performing-arts: emotion, emotions, feeling, feelings, derision, drama, theatre, comedy, tragedy, irony;
@joy: happiness, joy, delight, fun, bliss, pleasure, laughter, emoji;
@insight: insight, inspiration, idea, ideas, creativity, imagination, invention, common sense, commonsense, wisdom,
  knowledge, thought, innovation, meaning;
@brain: intelligence, mind, consciousness, memory, psychology, dream, dreams, dreaming;
@ai: artificial intelligence, ai, machine learning, deep learning;
@energy: energy, electricity, power;
@life: life, growth, birth, hope, new life, future;
@doomsday: end of the world, apocalypse, doomsday, armageddon, extinction;
headstone: death, mortality, rest in peace;
hourglass-done: time, patience, waiting, past;
dove: freedom, liberty, innocence, soul;
people-hugging: friendship, hug, compassion, kindness, empathy, comfort, trust;
trophy: success, victory, triumph, achievement, ambition;
crossed-swords: war, battle, conflict, violence;
bullseye: goal, aim, purpose, target;
@love: love, romance, affection, passion;
money-bag: wealth, greed, economy, capitalism, finance;
chains: slavery, oppression;
megaphone: protest, propaganda;
musical-notes: music, sound, melody, jazz;
leaf-fluttering-in-wind: air, wind, breeze;
books: education, learning, history, literature;
lotus: calm, serenity, mindfulness;
fire: heat, passion;
seedling: sustainability, ecology;
@graffiti: graffiti;
gear: technology, engineering, progress
""")
"""Word -> drawing, as in `aliases`; it counts only where the prompt has no subject of its own."""
