"""Faults that are planted in the engine are caught: each by a row of the kit, those about money by schedules too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from shapes import SHAPES
from simulation import Wrong, play
from wires import WIRES

from imgen_nb import providers, testing
from imgen_nb.engine import ticket
from imgen_nb.engine.drive import Engine
from imgen_nb.engine.endings import Endings
from imgen_nb.engine.steps import Steps
from imgen_nb.engine.ticket import LISTENING, Ticket
from imgen_nb.engine.wire import Wire
from imgen_nb.errors import ImgenError
from imgen_nb.flow import Exchange
from imgen_nb.types import Generation


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """What a broken engine leaves behind, no other test finds."""
    yield
    LISTENING.clear()


def raw_is_not_redacted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Wire, "redact", lambda self, value: value)


def calls_are_cancelled(patch: pytest.MonkeyPatch) -> None:
    """What a job has under way ends with it, as a plain `asyncio.timeout` around it would do."""
    fulfil = Engine.fulfil

    async def cancelling(self: Engine, asked: Ticket) -> Generation:
        before = set(ticket._calls)
        try:
            return await fulfil(self, asked)
        except ImgenError:
            for call in ticket._calls - before:
                call.cancel()
            raise

    patch.setattr(Engine, "fulfil", cancelling)


def replies_have_no_cap(patch: pytest.MonkeyPatch) -> None:
    made = Wire.__init__

    def without(self: Wire, *arguments: Any, **more: Any) -> None:
        made(self, *arguments, **{**more, "largest": 2**40})

    patch.setattr(Wire, "__init__", without)


def sending_before_the_slot(patch: pytest.MonkeyPatch) -> None:
    spend = Steps._spend

    async def early(self: Steps, ticket: Ticket, step: Exchange[Any]) -> Any:
        await self.journal.write(lambda connection: self.journal.store.sending(connection, ticket.request))
        return await spend(self, ticket, step)

    patch.setattr(Steps, "_spend", early)


def a_lost_answer_is_posted_again(patch: pytest.MonkeyPatch) -> None:
    async def find(self: Engine, ticket: Ticket) -> Generation:
        ticket.begin_anew()
        return await self._submit(ticket)

    patch.setattr(Engine, "_find", find)


def nobody_looks_again(patch: pytest.MonkeyPatch) -> None:
    async def blind(self: Endings, ticket: Ticket) -> None:
        return None

    patch.setattr(Endings, "_begun_elsewhere", blind)


Plant = Callable[[pytest.MonkeyPatch], None]
CAUGHT: list[tuple[Plant, str]] = [
    (raw_is_not_redacted, "answer with the key in it"),
    (calls_are_cancelled, "cancel while the request is out"),
    (calls_are_cancelled, "answer after the deadline"),
    (replies_have_no_cap, "answer that is far too long"),
    (sending_before_the_slot, "process dies with a queue"),
    (a_lost_answer_is_posted_again, "502 after acceptance"),
]
NAMES = [f"{plant.__name__}: {row}" for plant, row in CAUGHT]
WAYS = {"qolaba": (providers.get("qolaba"), WIRES["qolaba"])}
WAYS["local_server"] = (SHAPES["local_server"].Service(), SHAPES["local_server"].Wire())
KEYLESS = {("local_server", "answer with the key in it")}


def run(way: str, row: str, folder: Path) -> None:
    rows = {case.name: case for case in testing.wire_table(*WAYS[way], folder)}
    rows[row]()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("plant", "row"), CAUGHT, ids=NAMES)
def test_a_row_notices(plant: Plant, row: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if (way, row) in KEYLESS:
        return
    run(way, row, tmp_path)
    plant(monkeypatch)
    with pytest.raises((AssertionError, ImgenError)):
        run(way, row, tmp_path)


def play_all(seeds: Iterable[int], folder: Path) -> None:
    for seed in seeds:
        play(seed, folder / str(seed))


@pytest.mark.parametrize(
    ("plant", "first"),
    [
        (calls_are_cancelled, 0),
        (sending_before_the_slot, 1340),
        (a_lost_answer_is_posted_again, 0),
        (nobody_looks_again, 80),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_schedule_notices(plant: Plant, first: int, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises((Wrong, asyncio.CancelledError)):
        play_all(range(first, first + 200), memory)
