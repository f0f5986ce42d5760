"""A page of generations as a list: ids, states and dates, and a small picture where there is one."""

from __future__ import annotations

from typing import Any

from imgen_nb.show import plain
from imgen_nb.show.places import Place, clean, count, day, kept, places
from imgen_nb.show.sheet import QUIET, RULE, SIGNS, Bundle, badge, frame, text, thumbnail
from imgen_nb.types import Generation, Page

HEADS = ("Picture", "Prompt", "State", "Id", "Since")


def page(shown: Page[Any]) -> Bundle:
    """Show a page of generations: which of how many, then a line for each."""
    heads = "".join(_cell("th", name, "2px") for name in HEADS)
    body = "".join(f'<tr style="background:none">{_row(one)}</tr>' for one in shown.items)
    style = "border-collapse:collapse;width:100%;max-width:980px;margin:0;border:0;font-size:13px;color:inherit"
    table = (
        f'<div style="{QUIET};margin:0 0 6px">{text(_span(shown))}</div><table style="{style}"><thead>'
        f'<tr style="background:none">{heads}</tr></thead><tbody>{body}</tbody></table>'
    )
    return plain.bundle(lines(shown), frame(table))


def lines(shown: Page[Any]) -> str:
    """Say a page in lines of text."""
    return plain.printable("\n  ".join([_span(shown), *map(_line, shown.items)]))


def _span(shown: Page[Any]) -> str:
    first, last = shown.offset + 1, shown.offset + len(shown.items)
    said = f"{first} to {last} of {shown.total}" if shown.items else f"nothing of {shown.total}"
    return f"{said}; .next() has more" if shown.has_more else said


def _line(item: Any) -> str:
    if not isinstance(item, Generation):
        return clean(repr(item), 200)
    filled = places(item)
    first = filled[0]
    whose = "sandbox" if first.sandbox else ""
    said = (first.name or "no id", first.word, day(item.created), _who(first), whose, _pictures(filled), kept(item))
    return "  ".join([*filter(None, said), f"“{clean(item.request.prompt, 60)}”", *first.trouble()])


def _row(item: Any) -> str:
    if not isinstance(item, Generation):
        return "".join(_cell("td", inner) for inner in ("", text(repr(item), 200), "", "", ""))
    filled = places(item)
    first = filled[0]
    seen = next((shown for place in filled if (shown := thumbnail(place))), "")
    small = f'<div style="width:72px">{seen}</div>' if seen else ""
    facts = " · ".join(filter(None, (_who(first), first.asked("model"), _pictures(filled))))
    what = f"<div>{text(item.request.prompt, 160)}</div>"
    what += f'<div style="{QUIET};font-size:12px">{text(facts)} {badge(first.sandbox)}</div>'
    state = f'<span aria-hidden="true">{SIGNS[item.state]}</span> {text(first.word, 40)}'
    trouble = " ".join(dict.fromkeys(words for place in filled for words in (*place.trouble(), *place.notes)))
    state += f'<div style="font-size:12px">{text(trouble, 400)}</div>' if trouble else ""
    state += f'<div style="{QUIET};font-size:12px">{text(kept(item), 60)}</div>' if kept(item) else ""
    name = f'<code style="font-size:12px;background:none;color:inherit">{text(first.name, 120)}</code>'
    return "".join(_cell("td", inner) for inner in (small, what, state, name, text(day(item.created))))


def _who(place: Place) -> str:
    take = clean(place.request.take, 20)
    return f"{clean(place.provider, 40)}, take {take}" if take != "1" else clean(place.provider, 40)


def _pictures(filled: list[Place]) -> str:
    here = sum(place.picture is not None for place in filled)
    missing = sum(bool(place.missing) for place in filled)
    return ", ".join(filter(None, (count(here, "picture") if here else "", f"{missing} not here" if missing else "")))


def _cell(tag: str, inner: str, rule: str = "1px") -> str:
    scope = ' scope="col"' if tag == "th" else ""
    style = f"padding:8px 16px 8px 0;text-align:left;vertical-align:top;border:0;border-bottom:{rule} solid {RULE}"
    return f'<{tag}{scope} style="{style};background:none;overflow-wrap:anywhere">{inner}</{tag}>'
