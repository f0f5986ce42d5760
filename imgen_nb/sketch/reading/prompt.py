"""Prompt to plan: the text to write is taken out, words are put right, the reader reads, and what is left is said."""

from __future__ import annotations

from imgen_nb.sketch.planning.plan import ScenePlan, Subject
from imgen_nb.sketch.reading.reader import Reader
from imgen_nb.sketch.reading.readings import BOARDS, merged, tabletop, tokens, written
from imgen_nb.sketch.reading.styles import without_artists
from imgen_nb.sketch.reading.wording import STOPS


def parse(prompt: str) -> ScenePlan:
    """What the engine understands of a prompt.

    Never fails: words without a meaning here are listed in `not_understood`, and if nothing else is named, one of them
    becomes the subject, as a shape drawn from its letters.

    >>> parse("three red foxes at sunset").subjects[0].count
    3
    """
    text, rest = written(prompt)
    rest, style, artists = without_artists(rest)
    reader = Reader(tokens(rest))
    reader.read()
    reader.row()
    subjects = merged(reader.subjects, bool(text))
    scene = dict(reader.scene)
    if style:
        scene.setdefault("style", style)
    unknown = tuple(w for w in reader.unknown if not (text and w in BOARDS))
    if not subjects and not scene.get("setting") and not text:
        subjects = made_up(reader, scene, unknown)
    subjects, scene = tabletop(subjects, scene)
    return ScenePlan(
        prompt=prompt,
        subjects=subjects,
        text=text,
        not_understood=unknown,
        without=tuple(dict.fromkeys(reader.without)),
        left_out=tuple(dict.fromkeys([*artists, *reader.left_out])),
        **scene,  # type: ignore[arg-type]
    )


def made_up(reader: Reader, scene: dict[str, str], unknown: tuple[str, ...]) -> tuple[Subject, ...]:
    """A shape for a word nobody drew, where nothing else of the prompt can be drawn."""
    if reader.strangers:
        return (reader.strangers[0],)
    words = unknown or tuple(reader.text.tokens)
    word = max(words, key=len, default="")
    if not word or word in STOPS or (scene and not unknown):
        return ()
    return (Subject(word, f"?{word}"),)
