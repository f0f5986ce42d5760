"""The studio: a prompt, a provider, its options, Generate, Cancel, a status line, and the pictures below.

The controls are widgets; the pictures are an output of their own, because a saved notebook keeps an output
and loses a widget. Every callback returns at once and never asks which thread it runs in: ipykernel 7.0 and
7.1 call it in one, 6 and 7.4 in another. An error in a callback is shown nowhere unless it is caught, so
each one is, and lands in the status line.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from imgen_nb.calls.ask import client_of
from imgen_nb.client.client import Client, default_client
from imgen_nb.client.process import provider_rows
from imgen_nb.comparison.cells import Cell
from imgen_nb.errors import ImgenError
from imgen_nb.show import lines, live, sheet
from imgen_nb.show.following import EVERY, Following
from imgen_nb.show.live import Output
from imgen_nb.show.places import Place, sentences, told
from imgen_nb.types import State
from imgen_nb.widgets.controls import Control, controls, left_to_code

STYLE = Path(__file__).parent / "static" / "studio.css"
TEACH = "What should the picture show? For example: a red fox in snow, low sun, 35 mm film"
NOT_SENT = (State.PLANNED, State.SENDING)


def _guarded(method: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(method)
    def call(self: Studio, *arguments: Any) -> None:
        try:
            method(self, *arguments)
        except Exception as error:
            self._fail(error)

    return call


@dataclass(eq=False)
class Run:
    """One press of Generate; `asked` tells whether another press asks for the same."""

    cell: Cell
    asked: tuple[Any, ...]
    began: float = field(default_factory=time.monotonic)


class Studio(widgets.VBox):  # type: ignore[misc]
    """A panel to try prompts on one provider after another; `ig.studio()` makes and shows it.

    The parts are attributes: `prompt`, `provider`, `go`, `cancel`, `status`, and `options` by name.
    `generations` are the finished ones, newest first.
    """

    def __init__(self, provider: str | None = None, prompt: str = "") -> None:
        self._rows = {row.name: row for row in provider_rows()}
        self._runs: tuple[Run, ...] = ()
        self._shown: set[live.Spot | None] = set()
        self._outputs: dict[live.Spot, Output] = {}
        self._painted: object = None
        self._painted_at = 0.0
        self._following = Following(self._paint, ticking=True)
        self._painting = threading.Lock()
        self._telling = threading.Lock()
        self._controls: list[Control] = []
        self._make_parts(client_of(provider).provider.name, prompt)
        super().__init__(self._layout())
        self.add_class("imgen-studio")
        self._offer()

    # --- parts --------------------------------------------------------------------------------------------------------

    def _make_parts(self, provider: str, prompt: str) -> None:
        self.prompt = _classed(
            widgets.Textarea(prompt, description="Prompt", placeholder=TEACH), "imgen-field imgen-prompt"
        )
        choices = [(f"{row.title} · {'live' if row.live else 'sandbox'}", row.name) for row in self._rows.values()]
        self.provider = widgets.Dropdown(options=choices, value=provider, description="Provider")
        _classed(self.provider, "imgen-field imgen-provider")
        self.go = _classed(widgets.Button(description="Generate"), "imgen-go")
        self.cancel = _classed(widgets.Button(description="Cancel", disabled=True), "imgen-cancel")
        self.status = _classed(widgets.HTML(lines.note("Ready.")), "imgen-status")
        self._clock = _classed(widgets.HTML(), "imgen-clock")
        self._why = _classed(widgets.HTML(), "imgen-why")
        self._price = _classed(widgets.HTML(), "imgen-price")
        self._hint = _classed(widgets.HTML(), "imgen-hint")
        self._form = _classed(widgets.Box(), "imgen-options")
        self._pictures = _classed(widgets.HTML(), "imgen-pictures")
        self.provider.observe(self._on_provider, "value")
        self.go.on_click(self._on_go)
        self.cancel.on_click(self._on_cancel)

    def _layout(self) -> list[Any]:
        style = _classed(widgets.HTML(f"<style>{STYLE.read_text('utf-8')}</style>"), "imgen-style")
        who = _classed(widgets.VBox([self.provider, self._why]), "imgen-who")
        form = _classed(widgets.Box([self.prompt, who, self._form, self._hint]), "imgen-form")
        bar = _classed(widgets.Box([self.go, self.cancel, self._price]), "imgen-bar")
        line = _classed(widgets.Box([self.status, self._clock]), "imgen-line")
        return [style, form, bar, line, self._pictures]

    @property
    def options(self) -> dict[str, Any]:
        """The controls of the provider's parameters, by name."""
        return {control.option.name: control.widget for control in self._controls}

    @property
    def generations(self) -> tuple[Any, ...]:
        """What has come back, newest first."""
        return tuple(run.cell.generation for run in self._runs if run.cell.ended and run.cell.generation)

    def _offer(self, model: str | None = None) -> None:
        """Show the parameters of the chosen provider and model, and keep what was set wherever it fits there too."""
        row = self._rows[self.provider.value]
        before = {control.option.name: control.value for control in self._controls}
        options = row.options_for(model).values()
        old, self._controls = self._controls, controls(options)
        for control in self._controls:
            control.take(before.get(control.option.name))
            if control.option.name == "model":
                control.widget.observe(self._on_model, "value")
        self._form.children = [control.widget for control in self._controls]
        for control in old:
            control.close()
        self._why.value, self._price.value = lines.answerer(row), lines.price(row)
        code = left_to_code(options)
        self._hint.value = lines.quiet(f"In code only: {', '.join(code)}") if code else ""

    # --- callbacks ----------------------------------------------------------------------------------------------------

    @_guarded
    def _on_provider(self, change: Any) -> None:
        self._offer()

    @_guarded
    def _on_model(self, change: Any) -> None:
        self._offer(change.new or None)

    @_guarded
    def _on_go(self, button: Any) -> None:
        self.go.disabled = True
        client = default_client(self.provider.value, named=False)  # as the list of providers says who answers
        params = {c.option.name: c.value for c in self._controls if c.value is not None}
        asked = (client.provider.name, client.sandbox, self.prompt.value, sorted(params.items()))
        job = client.submit(self.prompt.value, take=self._take(client, asked, params), **params)
        run = Run(Cell(client.provider.title, job.request, job, title=client.provider.title), asked)
        self._runs = (run, *self._runs)
        self._following.follow(run.cell, told=self._on_step)
        self._tell()

    def _take(self, client: Client, asked: tuple[Any, ...], params: dict[str, Any]) -> int:
        """The next picture of the same request: after those in the store and those on their way."""
        coming = [run.cell.request.take + 1 for run in self._runs if run.asked == asked and not run.cell.ended]
        return max(client.next_take(self.prompt.value, **params), *coming, 1)

    @_guarded
    def _on_cancel(self, button: Any) -> None:
        for run in self._runs:
            if run.cell.job and not run.cell.ended:
                run.cell.job.cancel()

    @_guarded
    def _on_step(self) -> None:
        self._tell()

    def _fail(self, error: Exception) -> None:
        if isinstance(error, ImgenError):
            said = " ".join(sentences(told(error, sandbox=False)))
        else:
            said = str(error) if isinstance(error, TypeError) else f"{type(error).__name__}: {error}"
        self.status.value = lines.note(said, bad=True)
        self.go.disabled = False

    # --- painting -----------------------------------------------------------------------------------------------------

    def _running(self) -> list[Run]:
        return [run for run in self._runs if run.cell.job and not run.cell.job.done]

    def _tell(self) -> None:
        """Bring the status line and the buttons up to date; quick, since it runs in the jobs' thread too."""
        with self._telling:  # two threads may tell at once, and the older word must not come last
            running = self._running()
            run = (running or self._runs)[0]
            self.status.value = lines.status(run.cell.places[0], more=max(0, len(running) - 1))
            self.go.disabled = any(run.cell.state in NOT_SENT for run in running)
            self.cancel.disabled = not running
            self.cancel.description = f"Cancel all {len(running)}" if len(running) > 1 else "Cancel"

    @_guarded
    def _paint(self, last: bool) -> None:
        self._tell()
        running = self._running()
        self._clock.value = lines.quiet(f"{time.monotonic() - running[0].began:.0f} s") if running else ""
        if last or time.monotonic() - self._painted_at >= EVERY:
            self._paint_pictures()

    def _paint_pictures(self) -> None:
        with self._painting:  # a cell may show the studio anew meanwhile, and the older sheet must not come last
            places = self._places()
            # A sheet carries its pictures with it, so it is sent only when a place has changed.
            look = [(place.word, place.picture) for place in places]
            if look == self._painted:
                return
            self._painted, self._painted_at = look, time.monotonic()
            bundle = sheet.results(places)
            for output in self._outputs.values():
                output.update(bundle)
            if not self._outputs:  # a child of a box or a tab, or caught by an Output widget: pictures of its own
                self._pictures.value = bundle["text/html"]

    def _places(self) -> list[Place]:
        return [place for run in self._runs for place in run.cell.places]

    # --- appearing ----------------------------------------------------------------------------------------------------

    def _ipython_display_(self) -> None:
        """Show the panel and, as an output of its own, the pictures; once in a cell, though it is its value too."""
        from IPython.display import display

        spot = live.spot()
        if spot is not None and spot in self._shown:
            return
        self._shown.add(spot)
        panel = {**super()._repr_mimebundle_(), "text/plain": "The studio. Run this cell to use it."}
        display(panel, raw=True)  # type: ignore[no-untyped-call]
        if spot is not None and spot.catcher is None:
            self._outputs[spot] = Output(spot, sheet.results(self._places()))
            self._pictures.value = ""


def studio(provider: str | None = None, prompt: str = "") -> Studio:
    """Make a studio and show it.

    Example:
        >>> ig.studio()  # doctest: +SKIP
    """
    made = Studio(provider, prompt)
    if live.spot() is not None:
        made._ipython_display_()
    return made


def _classed(widget: Any, names: str) -> Any:
    for name in names.split():
        widget.add_class(name)
    return widget
