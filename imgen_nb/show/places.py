"""What is said about a picture: who made it, its facts, its money, and what happened where there is none.

Words only, no markup: notebooks, plain text and tables read the same sentences. Two rules of the house
live here: money is always written out, so an unknown price is never blank and never 0, and a place without
a picture says what happened, whether it cost something and what to do.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from imgen_nb import reports
from imgen_nb.errors import UNSPENT, BudgetExceeded, Cancelled, ImgenError, InvalidRequest, MissingKey
from imgen_nb.types import PRICE_UNKNOWN, Cost, Event, Generation, ImageRequest, Left, Picture, State

NOT_A_MODEL = "sketch, not an AI model"
WORDS = {
    State.PLANNED: "Waiting",
    State.SENDING: "Sending",
    State.ACCEPTED: "Queued",
    State.RUNNING: "Running",
    State.DOWNLOADING: "Saving",
    State.SAVED: "Done",
    State.FAILED: "Failed",
    State.UNKNOWN: "Outcome unknown",
    State.CANCELLED: "Cancelled",
}
STOPPED = {"no": "Stopped", "yes": "Paid, not fetched", "unknown": WORDS[State.UNKNOWN]}
"""What a job is called that an error ended before its state did, by whether it was paid."""
OWED = dict.fromkeys((State.ACCEPTED, State.RUNNING, State.DOWNLOADING), STOPPED["yes"])
OWED[State.UNKNOWN] = STOPPED["unknown"]
CHARGED = {"no": "Not charged.", "yes": "Charged{}.", "unknown": "It may have been charged{}."}
REHEARSED = {
    "no": "Not charged.",
    "yes": "Live, this would be charged{}; in the sandbox it is $0.00.",
    "unknown": "Live, this might be charged{}; in the sandbox it is $0.00.",
}
QUESTIONS = ("What happened", "Was money spent?", "What to do", "To find it again")
"""What a card answers about a place without its picture, in this order."""
NOT_HERE = "Made, not here"
FETCH = "ig.resume() fetches it"
LOOK = "ig.resume() looks for it, ig.forget(id) lets it go"
REFUSED = 2.4
"""Width over height of the place of what is not offered: it is known from the first, so nothing jumps."""
_CONTROL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(value: object, most: int = 300) -> str:
    """Make any text fit to be shown on one line: no control or direction characters, at most `most` long.

    Example:
        >>> clean("a\\x1b[31m red\\n fox", 7)
        'a red …'
    """
    raw = str(value)
    whole = " ".join(_CONTROL.sub("", raw[: most * 4]).encode("utf-8", "replace").decode().split())
    return whole if len(whole) <= most and len(raw) <= most * 4 else whole[: most - 1] + "…"


def sentence(words: str) -> str:
    """Clean a provider's words and end them with a full stop."""
    said = clean(words, 400)
    return said if not said or said[-1] in ".!?…" else f"{said}."


def capital(words: str) -> str:
    """Begin a sentence as sentences begin, unless it begins with a piece of code.

    Example:
        >>> capital("nothing was sent"), capital("ig.resume() fetches it")
        ('Nothing was sent', 'ig.resume() fetches it')
    """
    return words[:1].upper() + words[1:] if re.match(r"[a-z]+[ ,]", words) else words


def count(number: int, noun: str) -> str:
    """Write a number and its noun.

    Example:
        >>> count(1, "picture"), count(2, "quality"), count(2, "num images")
        ('1 picture', '2 qualities', '2 num images')
    """
    many = noun if noun.endswith("s") else f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"
    return f"{number} {noun if number == 1 else many}"


def dollars(usd: float | None, credits: float | None = None) -> str:
    """Write a price so that it never rounds to nothing.

    Example:
        >>> dollars(0.03, 6), dollars(0.0004), dollars(None)
        ('$0.03, 6 credits', '$0.0004', 'price unknown')
    """
    said = []
    if usd is not None:
        cents = f"{usd:.2f}"
        said.append(f"${cents}" if abs(float(cents) - usd) < 1e-9 else f"${usd:.3g}")
    if credits is not None:
        said.append("1 credit" if credits == 1 else f"{credits:g} credits")
    return ", ".join(said) or "price unknown"


def money(generation: Generation) -> str:
    """What a generation cost, in words that are never blank."""
    free = generation.from_store or generation.sandbox
    return "$0.00" if free else dollars(generation.cost.usd, generation.cost.credits)


