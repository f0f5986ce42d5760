"""Our own threads: what is begun is ended, and virtual time needs none of them."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from imgen_nb.testing import virtually
from imgen_nb.threads import Threads


def test_calls_take_turns_in_as_many_threads_as_were_asked_for():
    threads, names = Threads("of-a-test", 2), set()

    def call(number):
        names.add(threading.current_thread().name)
        time.sleep(0.01)
        return number

    async def work():
        return await asyncio.gather(*(threads.run(call, number) for number in range(20)))

    assert asyncio.run(work()) == list(range(20))
    assert names == {"of-a-test-0", "of-a-test-1"}
    assert all(thread.daemon for thread in threading.enumerate() if thread.name in names)


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3)])
def test_what_a_call_raises_is_the_callers_and_the_thread_lives_on(error):
    def fail():
        raise error

    threads = Threads("of-a-test")
    with pytest.raises(type(error)):
        threads.submit(fail).result(5)
    assert threads.submit(sum, (1, 2)).result(5) == 3


def test_who_stops_waiting_does_not_stop_the_call():
    threads, hold, seen = Threads("of-a-test"), threading.Event(), []

    async def work():
        threads.submit(hold.wait, 5)
        behind = asyncio.ensure_future(threads.run(seen.append, 1))
        await asyncio.sleep(0)
        behind.cancel()
        await asyncio.wait([behind])
        hold.set()
        await threads.run(seen.append, 2)

    asyncio.run(work())
    assert seen == [1, 2]


def test_an_ended_loop_is_no_trouble():
    threads, hold = Threads("of-a-test"), threading.Event()

    async def work():
        asyncio.ensure_future(threads.run(hold.wait, 5))  # noqa: RUF006 - the loop ends before it
        await asyncio.sleep(0)

    asyncio.run(work())
    hold.set()
    assert threads.submit(int).result(5) == 0


def test_virtual_time_makes_the_call_in_place():
    async def work():
        return await Threads("of-a-test").run(threading.current_thread), threading.current_thread()

    called, loop = virtually(work())
    assert called is loop
