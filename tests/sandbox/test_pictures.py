"""What is drawn, how it is labelled, and who may fetch it."""

import hashlib
import io

import pytest
from PIL import Image

from imgen_nb.sandbox.card import CAPTION, Card, paint, picture


def test_a_picture_says_what_it_is(each):
    bench = each()
    answer = bench.fetch(bench.of.url(bench.finished()))
    assert answer.headers["x-imgen-engine"] == "sketch"
    assert b"imgen_nb:engine" in answer.content
    assert bench.fetch("https://assets.sandbox.invalid/none.png").headers["x-imgen-engine"] == "sketch"


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp"])
def test_each_format_is_real_and_flagged(media_type):
    content = picture(Card("a red fox", "test", (320, 200), 7), media_type)
    image = Image.open(io.BytesIO(content))
    image.load()
    assert (image.get_format_mimetype(), image.size) == (media_type, (320, 200))
    flags = (image.info.get("imgen_nb:engine"), image.info.get("comment"), image.getexif().get(0x0131))
    assert flags[0] == "sketch" or "imgen_nb:engine=sketch" in flags
    assert b"sketch" in content


def test_the_caption_is_in_the_picture(monkeypatch):
    with_caption = paint(Card("a red fox", "test", (800, 600), 7))
    monkeypatch.setattr("imgen_nb.sandbox.card.CAPTION", "")
    without = paint(Card("a red fox", "test", (800, 600), 7))
    assert CAPTION == "sketch engine · not an AI model"
    assert with_caption.tobytes() != without.tobytes()


def test_prompt_and_seed_change_the_ground():
    corner = {paint(Card(prompt, "test", (300, 300), seed)).getpixel((5, 5)) for prompt in "abc" for seed in (1, 2, 3)}
    assert len(corner) > 4


@pytest.mark.parametrize(
    "prompt", ["", " ", "x" * 5000, "ein Füchslein\n\tim Schnee", "\u0000\u202e狐 🦊", "word " * 900]
)
def test_any_prompt_fits_on_a_card(prompt):
    for size in ((300, 300), (900, 380), (200, 356)):
        assert paint(Card(prompt, "test", size, 1, (("ratio", "1:1"),))).size == size


def test_a_picture_is_kept_and_drawn_again_when_forgotten(bench, monkeypatch):
    monkeypatch.setattr("imgen_nb.sandbox.assets.KEPT", 1)
    bench = bench("destinpq")
    urls = [bench.of.url(bench.finished(prompt)) for prompt in ("one", "two")]
    digests = [[hashlib.sha256(bench.fetch(url).content).hexdigest() for url in urls] for _ in range(2)]
    assert digests[0] == digests[1]
    assert len(bench.box._shelf._drawn) == 1


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_sent_to_the_pictures_host_is_refused(each, header):
    bench = each()
    url = bench.of.url(bench.finished())
    assert bench.send("GET", url, headers={header: "Bearer key"}).status_code == 400
    assert bench.send("POST", url, headers={}).status_code == 405