def enhanced(generation: Generation) -> bool:
    """Whether the provider rewrote the prompt."""
    return bool(generation.prompt_used) and generation.prompt_used != generation.request.prompt


def kept(generation: Generation) -> str:
    """Until which day the provider keeps its own copy; empty where it names none, and in the sandbox."""
    if generation.expires is None or generation.sandbox:
        return ""
    return time.strftime("kept there until %d %B %Y", time.localtime(generation.expires))


def shape(aspect_ratio: Any) -> float:
    """Width over height of an aspect ratio such as "16:9"; 1 for anything else.

    Example:
        >>> shape("3:2"), shape("tall")
        (1.5, 1.0)
    """
    wide = reports.shape(aspect_ratio)
    return min(4.0, max(0.25, wide)) if wide else 1.0


@dataclass(frozen=True)
class Place:
    """One place of a sheet: a picture, or what there is to say until, or instead of, one.

    `who` heads the caption, `title` is what people call the provider. `event` is the job's latest step, `missing` says
    of a picture that was made why it is not here, `notes` are the warnings that came with a generation, said once, at
    the first of its places. `quarters` are the four pictures of a sheet, which is one place. `glimpse` draws a coarse
    WebP of what is coming, for sandbox jobs: in the thread that paints, never in the one that runs jobs.
    """

    who: str
    request: ImageRequest
    state: State
    event: Event | None = None
    generation: Generation | None = None
    picture: Picture | None = None
    error: ImgenError | None = None
    title: str = ""
    missing: str = ""
    notes: tuple[str, ...] = ()
    first: bool = True
    quarters: tuple[Picture, ...] = ()
    glimpse: Callable[[], bytes] | None = field(default=None, compare=False, repr=False)

    @property
    def provider(self) -> str:
        """The provider's title, or its name where nobody told the title."""
        return self.title or self.request.provider

    @property
    def sandbox(self) -> bool:
        """Whether a sandbox made it, or will: a finished generation knows by its pictures, wherever they came from."""
        return self.generation.sandbox if self.generation else self.request.sandbox

    @property
    def cost(self) -> Cost:
        """What it cost, as far as that is told: what came, or what failed and was charged; a sketch costs nothing."""
        if self.sandbox:
            return Cost(0.0, 0.0, "sandbox") if self.generation or self.error else PRICE_UNKNOWN
        charged = self.error if self.error is not None and self.error.charged == "yes" else None
        return self.generation.cost if self.generation else charged.cost if charged else PRICE_UNKNOWN

    @property
    def name(self) -> str:
        """What the job is found by again: the provider's id, else our own where money may have gone."""
        tellers = (self.error, self.generation, self.event)
        told = next((clean(one.remote_id, 120) for one in tellers if one is not None and one.remote_id), "")
        spent = self.stored or (self.error is not None and self.error.charged != "no")
        return told or (clean(self.request.ref, 120) if spent else "")

    @property
    def shape(self) -> float:
        """Width over height of the picture, or of the one to come; where none will, of a few words."""
        if isinstance(self.error, InvalidRequest):
            return REFUSED
        if self.picture and self.picture.width and self.picture.height:
            return self.picture.width / self.picture.height
        return shape(self.request.params.get("aspect_ratio"))

    @property
    def stored(self) -> bool:
        """Whether it came from the store, and so cost nothing this time."""
        return self.generation is not None and self.generation.from_store

    @property
    def owed(self) -> bool:
        """Whether a provider took it, or may have, and its picture is to be fetched yet, as the store remembers it."""
        return self.stored and self.state in OWED and self.picture is None and not self.missing

    @property
    def word(self) -> str:
        """The state in a word or two."""
        if self.missing:
            return NOT_HERE
        if isinstance(self.error, InvalidRequest):
            return "Not offered"
        if isinstance(self.error, BudgetExceeded):
            return "Over budget"
        if isinstance(self.error, MissingKey):
            return "No key"
        if isinstance(self.error, Cancelled):
            return "Cancelled"
        if self.error is not None and self.state not in (State.FAILED, State.UNKNOWN, State.CANCELLED):
            return STOPPED[self.error.charged]
        return OWED[self.state] if self.owed else WORDS[self.state]

    def asked(self, name: str) -> str:
        """A parameter as it was asked for, in words; empty where it was not. Its value may be anything at all."""
        value = self.request.params.get(name)
        return "" if value is None else clean(value, 60)

    def manner(self) -> list[str]:
        """Which of a service's ways to draw was asked for: its model, its template."""
        template = self.asked("template")
        return [said for said in (self.asked("model"), template and f"template {template}") if said]

    def facts(self) -> list[str]:
        """The second line of the caption: whatever tells this picture from others, then seconds and money."""
        said = [self.asked("aspect_ratio")]
        said += [f"{self.picture.width} × {self.picture.height}"] if self.picture else []
        said += ["four in one"] if self.quarters else []
        said += [*self.manner(), self.asked("alias") or self.asked("flow_alias")]
        said += [f"seed {seed}"] if (seed := self._seed()) else []
        said += [f"take {take}"] if (take := clean(self.request.take, 20)) != "1" else []
        said += [f"{seconds:.1f} s"] if (seconds := self._seconds()) is not None else []
        if self.generation and self.picture:
            said.append(money(self.generation))
            said += ["prompt enhanced"] if enhanced(self.generation) else []
            said.append(kept(self.generation))
        elif self.error is None and not self.missing and not self.owed:
            said.append("$0.00" if self.sandbox else "price unknown")
        return [fact for fact in said if fact and fact != self.who]

    def audit(self) -> list[str]:
        """What an audit asks for, beside the first picture of a generation: its id, and your own data as it came back.

        A place with trouble names its id there.
        """
        if self.generation is None or self.picture is None or not self.first:
            return []
        said = [f"id {self.name}"] if self.name else []
        asked = self.request.params.get("meta")
        said += [f"meta {clean(json.dumps(dict(self.generation.meta), default=str), 200)}"] if asked else []
        return said

    def unlike(self) -> list[str]:
        """Where what came is not what was asked, in words; a rewritten prompt is a fact already."""
        if self.picture is None or self.generation is None:
            return []
        other = (fact for fact in self.generation.report.differing if fact.field != "prompt")
        return [f"asked {clean(fact.asked, 60)}, came {clean(fact.came, 120)}" for fact in other]

    def _seed(self) -> str:
        told = self.picture.seed if self.picture else None
        told = self.generation.seed if told is None and self.generation else told
        return self.asked("seed") if told is None else str(told)

    def _seconds(self) -> float | None:
        if self.generation is None:
            return self.event.elapsed if self.event and not self.error else None
        return None if self.generation.from_store else self.generation.timings.get("total")

    def trouble(self) -> list[str]:
        """The answers of its card, one sentence each; nothing where all is well."""
        return [words for _, words in self.answers()]

    @property
    def charged(self) -> str:
        """What a place without its picture says of the money: "no", "yes" or "unknown"; empty where all is well."""
        if self.missing or self.owed:
            return "unknown" if self.state is State.UNKNOWN else "yes"
        return self.error.charged if self.error is not None else ""

    def answers(self) -> list[tuple[str, str]]:
        """What happened, whether money was spent, what to do, the job's id: question and answer, nothing said twice."""
        if self.missing or self.owed:
            said = [self.missing, spent(self.charged, self.sandbox), LOOK if self.charged == "unknown" else FETCH]
        elif self.error is not None:
            charged, hints = self.error.charged, self.error.hint.split("; ")
            hint = "; ".join(one for one in hints if charged != "no" or not UNSPENT.search(one))
            said = [self.error.message, spent(charged, self.sandbox, self.error.cost), hint]
        else:
            return []
        said.append("" if any(self.name in one for one in said) else f"Its id is {self.name}")
        new = [one and not any(one in before for before in said[:at]) for at, one in enumerate(said)]
        return [(ask, capital(sentence(one))) for ask, one, is_new in zip(QUESTIONS, said, new, strict=True) if is_new]


