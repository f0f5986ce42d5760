"""The page of a comparison as text: whatever is said in it, nothing is loaded, and nothing of others runs."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from views import NASTY, generation, picture, request

from imgen_nb.show.page import Side, Tile, page
from imgen_nb.show.places import places


class Read(HTMLParser):
    """The tags, the addresses and the text of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.told: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset", "data")]
        self.handlers += [name for name, _ in attrs if name.startswith("on") or (name == "style" and tag != "div")]

    def handle_data(self, data: str) -> None:
        self.told.append(data)


def made(folder: Path, words: str) -> str:
    shown = picture(folder, alt=words)
    one = generation(shown, asked=request(words), warnings=(words,), prompt_used=words)
    side = Side(words, (words, "b"), (words, ""))
    tiles = [Tile(words, (n,), tuple(places(one)), (words,), words, {words[:20]: words, "n": 1}) for n in range(2)]
    return page(words, words, [words], [side], tiles, (0, 0), [words], lambda place: b"pixels")


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_text_of_others_is_text(tmp_path: Path, words: str) -> None:
    read, plain = Read(made(tmp_path, words)), Read(made(tmp_path, "a fox"))
    assert read.tags == plain.tags
    assert read.handlers == plain.handlers == []
    assert all(address.startswith("data:image/webp;base64,") for address in read.addresses)
    assert "default-src 'none'" in made(tmp_path, words)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_what_the_programs_read_is_what_was_said(tmp_path: Path, words: str) -> None:
    markup = made(tmp_path, words).encode("utf-8", "replace").decode()
    told = markup.partition('<script type="application/json" id="axes">')[2].partition("</script>")[0]
    assert json.loads(told)["sides"][0]["heads"][1] == "b"
    assert "<" not in told


def test_a_picture_that_is_gone_is_a_place_that_says_so(tmp_path: Path) -> None:
    tile = Tile("a", (), tuple(places(generation(picture(tmp_path)))), (), "", {})
    markup = page("a", "b", [], [], [tile], (), [], lambda place: None)
    assert "File not found" in markup
    assert "<img" not in markup
