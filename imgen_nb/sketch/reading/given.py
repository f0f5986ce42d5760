"""Given names: who is named in a prompt, known or not, is a person: "Emma Watson eating pizza"."""

from __future__ import annotations

import re

from imgen_nb.sketch.reading import lexicon, nouns
from imgen_nb.sketch.reading.lexicon import words
from imgen_nb.sketch.reading.places import SETTING

_WOMEN = words("""
    adele adriana aisha alexandra alicia amanda amelia amy andrea angela angelina anita anja anne annie aretha ariana
    audrey barbara beatrice bella beyonce bianca billie bridget britney camila carla carmen carol caroline carrie
    cate catherine celine chloe christina claire clara claudia courtney daniela debbie deborah diana
    dorothy dua eleanor elena elizabeth ella ellen elsa emily emma esther eva evelyn fatima fiona
    frida gabriela gwyneth hannah heidi helen helena hermione hillary ingrid isabel isabella ivana jackie jane
    janet janis jennifer jessica joan joanna jodie josephine judith judy julia julie juliet kamala karen
    kate katherine kathy katie katniss keira kendall kim kristen kylie lara laura lauren leia lena linda lisa
    lucia lucy lydia madonna maggie margaret margot maria marie marilyn martha mary megan meghan mei melania
    melissa meryl mia michelle mila miley miranda monica nancy naomi natalie natasha nicole nina nora olivia oprah
    pamela patricia penelope priya rachel rebecca reese rihanna rosalind rosie samantha sandra sara sarah scarlett
    selena serena shakira shirley sigourney simone sofia sonia sophia sophie stephanie susan suzanne sylvia
    taylor teresa tina uma ursula vanessa veronica vivian wanda whitney whoopi winona
    yoko yuki yvonne zendaya zoe""")
_MEN = words("""
    aaron abraham adam adrian ahmed alan albert alex alexander alfred ali andrew andy anthony antonio aristotle arnold
    arthur barack ben benedict benjamin bernard bernie bob boris brad brian bruce bruno caleb carl carlos charles
    christian christopher clint conan cristiano daniel danny darth dave david denzel dennis diego donald doug dwayne
    eddie edgar edward edwin elon elton elvis emmanuel enrico eric ernest ethan felix fernando fidel francis
    francisco fred freddie frodo galileo gary gene geoffrey george gerald giovanni greg gustav hans harold
    harrison harry hector henry hercules hugh hugo humphrey ian igor indiana isaac ivan jackie jackson jacob james jan
    jared jason javier jay jeff jeremy jerry jim jimi jimmy joaquin joe johannes john johnny jonathan jorge jose joseph
    joshua juan julius justin kanye karl keanu keith ken kevin kobe kofi kurt lance larry lebron leo leon leonardo
    leonid lewis liam lionel louis lucas ludwig luigi luis luke malcolm marcel marco marcus mario martin matt matthew
    mehmet michael miguel mikhail mohammed morgan moses nathan neil nelson neymar nicholas nick nicolas
    nigel nikola noah novak oliver omar oscar otto pablo patrick paul pavel pedro pele peter philip pierre plato
     quentin rafael rajesh ralph raphael raymond rembrandt ricardo richard rishi robert roberto roger ronald
    ronaldo rowan roy russell ryan salvador sam samuel saul sean sebastian sergei seth sherlock sigmund simon
    spencer stanley stefan stephen steve steven sylvester ted theodore thomas tim timothy tobias tom tony
    tyler usain vincent vladimir walter wei werner william winston wolfgang xavier zach zlatan""")
