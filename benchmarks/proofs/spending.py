"""Budgets, windows and waits: nothing overspent, nothing asked beyond a window, nobody back too early."""

import asyncio
import os
import random
import subprocess
import sys
import uuid
from email.utils import formatdate
from pathlib import Path

from proofs.many import folder, over_cores, tallied

PROGRAM = """
import os, sys, random
from pathlib import Path
from intents import asked
from imgen_nb.budgets import Budget, Hold
from imgen_nb.errors import BudgetExceeded, StoreError
from imgen_nb.store.store import Store
from imgen_nb.types import Cost
store, chance, sent = Store(Path(sys.argv[1])), random.Random(sys.argv[3]), 0.0
for number in range(int(sys.argv[2])):
    price = chance.choice((0.01, 0.03, 0.07))
    request, hold = asked(f"{os.getpid()} {number}"), Hold(1, Cost(usd=price), Budget(usd=1.0))
    try:
        store.write(lambda connection: store.sending(connection, request, hold))
        sent += price
    except (BudgetExceeded, StoreError):  # eight that are starved of a core may wait too long for the lock
        pass
print(sent)
"""


def budgets(tries, seed):
    """Many intents at once on a budget for a quarter of them, and eight processes at one dollar."""
    from intents import asked

    from imgen_nb.budgets import Budget, Hold
    from imgen_nb.errors import BudgetExceeded
    from imgen_nb.store.journal import Journal
    from imgen_nb.store.store import Store
    from imgen_nb.testing import virtually

    wrong, count, room = [], max(tries, 40), max(tries, 40) // 4
    hold = Hold(budget=Budget(images=room))

    async def at_once(store):
        journal = Journal(store)
        intents = [asked(f"{number}") for number in range(count)]
        works = (journal.write(lambda c, one=one: store.sending(c, one, hold)) for one in intents)
        return await asyncio.gather(*works, return_exceptions=True)

    with folder() as place:
        found = virtually(at_once(Store(Path(place))))
        sent = sum(not isinstance(one, BudgetExceeded) for one in found)
        wrong += [f"{sent} of {count} left on a budget for {room}"] if sent != room else []
    with folder() as place:
        started = [_started(place, count // 8 + 8, f"{seed} {number}") for number in range(8)]
        spent = sum(float(one.communicate(timeout=600)[0]) for one in started)
        wrong += [f"eight processes spent ${spent:.2f} of $1.00"] if spent > 1.0 + 1e-9 else []
    return [f"{count} intents on a budget for {room}: {sent} left; eight processes at $1.00: ${spent:.2f} spent"], wrong


def _started(place, number, seed):
    path = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-c", PROGRAM, str(place), str(number), seed]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE)


def windows(tries, seed):
    """Four processes share a window of a hundred requests an hour: none arrives beyond it."""
    seen, wrong = tallied(_windows, range(seed * 1000, seed * 1000 + tries))
    return [f"{tries} days of four processes at one window, {seen:,} requests: {len(wrong)} beyond it"], wrong


def _windows(seeds):
    from counting import Counting, engine, jobs
    from simulation import memory

    from imgen_nb.testing import virtually

    found = []
    for seed in seeds:
        memory().empty()
        chance = random.Random(seed)
        service = Counting(chance.choice((0.05, 0.7, 5.0)))

        async def work(place, service=service, chance=chance):
            engines = [engine(memory().store(Path(place)), service) for _ in range(4)]
            under_way = [
                job
                for number, one in enumerate(engines)
                for job in jobs(one, chance.randint(5, 40), deadline=80_000, prompt=f"fox {number}")
            ]
            return await asyncio.gather(*under_way, return_exceptions=True)

        with folder() as place:
            made = virtually(work(place))
        failed = [one for one in made if isinstance(one, BaseException)]
        found.append(service.seen)
        found += [f"seed {seed}: {service.refused} requests beyond the window"] if service.refused else []
        found += [f"seed {seed}: {type(failed[0]).__name__}: {failed[0]}"] if failed else []
    return found


def waits(tries, seed):
    """A service that says how long to wait, in every form there is: nobody is back before."""
    found = over_cores(_waits, range(seed * 10_000_000, seed * 10_000_000 + tries))
    return [f"{tries} waits in every form: {len(found)} too early or never kept"], found


def _waits(seeds):
    import httpx
    from counting import engine, jobs
    from simulation import memory

    from imgen_nb.testing import png, virtually

    wrong = []
    for seed in seeds:
        memory().empty()
        chance = random.Random(seed)
        wait, headers = _told(chance)
        came = []

        async def answer(request, came=came, headers=headers):
            if request.url.host == "cdn.example":
                return httpx.Response(200, content=png())
            if request.method == "GET":
                asset = {"url": "https://cdn.example/a.png"}
                made = {"id": request.url.path.rpartition("/")[2], "status": "completed", "output_assets": [asset]}
                return httpx.Response(200, json=made)
            came.append(asyncio.get_running_loop().time())
            if len(came) == 1:
                return httpx.Response(429, json={"detail": "slow down"}, headers=headers)
            return httpx.Response(200, json={"id": uuid.uuid4().hex, "status": "pending"})

        async def work(place, answer=answer):
            (job,) = jobs(engine(memory().store(Path(place)), answer, "destinpq"), 1, deadline=80_000, prompt="fox")
            return await job

        with folder() as place:
            try:
                virtually(work(place))
            except Exception as error:
                wrong.append(f"seed {seed}: {headers}: {type(error).__name__}: {error}")
                continue
        if came[1] - came[0] < wait - 1e-6:
            wrong.append(f"seed {seed}: back after {came[1] - came[0]:.1f} s, told {headers}")
    return wrong


def _told(chance):
    """A wait in seconds, and a form of it."""
    wait, moment = chance.choice((0, 1, 7, 59, 120, 600, 3000)), 1_764_000_000 + chance.randrange(10**7)
    date = {"Date": formatdate(moment, usegmt=True)}
    dated = formatdate(moment + wait, usegmt=True)
    weekday, rest = dated.split(", ")
    day, month, year, clock, _ = rest.split()
    old = {"Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday"}
    old |= {"Sat": "Saturday", "Sun": "Sunday"}
    forms = [
        {"Retry-After": str(wait)},
        {"Retry-After": f"{wait}.0"},
        {"Retry-After": f" {wait} "},
        {"Retry-After": f"{wait}, {wait}"},
        {"Retry-After": f"0, {wait}"},
        {"Retry-After": f"{wait}s"},
        {"Retry-After": f"{wait // 60}m{wait % 60}s"},
        {"retry-after-ms": str(wait * 1000)},
        {"x-ratelimit-reset-after": str(wait)},
        {"Retry-After": "1", "retry-after-ms": str(wait * 1000)},
        {"Retry-After": dated, **date},
        {"Retry-After": f"{old[weekday]}, {day}-{month}-{year[2:]} {clock} GMT", **date},
        {"Retry-After": f"{weekday} {month} {day.lstrip('0'):>2} {clock} {year}", **date},
    ]
    return float(wait), chance.choice(forms)