def spent(charged: str, sandbox: bool, cost: Cost = PRICE_UNKNOWN) -> str:
    """Whether money was spent, in a sentence, and how much where that is known; in the sandbox what would have been.

    Example:
        >>> spent("yes", False, Cost(usd=0.06))
        'Charged $0.06.'
    """
    price = "" if cost == PRICE_UNKNOWN else f" {dollars(cost.usd, cost.credits)}"
    return (REHEARSED if sandbox else CHARGED)[charged].format(price)


def sheet_and_quarters(images: Sequence[Picture]) -> list[tuple[Picture, tuple[Picture, ...]]]:
    """The pictures to show, each with its quarters: a sheet and the four it was made of are one, any other has none.

    A service says nowhere which is which: a sheet is twice as wide and as high as each of the four that follow it.
    """
    if len(images) == 5:
        sheet, *four = images
        if all((sheet.width, sheet.height) == (2 * one.width, 2 * one.height) for one in four):
            return [(sheet, tuple(four))]
    return [(picture, ()) for picture in images]


def places(generation: Generation, who: str = "", title: str = "") -> list[Place]:
    """The places a generation fills: one for each picture, here or not, or one that says where it stands."""
    title = title or generation.title or generation.request.provider
    one = Place(who or title, generation.request, generation.state, generation=generation, title=title)
    shown = sheet_and_quarters(generation.images)
    filled = [replace(one, picture=picture, quarters=quarters) for picture, quarters in shown]
    filled += [replace(one, missing=clean(why, 400)) for why in generation.missing]
    first, *rest = filled or [one]
    first = replace(first, notes=tuple(sentence(warning) for warning in generation.warnings))
    return [first, *(replace(one, first=False) for one in rest)]