_SEEN_AS = {
    "sherlock holmes": "detective",
    "harry potter": "boy wearing round glasses and a scarf",
    "indiana jones": "man wearing a brown hat and a brown jacket",
    "charlie chaplin": "man wearing a black suit and a top hat",
    "steve jobs": "man wearing a black sweater and glasses",
    "luke skywalker": "man in white clothes", "princess leia": "princess in white", "mickey mouse": "mouse",
    "michael jordan": "basketball player", "lebron james": "basketball player", "lionel messi": "soccer player",
    "cristiano ronaldo": "soccer player", "john lennon": "man wearing round glasses", "sigmund freud": "old man",
    "mahatma gandhi": "old man", "charles darwin": "old man with a white beard", "roger federer": "tennis player",
    "bob marley": "man with dreadlocks holding a guitar", "jimi hendrix": "man holding a guitar",
    "freddie mercury": "singer", "taylor swift": "woman holding a microphone", "elton john": "man wearing sunglasses",
    "neil armstrong": "astronaut", "buzz aldrin": "astronaut", "donald duck": "duck", "donald trump": "man in a suit",
    "barack obama": "black man in a suit", "joe biden": "old man in a suit", "vladimir putin": "man in a suit",
}  # fmt: skip
"""What is known of how these look."""
_NAME = re.compile(r"\b[A-Z][\w’]*(?:[ -](?:[A-Z]\. )?(?:(?:van|von|de|da|di|al) )?[A-Z][\w’]+){1,3}\b(?!['’])")

_TITLE = re.compile(
    r", (?:and )?(?:the )?(?:Archduke|Grand Duke|Duke|Duchess|Count|Countess|King|Queen|Prince|Princess|Earl|Baron"
    r"|Baroness|Lord|Lady|Emperor|Empress|Minister[- ]President|President|Prime Minister|Chancellor|Governor|Mayor"
    r"|Ruler|Knight|Bishop) of (?:the )?[A-Z][\w’]*(?:[ -][A-Z][\w’]*)*(?=[,.;:]|$)"
)
"""What somebody named is besides: "Otto, Count of Bismarck, Duke of Lauenburg"."""
_DISH = re.compile(r"\b(?:his|her|its|their) favou?rite (?:meal|food|dish|snack|treat|drink)\s*[-–—:,]\s*", re.I)


def plainly(text: str) -> str:
    """The text without titles after a name, and "his favorite meal - lasagna" as lasagna."""
    return _DISH.sub("", _TITLE.sub("", text))


def people(text: str) -> tuple[str, list[str]]:
    """(the text with people in the place of their names, what was read as what)."""
    tokens = re.findall(r"[^\W\d_]+", text)
    if len(tokens) > 5 and sum(word[0].isupper() for word in tokens) > 0.7 * len(tokens):
        return text, []  # a headline, where every word has a capital
    notes: list[str] = []

    def meant(found: re.Match[str]) -> str:
        said = found[0].replace("-", " ").split()
        lower = [word.lower() for word in said]
        start = next((i for i in range(len(said) - 1) if lower[i] in _WOMEN | _MEN), 0)  # "Lego Emma Watson"
        who = _who(lower[start:], text[found.end() :].split()[:1])
        if who is None:
            return found[0]
        if _is_animal(text[: found.start()].split()[-1:]):
            return " ".join(said[:start])
        notes.append(f"{' '.join(said[start:])} as {who}")
        return " ".join([*said[:start], who])

    return _NAME.sub(meant, text), notes


def _is_animal(before: list[str]) -> bool:
    """Whether the word before a name says that an animal has it: "the cat Otto von Garfield"."""
    art = nouns.art_of(before[0].lower()) if before else None
    return art is not None and art[1] >= 60 and nouns.group(art[0]) == "animal"


def _who(name: list[str], after: list[str]) -> str | None:
    """The person a name is of, or None: of a place, of a make before what is made, or with a drawing of its own."""
    phrases = [" ".join(name[i:j]) for i in range(len(name)) for j in range(i + 1, len(name) + 1)]
    if any(phrase in SETTING or (" " in phrase and (nouns.art_of(phrase) or ("", 0))[1] >= 60) for phrase in phrases):
        return None
    if " ".join(name[:2]) in _SEEN_AS:
        return _SEEN_AS[" ".join(name[:2])]
    follows = (after or [""])[0].strip(".,;:!?").lower()
    made, last = nouns.art_of(follows), nouns.art_of(name[-1])
    if made and made[1] >= 60 and not follows.endswith(("ing", "s")) and follows not in lexicon.RELATION:
        return None  # "a Louis Vuitton bag"
    if last and last[1] >= 60 and nouns.group(last[0]) == "place":
        return None
    return "woman" if name[0] in _WOMEN else "man" if name[0] in _MEN else None
