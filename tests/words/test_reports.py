"""An honest record: what was asked, what was sent, what came; measured where it can be, untold where nobody tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from views import NASTY, check_static

from imgen_nb.reports import near, shape
from imgen_nb.types import Generation, ImageRequest, Picture, State


def drawn(width: int = 1024, height: int = 1024, kind: str = "png", seed: int | None = None) -> Picture:
    return Picture(Path("x"), "sha", width, height, f"image/{kind}", seed=seed)


def made(*images: Picture, used: str | None = None, raw: Any = None, implied: Any = (), **params: Any) -> Generation:
    asked = ImageRequest("atelier", "a red fox", params, 1, "https://a.example", implied=implied)
    return Generation(asked, State.SAVED, images or (drawn(),), prompt_used=used, raw=raw or {})


@pytest.mark.parametrize(
    ("generation", "field", "came", "verdict"),
    [
        (made(drawn(1344, 768), aspect_ratio="16:9"), "aspect_ratio", "16:9 from 1344 × 768", "same"),
        (made(drawn(1168, 784), aspect_ratio="3:2"), "aspect_ratio", "3:2 from 1168 × 784", "same"),
        (made(drawn(), aspect_ratio="16:9"), "aspect_ratio", "1:1 from 1024 × 1024", "other"),
        (made(drawn(1000, 700), aspect_ratio="16:9"), "aspect_ratio", "1.43:1 from 1000 × 700", "other"),
        (made(drawn(), drawn(768, 1344), aspect_ratio="1:1"), "aspect_ratio", "9:16 from 768 × 1344", "other"),
        (made(drawn()), "aspect_ratio", "1:1 from 1024 × 1024", "untold"),
        (made(drawn(), aspect_ratio="Original"), "aspect_ratio", "1:1", "untold"),
        (made(drawn(1024, 1024), quality="2K"), "quality", "1024 × 1024, 1K", "other"),
        (made(drawn(2048, 2048), resolution="2K"), "resolution", "2048 × 2048, 2K", "same"),
        (made(drawn(2752, 1536), quality="2K"), "quality", "2752 × 1536, 2K", "same"),
        (made(drawn(1024, 768), size="1024x1024"), "size", "1024 × 768", "other"),
        (made(drawn(1024, 768), size="1024x768"), "size", "1024 × 768", "same"),
        (made(drawn(kind="jpeg"), output_format="jpg"), "output_format", "jpeg", "same"),
        (made(drawn(kind="webp"), output_format="png"), "output_format", "webp", "other"),
        (made(drawn(), drawn(), num_images=3), "num_images", "2", "other"),
        (made(drawn(seed=7), seed=7), "seed", "told back: 7", "same"),
        (made(drawn(seed=8), seed=7), "seed", "told back: 8", "other"),
        (made(drawn(), seed=7), "seed", "not told", "untold"),
        (made(drawn(seed=8)), "seed", "8", "untold"),
        (made(used="a red fox"), "prompt", "the same", "same"),
        (made(used="a red fox in mist"), "prompt", "rewritten, 3 words became 5: a red fox in mist", "other"),
        (made(), "prompt", "not told", "untold"),
        (made(model="fal/flux-1", raw={"model": "FLUX.1"}), "model", "FLUX.1", "same"),
        (made(model="flux-1", raw={"model_name": "sdxl"}), "model", "sdxl", "other"),
        (made(model="flux-1"), "model", "not told", "untold"),
        (made(negative_prompt="fog"), "negative_prompt", "not told", "untold"),
    ],
)
def test_each_field_says_what_came_and_whether_it_is_what_was_asked(
    generation: Generation, field: str, came: str, verdict: str
) -> None:
    fact = generation.report[field]
    assert came in fact.came
    assert fact.verdict == verdict
    assert (fact in generation.report.differing) == (verdict == "other")


def test_what_stands_at_its_default_was_not_asked() -> None:
    report = made(negative_prompt="fog", quality="low", implied=("quality",)).report
    assert [fact.field for fact in report] == ["prompt", "aspect_ratio", "output_format", "negative_prompt"]
    assert made(enhance=True).report["prompt"].sent == "the same, enhance on"
    with pytest.raises(KeyError):
        report["seed"]


def test_a_report_is_a_table_and_a_text() -> None:
    report = made(drawn(), used="a fox, at dawn", aspect_ratio="16:9", seed=7).report
    shown = check_static(report._repr_mimebundle_()["text/html"])
    assert "FieldAskedSentCame back" in shown.text
    assert [attributes["scope"] for tag, attributes in shown.tags if tag == "th"] == ["col"] * 4 + ["row"] * 4
    assert repr(report).splitlines()[1] == "aspect_ratio: asked 16:9, sent 16:9, came 1:1 from 1024 × 1024"


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_text_of_a_report_becomes_markup(nasty: str) -> None:
    generation = made(drawn(), used=nasty, raw={"model": nasty}, model=nasty, style=nasty, quality=nasty)
    check_static(generation.report._repr_mimebundle_()["text/html"])
    repr(generation.report)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_any_size_has_a_ratio_in_words(width: int, height: int) -> None:
    said = near(width, height)
    assert shape(said) == 0 or abs(shape(said) - width / height) <= 0.05 * shape(said)
