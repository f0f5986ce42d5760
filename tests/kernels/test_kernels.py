"""Real kernels of three generations of ipykernel, whose comm messages, interrupts and loops all differ.

The lock's own runs with the suite, the others with the matrix. Cells are queued as Run All does, a button is clicked
while a cell waits, Stop is pressed, a script's `asyncio.run` is pasted: nothing is stuck, and what was paid arrives.
"""

from __future__ import annotations

import statistics
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from environments import environment, python
from kernels import kernel

VERSIONS = ["lock", "7.1.0", "6.31.0"]
GENERATIONS = [
    pytest.param(one, marks=[pytest.mark.kernel] + ([pytest.mark.matrix] if one != "lock" else [])) for one in VERSIONS
]
PROMPT_WITHIN = 0.5  # seconds from Stop to the prompt

SETUP = """
import asyncio, threading, time
import ipywidgets, ipykernel
import imgen_nb as ig
import imgen_nb.client.process
clicks = []
button = ipywidgets.Button()
button.on_click(lambda _: clicks.append(threading.current_thread().name))
studio = ig.studio("destinpq")
studio.prompt = "a button's fox"
made = ig.generate("the first", "destinpq")
def billed():
    return sum(len(box.billed) for (name, _), box in imgen_nb.client.process._sandboxes.items() if name == "destinpq")
print(ipykernel.__version__, button.model_id, studio.model_id)
"""


def interpreter(release):
    """The interpreter of an environment with that ipykernel, and nest-asyncio, over the one that runs the tests."""
    if release == "lock":
        return Path(sys.executable)
    packages = ["--no-deps", f"ipykernel=={release}", "nest-asyncio==1.6.0"]
    return python(environment(f"ipykernel-{release}", packages, layered=True))


@pytest.fixture(scope="module", params=GENERATIONS)
def shell(request, tmp_path_factory):
    """One kernel for the tests that leave it as they found it, with a button and a studio."""
    with kernel(interpreter(request.param), tmp_path_factory.mktemp("kernel")) as made:
        yield begin(made, request.param)


@pytest.fixture(params=GENERATIONS)
def fresh(request, tmp_path):
    """A kernel for a test that patches it."""
    with kernel(interpreter(request.param), tmp_path) as made:
        yield begin(made, request.param)


def begin(made, wanted):
    """Run the first cell of every test, and note what it made."""
    release, made.button, made.studio = made.run(SETUP, 60).split()
    made.turn = 0
    assert wanted in (release, "lock")
    made.major = int(release.partition(".")[0])
    made.sub = made.subshell() if made.major >= 7 else None
    return made


def run_all(shell, *cells):
    """Queue every cell, click both buttons while the first one waits, and give what each of them printed."""
    queued = [shell.send(cell) for cell in cells]
    shell.busy(queued[0])
    click(shell)
    for cell in queued:
        reply = shell.ended(cell, 60)
        assert reply["status"] == "ok", reply
        shell.settled(cell)
    return [shell.said(cell) for cell in queued]


def click(shell):
    shell.click(shell.button)
    shell.click(shell.button, shell.sub)
    shell.click(shell.studio, shell.sub, kind="press", act="generate", nonce="n", turn=shell.turn)
    shell.turn += 1


@pytest.mark.parametrize(
    "call",
    [
        "print(len(ig.generate('one {n}', 'banatie').images), 'made')",
        "print(len((await ig.agenerate('one {n}', 'banatie')).images), 'made')",
        "print(len(ig.compare('one {n}', ['banatie', 'destinpq']).cells) - 1, 'made')",
        "print(len(ig.generate('one {n}', 'banatie', wait=False).wait().images), 'made')",
    ],
    ids=["generate", "await agenerate", "compare", "Job.wait"],
)
def test_run_all_with_buttons_clicked_while_a_cell_waits(shell, call):
    shell.run("clicks.clear()")
    number = len(shell.replies)
    first, second, third = run_all(shell, call.format(n=number), "print('second')", "print('third')")
    assert "1 made" in first
    assert (second, third) == ("second\n", "third\n")
    shell.run("""
end = time.monotonic() + 20
while time.monotonic() < end and not (len(clicks) == 2 and "Done" in studio.status["words"]):
    await asyncio.sleep(0.05)
""")
    assert shell.run("print(len(clicks))") == "2\n"
    assert "Done" in shell.run("print(studio.status['words'])")


BLOCKED = ["ig.generate({prompt!r}, 'destinpq')", "await ig.agenerate({prompt!r}, 'destinpq')"]


@pytest.mark.parametrize("call", BLOCKED, ids=["generate", "await agenerate"])
def test_stop_gives_the_prompt_back_and_the_paid_job_arrives(shell, call):
    waited = []
    for turn in range(3):
        prompt = f"[fault:slow:2] {call[:5]} {turn}"
        before = int(shell.run("print(billed())"))
        cell = shell.send(call.format(prompt=prompt))
        shell.busy(cell)
        shell.pause(0.7)
        waited.append(shell.interrupt(cell))
        assert shell.replies[cell][1]["ename"] in ("KeyboardInterrupt", "CancelledError")
        assert shell.run("print('next')") == "next\n"
        arrived = shell.run(f"print(ig.generate({prompt!r}, 'destinpq').state, billed())", 60)
        assert arrived.split() == ["saved", str(before + 1)], "paid once, and there"
    assert statistics.median(waited) <= PROMPT_WITHIN, waited


SCRIPT = """
async def main():
    made = await asyncio.gather(*(ig.agenerate(f"script {n}", "destinpq") for n in range(2)))
    await asyncio.sleep(0.3)
    return len(made)
print(asyncio.run(main()), "of a script")
"""


def test_a_scripts_asyncio_run_works_in_a_cell_and_nothing_is_stuck(fresh):
    fresh.run("ig.allow_nested_asyncio()")
    said = run_all(fresh, SCRIPT, "print('second')", "print('third')", "print(await asyncio.sleep(0.1, 'fourth'))")
    assert "2 of a script" in said[0]
    assert said[1:] == ["second\n", "third\n", "fourth\n"]
    made = "made = await ig.agenerate('after all', 'destinpq'); print(len(made.images))"
    assert "1" in fresh.run(made)
    assert fresh.run("await asyncio.sleep(0.5); print(len(clicks))") == "2\n"
    assert "Warning" not in "".join(map(fresh.said, fresh.outputs))


@pytest.mark.parametrize("release", [version("ipykernel"), *VERSIONS[1:]])
@pytest.mark.kernel
@pytest.mark.matrix
def test_the_old_patch_is_warned_of_once_where_it_does_harm(release, tmp_path):
    harmed = not release.startswith("6.")
    with kernel(interpreter(release), tmp_path) as shell:
        begin(shell, release)
        shell.run("import nest_asyncio; nest_asyncio.apply()")
        said = [shell.run(f"made = ig.Client('destinpq', live=False).submit('fox {n}')") for n in range(2)]
        assert ["nest_asyncio.apply() is in force" in one for one in said] == [harmed, False]
        assert "1" in shell.run("print(len(made.wait().images))")
