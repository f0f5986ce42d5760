"""Static HTML and text of what came back: the only place where Python text becomes HTML.

Everything here is safe in a notebook that nobody trusts and readable on white and on near-black: inline
styles only, inherited ink, grey rules and mats, no script, form, frame, id, link or outside address.

Text of a person or a provider passes through `text` (markup) or `attribute`; nothing else escapes.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show import plain
from imgen_nb.show.places import NOT_A_MODEL, Place, bill, clean, count, enhanced, places, remaining, tally
from imgen_nb.types import Generation, Picture, State

Bundle = dict[str, str]

MOST = 400
"""Places that are painted: each may carry a thumbnail, and a notebook has to stay one that can be opened."""
SIDE = 384
"""The longest side of a thumbnail, in pixels: 24 of them weigh 0.1 to 0.5 MB in a notebook."""
AGAIN = "Saved pictures; run this cell to have the panel again."
"""What stands below the pictures where only they were saved."""
EMPTY = "Pictures appear here, newest first, and stay in the saved notebook; run this cell to have the panel again."
ALONE = ".jp-OutputArea:has(.imgen-twin) .jp-OutputArea-output.jupyter-widgets:not(:has(*)) { display: none; }"
"""JupyterLab writes "Error displaying widget" where a widget was saved without its state: words, and nothing else."""
MAT = "rgba(128,128,128,.14)"
RULE = "rgba(128,128,128,.55)"
QUIET = "opacity:.76"
ALARM = {State.FAILED: "rgb(205,66,60)", State.UNKNOWN: "rgb(146,100,212)"}
"""Frames, never ink: these have 3:1 on white and on #111; no colour has the 4.5:1 of text on both."""
BUSY = "rgb(96,138,190)"
"""Has 3:1 on white and on #111."""
TRACK = {
    **ALARM,
    **dict.fromkeys((State.PLANNED, State.SENDING), MAT),
    **dict.fromkeys((State.ACCEPTED, State.RUNNING, State.DOWNLOADING), BUSY),
    State.SAVED: "rgb(66,140,92)",
}
"""How far each place of a comparison is, in colour; words say it too."""
SIGNS = dict(zip(State, "○○◔◑◕●✕?–", strict=True))


def text(value: object, most: int = 300) -> str:
    """Make text into markup: escaped, and isolated from the writing direction of its surroundings.

    What is too long ends in an ellipsis, with more of it in `title`.
    """
    short = clean(value, most)
    title = f' title="{attribute(value)}"' if short.endswith("…") else ""
    return f"<bdi{title}>{html.escape(short)}</bdi>"


def attribute(value: object, most: int = 1000) -> str:
    """Make text into the value of an attribute in double quotes."""
    return html.escape(clean(value, most))


def generation(shown: Generation) -> Bundle:
    """Show what one request gave."""
    used = paragraph(f"<strong>Prompt used.</strong> {text(shown.prompt_used, 1000)}") if enhanced(shown) else ""
    filled = places(shown)
    used += _told({"Left": remaining(filled)})
    answer = f"sandbox: {NOT_A_MODEL}" if shown.sandbox else "live"
    head = f"Generation “{clean(shown.request.prompt, 80)}” by {clean(shown.request.provider, 40)} ({answer})"
    return plain.bundle(plain.sheet(head, filled), _sheet(filled, foot=used))


def picture(shown: Picture) -> Bundle:
    """Show one picture by itself; why not, where its file is gone."""
    words = f"{clean(shown.alt, 400) or 'a picture'}, {shown.width} x {shown.height}: {shown.path}"
    try:
        return plain.bundle(words, frame(_img(shown, attribute(shown.alt, 400))))
    except (OSError, ImgenError) as error:
        return plain.bundle(words, frame(text(error, 400)))


class Cell(Protocol):
    """What `grid` needs of a cell."""

    @property
    def places(self) -> Sequence[Place]:
        """What the cell fills."""


class Grid(Protocol):
    """What `grid` needs of a comparison."""

    @property
    def title(self) -> str:
        """What heads it: the prompt, in quotes, or what its cells have in common."""

    @property
    def cells(self) -> Sequence[Cell]:
        """The cells in their order."""


