"""What `imgen-nb doctor` says: one line for each thing that a notebook needs, and what to do where it is missing.

It shows whether a key is set, and under which name; never the key, nor any part of it. Only a picture that cannot be
made is a failure: whatever else is missing or set wrongly is noted, with what it keeps one from.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import re
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import httpx

from imgen_nb import providers
from imgen_nb.assets import network
from imgen_nb.client.client import Client
from imgen_nb.client.process import provider_rows
from imgen_nb.errors import ImgenError
from imgen_nb.store.home import default_home

OK, NOTE, BAD = "ok", "note", "FAIL"
DIRECTLY = "asked directly"
SPEED = "IMGEN_NB_SANDBOX_SPEED"


class Line(NamedTuple):
    """One finding."""

    mark: str
    what: str
    said: str


def report(say: Callable[[str], object]) -> int:
    """Say every finding as it is made; return 1 if one of them keeps the package from working."""
    bad = 0
    for line in findings():
        bad += line.mark == BAD
        say(f"{line.mark:5} {line.what:11} {line.said}")
    say(f"FAIL: {bad} to put right before pictures can be made." if bad else "All that pictures need is here.")
    return int(bad > 0)


def findings() -> Iterator[Line]:
    """Look at one thing after the other, the slowest last."""
    release = _version("imgen-nb") or "not installed, only imported,"
    yield Line(OK, "imgen_nb", f"{release} on Python {platform.python_version()}, {platform.platform()}")
    yield from _packages()
    yield from _kernel()
    yield from _front_end()
    yield _store()
    yield from _access()
    yield from _environment()
    yield from _network()
    yield _picture()


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _packages() -> Iterator[Line]:
    asked = importlib.metadata.requires("imgen-nb") if _version("imgen-nb") else None
    required = [one for one in asked or () if "extra ==" not in one]
    names = [re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in required]
    found = {name: _version(name) for name in names}
    told = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    yield Line(
        OK if told else NOTE, "packages", told or "which ones are needed is not known here: pip install imgen-nb"
    )
    for name in [name for name, version in found.items() if not version]:
        yield Line(NOTE, "packages", f"{name} is missing: pip install {name}")


def _kernel() -> Iterator[Line]:
    kernel = _version("ipykernel")
    if kernel is None:
        yield Line(NOTE, "kernel", 'no ipykernel here, so no notebook: pip install "imgen-nb[lab]"')
        return
    yield Line(OK, "kernel", f"ipykernel {kernel}, IPython {_version('ipython')}")
    old = _version("nest-asyncio")
    if old and int(kernel.partition(".")[0]) >= 7:
        advice = "its apply() leaves cells waiting for ever on this kernel; ig.allow_nested_asyncio() does not"
        yield Line(NOTE, "kernel", f"nest-asyncio {old} is installed: {advice}")


def _front_end() -> Iterator[Line]:
    screens = {"JupyterLab": "jupyterlab", "Notebook": "notebook", "Voila": "voila"}
    found = [f"{title} {version}" for title, name in screens.items() if (version := _version(name))]
    if found:
        yield Line(OK, "front end", ", ".join(found))
    else:
        yield Line(NOTE, "front end", 'none in this environment: pip install "imgen-nb[lab]"')
    if not _version("jupyterlab_widgets"):
        yield Line(NOTE, "widgets", "no jupyterlab_widgets, so buttons cannot be shown: pip install ipywidgets")


def _store() -> Line:
    home = default_home()
    there = next(place for place in (home, *home.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        said = f"cannot be written ({error.strerror}): what is new is kept elsewhere; set IMGEN_NB_HOME to a folder"
        return Line(NOTE, "store", f"{home}: {said}")
    if there != home:
        return Line(OK, "store", f"{home} (will be made on first use)")
    mode = stat.S_IMODE(home.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        return Line(NOTE, "store", f"{home} (writable) is open to others on this machine (mode {mode:04o}): chmod 700")
    return Line(OK, "store", f"{home} (writable, mode {mode:04o})")


def _access() -> Iterator[Line]:
    for row in provider_rows():
        provider = providers.get(row.name)
        keys = [way.env for way in provider.credentials]
        keys += provider.sign_in.env if provider.sign_in else ()
        told = ", ".join(f"{name} is {'set' if os.environ.get(name, '').strip() else 'not set'}" for name in keys)
        moved = f"{row.name.upper()}_BASE_URL"
        told += f", {moved} is set" if os.environ.get(moved) else ""
        yield Line(OK, row.title, f"{'live: ' if row.live else ''}{row.why}{'; ' if told else ''}{told}")


def _environment() -> Iterator[Line]:
    live = os.environ.get("IMGEN_NB_LIVE")
    said = {None: "is not set: live where a key is found", "0": "is 0: nothing goes live"}
    if live in said:
        yield Line(OK, "live calls", f"IMGEN_NB_LIVE {said[live]}")
    else:
        yield Line(NOTE, "live calls", f"IMGEN_NB_LIVE is {live!r}; only 0 means something")
    speed = os.environ.get(SPEED)
    if speed is not None:
        usable = re.fullmatch(r"\d+(\.\d+)?", speed) is not None
        yield Line(
            OK if usable else NOTE, "sandbox", f"{SPEED} is {speed!r}" + ("" if usable else ", no number: 1 holds")
        )


def _network() -> Iterator[Line]:
    """How each provider is reached, by the rule that requests follow; of a proxy, whose address may hold a password,
    only the host is told. A server on the desk has no address of its own."""
    ways: dict[str, list[str]] = {}
    for row in (row for row in provider_rows() if not row.provider.local):
        ways.setdefault(_way(httpx.URL(row.provider.base_url)), []).append(row.title)
    for way, titles in ways.items():
        yield Line(OK if way == DIRECTLY else NOTE, "network", f"{', '.join(titles)}: {way}")


def _way(address: httpx.URL) -> str:
    try:
        proxy = network.route(address).proxy
    except ImgenError as error:
        return str(error)
    if proxy is None:
        return DIRECTLY
    url = httpx.URL(proxy)
    host = f"{url.host}:{url.port}" if url.port else url.host
    return f"by the proxy {host}; the guard against private picture hosts can then check names only"


def _picture() -> Line:
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _instantly():
            made = Client("banatie", live=False, store=folder).generate("a lighthouse by the sea")
            picture = made.images[0]
            drawn = f"{picture.width} x {picture.height} {picture.media_type.removeprefix('image/').upper()}"
    except Exception as error:  # whatever it is, it is what the reader of this report wants to know
        return Line(BAD, "picture", f"the sandbox drew none: {type(error).__name__}: {error}")
    return Line(OK, "picture", f"{drawn} from the sandbox in {time.monotonic() - started:.1f} s")


@contextlib.contextmanager
def _instantly() -> Iterator[None]:
    """Let the sandbox of this process answer at once."""
    before = os.environ.get(SPEED)
    os.environ[SPEED] = "0"
    try:
        yield
    finally:
        os.environ.pop(SPEED)
        if before is not None:
            os.environ[SPEED] = before


if __name__ == "__main__":
    sys.exit(report(print))
