"""`%%imagine`: the cell is the prompt, the line has the parameters of `ig.generate`.

    %load_ext imgen_nb

    %%imagine -p banatie -a 16:9
    a red fox in snow

Flags come from what the providers declare. A value is typed by its parameter's kind and then checked as anywhere else:
a wrong one is the same `InvalidRequest`, and nothing is sent.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable
from typing import Any

from imgen_nb import providers
from imgen_nb.calls.ask import generate
from imgen_nb.calls.whom import default_provider
from imgen_nb.client.job import Job
from imgen_nb.types import Generation, Option

NAME = "imagine"
SHORT = {"aspect_ratio": ["-a"], "model": ["-m"]}
SWITCHES = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


def load(shell: Any) -> None:
    """Give an IPython shell the magic."""

    def imagine(line: str, cell: str) -> Generation | Job:
        return run(line, cell)

    imagine.__doc__ = describe()
    shell.register_magic_function(imagine, "cell", NAME)


def unload(shell: Any) -> None:
    """Take it away again."""
    shell.magics_manager.magics["cell"].pop(NAME, None)


def run(line: str, cell: str) -> Generation | Job:
    """Ask for the picture that a cell describes.

    Raises IPython's `UsageError` for a line that cannot be read, and whatever `generate` raises.
    """
    from IPython.core.error import UsageError

    try:
        given = vars(_parser().parse_args(shlex.split(line)))
    except ValueError as error:
        raise UsageError(str(error)) from None
    provider: str | None = given.pop("provider")
    take, at_once = given.pop("take"), given.pop("no_wait")
    words: dict[str, Any] = {}
    for pair in given.pop("set"):
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--set takes name=value, not {pair!r}")
        words[name] = value
    words |= {name: value for name, value in given.items() if value is not None}
    options = _options(provider or default_provider(), words.get("model"))
    params = {name: typed(options.get(name), value) for name, value in words.items()}
    made: Generation | Job
    if at_once:
        made = generate(cell.strip(), provider, take=take, wait=False, **params)
    else:
        made = generate(cell.strip(), provider, take=take, **params)
    return made


def typed(option: Option | None, value: Any) -> Any:
    """Read a value as its parameter's kind; one that cannot be read so stays text, for the validation to refuse.

    Example:
        >>> typed(Option("seed", "integer"), "7"), typed(Option("seed", "integer"), "seven")
        (7, 'seven')
    """
    if option is None or not isinstance(value, str):
        return value
    if option.kind == "switch":
        return SWITCHES.get(value.lower(), value)
    if option.kind == "integer":
        return int(value) if re.fullmatch(r"[+-]?\d{1,30}", value, re.ASCII) else value
    if option.kind == "number":
        return float(value) if re.fullmatch(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})", value, re.ASCII) else value
    if option.kind in ("mapping", "references", "addresses", "pictures"):
        return _json(value, [value] if option.kind in ("addresses", "pictures") else value)
    return value


def _json(text: str, otherwise: Any) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return otherwise


def _options(provider: str, model: Any) -> dict[str, Option]:
    """The options by which values are read: the provider's own, then those of others, so that each can be refused."""
    others = {option.name: option for option in _declared()}
    return others | providers.get(provider).options_for(model if isinstance(model, str) else None)


def _declared() -> Iterable[Option]:
    for name in providers.names():
        yield from providers.get(name).options


def describe() -> str:
    """The text of `%%imagine?`."""
    example = "    %%imagine -p banatie -a 16:9\n    a red fox in snow\n"
    said = "The cell is the prompt. $name and {name} in the line are your variables; {{ and }} are braces."
    return f"{_parser().format_help()}\n{said}\n\n{example}"


def _parser() -> Any:
    from IPython.core.magic_arguments import MagicArgumentParser

    made: Callable[..., Any] = MagicArgumentParser  # it has no types
    parser = made(prog=f"%{NAME}", description="Ask one provider for a picture, as ig.generate does.")
    parser.add_argument("-p", "--provider", help=f"one of: {', '.join(providers.names())}")
    parser.add_argument("--take", type=int, default=1, help="2 asks for another picture of the same request")
    parser.add_argument("--no-wait", action="store_true", help="return at once; the picture appears when it is there")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="any parameter by its name")
    for name, takers in _takers().items():
        flags = [*SHORT.get(name, []), *dict.fromkeys((f"--{name.replace('_', '-')}", f"--{name}"))]
        said = "; ".join(f"{', '.join(who)}: {what}" for what, who in takers.items())
        parser.add_argument(*flags, dest=name, metavar="VALUE", help=said.replace("%", "%%"))
    return parser


def _takers() -> dict[str, dict[str, list[str]]]:
    """For each parameter, what is allowed, and by whom."""
    found: dict[str, dict[str, list[str]]] = {}
    for provider in map(providers.get, providers.names()):
        usual = provider.options_for(None)
        for option in (*usual.values(), *(one for one in provider.options if one.name not in usual)):
            if option.name != "prompt":
                found.setdefault(option.name, {}).setdefault(option.allowed, []).append(provider.name)
    return found
