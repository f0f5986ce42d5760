"""The served sandbox's front page: what is there, how to ask for it, what was billed. HTML alone, no script."""

import json
import shlex
from collections.abc import Iterable
from html import escape
from typing import Protocol

from imgen_nb.sandbox.core import Sandbox, wires
from imgen_nb.sandbox.faults import MENU
from imgen_nb.sandbox.plan import Kind, Phase
from imgen_nb.sandbox.wire import Example

Cells = tuple[str, ...]
SHOWN = 20  # charges and requests on the page, the newest of each API

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1d2127, #e4e6ea); --soft: light-dark(#565e69, #a5acb8);
  --ground: light-dark(#fff, #16181c); --sunken: light-dark(#f4f5f7, #202329); --line: light-dark(#dcdfe4, #363a42);
  --accent: light-dark(#1259a8, #7db7f5); --badge: light-dark(#7a5000, #f1c062);
  --mono: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 5rem; max-width: 58rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; text-size-adjust: 100%; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.25rem; margin: 2.75rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .5rem 0; max-width: 44rem; }
.lead { font-size: 1.0625rem; } .soft, caption { color: var(--soft); }
.badge { font-weight: 600; color: var(--badge); }
a { color: var(--accent); } a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent);
  outline-offset: 2px; border-radius: 3px; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; }
