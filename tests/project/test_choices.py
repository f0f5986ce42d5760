"""The page of choices that are ours says what the declarations say; run this file to write it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from imgen_nb import providers
from imgen_nb.flow import Provider
from imgen_nb.sandbox.core import wires

PAGE = Path(__file__).resolve().parents[2] / "docs" / "choices.md"
HEAD = """# Choices that are ours

Documents leave things open. Where they do, a value was chosen; all of these choices are on this page, which is written
from the declarations (`python tests/project/test_choices.py`).

Two hold everywhere. Banatie's `meta` carries one entry of ours, `imgen_ref`: the id of the request, so that a
submission whose answer was lost can be found again and is never paid twice; your own entries stay as they are, and
`imgen_ref` is refused among them. And whatever has no effect as it was asked for (a template while enhancing is off, a
reference that the service does not know) is made all the same, with a warning.
"""


def page() -> str:
    """The page, in Markdown."""
    return "\n".join([HEAD, *(line for name in sorted(wires()) for line in _provider(name))])


def _provider(name: str) -> Iterator[str]:
    provider = providers.get(name)
    yield f"## {provider.title}\n\n### How it is reached\n\n| what | value |\n|---|---|"
    for what, value in _reached(provider):
        yield f"| {what} | {_cell(value)} |"
    yield "\n### What is sent where nobody says otherwise\n\n| parameter | value |\n|---|---|"
    for option in provider.options_for(None).values():
        if option.default is not None:
            yield f"| `{option.name}` | `{option.default}` |"
    yield "\n### What its sandbox does where the documents are silent\n\n| what | the sandbox |\n|---|---|"
    for what, choice in wires()[name].choices:
        yield f"| {_cell(what)} | {_cell(choice)} |"
    yield ""


def _reached(provider: Provider) -> Iterator[tuple[str, str]]:
    yield "address", f"`{provider.base_url}`; `{provider.name.upper()}_BASE_URL` names another"
    ways = [f"`{way.env}` in `{way.header}`" for way in provider.credentials]
    if provider.sign_in:
        ways.append(f"{' and '.join(f'`{name}`' for name in provider.sign_in.env)}, for a token")
    yield "key, the first that is set", ", then ".join(ways) or "none is needed"
    yield "a job is asked for", f"every {provider.cadence.every:g} s ({provider.cadence.source or 'ours'})"
    kept = provider.lifetime
    yield "a finished picture is kept there", "not told" if kept is None else _span(kept)
    yield "price", provider.price


def _span(seconds: float) -> str:
    for name, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return f"{seconds / length:g} {name}{'' if seconds == length else 's'}"
    return f"{seconds:g} seconds"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def test_the_page_says_what_is_declared() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/project/test_choices.py"


def test_every_choice_has_its_line_once() -> None:
    told = page().splitlines()
    for name, wire in wires().items():
        for what, choice in wire.choices:
            assert f"| {_cell(what)} | {_cell(choice)} |" in told, name
        assert len({what for what, _ in wire.choices}) == len(wire.choices), f"{name} has one choice twice"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