def grid(shown: Grid, notes: Sequence[str] = (), fair: Sequence[str] = (), budget: str = "") -> Bundle:
    """Show a comparison as far as it has come: `notes` explain it, `fair` says whether its pictures can be compared.

    `budget` is what is left of one.
    """
    filled = [place for cell in shown.cells for place in cell.places]
    lines = plain.sheet(f"Grid {clean(shown.title, 80)}: {tally(filled)}", filled[:MOST])
    head, foot = headed(shown.title, tally(filled), filled, notes), below(filled, fair, budget)
    return plain.bundle(lines, _sheet(filled[:MOST], head, foot))


def headed(title: str, counted: str, filled: Sequence[Place] = (), notes: Sequence[str] = ()) -> str:
    """What stands above a comparison: what it is of, how much of it there is, how far that is, what explains it."""
    said = f'<strong style="font-size:15px">{text(title)}</strong><div style="{QUIET}">{text(counted, 400)}</div>'
    said += _track(filled[:MOST])
    said += "".join(f"<div>{text(note, 1000)}</div>" for note in notes)
    return f'<div style="margin:0 0 12px;max-width:780px">{said}</div>'


def _track(filled: Sequence[Place]) -> str:
    """A piece for each place while some are under way; the words above it say the same."""
    if all(place.error or place.state.ended for place in filled):
        return ""
    pieces = "".join(f'<div style="flex:1 1 0;background:{_ink(place)}"></div>' for place in filled)
    return f'<div aria-hidden="true" style="display:flex;gap:2px;height:4px;margin:6px 0 0">{pieces}</div>'


def _ink(place: Place) -> str:
    inks = ALARM if place.error else TRACK
    return RULE if isinstance(place.error, InvalidRequest) else inks.get(place.state, RULE)


def below(filled: Sequence[Place], fair: Sequence[str] = (), budget: str = "") -> str:
    """What stands below a comparison: whether it is fair, what it cost, what is left, what is not shown."""
    if not filled:
        return ""
    hidden = f"{len(filled) - MOST:,} more pictures or places, all of them in grid.cells." if len(filled) > MOST else ""
    said = {"Fairness": " ".join(fair), "Price": bill(filled), "Budget": budget}
    return _told({**said, "Left": remaining(filled), "Not shown": hidden})


def _told(said: Mapping[str, str]) -> str:
    """Paragraphs by what they tell; where there is nothing to tell there is none."""
    return "".join(paragraph(f"<strong>{head}.</strong> {text(one, 900)}") for head, one in said.items() if one)


def hidden(shown: Grid) -> Bundle:
    """Show that a comparison is voted on blindly: neither its pictures nor whose they are."""
    number = count(sum(place.picture is not None for cell in shown.cells for place in cell.places), "picture")
    words = f"{number}, hidden while a blind vote on them is open. Its .reveal() shows them again."
    title = f'<strong style="font-size:15px">{text(shown.title)}</strong>'
    return plain.bundle(f"Grid {clean(shown.title, 80)}: {words}", frame(f'{title}<div style="{QUIET}">{words}</div>'))


def grid_line(shown: Grid) -> str:
    """Say a comparison in one line."""
    filled = [place for cell in shown.cells for place in cell.places]
    return plain.printable(f"Grid {clean(shown.title, 80)}: {tally(filled)}")


def results(shown: Sequence[Place]) -> Bundle:
    """Show the pictures of a session, in the order given: the static twin, which a live view of them hides."""
    if not shown:
        return plain.bundle(EMPTY, twinned(frame(f'<div style="{QUIET}">{EMPTY}</div>')))
    again = paragraph(f'<span style="{QUIET}">{AGAIN}</span>')
    return plain.bundle(plain.sheet(tally(shown), shown), twinned(_sheet(shown, foot=again, least=240)))


def progress(place: Place, elapsed: float, *, watched: bool = True) -> Bundle:
    """Show one line about a job under way; `watched` is False once the cell was interrupted."""
    words = f"{place.word}, {elapsed:.0f} s" if watched else "Still under way"
    answer = "sandbox" if place.sandbox else "live"
    said = f"{clean(place.who, 60)}, {answer}: “{clean(place.request.prompt, 80)}”"
    if not watched:
        said += ". The same call again joins it, at no further cost."
        said += f" Its id is {place.name}." if place.name else ""
    line = f'<span aria-hidden="true">{SIGNS[place.state]}</span> <strong>{text(words)}</strong>'
    line += f' <span style="{QUIET}">{text(said)}</span>'
    return plain.bundle(f"{words} {said}", frame(line))


