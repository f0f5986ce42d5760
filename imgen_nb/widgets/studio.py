"""The studio: a form that knows each provider, a status that tells the truth, and the pictures beside it.

One anywidget. State goes one way: Python gives form, status, places and thumbnails, the page draws, and sends messages.
The kernel judges a press (one turn, one job). Every message is answered at once and never asks which thread it came in:
ipykernel 7.1 calls back in one, 6 and 7.4 in another. An error in a callback is shown nowhere unless it is caught, so
each one is, and lands in the status. A static twin below the panel stays in the saved notebook.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from typing import Any

import anywidget
import traitlets

from imgen_nb.calls.ask import client_of
from imgen_nb.calls.keep import forget
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import ProviderRow, provider_rows
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError
from imgen_nb.show import live
from imgen_nb.show.following import Following
from imgen_nb.show.places import Place, count
from imgen_nb.types import Generation, Option
from imgen_nb.widgets import cells
from imgen_nb.widgets import form as forms
from imgen_nb.widgets.board import Board
from imgen_nb.widgets.gridview import STYLES, GridView, answer
from imgen_nb.widgets.modules import SHARED, linked, styled
from imgen_nb.widgets.runs import Run, cell_of, fetching, pressed, sentence_of, summed
from imgen_nb.widgets.turns import Turns
from imgen_nb.widgets.twin import Twin

PANEL = "The studio. Run this cell to use it."


class Studio(anywidget.AnyWidget):  # type: ignore[misc]
    """A panel to try prompts on one provider after another; `ig.studio()` makes and shows it.

    `values` holds the options that are set. What is assigned to it is added, None unsets, and a name that the provider
    lacks is a `TypeError`. `generations` are the finished ones, newest first.
    """

    _esm = linked(*SHARED, "fields", "form", "status", "studio")
    _css = styled(*STYLES, "form")
    form = traitlets.Dict().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    prompt = traitlets.Unicode("")
    provider = traitlets.Unicode("")
    values = traitlets.Dict()

    def __init__(self, provider: str | None = None, prompt: str = "") -> None:
        self._rows: dict[str, ProviderRow] = {row.name: row for row in provider_rows()}
        self._board = Board()
        self._turns = Turns()
        self._runs: tuple[Run, ...] = ()
        self._count = 0
        self._dropped: set[str] = set()
        self._edits: dict[str, int] = {}
        self._note, self._wrong = "", ""
        self._tried = False
        self._view: GridView | None = None
        self._shown: set[live.Spot | None] = set()
        self._starting = threading.RLock()
        self._telling = threading.RLock()
        self._twin = Twin(self._places)
        self._following = Following(self._paint, ticking=True)
        super().__init__(provider=client_of(provider).provider.name, prompt=prompt)
        self._board.attach(self.send)
        self.observe(self._on_change, ["prompt", "provider", "values"])
        self.on_msg(self._heard)
        self._offer()
        self._tell()

    # --- what a person calls ------------------------------------------------------------------------------------------

    def generate(self) -> Any:
        """Ask for what the form says, and return the job at once; the same again is its next take.

        Raises the `ImgenError` of a request that cannot be sent.
        """
        return self._start(self.provider, self.prompt, dict(self.values))

    def cancel(self) -> None:
        """Stop waiting for all that is under way; what was accepted is left to `ig.resume()`."""
        self._cancel([run.id for run in self._runs])

    @property
    def generations(self) -> tuple[Generation, ...]:
        """What has come back, newest first."""
        return tuple(run.cell.generation for run in self._runs if run.cell.ended and run.cell.generation)

    @property
    def view(self) -> GridView:
        """Its pictures as a widget of their own."""
        if self._view is None:
            self._view = GridView(self._board)
        return self._view

    # --- the form -----------------------------------------------------------------------------------------------------

    def _options(self, values: dict[str, Any] | None = None) -> dict[str, Option]:
        model = (self.values if values is None else values).get("model")
        return dict(self._rows[self.provider].options_for(model if isinstance(model, str) else None))

    @traitlets.validate("provider")
    def _known(self, proposal: Any) -> str:
        if proposal.value in self._rows:
            return str(proposal.value)
        name = str(client_of(proposal.value).provider.name)  # says which is nearest, if nobody has that name
        self._rows = {row.name: row for row in provider_rows()}
        return name

    @traitlets.validate("values")
    def _merged(self, proposal: Any) -> dict[str, Any]:
        given = {**self.values, **proposal.value}
        options = self._options(given)
        for name, value in proposal.value.items():
            if value is not None and (name not in options or name == "prompt"):
                takes = ", ".join(one for one in options if one != "prompt")
                raise TypeError(f"{self._rows[self.provider].title} has no option {name!r}; it takes {takes}")
        return {name: value for name, value in given.items() if value is not None}

    def _on_change(self, change: Any) -> None:
        self._wrong = ""
        if change.name == "provider":
            self._note, self._tried = "", False
            self._carry(self._rows[change.new].title)
        elif change.name == "values" and change.new.get("model") != change.old.get("model"):
            self._carry(str(change.new.get("model") or "This model"))
        self._offer()

    def _carry(self, title: str) -> None:
        """Keep every value that fits here too, and note which did not."""
        kept, note = forms.carried(self._options(), title, self.values)
        self._note = note or self._note
        if unset := dict.fromkeys(set(self.values) - set(kept)):
            self.values = unset

    def _offer(self) -> None:
        """Tell the page what there is to fill in, what is set, who answers, and what it costs."""
        row, options = self._rows[self.provider], self._options()
        lives, why = self._answerer(row)
        wrong = forms.wrong(options, self.values)
        prompt = options.get("prompt")
        if self._tried and prompt and (problem := prompt.problem(self.prompt)):
            wrong["prompt"] = f"The prompt {problem}."
        self.form = {
            "prompt": self.prompt,
            "limit": prompt.most if prompt else None,
            "teach": forms.TEACH,
            "provider": row.name,
            "providers": [{"id": one.name, "title": one.title} for one in self._rows.values()],
            "live": lives,
            "why": why,
            "price": row.price if lives else "$0.00",
            "priced": "" if lives else "a sandbox sketch, no provider is asked",
            "fields": forms.fields(options.values(), self.values, wrong, row.options),
            "code": forms.left_to_code(options.values()),
            "cell": forms.code(self.prompt, row.name, self.values),
            "note": self._note,
            "wrong": {"prompt": wrong.get("prompt", ""), "form": self._wrong},
            "edits": dict(self._edits),
        }

    def _answerer(self, row: ProviderRow) -> tuple[bool, str]:
        """Who answers here, and why: choosing a provider in the form is naming it."""
        try:
            client = default_client(row.name)
        except ImgenError as error:
            return False, forms.words_of(error)
        return not client.sandbox, client.access.why

    # --- messages -----------------------------------------------------------------------------------------------------

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        try:
            if message.get("kind") == "drop":
                self._dropped.add(str(message.get("id")))
                self._twin.changed()
            if not answer(self._board, message, self.send):
                self._do(message)
        except Exception as error:
            self._fail(error)

    def _do(self, message: dict[str, Any]) -> None:
        match message.get("kind"):
            case "press":
                self._on_press(message)
            case "edit":
                self._on_edit(message)
            case "cancel":
                self._cancel([str(one) for one in message.get("jobs", ())])
            case "use":
                self._use(str(message.get("id")))
            case "fetch":
                self._fetch(str(message.get("id")))
            case "forget":
                self._forget(str(message.get("id")))

    def _on_press(self, message: dict[str, Any]) -> None:
        """What may cost money: once for each turn; the answer unlocks the page that asked."""
        taken = self._turns.takes(message.get("turn"))
        try:
            if taken and message.get("act") == "again":
                run = self._run_of(str(message.get("id")))
                self._start(run.cell.request.provider, run.cell.request.prompt, run.values)
            elif taken and message.get("act") == "act":
                self._press(str(message.get("id")), str(message.get("name")))
            elif taken:
                self._fill(message)
                self._generate()
        finally:
            self.send({"kind": "answer", "nonce": message.get("nonce"), "taken": taken, "turn": self._turns.turn})

    def _generate(self) -> None:
        self._tried = True
        options = self._options()
        wrong = [forms.label(name) for name in forms.wrong(options, self.values)]
        if "prompt" in options and options["prompt"].problem(self.prompt):
            wrong.insert(0, "Prompt")
        if wrong:
            self._offer()
            self._say("bad", f"Nothing was sent: look at {', '.join(wrong)}.")
            return
        self.generate()

    def _on_edit(self, message: dict[str, Any]) -> None:
        self._edits[str(message.get("page"))] = int(message.get("edit", 0))
        self._fill(message)
        self._offer()
        if self.status["s"] == "bad":  # what it complained of may be mended
            self._tell()

    def _fill(self, message: dict[str, Any]) -> None:
        """Take what the page says stands in the form."""
        if "provider" in message:
            self.provider = message["provider"]
        if "prompt" in message:
            self.prompt = message["prompt"]
        written = message.get("values", {})
        model = forms.read(Option("model", "text"), written.get("model", self.values.get("model")))
        options = self._options({"model": model})
        read = {name: self._read(options[name], raw) for name, raw in written.items() if name in options}
        if read:
            self.values = read

    def _read(self, option: Option, written: Any) -> Any:
        before = self.values.get(option.name)
        if str(written).startswith("("):  # a picture that was given in code is named in the form, not carried
            return before
        value = forms.read(option, written)
        return None if before is None and value == option.default else value

    def _use(self, one: str) -> None:
        """Fill the form with what a picture was asked with."""
        run = self._run_of(one)
        self.provider = run.cell.request.provider
        self.prompt = run.cell.request.prompt
        self.values = {**dict.fromkeys(self.values), **run.values}
        self._note = "The form has the settings of that picture."
        self._offer()

    def _run_of(self, one: str) -> Run:
        return next(run for run in self._runs if one.split(".", maxsplit=1)[0] == run.id)

    # --- jobs ---------------------------------------------------------------------------------------------------------

    def _start(self, provider: str, prompt: str, values: dict[str, Any]) -> Any:
        with self._starting:
            client = default_client(provider)
            asked = (client.provider.name, client.sandbox, prompt, sorted(values.items(), key=lambda one: one[0]))
            job = client.submit(prompt, take=self._take(client, asked, prompt, values), **values)
            self._follow(cell_of(client, job), asked, values)
        return job

    def _follow(self, cell: Cell, asked: tuple[Any, ...], values: dict[str, Any], under: str = "") -> None:
        self._count += 1
        run = Run(f"r{self._count}", cell, asked, values, under)
        self._runs = (run, *self._runs)
        self._note = ""
        self._following.follow(cell, told=self._tell)
        self._tell()

    def _press(self, one: str, button: str) -> None:
        parent = self._run_of(one)
        cell, asked = pressed(parent, button)
        self._board.spend(asked[1], button)
        self._follow(cell, asked, {}, under=parent.id)

    def _fetch(self, one: str) -> None:
        run = self._run_of(one)
        run.cell = fetching(run)
        self._following.follow(run.cell, told=self._tell)
        self._tell()

    def _forget(self, one: str) -> None:
        run = self._run_of(one)
        forget(run.cell.request.ref)
        self._dropped.update(name for name, _ in run.places)
        self._tell()

    def _take(self, client: Client, asked: tuple[Any, ...], prompt: str, values: dict[str, Any]) -> int:
        """The next picture of the same request: after those in the store and those on their way."""
        coming = [run.cell.request.take + 1 for run in self._runs if run.asked == asked and not run.cell.ended]
        return max(client.next_take(prompt, **values), *coming, 1)

    def _cancel(self, names: list[str]) -> None:
        for run in self._runs:
            if run.id in names and run.under_way and run.cell.job:
                run.cell.job.cancel()

    def _fail(self, error: Exception) -> None:
        self._wrong = forms.words_of(error)
        self._offer()
        self._say("bad", "Nothing was sent.")

    # --- telling ------------------------------------------------------------------------------------------------------

    def _tell(self, *, painting: bool = False) -> None:
        """Bring status and places up to date; called at each step of a job, in whichever thread."""
        with self._telling:  # two threads may tell at once, and the older word must not come last
            for run in self._runs:
                shown = [one for one in run.places if one[0] not in self._dropped]
                self._board.put(shown, run.id, glimpses=painting, under=run.under)
            self._say(*sentence_of(self._runs))

    def _say(self, kind: str, words: str) -> None:
        busy = [run for run in self._runs if run.under_way]
        self.status = {
            "s": kind,
            "words": words,
            "turn": self._turns.turn,
            "jobs": [run.line() for run in busy],
            "summary": count(len(busy), "job") + " at work" if busy else summed(self._runs),
        }

    def _paint(self, last: bool) -> None:
        self._tell(painting=True)
        self._twin.changed()

    def _places(self) -> list[Place]:
        """What the twin shows: what came, and held places without a preview, since it is painted to be kept."""
        shown = [place for run in self._runs for one, place in run.places if one not in self._dropped]
        return [replace(place, glimpse=None) for place in shown]

    # --- appearing ----------------------------------------------------------------------------------------------------

    def _ipython_display_(self) -> None:
        """Show the panel and, as an output of its own, the twin; once in a cell, though it is its value too."""
        from IPython.display import display

        spot = live.spot()
        if spot is not None and spot in self._shown:
            return
        self._shown.add(spot)
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": PANEL}, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        if spot is not None and spot.catcher is None:
            self._twin.appear(spot)

    def close(self) -> None:
        """Close it with its layout, which is a widget too; jobs go on, and the twin is painted a last time."""
        self._twin.paint()
        self.shut()

    def shut(self) -> None:
        """Close it without painting: a later run of its cell has taken its place."""
        self._twin.stop()
        if self._view is not None:
            self._view.close()
        self.layout.close()
        super().close()


def studio(provider: str | None = None, prompt: str = "") -> Studio:
    """Make a studio and show it; those that an earlier run of the same cell made are closed.

    Example:
        >>> ig.studio()  # doctest: +SKIP
    """
    made = Studio(provider, prompt)
    spot = live.spot()
    if spot is not None:
        cells.replaces(made, live.cell(), spot.message)
        made._ipython_display_()
        threading.Thread(target=_warm, args=(made.provider,), name="imgen-warm", daemon=True).start()
    return made


def _warm(provider: str) -> None:
    """Import what the first press needs, so that it need not wait for a second of imports."""
    with contextlib.suppress(Exception):  # whatever it is, the press says it
        default_client(provider).next_take("")
