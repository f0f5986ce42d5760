"""Prompt to plan: the text to write is taken out, words are put right, the reader reads, and what is left is said."""

from __future__ import annotations

from dataclasses import replace

from imgen_nb.sketch.planning.faces import BLANK, GROUND, SKY, bearer
from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.acts import gathered, under_way
from imgen_nb.sketch.reading.company import in_company, told
from imgen_nb.sketch.reading.deeds import Busy, busy
from imgen_nb.sketch.reading.designs import COMPOSED, MOTIF, WRITTEN_OFF, composed, design_of, title_of
from imgen_nb.sketch.reading.entered import entered
from imgen_nb.sketch.reading.given import people, plainly
from imgen_nb.sketch.reading.housed import housed
from imgen_nb.sketch.reading.idle import painted
from imgen_nb.sketch.reading.languages import translated
from imgen_nb.sketch.reading.letters import writable
from imgen_nb.sketch.reading.order import plain
from imgen_nb.sketch.reading.owned import wintered
from imgen_nb.sketch.reading.pairs import paired
from imgen_nb.sketch.reading.places import STYLED
from imgen_nb.sketch.reading.reader import Reader
from imgen_nb.sketch.reading.readings import (
    ABOUT_TEXT,
    aloft,
    bound,
    laid,
    merged,
    once,
    raised,
    signed,
    spread,
    tabletop,
    tokens,
    walled,
    written,
)
from imgen_nb.sketch.reading.riddles import described
from imgen_nb.sketch.reading.roads import marked
from imgen_nb.sketch.reading.spelling import corrected
from imgen_nb.sketch.reading.stacked import stacked
from imgen_nb.sketch.reading.styles import without_artists
from imgen_nb.sketch.reading.surfaces import surfaces
from imgen_nb.sketch.reading.verbs import doing as in_clauses
from imgen_nb.sketch.reading.views import seen_from_above
from imgen_nb.sketch.reading.wording import STOPS

HOMELY = lexicon.words("hills meadow")  # settings that may as well be the country that a style has of its own
REEF = lexicon.words("coral lobster octopus jellyfish squid")
NIGHTLY = ("@fireworks", "@campfire")  # what is seen when it is dark
LONG = 18  # letters of a word that is seen as a word


