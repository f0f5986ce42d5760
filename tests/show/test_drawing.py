"""The sketch engine alone: what it drew, what it says it understood, and that a prompt is never markup."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from views import NASTY, check_static

import imgen_nb as ig
from imgen_nb.errors import InvalidRequest
from imgen_nb.show.places import clean

BIRDS = "three tiny blue birds on a huge tree in the rain at sunset"
SMALL = (160, 120)


def test_it_gives_picture_and_plan() -> None:
    drawn = ig.draw(BIRDS, size=SMALL, seed=3)
    assert drawn.image.size == SMALL
    assert (drawn.plan.subjects[0].count, drawn.plan.time, drawn.plan.weather) == (3, "sunset", "rain")
    assert repr(drawn) == (f"<Drawing {BIRDS!r}: 3 tiny blue bird (on tree), huge tree; time: sunset; weather: rain>")


def test_the_same_arguments_draw_the_same_and_each_of_them_counts() -> None:
    usual = ig.draw("a red fox in snow", size=SMALL).image.tobytes()
    assert ig.draw("a red fox in snow", size=SMALL).image.tobytes() == usual
    others = ({"seed": 1}, {"finish": "ink"}, {"template": "sticker"}, {"guidance_scale": 25.0})
    others += ({"num_inference_steps": 2}, {"negative_prompt": "snow"})
    drawn = {ig.draw("a red fox in snow", size=SMALL, **change).image.tobytes() for change in others}
    assert len({usual, *drawn}) == 7


def test_what_was_understood_is_told_in_words() -> None:
    told = dict(ig.draw(f"{BIRDS}, wugglefritz", size=SMALL).understood)
    assert told["Subjects"][:2] == ["3 × bird, tiny, blue, on the tree", "tree, huge"]
    assert (told["Time"], told["Weather"]) == (["sunset"], ["rain"])
    assert told["Not understood"] == ["wugglefritz"]
    assert ig.draw('a sign that says "OPEN"', size=SMALL).plan.text == "OPEN"
    room = dict(ig.draw("an elefant in a kitchen with a white wood floor", size=SMALL).understood)
    assert (room["Surfaces"], room["Read"]) == (["floor: white, wood"], ["elefant as elephant"])


def test_the_negative_prompt_is_out_of_plan_and_picture() -> None:
    drawn = ig.draw("a red fox in snow", size=SMALL, negative_prompt="snow")
    assert drawn.plan.weather is None
    assert "snow" in dict(drawn.understood)["Left out"]


def test_the_view_has_the_picture_and_the_table() -> None:
    drawn = ig.draw(BIRDS, size=(900, 600))
    bundle = drawn._repr_mimebundle_()
    parsed = check_static(bundle["text/html"])
    (image,) = parsed.images
    assert "sketch engine, not an AI model" in str(image["alt"])
    assert all(
        words in parsed.text for words in (BIRDS, "3 × bird, tiny, blue, on the tree", "Time", "not an AI model")
    )
    assert bundle["text/plain"].splitlines()[1] == "  Subjects: 3 × bird, tiny, blue, on the tree; tree, huge"
    kept = Image.open(io.BytesIO(drawn.thumbnail))
    assert (kept.format, max(kept.size)) == ("WEBP", 512)
    assert b"imgen_nb:engine=sketch" in drawn.thumbnail
    assert len(bundle["text/html"]) < 120_000


@pytest.mark.parametrize("prompt", ["", *NASTY])
def test_a_prompt_is_never_markup(prompt: str) -> None:
    drawn = ig.draw(prompt, size=(64, 64))
    assert drawn.prompt == prompt
    parsed = check_static(drawn._repr_mimebundle_()["text/html"])
    assert clean(prompt, 40).rstrip("…") in parsed.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"finish": "inc"}, "nearest: ink"),
        ({"template": "comics"}, "nearest: comic"),
        ({"seed": "7"}, "not a whole number"),
        ({"size": (0, 10)}, "from 16 to 4096"),
        ({"size": "1:1"}, "(width, height)"),
        ({"size": (4096, 4096)}, "million pixels"),
        ({"guidance_scale": 31}, "nearest: 30"),
    ],
)
def test_what_is_not_allowed_is_told_with_the_nearest(given: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        ig.draw("a red fox", **given)  # type: ignore[arg-type]
    assert told in str(caught.value)


def test_a_drawing_is_sent_along_and_known_by_its_content(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    source = ig.draw("a house on a meadow", size=(320, 320))
    with ig.Client("qolaba", live=False) as client:
        params = {"model": "vertex/nano-banana-flash", "seed": 5, "image_urls": [source.data_url()]}
        made = client.generate("a red fox", **params)
        again = client.generate("a red fox", **params)
        plain = client.generate("a red fox", **{**params, "image_urls": None})
        chained = client.generate("at night", **{**params, "image_urls": [made.images[0].data_url()]})
    assert (made.from_store, again.from_store) == (False, True)
    assert len({one.images[0].sha256 for one in (made, plain, chained)}) == 3
    row = client.store.peek(made.request.key)
    assert row is not None
    assert len(str(row.params)) < 500