def nothing() -> Bundle:
    """Show nothing: what a progress line becomes when its job has ended; not even an empty text, which takes room."""
    return {}


# --- places -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=2 * MOST)
def data_url(picture: Picture) -> str:
    """The thumbnail as a data URL; kept, because a sheet is painted again whenever one of its places changes."""
    return "data:image/webp;base64," + base64.b64encode(picture.thumbnail(SIDE)).decode()


def _sheet(filled: Sequence[Place], head: str = "", foot: str = "", *, least: int = 0) -> str:
    """Lay places out as a contact sheet that fits any width; one shape of mat for all keeps the captions in line.

    `least` is the narrowest a place gets, in pixels; by default the one that leaves fewer gaps in the last row.
    """
    mat = shared_mat([place.shape for place in filled])
    # One or two pictures keep the size of their thumbnails; more of them share the width there is.
    widest = f"{round(min(1.0, mat) * SIDE)}px" if len(filled) < 3 else "1fr"
    least = least or (300 if -len(filled) % 3 < -len(filled) % 4 else 240)
    columns = f"repeat(auto-fill,minmax(min(100%,{least if widest == '1fr' else 240}px),{widest}))"
    several = len({clean(place.request.prompt, 400) for place in filled}) > 1
    body = "".join(_tile(place, mat, several) for place in filled)
    style = f"display:grid;grid-template-columns:{columns};gap:20px 16px;align-items:start"
    return frame(f'{head}<div style="{style}">{body}</div>{foot}')


def shared_mat(shapes: Sequence[float]) -> float:
    """The shape of mat that holds them all: none is cropped, and none is taller than it needs to be."""
    low, high = min(shapes, default=1.0), max(shapes, default=1.0)
    return low if low >= 1 else max(high, 0.7) if high < 1 else 1.0


def _tile(place: Place, mat: float, several: bool) -> str:
    """Draw one place: the picture on its mat, never cropped, then who, the prompt where there are several, facts."""
    lines = [f'<div style="display:flex;flex-wrap:wrap;align-items:center;gap:2px 8px">{_who(place)}</div>']
    if several and (prompt := clean(place.request.prompt, 160)) and prompt != place.who:
        lines.append(f"<div>{text(prompt)}</div>")
    lines.append(f'<div style="{QUIET};font-size:12px;font-variant-numeric:tabular-nums">{_facts(place)}</div>')
    lines += [aside(one) for one in place.audit()]
    said = (" ".join(text(one, 400) for one in words) for words in (place.trouble(), place.notes))
    lines += [f'<div style="font-size:12px;margin:2px 0 0">{words}</div>' for words in said if words]
    return f'<div style="min-width:0;overflow-wrap:anywhere">{mounted(place, mat)}{"".join(lines)}</div>'


def aside(words: str) -> str:
    """What is there for an audit alone: quiet, and whole."""
    return f'<div style="{QUIET};font-size:12px">{text(words, 240)}</div>'


def mounted(place: Place, mat: float) -> str:
    """The picture on a mat of that shape, never cropped, or what there is to say in its place."""
    # Percentages of the width: the one way to centre and to hold a ratio that every sanitizer lets through.
    width = min(1.0, place.shape / mat)
    above = max(0.0, (1 / mat - width / place.shape) / 2)
    style = f"padding:{above:.3%} {(1 - width) / 2:.3%};margin:0 0 6px;border-radius:4px;background:{MAT}"
    return f'<div style="{style}">{thumbnail(place) or _held(place)}</div>'


def thumbnail(place: Place) -> str:
    """The thumbnail of a place as wide as there is room for; empty where there is none."""
    if place.picture is None:
        return ""
    try:
        return _img(place.picture, attribute(described(place), 600))
    except (OSError, ImgenError):  # the file was deleted or damaged since: its place says so, the other places go on
        return ""


def _img(picture: Picture, alt: str) -> str:
    source = data_url(picture)
    scale = SIDE / max(picture.width, picture.height, 1)
    size = f'width="{round(picture.width * scale)}" height="{round(picture.height * scale)}"'
    alt = alt or "a picture"  # words of nothing but signs that are not shown
    return f'<img src="{source}" alt="{alt}" {size} style="display:block;width:100%;height:auto;margin:0">'


