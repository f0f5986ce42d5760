"""Persons: what the words around somebody say of how they are drawn: a man or a woman, how the hair is worn."""

from __future__ import annotations

import re


def sex_of(prompt: str, word: str) -> str:
    """Whether the word for somebody stands beside one for a man or a woman: "a female doctor", "the judge ... her"."""
    near = rf"(?:{_SEXED})\s+(?:[\w-]+\s+)?{re.escape(word)}\b|\b{re.escape(word)}\b[^.]{{0,60}}?\b(?:{_HERS})\b"
    found = re.search(near, prompt.lower())
    if found is None:
        return ""
    return "woman" if re.search(_FEMALE, found[0].replace(word, "")) else "man"


_FEMALE = r"\b(?:female|woman|lady|girl|her|she)\b"
_SEXED, _HERS = r"\b(?:female|woman|lady|girl|male|man|boy)", "her|she|his|he"


# What is said of hair, the first that is found counts, and the way of wearing it.
_HAIR = tuple(
    (re.compile(rf"\b(?:{said.strip()})\b"), style.strip())
    for said, _, style in (
        line.partition(" | ")
        for line in r"""
bald|balding|hairless|shaved head|bald-headed | hairless
pigtails?|pig tails | pigtails
braids?|braided|plaits?|dreadlocks|cornrows | braid
pony ?tail|pony-tail | tail
(?:hair )?bun|top knot|topknot|updo|chignon | bun
afro|frizzy | round
bob(?: cut| haircut)|bobbed|shoulder[- ]length | bob
bangs|fringe|bowl cut | fringe
(?:wild|crazy|messy|unruly|windblown|untidy),? (?:\w+,? )?hair|tousled|unkempt|dishevell?ed | wild
spiky|spiked | spiky
quiff|pompadour|slicked[- ]back | quiff
(?:long|flowing),? (?:and )?(?:\w+,? )?(?:curly|wavy|curls)|wavy | waves
curly|curls|curly-haired | curls
long(?:[- ]haired|,? (?:\w+,? ){0,2}hair)|straight hair | long
short(?:[- ]haired|,? (?:\w+,? ){0,2}hair)|crew cut|buzz cut | crop
""".strip().splitlines()
    )
)
_ABOUT = (
    "hair|haired|curls|braid|tail|bun|bald|afro|bob|bangs|fringe|shaved|quiff|pompadour|cut|locks|cornrows|knot|updo"
)
_SOMEBODY = re.compile(
    r"\b(?:man|woman|boy|girl|child|person|lady|guy|kid|men|women|boys|girls|children|people|cat|dog|horse)\b"
)


def hair_of(prompt: str, word: str) -> str:
    """How somebody wears the hair: what is said right before the word, or after it and before the next being."""
    said = prompt.lower()
    at = re.search(rf"\b{re.escape(word)}", said)
    if at is None:
        return ""
    rest = said[at.end() :].partition(".")[0]
    following = _SOMEBODY.search(rest)
    about = " ".join(said[: at.start()].split()[-3:]) + " " + rest[: following.start() if following else 80]
    if not re.search(_ABOUT, about):
        return ""
    return next((style for pattern, style in _HAIR if pattern.search(about)), "")