def tally(shown: Iterable[Place]) -> str:
    """Count a sheet's places by what became of them."""
    words: dict[str, int] = {}
    for place in shown:
        words[place.word] = words.get(place.word, 0) + 1
    said = [count(words.pop("Done", 0), "picture"), *(f"{number} {word.lower()}" for word, number in words.items())]
    return " · ".join(said)


def bill(shown: Sequence[Place]) -> str:
    """Say what a sheet cost: what is known, what came from the store, what nobody tells."""
    made = list({id(place.generation): place.generation for place in shown if place.generation}.values())
    paid = [one for one in made if not (one.from_store or one.sandbox)]
    failed = (one for one in shown if one.state is State.FAILED and not one.sandbox)
    lost = [one.cost for one in failed if one.cost != PRICE_UNKNOWN]
    costs = [*(one.cost for one in paid), *lost]
    usd = [cost.usd for cost in costs if cost.usd is not None]
    credits = [cost.credits for cost in costs if cost.credits is not None]
    said = [f"Spent {dollars(sum(usd), sum(credits) if credits else None)}."]
    if stored := sum(one.from_store for one in made):
        said.append(f"{stored} from store, $0.00.")
    titles = {id(place.generation): place.provider for place in shown}
    silent = sorted({titles[id(one)] for one in paid if one.cost.usd is one.cost.credits is None})
    said += [f"Price unknown: {', '.join(silent)}."] if silent else []
    unsure = sum(one.error is not None and one.error.charged != "no" and not one.sandbox for one in shown) - len(lost)
    said += [f"{count(len(lost), 'place')} charged without a picture."] if lost else []
    said += [f"{count(unsure, 'place')} without a picture may have cost something."] if unsure else []
    said += ["Sandbox sketches cost nothing."] if any(one.sandbox and not one.from_store for one in made) else []
    return " ".join(said)


def remains(told: Left | None) -> str:
    """What a service said is left, in words with their times; empty where it said nothing."""
    said = []
    if told and (count := told.requests):
        until = f", counted anew at {clock(told.opens)}" if told.opens is not None else ""
        said.append(f"{count.remaining:,} of {count.limit:,} requests{until}")
    if told and (credit := told.credit):
        said.append(f"{dollars(credit.usd, credit.credits)}, as told at {clock(told.asked)}")
    return "; ".join(said)


def remaining(shown: Iterable[Place]) -> str:
    """What is left at each service of a sheet, as the last of its pictures knew it."""
    newest: dict[str, Left] = {}
    for place in shown:
        told = place.generation.left if place.generation else None
        if told and (place.provider not in newest or newest[place.provider].at < told.at):
            newest[place.provider] = told
    return " ".join(f"{name}: {remains(told)}." for name, told in newest.items() if remains(told))


def clock(moment: float | None) -> str:
    """The time of day of a Unix time; empty where nobody told one."""
    return "" if moment is None else time.strftime("%H:%M", time.localtime(moment))


def day(moment: float | None) -> str:
    """A Unix time as people here read it; empty where nobody told one."""
    return "" if moment is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
