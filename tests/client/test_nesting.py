"""`asyncio.run` in a running loop: on request, and one word where the old patch does harm. Kernels: test_kernels.py."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import warnings
from types import SimpleNamespace

import pytest

from imgen_nb.client import nesting
from imgen_nb.client.client import Client

NESTED = """
import asyncio
import imgen_nb as ig

async def inner():
    await asyncio.sleep(0.01)
    return "inner"

async def outer():
    {inside}
    return asyncio.run(inner()) + await inner()

{before}
print(asyncio.run(outer()))
"""


def ran(before="", inside="pass"):
    """Run in a fresh process: the patch is for ever."""
    code = NESTED.format(before=before, inside=inside)
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip(), done.stderr


def test_without_it_python_refuses():
    assert "cannot be called from a running event loop" in ran()[1]


def test_asked_for_in_a_running_loop():
    assert ran(inside="ig.allow_nested_asyncio()")[0] == "innerinner"


def test_asked_for_before_any_loop_and_twice():
    assert ran(before="ig.allow_nested_asyncio(); ig.allow_nested_asyncio()")[0] == "innerinner"


def test_our_own_jobs_go_on_under_it():
    made = "made = ig.Client('banatie', live=False).generate('x'); assert made.images"
    out, trouble = ran(
        before="import os; os.environ['IMGEN_NB_SANDBOX_SPEED'] = '0'", inside=f"ig.allow_nested_asyncio(); {made}"
    )
    assert out == "innerinner", trouble


def test_importing_the_package_patches_nothing():
    code = "import imgen_nb.client.client, imgen_nb.client.nesting, asyncio, sys"
    code += "; print(hasattr(asyncio, '_nest_patched'), 'nest_asyncio2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.fixture
def patched(monkeypatch):
    """The mark of `nest_asyncio.apply()`, and a kernel of some version."""
    monkeypatch.setattr(asyncio, "_nest_patched", True, raising=False)
    monkeypatch.setattr(nesting, "_warned", False)
    monkeypatch.setattr(nesting, "in_notebook", lambda: True)

    def kernel(*version):
        monkeypatch.setitem(sys.modules, "ipykernel", SimpleNamespace(version_info=version))

    return kernel


def test_the_old_patch_on_a_new_kernel_gets_one_warning_when_a_job_starts(patched, monkeypatch):
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    patched(7, 4, 0)
    with Client("banatie", live=False) as client:
        with pytest.warns(RuntimeWarning, match=r"nest_asyncio\.apply"):
            client.generate("one")
        client.generate("two")  # a second warning would be an error here
    nesting.allow_nested_asyncio()


def test_or_when_nesting_is_asked_for(patched):
    patched(7, 1, 0)
    with pytest.warns(RuntimeWarning, match="ig.allow_nested_asyncio"):
        nesting.allow_nested_asyncio()


@pytest.mark.parametrize("case", ["kernel 6", "no kernel", "the continuation"])
def test_where_it_does_no_harm_nothing_is_said(case, patched, monkeypatch):
    patched(*((6, 31, 0) if case == "kernel 6" else (7, 4, 0)))
    if case == "no kernel":
        monkeypatch.setattr(nesting, "in_notebook", lambda: False)
    if case == "the continuation":
        monkeypatch.setattr(asyncio, "_nest_asyncio2", object(), raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nesting.warn_of_old_patch()