def parse(prompt: str) -> ScenePlan:
    """What the engine understands of a prompt.

    Never fails: words without a meaning here are listed in `not_understood`, and if nothing else is named, one of them
    becomes the subject, as a shape drawn from its letters.

    >>> parse("three red foxes at sunset").subjects[0].count
    3
    """
    text, rest = (prompt.strip(), "") if prompt.strip().isdecimal() else written(prompt)
    text, unwritten = writable(text) if text else (None, [])
    rest, style, artists = without_artists(rest)
    said, language = translated(tokens(rest))
    notes = [f"{language} as {' '.join(said)}"] if language else []
    if not language:
        rest, named = (rest, []) if design_of(said)[0] else people(plainly(rest))
        said, right = corrected(tokens(rest), prompt)
        said, told_of = described(said)
        said, meant = in_company(told(painted(stacked(said))))
        notes = [*named, *right, *told_of, *meant]
    design, said = design_of(said)
    said, seen = (said, ()) if design else surfaces(said)
    said, lines = (said, ()) if design else marked(said)
    doing = Busy(said) if design or language else busy(plain(in_clauses(said)))
    notes += doing.notes
    reader = Reader(said if design else under_way(gathered(doing.tokens)), careful=design is not None)
    reader.read()
    reader.row()
    reader.finish()
    subjects = paired(raised(spread(once(bound(merged(reader.subjects, bool(text)), bool(text))))))
    scene = placed(reader.scene, doing.scene)
    if text and scene.get("ground") == "road" and laid(prompt, reader.subjects):
        scene["setting"] = scene.get("setting") or "street"
        del scene["ground"]
    if scene.get("setting") in ("sea", "lake") and below(subjects):
        scene["setting"] = "underwater"
    if scene.get("weather") == "snow":
        subjects = tuple(wintered(s) for s in subjects)
    if any(s.art in NIGHTLY or ("glow" in s.parts and s.target is None) for s in subjects):
        scene.setdefault("time", "night")
    title = (title_of(said) or (None if text else design.partition(" with ")[0].capitalize())) if design else None
    if style:
        scene["style"] = style  # whose hand it is goes before "a painting"
    at_home = next((STYLED[w] for n in (2, 1) for w in grams(tokens(prompt), n) if w in STYLED), None)
    if at_home and not design and scene.get("setting", at_home[0]) in HOMELY | {at_home[0]}:
        scene["setting"], scene["place"] = at_home
    if style == "swirling" and "starry" in prompt.lower():
        scene.setdefault("time", "night")
    unknown = tuple(dict.fromkeys([*unwritten, *(w for w in reader.unknown if not (text and w in ABOUT_TEXT))]))
    if not (subjects or design or text):
        subjects = tuple(reader.emblems[-1:])
    if not (subjects or design or text or reader.emblems or scene.get("setting")) and composed(reader.text.tokens):
        design, title = COMPOSED, None
    if not (subjects or design or scene or text):
        text = next((word for word in reader.text.tokens if word.isdecimal() or len(word) > LONG), None)  # "U.S. 101"
    if not (subjects or design or scene.get("setting") or text):
        subjects = made_up(reader, scene, unknown)
    if design:
        subjects = subjects or illustrated(f"{text or ''} {title or ''}")
        unknown = tuple(w for w in unknown if w not in WRITTEN_OFF and w not in str(title).lower())
    else:
        subjects, scene = entered(*seen_from_above(*tabletop(subjects, scene)))
        subjects, scene = (subjects, scene) if text else walled(subjects, scene)
        subjects, scene = housed(subjects, scene, prompt)
    written_on = _bearer(prompt, reader.subjects, subjects) if text and not design else None
    if written_on == SKY:
        subjects = tuple(s for s in subjects if s.art != "@fireworks" or s.target is not None)
    return ScenePlan(
        prompt=prompt,
        subjects=tuple(replace(s, art=BLANK[s.art]) if s.art == written_on and s.art in BLANK else s for s in subjects),
        surfaces=seen + lines,
        text=text,
        not_understood=unknown,
        without=tuple(dict.fromkeys(reader.without)),
        read_as=tuple(notes),
        left_out=tuple(dict.fromkeys([*artists, *reader.left_out, *doing.moods])),
        design=design,
        title=title,
        written_on=BLANK.get(written_on or "", written_on),
        **scene,
    )


def _bearer(prompt: str, said: list[Subject], subjects: tuple[Subject, ...]) -> str | None:
    """What the words of a prompt are written on: the ground, one of its things, or a sign of their own."""
    if laid(prompt, said):
        return GROUND
    if aloft(prompt):
        return SKY
    return None if signed(said) else bearer(subjects)


def placed(scene: dict[str, str], usual: dict[str, str]) -> dict[str, str]:
    """The scene that a prompt names, and of the usual one what does not contradict it."""
    there = scene.get("setting", usual.get("setting")) == usual.get("setting") and "ground" not in scene
    fits = {key: value for key, value in usual.items() if there or key not in ("setting", "place")}
    return {**fits, **scene}


def below(subjects: tuple[Subject, ...]) -> bool:
    """Whether all that is shown lives in deep water, and some of it never comes up: a fish among corals."""
    return any(s.art in REEF for s in subjects) and all(nouns.home(s.art) == "deep" for s in subjects)


def grams(said: list[str], n: int) -> list[str]:
    """The phrases of n words."""
    return [" ".join(said[at : at + n]) for at in range(len(said) - n + 1)]


def illustrated(words: str) -> tuple[Subject, ...]:
    """The first thing that the words of a design name or are about: bees for SAVE THE BEES, a tulip for gardening."""
    for token in tokens(words):
        single, _ = nouns.singular(token)
        found = next((hit for word in (token, single) if (hit := nouns.art_of(word)) and hit[1] >= 100), None)
        if token in MOTIF:
            return (Subject(single, MOTIF[token]),)
        if found and token not in lexicon.STOP:
            return (Subject(single, found[0]),)
    return ()


def made_up(reader: Reader, scene: dict[str, str], unknown: tuple[str, ...]) -> tuple[Subject, ...]:
    """A shape for a word nobody drew, where nothing else of the prompt can be drawn."""
    if reader.strangers:
        return (reader.strangers[0],)
    words = unknown or tuple(reader.text.tokens)
    word = max(words, key=len, default="")
    if not word or word in STOPS or (scene and not unknown):
        return ()
    return (Subject(word, f"?{word}"),)
