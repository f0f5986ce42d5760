"""What the gallery says in words: what is looked for, what is not settled, what a deletion takes, what was spent."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from imgen_nb.calls.keep import title_of
from imgen_nb.show.places import Place, clean, count, day, dollars, places
from imgen_nb.store.browse import Kept, Spent, Wanted
from imgen_nb.store.marks import PLAIN, Marks
from imgen_nb.types import Generation
from imgen_nb.widgets.acts import remedies
from imgen_nb.widgets.board import drawn

DAY = 86400.0
SINCE = {"1": "Today", "7": "Last 7 days", "30": "Last 30 days", "365": "Last year"}
STANDINGS = {
    "here": "Pictures here",
    "failed": "Failed",
    "unknown": "Outcome unknown",
    "unfetched": "Paid, not fetched",
}
WORDS = ("text", "provider", "model", "ratio", "tag")


def wanted(asked: Mapping[str, Any]) -> Wanted:
    """Read what a page asks for; whatever it may not be is as if it was not asked."""
    since = str(asked.get("since") or "")
    standing = str(asked.get("standing") or "")
    text, provider, model, ratio, tag = (clean(asked.get(name) or "", 400) for name in WORDS)
    return Wanted(
        text,
        provider,
        model,
        ratio,
        tag,
        since=_midnight(int(since)) if since in SINCE else None,
        starred=bool(asked.get("starred")),
        sandbox={"sandbox": True, "live": False}.get(str(asked.get("who"))),
        standing=standing if standing in STANDINGS else "settled",  # type: ignore[arg-type]
        oldest=asked.get("sort") == "oldest",
    )


def _midnight(days: int) -> float:
    """When the first of the last so many days began, here."""
    today = time.mktime((*time.localtime()[:3], 0, 0, 0, 0, 0, -1))
    return today - (days - 1) * DAY


def choices(words: Any) -> dict[str, list[dict[str, str]]]:
    """What there is to choose from in each list: a value and how it is called."""
    return {
        "provider": [{"id": name, "title": title_of(name)} for name in words.providers],
        "model": [{"id": name, "title": clean(name, 60)} for name in words.models],
        "ratio": [{"id": name, "title": clean(name, 20)} for name in words.ratios],
        "tag": [{"id": name, "title": f"#{clean(name, 40)}"} for name in words.tags],
        "since": [{"id": name, "title": title} for name, title in SINCE.items()],
        "standing": [{"id": name, "title": title} for name, title in STANDINGS.items()],
    }


def shown(kept: Kept, *, starred: bool) -> list[tuple[str, Place]]:
    """The places of a row by id; where stars are looked for, those of its pictures that have one."""
    title = title_of(kept.generation.request.provider)
    filled = places(replace(kept.generation, title=title), title=title)
    if kept.error is not None and not kept.generation.images:
        filled = [replace(filled[0], error=kept.error)]
    named = [(f"{kept.generation.request.ref}.{number}", place) for number, place in enumerate(filled)]
    if not starred:
        return named
    stars = {sha for sha, mark in kept.marks.items() if mark.star}
    return [(one, place) for one, place in named if place.picture and place.picture.sha256 in stars]


def marks(page: Iterable[Kept]) -> Marks:
    """The mark of every picture of some rows, also of those that have none."""
    found: Marks = {}
    for kept in page:
        for picture in kept.generation.images:
            found[kept.generation.request.ref, picture.sha256] = kept.marks.get(picture.sha256, PLAIN)
    return found


def unsettled(generations: Iterable[Generation]) -> list[dict[str, Any]]:
    """What was paid, or may have been, and is not here: each with its choices."""
    found = []
    for made in generations:
        (place, *_) = places(made, title=title_of(made.request.provider))
        said = drawn(place)
        found.append(
            {
                "id": made.request.ref,
                "s": said["s"],
                "word": said["word"],
                "who": said["who"],
                "when": day(made.created),
                "prompt": clean(made.request.prompt, 160),
                "sandbox": made.sandbox,
                "remedies": [one for one in remedies(place) if one["act"] in ("fetch", "forget")],
            }
        )
    return found


def weighed(kept: Sequence[Generation], bytes_: int) -> str:
    """Say what a deletion takes, and what it does not."""
    pictures = sum(len(made.images) for made in kept)
    paid = any(not made.sandbox for made in kept)
    said = [
        f"{count(pictures, 'picture')} of {count(len(kept), 'request')} go from this store for good ({size(bytes_)}),",
        "with their stars and notes.",
        "Asking for the same again then asks the service anew, and pays again." if paid else "All are sketches.",
        "What a service keeps of them stays there.",
    ]
    return " ".join(said)


def spent(rows: Sequence[Spent]) -> list[list[str]]:
    """What was spent, as the rows of a table."""
    return [
        [row.day, title_of(row.provider), str(row.pictures), _money(row), str(row.unpriced) if row.unpriced else ""]
        for row in rows
    ]


def _money(row: Spent) -> str:
    return dollars(row.usd or None, row.credits or None)


def size(bytes_: int) -> str:
    """Write a size as people read it.

    Example:
        >>> size(900), size(412_000_000)
        ('1 KB', '412 MB')
    """
    return f"{max(1, round(bytes_ / 1000))} KB" if bytes_ < 1_000_000 else f"{bytes_ / 1_000_000:.3g} MB"
