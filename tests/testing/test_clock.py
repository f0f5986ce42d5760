"""Virtual time ends: whatever waits or turns for ever is told as such, at once."""

from __future__ import annotations

import asyncio
import signal
import threading
import time

import pytest

from imgen_nb.testing import virtually
from imgen_nb.testing.clock import LONGEST, Endless


def test_hours_pass_in_no_time():
    async def work():
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    began = time.monotonic()
    assert virtually(work()) == pytest.approx(3600, abs=1)
    assert time.monotonic() - began < 1


async def waits_for_nothing():
    await asyncio.Event().wait()


async def polls_for_ever():
    while True:
        await asyncio.sleep(3)


async def turns_without_a_pause():
    while True:
        await asyncio.sleep(0)


async def cannot_be_cancelled():
    while True:
        try:
            await asyncio.sleep(LONGEST / 3)
        except asyncio.CancelledError:
            return


ENDLESS = [waits_for_nothing, polls_for_ever, turns_without_a_pause, cannot_be_cancelled]


@pytest.mark.parametrize("work", ENDLESS, ids=lambda work: work.__name__)
def test_what_never_ends_is_told(work):
    began = time.monotonic()
    with pytest.raises(Endless, match="never ends"):
        virtually(work())
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("work", ENDLESS, ids=lambda work: work.__name__)
def test_what_never_ends_in_the_background_is_told_too(work):
    async def both():
        behind = asyncio.ensure_future(work())
        await asyncio.wait([behind])

    with pytest.raises(Endless):
        virtually(both())


def test_another_thread_may_wake_a_loop_that_waits():
    async def work():
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake():
            time.sleep(0.1)
            loop.call_soon_threadsafe(woken.set)

        threading.Thread(target=wake).start()
        await woken.wait()
        return "woken"

    assert virtually(work()) == "woken"


def test_a_flow_that_never_gives_the_word_back_does_not_hold_whoever_waits():
    release = threading.Event()

    async def work():
        release.wait(20)

    class Stopped(Exception):
        pass

    def stop(*_):
        raise Stopped

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(Stopped):
            virtually(work())
    finally:
        signal.signal(signal.SIGALRM, before)
        release.set()
