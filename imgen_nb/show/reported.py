"""A report as a table and as text; and whether a comparison was fair, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from imgen_nb.errors import InvalidRequest
from imgen_nb.reports import Fact, Report, of
from imgen_nb.show import plain, sheet
from imgen_nb.show.places import Place, clean, enhanced, sentence
from imgen_nb.show.sheet import QUIET, RULE, Bundle, text

SIGNS = {"same": "✓", "other": "≠", "untold": "·"}
WORDS = {"same": "the same", "other": "another", "untold": "not told"}
MOST = 6
"""Faults of one kind that are told."""
HEADS = ("Field", "Asked", "Sent", "Came back")


def lines(shown: Report) -> str:
    """A report in lines of text."""
    said = [
        f"{fact.field}: asked {clean(fact.asked, 120)}, sent {clean(fact.sent, 120)}, came {clean(fact.came, 120)}"
        for fact in shown
    ]
    return plain.printable("\n".join([*said, *map(sentence, shown.remarks)]))


def report(shown: Report) -> Bundle:
    """A report as a table; a sign and a word for each field say whether what came is what was asked."""
    heads = "".join(_cell("th", text(head), "2px", "col") for head in HEADS)
    body = "".join(_row(fact) for fact in shown)
    style = "border-collapse:collapse;width:100%;max-width:780px;margin:0;border:0;color:inherit;font-size:13px"
    table = f'<table style="{style}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    remarks = "".join(sheet.paragraph(text(sentence(one), 400)) for one in shown.remarks)
    return plain.bundle(lines(shown), sheet.frame(f'<div style="overflow-x:auto">{table}</div>{remarks}'))


def _row(fact: Fact) -> str:
    sign = f'<span aria-hidden="true" title="{WORDS[fact.verdict]}">{SIGNS[fact.verdict]}</span> '
    came = f"<strong>{text(fact.came, 600)}</strong>" if fact.verdict == "other" else text(fact.came, 600)
    cells = [_cell("td", text(one, 300), "1px") for one in (fact.asked, fact.sent)]
    named = _cell("th", text(fact.field.replace("_", " ").capitalize(), 60), "1px", "row")
    return f'<tr style="background:none">{named}{"".join(cells)}{_cell("td", sign + came, "1px")}</tr>'


def _cell(tag: str, inner: str, rule: str, scope: str = "") -> str:
    named = f' scope="{scope}"' if scope else ""
    style = f"padding:6px 16px 6px 0;text-align:left;vertical-align:top;border:0;border-bottom:{rule} solid {RULE}"
    quiet = QUIET if scope == "col" else ""
    return f'<{tag}{named} style="{style};background:none;overflow-wrap:anywhere;{quiet}">{inner}</{tag}>'


# --- fairness ---------------------------------------------------------------------------------------------------------


def fairness(filled: Sequence[Place], varying: Collection[str]) -> list[str]:
    """Whether the pictures of a comparison can be compared: a sentence for each thing that should be the same.

    What varies on purpose is left out, and so is what nobody can tell.
    """
    made = [place for place in filled if place.picture is not None and place.generation is not None]
    if len(filled) < 2 or not made:
        return []
    said = [] if {"prompt", "enhance", "template"} & {*varying} else [_same_prompt(made)]
    said += [_same_ratio(made, filled), _sizes(made), _seeds(filled), _models(made)]
    said += ["Sandbox sketches are shown, never ranked"] if any(place.sandbox for place in made) else []
    return [f"{one}." for one in said if one]


def _same_prompt(made: Sequence[Place]) -> str:
    rewritten = _titles(place for place in made if place.generation and enhanced(place.generation))
    return f"Same prompt: no, {rewritten} rewrote it" if rewritten else "Same prompt: yes, as far as it is told"


def _same_ratio(made: Sequence[Place], filled: Sequence[Place]) -> str:
    drawn = [
        f"{place.provider} was asked {fact.asked} and drew {fact.came}"
        for place in made
        for fact in of(place.generation)
        if fact.field == "aspect_ratio" and fact.verdict == "other"
    ]
    refused = [
        f"{place.provider} has no {place.asked('aspect_ratio')}"
        for place in filled
        if isinstance(place.error, InvalidRequest) and "aspect_ratio" in place.error.message
    ]
    if faults := list(dict.fromkeys([*drawn, *refused])):
        return f"Ratios as asked: no, {'; '.join(faults[:MOST])}{' and others' if len(faults) > MOST else ''}"
    return "Ratios as asked: yes" if any(place.asked("aspect_ratio") for place in made) else ""


def _sizes(made: Sequence[Place]) -> str:
    areas = sorted({(p.picture.width * p.picture.height, p.picture.width, p.picture.height) for p in made if p.picture})
    if len(areas) < 2 or areas[-1][0] < areas[0][0] * 1.2:
        return ""
    (_, *small), (_, *large) = areas[0], areas[-1]
    return f"Same size: no, {small[0]} × {small[1]} to {large[0]} × {large[1]}"


def _seeds(filled: Sequence[Place]) -> str:
    asked = [place for place in filled if place.asked("seed")]
    if not asked:
        return ""
    back = _titles(p for p in asked if p.picture and p.picture.seed is not None)
    silent = _titles(p for p in asked if p.picture and p.picture.seed is None)
    none = _titles(p for p in asked if isinstance(p.error, InvalidRequest) and "seed" in p.error.message)
    told = [f"told back by {back}" if back else "", f"not told by {silent}" if silent else ""]
    told += [f"not taken by {none}" if none else ""]
    return f"Seed: {'; '.join(one for one in told if one)}"


def _models(made: Sequence[Place]) -> str:
    other = [
        f"{place.provider} was asked {fact.asked} and says {fact.came}"
        for place in made
        for fact in of(place.generation)
        if fact.field == "model" and fact.verdict == "other"
    ]
    return f"Models as asked: no, {'; '.join(dict.fromkeys(other))}" if other else ""


def _titles(places: Iterable[Place]) -> str:
    *several, last = dict.fromkeys(place.provider for place in places) or [""]
    return f"{', '.join(several)} and {last}" if several else last
