"""What the README says of the providers is what they declare; run this file to write it anew."""

from __future__ import annotations

import re
from pathlib import Path

from imgen_nb import providers

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
PLACE = re.compile(r"(?<=from the declarations -->\n).*?(?=<!-- providers: end -->)", re.DOTALL)


def table() -> str:
    """The providers' declarations as a Markdown table."""
    lines = ["| provider | parameters | key | price |", "|---|---|---|---|"]
    for name in providers.names():
        provider = providers.get(name)
        usual = provider.options_for(None)
        said = [
            f"`{option.name}` {option.allowed}" + (f"; default {option.default}" if option.default is not None else "")
            for option in usual.values()
            if option.name != "prompt"
        ]
        others = sorted({option.name for option in provider.options} - set(usual))
        said += [f"for other models: {', '.join(f'`{other}`' for other in others)}"] if others else []
        takes = "<br>".join(said)
        keys = " or ".join(f"`{way.env}`" for way in provider.credentials)
        needed = keys if provider.key_required else f"{keys}, if it wants one" if keys else "none"
        lines.append(f"| **{provider.title}** `{name}` | {takes} | {needed} | {provider.price} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_providers_is_what_they_declare() -> None:
    found = PLACE.search(README.read_text("utf-8"))
    assert found
    assert found[0] == table(), "run: python tests/project/test_readme.py"


def test_it_names_every_key() -> None:
    words = README.read_text("utf-8")
    assert not [
        way.env for name in providers.names() for way in providers.get(name).credentials if way.env not in words
    ]


def test_its_pictures_are_there_and_have_words() -> None:
    words = README.read_text("utf-8")
    sources = re.findall(r'src(?:set)?="([^"]+)"', words)
    assert len(sources) == 9
    assert all((ROOT / source).is_file() for source in sources)
    assert len(re.findall(r'<img [^>]*alt="[^"]{40,}"', words)) == 7


if __name__ == "__main__":
    README.write_text(PLACE.sub(lambda _: table(), README.read_text("utf-8")), "utf-8")