code, pre { font: .875em/1.5 var(--mono); } code { overflow-wrap: anywhere; }
pre { background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem;
  margin: .5rem 0; overflow-x: auto; tab-size: 2; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .9375rem; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-top: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { font-weight: 600; } .wide tbody th { white-space: nowrap; } .pair tbody th { width: 18rem; }
 thead th { overflow-wrap: normal; border-top: 0; color: var(--soft); font-size: .875rem; }
td.n, th.n { text-align: right; padding-right: .25rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }
@media (max-width: 36rem) { body { padding: 1.25rem 1rem 3rem; } pre { margin-inline: -1rem; border-radius: 0;
  border-inline: 0; } .pair tr { display: block; padding: .5rem 0; border-top: 1px solid var(--line); }
  .pair thead { display: none; } .pair tbody :is(th, td) { display: block; width: auto; border: 0; padding: 0; } }
"""


class Served(Protocol):
    """What the page tells of a server."""

    boxes: dict[str, Sandbox]
    speed: float
    faults: tuple[str, ...]

    def roots(self, base: str) -> dict[str, str]:
        """The API roots by name, as seen from an address."""


def front(app: Served, base: str) -> str:
    """Return the page, as seen from an address."""
    boxes = list(app.boxes.values())
    links = [(name, name) for name in app.boxes] + [("billed", "what was billed"), ("faults", "the fault menu")]
    body = [
        "<h1>imgen_nb sandbox</h1>",
        '<p class="lead">Image-generation APIs, written from their documents, to try programs on before you own a key.',
        '<span class="badge">Sketches, not an AI model.</span> Nothing leaves this machine and nothing costs anything.',
        f"Any key will do; {_code('invalid')} is refused.</p>",
        f'<p class="soft">{_pace(app.speed)} {_planned(app.faults)} Reload for the newest.</p>',
        "<nav>" + "".join(f'<a href="#{escape(there)}">{escape(said)}</a>' for there, said in links) + "</nav>",
        *(_api(box, root) for box, root in zip(boxes, app.roots(base).values(), strict=True)),
        _billed(boxes),
        _faults(),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
    head += "<title>imgen_nb sandbox</title>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body><main>{" ".join(body)}</main></body></html>\n'


def _pace(speed: float) -> str:
    if speed == 0:
        return "Speed 0: a job is finished when it is accepted."
    return f"Speed {speed:g}: a job takes about {4 / speed:.2g} seconds."


def _planned(faults: tuple[str, ...]) -> str:
    return f"Faults asked for: {', '.join(map(_code, faults))}." if faults else "No faults were asked for."


def _api(box: Sandbox, root: str) -> str:
    wire = wires()[box.name]
    routes = (f"{route.method:6} {wire.root}{route.path}" for route in box.routes)
    choices = _table(("where the document is silent", "here"), wire.choices, "pair")
    return (
        f'<h2 id="{escape(box.name)}">{escape(box.name)}</h2><p>Base URL {_code(root)}</p>'
        + _pre("\n".join(routes))
        + (f"<h3>Try it</h3>{_pre(commands(wire.example, root))}" if wire.example else "")
        + f"<details><summary>{len(wire.choices)} choices of ours</summary>{choices}</details>"
    )


def commands(example: Example, root: str) -> str:
    """Return the two curl commands of an example: to create, and to ask."""
    header = ["-H " + shlex.quote(example.header)] if example.header else []
    body = json.dumps(example.body, indent=2, ensure_ascii=False)
    typed = ["-H 'Content-Type: application/json'", f"-d {shlex.quote(body)}"]
    sent = [f"-F {shlex.quote(f'{name}={value}')}" for name, value in example.body.items()] if example.form else typed
    commands = [["curl " + shlex.quote(root + example.path), *header, *sent]]
    if example.asks:
        commands.append(["curl " + shlex.quote(root + example.asks), *header])
    return "\n\n".join(" \\\n  ".join(command) for command in commands)


def _billed(boxes: Iterable[Sandbox]) -> str:
    sums: list[Cells] = []
    jobs: list[Cells] = []
    asked: list[Cells] = []
    for box in boxes:
        charges = box.billed
        twice = len(charges) - len({charge.fingerprint for charge in charges})
        credits = _sum([charge.credits for charge in charges], "{:g}")
        usd = _sum([charge.usd for charge in charges], "${:.3f}")
        sums.append((box.name, f"{len(charges)}", credits, usd, f"{twice}"))
        jobs += [(box.name, charge.remote_id) for charge in charges[-SHOWN:]]
        asked += [(box.name, f"{one.method} {one.path}", str(one.status or "none")) for one in box.requests[-SHOWN:]]
    return (
        '<h2 id="billed">What was billed</h2><p>Every submission that was accepted, whether or not its answer arrived: '
        "the ground truth that a program's own account can be compared with.</p>"
        + _table(("API", "jobs", "credits", "USD", "sent twice"), sums, numbers=4)
        + _folded("Newest jobs", ("API", "id"), jobs)
        + _folded("Newest requests", ("API", "request", "status"), asked)
    )


def _sum(told: list[float | None], form: str) -> str:
    known = [one for one in told if one is not None]
    return form.format(sum(known)) if known else "not told"


def _folded(title: str, head: Cells, rows: list[Cells]) -> str:
    return f"<details><summary>{title} ({len(rows)})</summary>{_table(head, rows)}</details>" if rows else ""


def _faults() -> str:
    parts = [
        '<h2 id="faults">The fault menu</h2>',
        f"<p>Start with {_code('imgen-nb sandbox --faults C13 banatie/P1x3')}, or write {_code('[fault:C13]')} into a ",
        f"prompt. {_code('ID:argument')} says how, {_code('x3')} how often, {_code('*')} always.</p>",
    ]
    for phase in Phase:
        kinds = [kind for kind in MENU.values() if kind.phase is phase]
        rows = [(f"{kind.id}:{kind.argument}".rstrip(":"), kind.help + _only(kind)) for kind in kinds]
        parts.append(f"<h3>What strikes {escape(phase.value)}</h3>{_table(('fault', 'what happens'), rows, 'pair')}")
    return "".join(parts)


def _only(kind: Kind) -> str:
    return f" ({', '.join(sorted(kind.wires))} only)" if kind.wires else ""


def _table(head: Cells, rows: Iterable[Cells], kind: str = "wide", numbers: int = 0) -> str:
    marks = [""] * (len(head) - numbers) + [' class="n"'] * numbers
    top = "".join(f'<th scope="col"{mark}>{escape(word)}</th>' for word, mark in zip(head, marks, strict=True))
    body = ""
    for first, *rest in rows:
        cells = "".join(f"<td{mark}>{escape(cell)}</td>" for cell, mark in zip(rest, marks[1:], strict=True))
        body += f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    return f'<table class="{kind}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _pre(text: str) -> str:
    return f"<pre tabindex=0>{escape(text)}</pre>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
