"""Real processes: killed in mid-job and in mid-save, forked while jobs run, cancelled by the thousand, interrupted."""

import hashlib
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

from proofs.ledger_server import served
from proofs.many import folder

LONGEST = 60.0
"""Seconds after which a child counts as one that hangs."""
PROMPT = 0.5
"""Seconds by which the prompt is back after Stop; one in a hundred may be later."""


def kills(tries, seed):
    """Kill -9 somewhere in a job of a quarter of a second, then ask again in another process."""
    return _killed(tries, seed, seconds=0.25, side=64, within=0.7)


def saves(tries, seed):
    """Kill -9 while a picture of several megabytes is downloaded, decoded and placed."""
    return _killed(tries, seed, seconds=0.0, side=1024, within=0.5)


def _killed(tries, seed, *, seconds, side, within):
    chance, ends, wrong = random.Random(seed), [], []
    with folder() as home, served(seconds, side) as server:
        for number in range(tries):
            prompt = f"picture {number}"
            child = _child(lambda prompt=prompt: _asked(server.root, home, prompt))
            time.sleep(chance.uniform(0, within))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            wrong += [f"{prompt}: {file.name} is not whole" for file in _broken(Path(home))]
            ends.append(_result(lambda prompt=prompt: _asked(server.root, home, prompt)))
            if ends[-1] not in ("saved", "OutcomeUnknown unknown"):
                wrong.append(f"{prompt} ended in {ends[-1]}")
            if server.paid[prompt] > 1:
                wrong.append(f"{prompt} was paid {server.paid[prompt]} times")
    told = ", ".join(f"{ends.count(end)} {end}" for end in dict.fromkeys(ends))
    return [f"{tries} processes killed, asked again by another: {told}; {len(wrong)} wrong"], wrong


def forks(tries, seed):
    """Fork while jobs run: each child must be able to make a picture of its own."""
    wrong = []
    with folder() as home, served(0.2, 64) as server:
        import imgen_nb as ig

        with ig.Client("destinpq", base_url=server.root, live=True, store=home) as client:
            client.generate("before any fork")
            for number in range(tries):
                jobs = [client.submit(f"of the parent {number}-{one}") for one in range(3)]
                end = _result(lambda number=number: _made(client, f"of the child {number}"))
                wrong += [f"child {number}: {end}"] if end != "saved" else []
                for job in jobs:
                    job.wait(LONGEST)
    return [f"{tries} forks with jobs under way: {len(wrong)} children could not work"], wrong


def cancels(tries, seed):
    """Cancel jobs at any moment: the client must work on, and leave no socket, task or thread behind."""
    chance, wrong = random.Random(seed), []
    with folder() as home, served(0.2, 64) as server:
        import imgen_nb as ig

        with ig.Client("destinpq", base_url=server.root, live=True, store=home) as client:
            client.generate("warm")
            threads = threading.active_count()
            for start in range(0, tries, 20):
                jobs = [client.submit(f"cancelled {start + one}") for one in range(min(20, tries - start))]
                time.sleep(chance.uniform(0, 0.3))
                for job in jobs:
                    job.cancel()
            end = _made(client, "after all cancels")
            wrong += [f"the client ended in {end}"] if end != "saved" else []
            paid = [prompt for prompt, times in server.paid.items() if times > 1]
            wrong += [f"{prompt} was paid twice" for prompt in paid]
        time.sleep(6.0)  # idle connections are closed after four seconds
        more = threading.active_count() - threads
        sockets = sum("socket:" in _link(file) for file in Path("/proc/self/fd").iterdir()) if _linux() else 0
        # The server of this very process has a connection for each that is kept; nothing is, by now.
        wrong += [f"{sockets} sockets are left open"] if sockets > 8 else []
        wrong += [f"{more} threads are left"] if more > 8 else []
    return [f"{tries} jobs cancelled at any moment: {len(wrong)} wrong; {sockets} sockets, {more} threads more"], wrong


def interrupts(tries, seed):
    """Press Stop while a cell waits for its picture: the prompt is back at once, and the job goes on to its end."""
    from kernels import kernel

    chance, waited, bare = random.Random(seed), [], []
    with folder() as home, served(0.8, 64) as server, kernel(Path(sys.executable), Path(home)) as shell:
        shell.run("import os; del os.environ['IMGEN_NB_LIVE']; import imgen_nb as ig")
        shell.run(f"client = ig.Client('destinpq', base_url={server.root!r}, live=True)\nclient.generate('before')")
        for number in range(tries):
            cell = shell.send(f"client.generate('interrupted {number}')")
            shell.busy(cell)
            time.sleep(chance.uniform(0.1, 0.6))
            waited.append(shell.interrupt(cell))
            if number % 5 == 0:  # what Python itself takes, on this machine, just now
                cell = shell.send("import time; time.sleep(60)")
                shell.busy(cell)
                time.sleep(0.2)
                bare.append(shell.interrupt(cell))
        time.sleep(5.0)  # nobody asks again
        arrived = int(shell.run(f"print(sum(len(one.images) for one in ig.history('interrupted', limit={tries})))"))
    late = sum(seconds > PROMPT for seconds in waited)
    told = f"{late} prompts later than {PROMPT} s, the longest {max(waited):.2f} s (of a bare sleep {max(bare):.2f} s)"
    wrong = [f"{late} prompts were late"] if late > tries / 100 else []
    wrong += [f"{tries - arrived} pictures never came"] if arrived != tries else []
    wrong += [f"{prompt} was paid {times} times" for prompt, times in server.paid.items() if times > 1]
    return [f"{tries} interrupts of a cell that waits: {told}; {arrived} pictures arrived"], wrong


# --- children ---------------------------------------------------------------------------------------------------------


def _child(work):
    """Fork a process that does some work and says in its exit code whether it went well."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def _result(work):
    """What some work ends in, done by a forked child, in a word."""
    reader, writer = os.pipe()
    child = _child(lambda: os.write(writer, work().encode()))
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        timer = threading.Timer(LONGEST, os.kill, (child, signal.SIGKILL))
        timer.start()
        said = told.read().decode()
        timer.cancel()
    os.waitpid(child, 0)
    return said or "nothing: it hung, or died"


def _asked(root, home, prompt):
    import imgen_nb as ig

    return _made(ig.Client("destinpq", base_url=root, live=True, store=home), prompt)


def _made(client, prompt):
    from imgen_nb.errors import ImgenError

    try:
        made = client.generate(prompt)
    except ImgenError as error:
        return f"{type(error).__name__} {error.charged}"
    return "saved" if made.images and made.images[0].read_bytes() else "no picture"


def _broken(home):
    """Files that stand under the hash of other bytes than theirs."""
    files = list((home / "pictures").glob("*.png"))
    return [file for file in files if hashlib.sha256(file.read_bytes()).hexdigest() != file.stem]


def _linux():
    return Path("/proc/self/fd").exists()


def _link(file):
    try:
        return os.readlink(file)
    except OSError:
        return ""
