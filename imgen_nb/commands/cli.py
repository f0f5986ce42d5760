"""The command `imgen-nb`: JupyterLab on the quickstart, the sandbox behind a port, and a look at what is installed.

imgen-nb lab                                   open JupyterLab on a copy of the quickstart
imgen-nb sandbox --port 8800 --faults C13      serve the sandbox to curl and other programs
imgen-nb webhook --port 8810                   take a service's callbacks, for a tunnel to point to
imgen-nb doctor                                say what is there and what is missing
imgen-nb doctor destinpq                       the checklist of its document, against the real address
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

QUICKSTART = "00_quickstart.ipynb"
LESSONS = "imgen_nb_lessons"
PORT, CALLS = 8800, 8810


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "lab":
        parser.error(f"not understood: {' '.join(rest)}")
    if options.command == "lab":
        return lab(options.folder, rest)
    if options.command == "sandbox":
        return sandbox(parser, options)
    if options.command == "webhook":
        return webhook(parser, options)
    if options.provider:
        from imgen_nb.commands import checklist

        return checklist.report(print, _agree)
    from imgen_nb.commands import doctor

    return doctor.report(print)


def _agree(question: str) -> bool:
    """Ask a person; nobody there is a no."""
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="imgen-nb", description="Try prompts on image-generation APIs.")
    parser.add_argument("--version", action="version", version=f"imgen_nb {_release()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    opens = commands.add_parser("lab", help="open JupyterLab on a copy of the quickstart; its own options may follow")
    opens.add_argument("--folder", type=Path, default=Path(), help="where the copy goes (default: here)")
    serves = commands.add_parser("sandbox", help="serve the four practice APIs to curl and other programs")
    serves.add_argument("--port", type=int, default=PORT, help=f"default: {PORT}; 0 takes a free one")
    serves.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine alone")
    serves.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="4 is four times faster, 0 never waits")
    serves.add_argument(
        "--faults", nargs="+", default=[], metavar="ID", help="such as C13 or banatie/P1x3; see its page"
    )
    calls = commands.add_parser("webhook", help="take callbacks on this machine, and fetch what they say is ready")
    calls.add_argument("--port", type=int, default=CALLS, help=f"default: {CALLS}; 0 takes a free one")
    calls.add_argument("--provider", default="akool", help="default: akool")
    looks = commands.add_parser("doctor", help="say what is installed, which keys are set, and draw one picture")
    asks = "run the checklist of this provider's document, which asks for one picture after a question"
    looks.add_argument("provider", nargs="?", choices=("destinpq",), help=asks)
    return parser


def _release() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("imgen-nb")
    except PackageNotFoundError:  # imported from a folder, not installed
        return "of no known version"


def _speed(text: str) -> float:
    speed = float(text)
    if not (speed >= 0 and math.isfinite(speed)):
        raise ValueError
    return speed


# ---------------------------------------------------------------------------- lab


def lab(folder: Path, rest: Sequence[str]) -> int:
    """Open JupyterLab on the quickstart: on itself if it is below the folder, else on a copy that is never replaced."""
    if importlib.util.find_spec("jupyterlab") is None:
        print('JupyterLab is not installed here. To install it:  pip install "imgen-nb[lab]"')
        print("Any other notebook will do too:  import imgen_nb as ig; ig.studio()")
        return 1
    opened = copy_quickstart(folder)
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "jupyterlab", *root, *rest, str(opened)]
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # Ctrl-C and a termination reach JupyterLab itself
    return subprocess.call(command)


def copy_quickstart(folder: Path) -> Path:
    """Return the notebook to open."""
    source = quickstart()
    if source is None:
        raise SystemExit("the quickstart is missing from this installation; pip install --force-reinstall imgen-nb")
    if source.is_relative_to(folder.resolve()):
        return source
    copy = folder / f"imgen_nb_{QUICKSTART.partition('_')[2]}"
    if not copy.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    print(f"the quickstart is {copy}")
    _copy_lessons(source, folder / LESSONS)
    return copy


def _copy_lessons(quickstart: Path, folder: Path) -> None:
    """Lay the lessons for a class beside the quickstart; what is there already is somebody's work."""
    for lesson in sorted({*quickstart.parent.glob("[0-9][0-9]_*.ipynb")} - {quickstart}):
        folder.mkdir(exist_ok=True)
        if not (folder / lesson.name).exists():
            shutil.copyfile(lesson, folder / lesson.name)
    if folder.exists():
        print(f"lessons for a class are in {folder}")


def quickstart() -> Path | None:
    """Return where the quickstart is: in the installed package, or in the checkout around it."""
    package = Path(__file__).resolve().parents[1]
    places = (package / "notebooks" / QUICKSTART, package.parent / "notebooks" / QUICKSTART)
    return next((place for place in places if place.is_file()), None)


# ---------------------------------------------------------------------------- sandbox


def sandbox(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from imgen_nb.sandbox.server import App, run

    try:
        app = App(speed=options.speed, faults=options.faults)
    except ValueError as error:
        parser.error(f"--faults: {error}")
    try:
        run(app, host=options.host, port=options.port, ready=lambda address: _announce(app.roots(address), address))
    except (OSError, OverflowError) as error:
        parser.error(f"port {options.port} of {options.host} cannot be had ({error}); try --port 0")
    print("the sandbox has ended")
    return 0


def _announce(roots: dict[str, str], address: str) -> None:
    print(f"imgen_nb sandbox: {address}/  (what is there, and what was billed; Ctrl-C ends it)\n")
    for name, root in roots.items():
        print(f"  {name:9} {root}")
    print("\nSketches, not an AI model. Any key will do, and nothing is charged.", flush=True)


# ---------------------------------------------------------------------------- webhook


def webhook(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Take callbacks until Ctrl-C."""
    from imgen_nb.client.callbacks import Receiver, opener
    from imgen_nb.errors import ImgenError

    names = [f"{options.provider.upper()}_{word}" for word in ("CLIENT_ID", "CLIENT_SECRET")]
    client_id, secret = (os.environ.get(name, "").strip() for name in names)
    if not (client_id and secret):
        parser.error(f"callbacks are sealed with the account's id and secret: set {' and '.join(names)}")
    try:
        open_one = opener(options.provider, client_id, secret)
        receiver = Receiver(options.provider, open_one, port=options.port, said=lambda line: print(line, flush=True))
    except (ImgenError, OSError, OverflowError) as error:
        parser.error(str(error))
    print(f"callbacks are taken at {receiver.address}  (this machine alone: let a tunnel point to it; Ctrl-C ends it)")
    print("Give the tunnel's address as webhook_url. A callback only makes us ask the service.", flush=True)
    try:
        receiver.serve()
    except KeyboardInterrupt:
        print("no more callbacks are taken")
    finally:
        receiver.close_socket()
    return 0


if __name__ == "__main__":
    sys.exit(main())
