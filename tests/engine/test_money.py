"""Money by simulation: whatever goes wrong, nothing is paid twice, lost, or said to be free.

5,000 schedules with `--whole`, half as many with `run.py test --all`; of these half from a fixed seed and half from one
that is drawn anew and printed: `--money SEED` draws it again. A failure names its own seed:
`play(seed, folder)` of `simulation` repeats that schedule alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from simulation import PLAYERS, play
from wires import WIRES

from imgen_nb import providers
from imgen_nb.errors import DeadlineExceeded, ImgenError, OutcomeUnknown, StoreError
from imgen_nb.store.store import Store
from imgen_nb.store.troubles import Trouble
from imgen_nb.testing import Bench, after, virtually
from imgen_nb.types import Generation, State

CHUNK = 10
CHUNKS = range(250)


def play_all(first: int, folder: Path) -> None:
    for seed in range(first, first + CHUNK):
        play(seed, folder / str(seed))


@pytest.mark.sampled(25, 2)
@pytest.mark.parametrize("chunk", CHUNKS)
def test_of_a_fixed_seed(chunk: int, memory: Path) -> None:
    play_all(chunk * CHUNK, memory)


@pytest.mark.sampled(25, 2)
@pytest.mark.parametrize("chunk", CHUNKS)
def test_of_a_seed_of_the_day(chunk: int, memory: Path, pytestconfig: pytest.Config) -> None:
    play_all(pytestconfig.getoption("--money") + chunk * CHUNK, memory)


@pytest.mark.parametrize("player", PLAYERS)
def test_of_every_provider(player: str, memory: Path) -> None:
    for seed in range(3):
        play(seed, memory / str(seed), player)


@pytest.mark.parametrize("seed", [7, 385])
def test_a_schedule_is_the_same_each_time(seed: int, memory: Path) -> None:
    first, second = (play(seed, memory / str(turn)) for turn in range(2))
    assert first.world.faults == second.world.faults
    assert first.world.log == second.world.log


@pytest.mark.parametrize("state", ["accepted", "unknown"])
def test_what_is_owed_stays_owed_where_the_store_takes_nothing(
    state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the simulation: a resume that failed at a locked store let a paid row go as failed, to be paid again."""
    bench = Bench(providers.get("destinpq"), WIRES["destinpq"], tmp_path)
    bench.server.polls = 100
    bench.fails(DeadlineExceeded, "yes", deadline=30)
    (row,) = bench.store.unsettled()
    bench.store.write(lambda connection: bench.store.update(connection, row.id, state=state))
    row = replace(row, state=State(state))
    taken = Store.take_over

    def locked(self: Store, connection: object, row_id: str) -> bool:
        raise StoreError("another program holds the lock", hint="ask again in a moment")

    monkeypatch.setattr(Store, "take_over", locked)
    with pytest.raises(StoreError) as caught:
        virtually(bench.engine().settle(bench.ticket(), row))
    assert caught.value.charged in ("yes", "unknown")
    monkeypatch.setattr(Store, "take_over", taken)
    kept = bench.store.get(row.id)
    assert kept is not None
    assert (kept.state, kept.owner) == (row.state, None)


def test_an_id_that_comes_twice_is_noticed_though_the_store_is_locked(tmp_path: Path) -> None:
    """Found by the simulation: what the ledger was owed, and not what it held, was asked whose an id is."""
    bench = Bench(providers.get("destinpq"), WIRES["destinpq"], tmp_path)

    async def work() -> tuple[Generation, ImgenError]:
        engine = bench.engine()
        accept = engine.journal.store.accept

        def locked(*arguments: object, **values: object) -> bool:
            raise Trouble(StoreError("another program holds the lock"), passes=False)

        engine.journal.store.accept = locked  # type: ignore[method-assign]
        first = await bench.ask(engine)
        again = bench.wire.accepted(bench.server.only(), bench.server.jobs[bench.server.only()])
        bench.server.on_submit.append(after(again))
        with pytest.raises(OutcomeUnknown) as caught:
            await bench.ask(engine, take=2)
        engine.journal.store.accept = accept  # type: ignore[method-assign]
        return first, caught.value

    first, second = virtually(work())
    assert first.images
    assert second.charged == "unknown"
