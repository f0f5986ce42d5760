"""Whether a comparison is fair, in sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from views import generation, picture, request

from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import Place, places
from imgen_nb.show.reported import fairness
from imgen_nb.types import State


def shown(folder: Path, title: str, *, size: tuple[int, int] = (64, 64), **more: Any) -> Place:
    params = {name: more.pop(name) for name in ("seed", "aspect_ratio", "model") if name in more}
    image = replace(picture(folder, *size), seed=more.pop("told", None))
    return places(generation(image, asked=request("a fox", title.lower(), **params), title=title, **more))[0]


def refused(title: str, problem: str, **params: Any) -> Place:
    asked = request("a fox", title.lower(), **params)
    return Place(title, asked, State.FAILED, error=InvalidRequest(problem), title=title)


def test_a_prompt_that_was_rewritten_is_named_unless_prompts_vary(tmp_path: Path) -> None:
    one, two = shown(tmp_path, "Atelier", prompt_used="a fox, at dawn"), shown(tmp_path, "Bureau")
    assert "Same prompt: no, Atelier rewrote it." in fairness([one, two], {"provider"})
    assert not [said for said in fairness([one, two], {"prompt"}) if "prompt" in said]
    assert "Same prompt: yes, as far as it is told." in fairness([two, two], {"provider"})


def test_ratios_and_sizes_are_measured(tmp_path: Path) -> None:
    square, wide = shown(tmp_path, "Atelier", aspect_ratio="1:1"), shown(tmp_path, "Bureau", size=(64, 36))
    asked_wide = shown(tmp_path, "Bureau", size=(80, 80), aspect_ratio="16:9")
    lacking = refused("Comptoir", "aspect_ratio is '3:2'; allowed: 1:1", aspect_ratio="3:2")
    assert "Ratios as asked: yes." in fairness([square, square], {"provider"})
    said = fairness([square, asked_wide, lacking], {"provider"})
    assert "Ratios as asked: no, Bureau was asked 16:9 and drew 1:1 from 80 × 80; Comptoir has no 3:2." in said
    assert "Same size: no, 64 × 64 to 80 × 80." in said
    assert not [one for one in fairness([square, square], {"provider"}) if "size" in one]
    assert fairness([square, wide], set())


def test_a_seed_says_who_told_it_back_and_who_takes_none(tmp_path: Path) -> None:
    told, silent = shown(tmp_path, "Atelier", seed=7, told=7), shown(tmp_path, "Bureau", seed=7)
    none = refused("Comptoir", "Comptoir has no seed", seed=7)
    said = "Seed: told back by Atelier; not told by Bureau; not taken by Comptoir."
    assert said in fairness([told, silent, none], {"provider"})


def test_sandbox_pictures_are_never_ranked_and_another_model_is_named(tmp_path: Path) -> None:
    other = shown(tmp_path, "Atelier", model="flux-1", raw={"model": "sdxl"}, sandbox=False)
    said = fairness([other, shown(tmp_path, "Bureau")], {"provider"})
    assert "Models as asked: no, Atelier was asked flux-1 and says sdxl." in said
    assert "Sandbox sketches are shown, never ranked." in said
    assert fairness([other, other], set())[-1] != "Sandbox sketches are shown, never ranked."


def test_of_one_picture_or_none_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert fairness([shown(tmp_path, "Atelier")], set()) == []
    assert fairness([refused("Atelier", "no"), refused("Bureau", "no")], set()) == []
