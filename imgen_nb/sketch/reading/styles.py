"""Whose hand a prompt asks for: an artist is read as the finish nearest to their pictures, or left out and said."""

from __future__ import annotations

import re

from imgen_nb.sketch.reading.hands import STYLE
from imgen_nb.sketch.reading.lexicon import table

ARTISTS = table("""
swirling: van gogh, vincent van gogh, vincent, the starry night, starry night, van gogh starry night;
cubist: picasso, pablo picasso, braque, georges braque, juan gris, abstract cubism, cubism, cubist art;
woodblock: hokusai, hiroshige, utamaro, ukiyo e, japanese woodblock prints, katsushika hokusai;
papyrus: egyptian hieroglyphics, egyptian tomb hieroglyphics, egyptian tomp hieroglyphics, hieroglyphics,
  egyptian hieroglyphic tomb, egyptian hieroglyphs, egyptian art, ancient egyptian art;
notebook: leonardo, leonardo da vinci, da vinci; engraved: durer, albrecht durer, gustave dore;
ink wash: traditional chinese painting, chinese painting, chinese ink painting, sumi e;
old master: rembrandt, vermeer, johannes vermeer, caravaggio, velazquez; oil: cezanne,
  botticelli, greg rutkowski, rutkowski, frida kahlo, salvador dali, salvador dalí, dali, dalí, magritte,
  rene magritte,
  munch, edvard munch, bob ross, goya, raphael, john constable, caspar david friedrich;
impressionist: monet, claude monet, renoir, degas, sisley, pissarro, berthe morisot;
gouache: matisse, henri matisse, gauguin, chagall, marc chagall, edward hopper,
  hopper, studio ghibli, ghibli, miyazaki, hayao miyazaki, beatrix potter, mary blair;
watercolour: turner, william turner, j m w turner;
pointillist: seurat, georges seurat, paul signac, signac; mosaic: gustav klimt, klimt, gaudi, kandinsky,
  wassily kandinsky, mondrian;
silkscreens: andy warhol, warhol; pop art: lichtenstein, roy lichtenstein; riso: banksy;
art nouveau: alphonse mucha, mucha;
ink: escher, m c escher, quentin blake, herge, hergé, dr seuss, edward gorey, moebius;
glow: thomas kinkade, beeple, syd mead, simon stalenhag;
oil: american gothic, dutch masters;
gouache: madhubani art; pixel: minecraft;
clay: pixar, disney, aardman, dreamworks
""")

_NAME = r"[^\W\d_][\w'’-]*\.?"
_AFTER = r"(?:in (?:the|a) (?:style|manner) of|style of|inspired by|painted by|drawn by|art by|photo by|by)"
_AFTER = rf"(?:as (?:imagined|painted|drawn|seen|envisioned|depicted|illustrated|interpreted) by|{_AFTER})"
_CREDIT = re.compile(rf"(?:,\s*)?\b{_AFTER}\s+((?:{_NAME}\s*){{1,4}})", re.IGNORECASE)
_REMADE = "version|take|vision|interpretation|rendition|rendering|reimagining|depiction|portrayal|painting|portrait"
_OWN_HAND = re.compile(
    rf"((?:\b{_NAME}\s+){{0,3}}\b[^\W\d_]+)(?:['’]s?|[ -]style)\s+(?:{_REMADE})\s+(?:of|on)\b", re.IGNORECASE
)
_JOINERS = frozenset(["van", "von", "de", "da", "di", "del", "der", "la", "le", "the"])


def without_artists(prompt: str) -> tuple[str, str | None, list[str]]:
    """(the prompt without its artists, the finish of the first one known, their names)."""
    style: str | None = None
    names: list[str] = []

    def credited(found: re.Match[str]) -> str:
        nonlocal style
        words = found[1].split()
        length = _named(words, found[0].lower().lstrip(", ").startswith("by "))
        if not length:
            return found[0]
        name = " ".join(words[:length])
        hand = ARTISTS.get(_plain(name)) or STYLE.get(_plain(name))
        style = hand if style is None else style
        names.append(f"{name} as {hand}" if hand else name)
        return f" , {' '.join(words[length:])} "

    def owned(found: re.Match[str]) -> str:
        nonlocal style
        words = found[1].split()
        start = next((i for i in range(len(words)) if _plain(" ".join(words[i:])) in ARTISTS), None)
        if start is None:
            return found[0]
        name = " ".join(words[start:])
        style = ARTISTS[_plain(name)]
        names.append(f"{name} as {style}")
        return " ".join(words[:start])

    return _CREDIT.sub(credited, _OWN_HAND.sub(owned, prompt)), style, names


def _plain(name: str) -> str:
    return " ".join(name.lower().replace(".", " ").replace("-", " ").split()).removesuffix("'s")


def _named(words: list[str], merely_by: bool) -> int:
    """How many of the words are a name: a known artist's, or words with capitals ("by Jane Doe", not "by the sea")."""
    for n in range(min(4, len(words)), 0, -1):
        if _plain(" ".join(words[:n])) in ARTISTS:
            return n
    length = 0
    for word in words:
        if not (word[0].isupper() or (length and word in _JOINERS)):
            break
        length += 1
    while length and words[length - 1] in _JOINERS:
        length -= 1
    return 0 if words[0].lower() == "the" or (merely_by and length < 2) else length
