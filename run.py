"""Set up and run imgen_nb with nothing but Python: `python run.py lab | test | check | bench | setup`.

Everything is installed into `.venv`, from `requirements/lock.txt`, with its hashes checked. A stamp in it tells
whether that is still what the project asks for, so that only the first run takes long.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "imgen_nb.stamp"
LOCK = ROOT / "requirements" / "lock.txt"
QUICKSTART = "notebooks/00_quickstart.ipynb"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(arguments=None):
    """Run one command and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - nothing has looked at `requires-python` yet
        sys.exit("imgen_nb needs Python 3.11 or newer; this is " + platform.python_version())
    options, rest = command_line(arguments)
    if rest and options.command not in (test, bench):
        sys.exit(f"run.py: not understood: {' '.join(rest)}")
    try:
        return options.command(options, rest)
    except KeyboardInterrupt:
        return 130


def command_line(arguments):
    """Return the options of a command and what is left for pytest, or for a benchmark."""
    parser = argparse.ArgumentParser(prog="run.py", description="Set up and run imgen_nb.", allow_abbrev=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(function):
        added = commands.add_parser(function.__name__, help=function.__doc__, allow_abbrev=False)
        added.set_defaults(command=function)
        return added

    opens = command(lab)
    opens.add_argument("--no-browser", action="store_true", help="serve only, and print the address")
    opens.add_argument("--port", type=int, help="default: 8888, or the next free one")
    tests = command(test)
    tests.add_argument("--all", action="store_true", help="the environment matrix, too")
    tests.add_argument("--whole", action="store_true", help="every row of what is sampled, and five thousand schedules")
    for function in (check, bench, setup):
        command(function)
    return parser.parse_known_args(arguments)


# --- commands ---------------------------------------------------------------------------------------------------------


def setup(options=None, rest=()):
    """Make .venv, if it is not there yet or no longer what the project asks for."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return 0
    started = time.monotonic()
    say("setting up .venv; the first time this takes a minute or two")
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    install_with_uv(uv) if uv else install_with_pip()
    STAMP.write_text(wanted)
    say(f"ready after {time.monotonic() - started:.0f} s")
    return 0


def lab(options, rest):
    """Open JupyterLab on the quickstart notebook."""
    setup()
    flags = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{QUICKSTART}"]
    flags += ["--no-browser"] if options.no_browser else []
    flags += [f"--port={options.port}"] if options.port else []
    flags += ["--allow-root"] if is_root() else []
    return become(PYTHON, "-m", "jupyterlab", *flags)


def test(options, rest):
    """Run the tests; further arguments go to pytest."""
    setup()
    browser = find_browser() or install_browser()
    if not browser:
        warn_of_skipping()
        if os.environ.get("CI") == "true":
            return 1
    environment = {"IMGEN_NB_LIVE": "0", "CHROMIUM": browser or ""}
    extent = (["--whole"] if options.whole else []) + ([] if options.all else ["-m", "not matrix"])
    command = (PYTHON, "-m", "pytest", "--durations=20", *extent)
    code = attempt(*command, *rest, **environment)
    if not browser:
        warn_of_skipping()
    return code


def check(options, rest):
    """Check style, types, import layers and the rules of the house."""
    setup()
    checks = {
        "ruff": ("ruff", "check"),
        "format": ("ruff", "format", "--check"),
        "types": ("mypy",),
        "house": ("pytest", "-q", "tests/project/test_house.py"),
    }
    failed = [name for name, module in checks.items() if announced(name, module) != 0]
    say("check: " + (f"failed: {', '.join(failed)}" if failed else "all good"))
    return 1 if failed else 0


def bench(options, rest):
    """Run every benchmark, or the one that is named, to which further arguments go."""
    setup()
    files = {file.stem: file for file in sorted(ROOT.glob("benchmarks/*.py"))}
    if not rest:
        return max(attempt(PYTHON, file) for file in files.values())
    name, *more = rest
    if name not in files:
        sys.exit(f"run.py: there is no benchmark {name!r}, only {', '.join(files)}")
    return attempt(PYTHON, files[name], *more)


# --- the environment --------------------------------------------------------------------------------------------------


def fingerprint():
    """Return a hash of all that decides what .venv holds, and of the place it is bound to."""
    import tomllib

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = [pyproject["build-system"], pyproject["project"], LOCK.read_text("utf-8")]
    parts += [sys.version, platform.machine(), str(ROOT)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def install_with_pip():
    """Make the environment with the standard library alone."""
    run(base_python(), "-m", "venv", VENV)
    install = (PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
    run(*install, "--require-hashes", "-r", LOCK)
    run(*install, "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_with_uv(uv):
    """Make the same environment faster; pip is in it too, for `%pip` in a notebook."""
    run(uv, "venv", "--quiet", "--seed", "--python", base_python(), VENV)
    install = (uv, "pip", "install", "--quiet", "--python", PYTHON)
    run(*install, "--require-hashes", "-r", LOCK)
    run(*install, "--no-deps", "--no-build-isolation", "-e", ROOT)


def base_python():
    """Return the interpreter beneath any virtual environment, which may be the one about to be replaced."""
    return getattr(sys, "_base_executable", None) or sys.executable


# --- the browser ------------------------------------------------------------------------------------------------------


def find_browser():
    """Return a Chromium that starts: the one named by CHROMIUM, one on the path, or Playwright's own."""
    return next(filter(starts, candidates()), None)


def candidates():
    """Yield where a browser may be; a named one is the only one."""
    named = os.environ.get("CHROMIUM")
    if named:
        yield named
        return
    yield from filter(None, map(shutil.which, BROWSERS))
    yield playwright_browser()


def install_browser():
    """Install Chromium where that needs no question to the user, and return it, or None."""
    if os.environ.get("CHROMIUM"):
        return None
    say("no Chromium found; trying to install one for the browser tests")
    if is_root() and shutil.which("apt-get"):
        apt = {"DEBIAN_FRONTEND": "noninteractive"}
        attempt("apt-get", "update", "-qq", **apt)
        attempt("apt-get", "install", "-y", "-qq", "chromium", **apt)
    if not find_browser():
        attempt(PYTHON, "-m", "playwright", "install", "chromium")
    return find_browser()


def playwright_browser():
    """Return where Playwright would keep its own Chromium."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return subprocess.run([PYTHON, "-c", ask], check=False, capture_output=True, text=True).stdout.strip()


def starts(browser):
    """Tell whether a browser is there and is more than a stub that says how to install it."""
    try:
        return subprocess.run([browser, "--version"], check=False, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def warn_of_skipping():
    """Say loudly that the browser tests are left out."""
    print("", "!" * 78, "!!  NO CHROMIUM: THE BROWSER TESTS ARE SKIPPED", sep="\n")
    print("!!  install Chromium, or name one: CHROMIUM=<path of the program>; with CI=true this is a failure")
    print("!" * 78, "", sep="\n", flush=True)


# --- processes --------------------------------------------------------------------------------------------------------


def attempt(*command, **environment):
    """Run a program in the project's folder and return its exit code."""
    return subprocess.call([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment})


def run(*command):
    """Run a program in the project's folder; its failure ends this command."""
    code = attempt(*command)
    if code:
        sys.exit(code)


def announced(name, module):
    """Run one of the environment's tools under a heading."""
    say(f"check: {name}")
    return attempt(PYTHON, "-m", *module)


def become(*command):
    """Hand the terminal over, so that Ctrl-C and a termination reach the program itself."""
    if os.name != "posix":
        return attempt(*command)
    os.chdir(ROOT)
    return os.execv(command[0], [str(part) for part in command])


def is_root():
    """Tell whether this is the superuser of a Unix-like system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def say(line):
    """Print a line before what the next program prints."""
    print(f"== {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