def described(place: Place) -> str:
    """A place's picture in words, and where it is not what was asked for."""
    known = place.picture.alt if place.picture else ""
    return ", ".join([clean(known or _alt(place), 400), *place.unlike()])


def _alt(place: Place) -> str:
    sketch = "sketch engine, not an AI model" if place.picture and place.picture.sketch else ""
    said = [clean(place.request.prompt, 200), place.provider, place.asked("model"), place.asked("aspect_ratio"), sketch]
    return ", ".join(words for words in said if words)


def _held(place: Place) -> str:
    refused = isinstance(place.error, InvalidRequest)  # nothing went wrong, so it wears no alarm
    alarm = None if refused else ALARM.get(place.state)
    line = f"1px solid {alarm}" if alarm else f"1px dashed {RULE}"
    word = "File not found" if place.picture else place.word
    sign = "∅" if refused else SIGNS[State.DOWNLOADING if place.missing else place.state]
    if coming := _coming(place):
        return coming
    return (
        f'<div style="aspect-ratio:{place.shape:.3f};box-sizing:border-box;border:{line};border-radius:4px;'
        'display:grid;place-content:center;text-align:center;padding:8px;min-height:72px;line-height:1.35">'
        f'<div aria-hidden="true" style="font-size:20px">{sign}</div>'
        f"<strong>{html.escape(word)}</strong></div>"
    )


def _coming(place: Place) -> str:
    """Draw what a sandbox job under way will show, coarse, under a word that says what it is."""
    running = place.state in (State.RUNNING, State.DOWNLOADING) and place.error is None and place.picture is None
    raw = place.glimpse() if running and place.glimpse else b""
    if not raw:
        return ""
    source = "data:image/webp;base64," + base64.b64encode(raw).decode()
    alt = attribute(f"{_alt(place)}, coarse preview, {NOT_A_MODEL}", 400)
    area = "grid-area:1/1"
    word = f'<span aria-hidden="true">{SIGNS[place.state]}</span> <strong>{html.escape(place.word)}</strong>'
    return (
        f'<div style="display:grid"><img src="{source}" alt="{alt}" style="{area};display:block;width:100%;'
        f'aspect-ratio:{place.shape:.3f};object-fit:cover;border-radius:4px;margin:0">'
        f'<div style="{area};place-self:end start;margin:8px;padding:1px 8px;border-radius:4px;font-size:12px;'
        f'background:rgb(24,24,27);color:rgb(255,255,255)">{word} · sketch preview</div></div>'
    )


def _who(place: Place) -> str:
    said = f"<strong>{text(place.who, 60)}</strong>"
    said += f"<span>{text(place.provider, 40)}</span>" if place.provider != place.who else ""
    said += badge(place.sandbox, drawn=place.picture is not None)
    return said + (pill("from store") if place.stored else "")


def _facts(place: Place) -> str:
    return " · ".join(f'<span style="white-space:nowrap">{text(fact, 60)}</span>' for fact in place.facts())


def badge(sandbox: bool, *, drawn: bool = False) -> str:
    """Say who answers: the provider itself, or the built-in sandbox with its sketches."""
    if not sandbox:
        return pill("live")
    return pill(f"sandbox · {NOT_A_MODEL}" if drawn else "sandbox", "dashed")


def pill(words: str, line: str = "solid") -> str:
    """Put a few words of ours into a badge."""
    style = f"border:1px {line} {RULE};border-radius:10px;padding:0 7px;font-size:12px;line-height:18px"
    return f'<span style="{style}">{html.escape(words)}</span>'


# --- pieces -----------------------------------------------------------------------------------------------------------


def paragraph(inner: str) -> str:
    """Put markup below a sheet."""
    return f'<div style="margin:10px 0 0;max-width:780px">{inner}</div>'


def twinned(inner: str) -> str:
    """Wrap what a saved notebook keeps of a panel: who shows the panel hides it, and it hides what is left of one."""
    return f'<div class="imgen-twin"><style>{ALONE}</style>{inner}</div>'


def frame(inner: str) -> str:
    """Wrap an output; the classes keep a `$` in a prompt from being read as mathematics."""
    return (
        '<div class="mathjax_ignore tex2jax_ignore" style="max-width:1180px;padding:8px 0;color:inherit;'
        f'font-size:13px;line-height:1.5;text-align:left">{inner}</div>'
    )
