"""Words in pictures: whole in their lines, and drawn by a font that has them, or said where none has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from faces import font_with, painted_with
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager

from imgen_nb.show import fonts
from imgen_nb.show.wrapping import listed, wrapped


@given(st.text(max_size=80), st.integers(1, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = wrapped(text, width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(0 < len(line) <= width for line in lines)


@given(st.lists(st.text("abc-", min_size=1, max_size=12), max_size=6), st.integers(1, 30))
def test_facts_share_lines_where_there_is_room(facts: list[str], width: int) -> None:
    lines = listed(facts, width, len)
    assert re.sub("[ ·]", "", "".join(lines)) == "".join(facts)
    assert all(len(line) <= width for line in lines)


def test_scripts_without_blanks_are_broken_anywhere() -> None:
    assert wrapped("雪の中の赤い狐", 3, len) == ["雪の中", "の赤い", "狐"]


MADE_UP = "\U000e0fff\u72d0"
"""A letter that no font has, and a Chinese one."""


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    fonts.forget()
    yield
    fonts.forget()


@pytest.mark.usefixtures("no_fonts")
def test_letters_that_no_font_has_are_replaced_and_told() -> None:
    known = fonts.readable(f"a fox {MADE_UP[1]}")
    assert known.text == "a fox \ufffd"
    assert "U+72D0" in fonts.complaint(known.lost)
    assert "Noto Emoji" in fonts.complaint(fonts.readable("\U0001f98a").lost)
    assert fonts.complaint(fonts.readable("a fox, Füchse, лиса").lost) == ""


@pytest.mark.usefixtures("no_fonts")
def test_marks_that_draw_nothing_are_no_loss() -> None:
    known = fonts.readable("a\u200d\ufe0fb")
    assert known.lost == frozenset()
    assert known.text.replace("\u200d", "").replace("\ufe0f", "") == "ab"


@pytest.mark.usefixtures("no_fonts")
def test_a_font_of_the_machine_is_asked_for_what_the_base_lacks(tmp_path: Path) -> None:
    font_manager.fontManager.addfont(font_with(MADE_UP[1], tmp_path))
    known = fonts.readable(f"a fox {MADE_UP[1]}")
    assert known.text == f"a fox {MADE_UP[1]}"
    assert [face.family for face in known.faces] == ["Imgen Fox"]
    assert known.lost == frozenset()


@pytest.mark.usefixtures("no_fonts")
def test_emoji_in_colour_go_before_others_and_what_joins_them_stays_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fox = "\U0001f98a"
    font_manager.fontManager.addfont(font_with(fox, tmp_path))
    files = [font_with("狐", tmp_path), tmp_path / "an-emoji-that-is-none.ttf", painted_with(fox, tmp_path)]
    files[1].write_bytes(b"nothing")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: list(map(str, files)))
    known = fonts.readable(f"a {fox}\u200d{fox} in snow")
    assert known.lost == frozenset()
    runs = [(face.painted, run) for face, run in fonts.runs(known.text, known.faces, bold=True)]
    assert runs == [(False, "a "), (True, f"{fox}\u200d{fox}"), (False, " in snow")]
