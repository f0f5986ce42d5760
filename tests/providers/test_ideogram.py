"""Ideogram: a quote before, a ratio with an x, what is made and withheld."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from documents import body, refused, sent
from flows import asked, driven, said

import imgen_nb as ig
from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.errors import ContentRejected, GenerationFailed, ImgenError, UnexpectedReply
from imgen_nb.flow import Accepted, Exchange
from imgen_nb.sandbox import Sandbox, forms
from imgen_nb.testing import png
from imgen_nb.types import Cost

IDEOGRAM = providers.get("ideogram")
JOB = "k2m9"
DATA = "data:image/png;base64," + base64.b64encode(png()).decode()
ROW = {"url": "https://ideogram.ai/a.png", "prompt": "a fox, at dawn", "resolution": "1360x768", "seed": 7}
DONE = {"generation_id": JOB, "status": "completed", "data": [{**ROW, "is_image_safe": True}]}
RATIOS = ["1x1", "16x9", "9x16", "4x3", "3x4", "3x2", "2x3", "5x4", "4x5", "16x10", "10x16", "2x1", "1x2", "3x1", "1x3"]


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_ratio_is_written_with_an_x(ratio: str) -> None:
    assert body(IDEOGRAM, "a fox", aspect_ratio=ratio.replace("x", ":"))["aspect_ratio"] == ratio


@pytest.mark.parametrize(
    ("params", "path", "wire"),
    [
        ({}, "/v2/image/generate/ideogram-4-5", {"quality": "medium", "async": True}),
        ({"model": "ideogram-4-6", "quality": "high"}, "/v2/image/generate/ideogram-4-6", {"quality": "high"}),
        ({"enhance": True}, "/v2/image/generate/ideogram-4-5", {"magic_prompt": "ON"}),
        ({"enhance": False, "seed": 3}, "/v2/image/generate/ideogram-4-5", {"magic_prompt": "OFF", "seed": 3}),
    ],
)
def test_version_4_takes_json(params: dict[str, Any], path: str, wire: dict[str, Any]) -> None:
    assert sent(IDEOGRAM, "a fox", **params).url.path == path
    assert wire.items() <= body(IDEOGRAM, "a fox", **params).items()


def test_version_3_takes_a_form_and_so_do_pictures() -> None:
    request = sent(IDEOGRAM, "a fox", model="ideogram-v3", style="DESIGN", rendering_speed="TURBO", negative_prompt="x")
    request.read()
    told = forms.words(forms.read(request))
    assert request.url.path == "/v1/ideogram-v3/generate"
    assert told | {"style_type": "DESIGN", "rendering_speed": "TURBO", "negative_prompt": "x"} == told
    edits = sent(IDEOGRAM, "a fox", image_urls=[DATA, DATA])
    edits.read()
    assert [part.raw for part in forms.read(edits)["images"]] == [png()] * 2


@pytest.mark.parametrize(
    "params", [{"image_urls": ["https://a.example/b.png"]}, {"negative_prompt": "x"}, {"aspect_ratio": "7:5"}]
)
def test_what_cannot_be_sent_is_refused(params: dict[str, Any]) -> None:
    assert refused(IDEOGRAM, "a fox", **params)


def test_a_generation_is_asked_for_by_its_id_and_tells_the_rewritten_prompt() -> None:
    taken = said({"generation_id": JOB, "status": "queued"})
    outcome, steps = driven(IDEOGRAM.generate(asked(IDEOGRAM, "a fox")), taken, said(DONE))
    assert [step.remote_id for step in steps if isinstance(step, Accepted)] == [JOB]
    (asset,) = outcome.assets
    assert (asset.source, asset.seed, asset.size, outcome.prompt_used) == (ROW["url"], 7, (1360, 768), "a fox, at dawn")
    estimate = IDEOGRAM.estimate(asked(IDEOGRAM, "a fox"))
    assert (estimate, "2026-11-11" in estimate.source, IDEOGRAM.bills_as_quoted) == (Cost(0.06), True, True)


def test_a_quote_is_the_same_request_run_dry() -> None:
    request = asked(IDEOGRAM, "a fox")
    quote = {"object": "price_quote", "usd_micros": 60_000, "qualifier": "estimate", "upper_bound_usd_micros": 90_000}
    told, (step,) = driven(IDEOGRAM.quote(request), said(quote))
    assert (told, told.source) == (Cost(0.06), "Ideogram's own quote: estimate, at most $0.09")
    assert dict(step.request.url.params) == {"dry_run": "true"}
    assert not step.paid
    paid = next(IDEOGRAM.generate(request))
    assert isinstance(paid, Exchange)
    assert json.loads(paid.request.content) == json.loads(step.request.content)
    with pytest.raises(UnexpectedReply):
        step.read(said({**quote, "usd_micros": -1}))


def test_a_withheld_picture_was_made_and_is_billed() -> None:
    withheld = {**ROW, "url": "", "is_image_safe": False}
    with pytest.raises(ContentRejected, match="billed") as caught:
        driven(IDEOGRAM.follow(JOB), said({**DONE, "data": [withheld]}))
    assert caught.value.charged == "yes"
    outcome, _ = driven(IDEOGRAM.follow(JOB), said({**DONE, "data": [withheld, ROW]}))
    assert len(outcome.assets) == 1
    assert "picture 1 was made and withheld" in outcome.warnings[0]


def test_a_failed_generation_and_a_refused_one_are_free() -> None:
    with pytest.raises(GenerationFailed) as caught:
        driven(IDEOGRAM.follow(JOB), said({"generation_id": JOB, "status": "failed", "error": "gave up"}))
    assert caught.value.charged == "no"
    step = next(IDEOGRAM.generate(asked(IDEOGRAM, "a fox")))
    assert isinstance(step, Exchange)
    with pytest.raises(ContentRejected) as refusal:
        step.read(said({"error": "Prompt failed the safety check"}, 422))
    assert refusal.value.charged == "no"


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Callable[..., tuple[Client, Sandbox]]]:
    """Clients that take their sandbox for the service itself: their quotes, bills and budgets are live ones."""
    with ExitStack() as held:

        def reach(**how: Any) -> tuple[Client, Sandbox]:
            box = Sandbox("ideogram", speed=0, **how)
            served = {"api_key": "key", "base_url": box.base_url, "transport": box.transport()}
            return held.enter_context(Client("ideogram", store=tmp_path, **served)), box

        yield reach


@pytest.mark.parametrize(
    "params", [{}, {"quality": "high", "num_images": 2}, {"model": "ideogram-4-6", "quality": "low"}]
)
def test_the_quote_is_the_bill_in_plan_and_report(params: dict[str, Any], reached: Any) -> None:
    client, box = reached()
    plan = ig.plan(prompt=["a fox", "an owl"], provider=client, **params)
    quotes = len(box.requests)
    made = client.generate("a fox", **params)
    (charge,) = box.billed
    assert client.estimate("a hare", **params).usd == made.cost.usd == made.quoted.usd == charge.usd
    assert (plan.price.usd, plan.unpriced) == (pytest.approx(2 * charge.usd), 0)
    assert "quote" in plan.price.source
    assert quotes == 1, "what differs in its words alone is asked for once"
    assert (made.report["price"].verdict, made.prompt_used != "a fox") == ("same", True)
    assert client.submit("a fox", **params).wait().quoted == made.quoted, "and the store remembers it"


def test_a_withheld_picture_is_a_failed_cell_with_its_price(reached: Any) -> None:
    client, box = reached(faults=("withheld*",))
    ig.use(budget=ig.Budget(usd=1))
    grid = ig.grid(prompt="a fox", provider=client, quality=["low", "high"])
    assert sorted(charge.usd for charge in box.billed) == [0.03, 0.09]
    shown = grid._repr_mimebundle_()
    for cell, price in zip(grid.cells, ("$0.03", "$0.09"), strict=True):
        assert isinstance(cell.error, ContentRejected)
        assert (cell.error.charged, f"Charged {price}." in shown["text/plain"]) == ("yes", True)
        assert price in "".join(cell.error._render_traceback_())
    assert "Spent $0.12. 2 places charged without a picture." in shown["text/html"]
    assert list(grid.to_dataframe().usd) == [0.03, 0.09]
    known = client.store.history(provider="ideogram").items
    assert sorted(one.cost.usd for one in known if one.cost.usd) == [0.03, 0.09]
    spent = client.store.used(ig.Budget(usd=1), live=True)
    assert (spent.usd, ImgenError.from_dict(grid.cells[0].error.to_dict()).cost.usd) == (pytest.approx(0.12), 0.03)
