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
from typing import Any, ClassVar

import traitlets

from imgen_nb.calls.keep import forget
from imgen_nb.client.client import Client, default_client
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError
from imgen_nb.show import live
from imgen_nb.show.following import Following
from imgen_nb.show.places import Place
from imgen_nb.types import Generation
from imgen_nb.widgets import cells, prices, rewrites
from imgen_nb.widgets import form as forms
from imgen_nb.widgets.board import Board
from imgen_nb.widgets.desk import Desk
from imgen_nb.widgets.gridview import STYLES, GridView, answer
from imgen_nb.widgets.modules import SHARED, linked, styled
from imgen_nb.widgets.runs import Run, billed, cell_of, fetching, pressed, sentence_of
from imgen_nb.widgets.turns import Turns
from imgen_nb.widgets.twin import Twin

MODULES = ("pick", "sources", "fields", "keys", "budget", "rewrite", "form", "status", "start")
PANEL = "The studio. Run this cell to use it."


class Studio(Desk):
    """A panel to try prompts on one provider after another; `ig.studio()` makes and shows it.

    `values` holds the options that are set. What is assigned to it is added, None unsets, and a name that the provider
    lacks is a `TypeError`. `generations` are the finished ones, newest first.
    """

    _esm = linked(*SHARED, *MODULES, "studio")
    _css = styled(*STYLES, "form")
    status = traitlets.Dict().tag(sync=True)
    rewrite = traitlets.Dict().tag(sync=True)
    HEARS: ClassVar[dict[str, str]] = {
        **Desk.HEARS,
        "hello": "_seen",
        "press": "_pressed",
        "cancel": "_stopped",
        "use": "_reused",
        "source": "_sourced",
        "fetch": "_fetched",
        "forget": "_forgotten",
        "lock": "_locked",
    }

    def __init__(self, provider: str | None = None, prompt: str = "") -> None:
        self._board = Board()
        self._turns = Turns()
        self._runs: tuple[Run, ...] = ()
        self._count = 0
        self._dropped: set[str] = set()
        self._view: GridView | None = None
        self._starting = threading.RLock()
        self._telling = threading.RLock()
        self._twin = Twin(self._places)
        self._following = Following(self._paint, ticking=True)
        super().__init__(provider, prompt)
        self._show(self._board)
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

    # --- messages -----------------------------------------------------------------------------------------------------

    def _heard(self, _: Any, message: dict[str, Any], buffers: Any) -> None:
        try:
            if message.get("kind") == "drop":
                self._dropped.add(str(message.get("id")))
                self._twin.changed()
            answer(self._board, message, self.send)
            if name := self.HEARS.get(str(message.get("kind"))):
                getattr(self, name)(message, buffers)
        except Exception as error:
            self._fail(error)

    def _seen(self, message: dict[str, Any], buffers: Any) -> None:
        """A page has what it shows, and no cell runs: what a first press needs is put together meanwhile."""
        with contextlib.suppress(ImgenError):  # whatever it is, the press says it
            default_client(self.provider).prepare()

    def _pressed(self, message: dict[str, Any], buffers: Any) -> None:
        """What may cost money: once for each turn; the answer unlocks the page that asked."""
        taken = self._turns.takes(message.get("turn"))
        try:
            if taken and message.get("act") == "again":
                self._again(self._run_of(message))
            elif taken and message.get("act") == "act":
                self._press(self._run_of(message), str(message.get("name")))
            elif taken:
                self._fill(message)
                if self._as_seen(self.provider, live=message.get("live") is not False):
                    self._generate()
        finally:
            self.send({"kind": "answer", "nonce": message.get("nonce"), "taken": taken, "turn": self._turns.turn})

    def _as_seen(self, provider: str, *, live: bool) -> bool:
        """Whether who answers is who the page showed: what looks like a sandbox must not go live by a press.

        A key may have come since, from another cell.
        """
        if live or default_client(provider).sandbox:
            return True
        self._offer()
        title = self._known[provider].title
        self._say("wait", f"Nothing was sent: {title} answers live now. Choose it, look at the price, and press again.")
        return False

    def _again(self, run: Run) -> None:
        """Ask for the same once more: its next take, or the same button of the same picture."""
        request = run.cell.request
        if not self._as_seen(request.provider, live=not request.sandbox):
            return
        if run.under:
            self._press(self._run_of({"id": run.under}), str(request.params["button"]))
        else:
            self._start(request.provider, request.prompt, run.values)

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

    def _edited(self, message: dict[str, Any], buffers: Any) -> None:
        super()._edited(message, buffers)
        if self.status["s"] == "bad":  # what it complained of may be mended
            self._tell()

    def _stopped(self, message: dict[str, Any], buffers: Any) -> None:
        self._cancel([str(one) for one in message.get("jobs", ())])

    def _reused(self, message: dict[str, Any], buffers: Any) -> None:
        """Fill the form with what a picture was asked with."""
        run = self._run_of(message)
        self.provider = run.cell.request.provider
        self.prompt = run.cell.request.prompt
        self.values = {**dict.fromkeys(self.values), **run.values}
        self._remark("The form has the settings of that picture.")

    def _sourced(self, message: dict[str, Any], buffers: Any) -> None:
        """Take a picture of the grid as a source picture of the next request."""
        shown = [place.picture for run in self._runs for _, place in run.places if place.picture]
        picture = next(one for one in shown if one.sha256 == message.get("sha"))
        self._use_as_source(picture.data_url(), message.get("field"))

    def _locked(self, message: dict[str, Any], buffers: Any) -> None:
        """Lock the prompt that a provider made, or take it over to go on from there."""
        generation = self._run_of(message).cell.generation
        if generation is None or not generation.prompt_used:
            return
        if message.get("edit"):
            self.prompt = generation.prompt_used
        else:
            self._lock_to(generation.request.prompt, generation.prompt_used)

    def _fetched(self, message: dict[str, Any], buffers: Any) -> None:
        """Fetch what was paid, or look for what may have been; nothing is sent that costs."""
        run = self._run_of(message)
        run.cell = fetching(run)
        self._following.follow(run.cell, told=self._tell)
        self._tell()

    def _forgotten(self, message: dict[str, Any], buffers: Any) -> None:
        """Let go of what a card is about, and take the card away."""
        run = self._run_of(message)
        forget(run.cell.request.ref)
        self._dropped.update(name for name, _ in run.places)
        self._tell()

    def _run_of(self, message: dict[str, Any]) -> Run:
        named = str(message.get("id")).split(".", maxsplit=1)[0]
        return next(run for run in self._runs if named == run.id)

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
        client, request = default_client(cell.request.provider), cell.request
        usual = client.store.usual_seconds(request.provider, request.origin)
        price = prices.about(client, request)
        run = Run(f"r{self._count}", cell, asked, values, under, client.access, usual, price)
        self._runs = (run, *self._runs)
        self._note = ""
        self._following.follow(cell, told=self._tell)
        self._tell()

    def _press(self, parent: Run, button: str) -> None:
        cell, asked = pressed(parent, button)
        self._board.spend(asked[1], button)
        self._follow(cell, asked, {}, under=parent.id)

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
                self._board.put(shown, run.id, glimpses=painting, under=run.under, price=run.price)
            self._say(*sentence_of(self._runs))
            self.rewrite = self._rewritten()
            came = [run for run in self._runs if run.news]
        for run in came:
            self._heard_of(run.cell.request.provider, run.access, run.cell.error)
        if came:
            self._offer()  # what is left of the window, and whether the key was taken

    def _rewritten(self) -> dict[str, Any]:
        """What became of the newest finished picture's prompt."""
        run = next((run for run in self._runs if run.cell.ended and run.cell.generation), None)
        if run is None or run.cell.generation is None:
            return {}
        switch = "enhance" in self._known[run.cell.request.provider].options_for(None)
        return rewrites.told(run.id, run.cell.title, run.cell.generation, switch=switch)

    def _say(self, kind: str, words: str) -> None:
        busy = [run for run in self._runs if run.under_way]
        self.status = {
            "s": kind,
            "words": words,
            "turn": self._turns.turn,
            "jobs": [run.line() for run in busy],
            "bill": billed(self._runs),
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
        self._twin.display(super()._repr_mimebundle_(), PANEL)

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
    return made
