"""The parts a widget is made of: turns, the twin's patience, modules and styles."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from views import Notebook, generation, picture

from imgen_nb.show import live
from imgen_nb.show.places import Place, places
from imgen_nb.widgets import modules
from imgen_nb.widgets.gallery import Gallery
from imgen_nb.widgets.gridview import GridView
from imgen_nb.widgets.studio import Studio
from imgen_nb.widgets.turns import Turns
from imgen_nb.widgets.twin import LATER, SOON, Twin
from imgen_nb.widgets.voteview import VoteView

SCRIPTS = sorted(modules.STATIC.glob("*.js"))
STYLES = sorted(modules.STATIC.glob("*.css"))


def test_a_turn_asked_for_from_many_threads_is_taken_once() -> None:
    turns, taken = Turns(), list[bool]()
    threads = [threading.Thread(target=lambda: taken.append(turns.takes(0))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(True) == 1
    assert not turns.takes(None)
    assert not turns.takes(True)
    assert turns.takes(1)


# --- the twin ---------------------------------------------------------------------------------------------------------


class Patience:
    """A clock that only notes for how long it was asked to wait."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.act: Callable[[], None] | None = None

    def __call__(self, seconds: float, act: Callable[[], None]) -> SimpleNamespace:
        self.asked.append(seconds)
        self.act = act
        return SimpleNamespace(cancel=lambda: None)


def test_the_twin_is_painted_soon_when_it_has_doubled_and_later_when_it_has_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    notebook, patience, shown = Notebook(monkeypatch), Patience(), list[Place]()
    twin = Twin(lambda: shown, patience)
    spot = live.spot()
    assert spot is not None
    twin.changed()
    assert patience.asked == [], "nobody shows it"
    twin.appear(spot)
    waits = []
    for size in range(64, 69):
        shown[:0] = places(generation(picture(tmp_path, width=size)))
        twin.changed()
        twin.changed()
        waits.append(patience.asked[-1])
        if patience.act and waits[-1] == SOON:
            patience.act()
    assert waits == [SOON, SOON, LATER, SOON, LATER]
    assert len(patience.asked) == 5, "what looks the same is no change"
    assert notebook.last().count("<img") == 4
    twin.paint()
    assert notebook.last().count("<img") == 5
    assert 'class="imgen-twin"' in notebook.last()


# --- scripts and styles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("widget", [Studio, GridView])
def test_each_module_comes_after_those_it_imports(widget: type) -> None:
    order = re.findall(r'\["(\w+)", ', str(widget._esm))  # type: ignore[attr-defined]
    for at, name in enumerate(order):
        needs = re.findall(r'from "\./(\w+)\.js"', (modules.STATIC / f"{name}.js").read_text("utf-8"))
        assert set(needs) <= set(order[:at]), name
    assert set(order) <= {script.stem for script in SCRIPTS}


def test_every_script_is_in_a_widget() -> None:
    used = f"{Studio._esm}{GridView._esm}{Gallery._esm}{VoteView._esm}"
    assert [script.name for script in SCRIPTS if f"imgen_nb/{script.name}" not in used] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short_and_makes_no_markup_of_text(script: Path) -> None:
    source = script.read_text("utf-8")
    assert len(source.splitlines()) < 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source)
    assert set(re.findall(r"https?://[^\"'\s]+", source)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_style_asks_nobody_and_stays_inside(style: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", style.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"http|url\(|@import", source)
    ours = (".imgen", ".jupyter-widgets-disconnected:has(.imgen)", ".jp-OutputArea:has(.imgen")
    for rule in re.findall(r"([^{};]+)\{", source):
        if not rule.strip().startswith(("@", "to")):
            assert any(one in rule for one in ours), rule


def test_the_scripts_hold_what_their_own_tests_say() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node to run them with")
    tests = map(str, Path(__file__).parent.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *tests], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-3000:]
