"""What is drawn, how it is labelled, and who may fetch it."""

import hashlib
import io
import subprocess
import sys

import pytest
from PIL import Image, ImageChops, ImageStat

from imgen_nb import sketch
from imgen_nb.sandbox.drawing import Drawing, loosened, paint, picture, understood, varied
from imgen_nb.sandbox.enhance import TEMPLATES, enhance

FOX = Drawing("a red fox in snow", (320, 200), 7, "clay")


def nowhere(address):
    raise AssertionError(f"nobody should look at {address}")


def apart(one, other):
    """How far two pictures of one size are from each other: the mean difference of a channel."""
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean) / 3


def test_a_picture_says_what_it_is(each):
    bench = each()
    answer = bench.fetch(bench.of.url(bench.finished()))
    assert answer.headers["x-imgen-engine"] == "sketch"
    assert b"imgen_nb:engine" in answer.content
    assert bench.fetch("https://assets.sandbox.invalid/none.png").headers["x-imgen-engine"] == "sketch"


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp"])
def test_each_format_is_real_and_flagged(media_type):
    content = picture(FOX, media_type, nowhere)
    image = Image.open(io.BytesIO(content))
    image.load()
    assert (image.get_format_mimetype(), image.size) == (media_type, (320, 200))
    flags = (image.info.get("imgen_nb:engine"), image.info.get("comment", b"").decode(), image.getexif().get(0x0131))
    assert flags[0] == "sketch" or all("imgen_nb:engine=sketch" in flag for flag in flags[1:] if flag)
    assert b"sketch" in content


def test_the_caption_is_in_the_picture(monkeypatch):
    large = Drawing("a red fox in snow", (800, 600), 7, "clay")
    with_caption = paint(large, nowhere)
    monkeypatch.setattr("imgen_nb.sketch.painting.painter.CAPTION", "")
    without = paint(large, nowhere)
    assert sketch.CAPTION == "sketch engine · not an AI model"
    left, top, right, bottom = ImageChops.difference(with_caption, without).getbbox()
    assert (right - left, bottom - top) > (150, 10)
    assert left > 400
    assert top > 500


@pytest.mark.parametrize("change", [{"prompt": "a blue boat"}, {"seed": 8}, {"finish": "ink"}, {"template": "comic"}])
def test_prompt_seed_finish_and_template_change_the_picture(change):
    parts = {"prompt": FOX.prompt, "size": FOX.size, "seed": FOX.seed, "finish": FOX.finish}
    assert apart(paint(FOX, nowhere), paint(Drawing(**parts | change), nowhere)) > 4


def test_each_provider_draws_in_its_own_hand(bench):
    seen = {}
    for name in ("destinpq", "banatie", "akool", "qolaba"):
        one = bench(name)
        content = one.fetch(one.of.url(one.finished())).content
        seen[name] = Image.open(io.BytesIO(content)).resize((64, 64))
    names = sorted(seen)
    assert all(apart(seen[a], seen[b]) > 8 for a in names for b in names if a < b)


@pytest.mark.parametrize(
    "prompt", ["", " ", "x" * 5000, "ein Füchslein\n\tim Schnee", "\u0000\u202e狐 🦊", "word " * 900]
)
def test_any_prompt_can_be_drawn(prompt):
    for size in ((300, 300), (900, 380), (200, 356)):
        assert paint(Drawing(prompt, size, 1, "ink"), nowhere).size == size


ELSEWHERE = """
import hashlib, httpx
from imgen_nb.sandbox import Sandbox
box = Sandbox("qolaba", speed=0, seed={seed})
body = {{"model": "vertex/nano-banana-flash", "prompt": "a red fox in snow", "seed": 7}}
send = lambda *a, **k: box.handle(httpx.Request(*a, headers={{"X-API-Key": "k"}}, **k))
url = send("POST", box.base_url + "/api/v1/images/generate", json=body).json()["images"][0]["url"]
print(hashlib.sha256(box.handle(httpx.Request("GET", url)).content).hexdigest())
"""


def test_a_seed_draws_the_same_file_in_another_process():
    found = [
        subprocess.run([sys.executable, "-c", ELSEWHERE.format(seed=seed)], capture_output=True, text=True, check=True)
        for seed in (1, 2)
    ]
    assert len(found[0].stdout) == 65
    assert found[0].stdout == found[1].stdout


def test_without_a_seed_two_kernels_draw_two_pictures(bench):
    files = {bench("qolaba", seed=seed) for seed in (1, 2)}
    assert len({hashlib.sha256(one.fetch(one.of.url(one.finished())).content).digest() for one in files}) == 2


PROMPTS = (
    "a red fox in snow",
    "three foxes",
    "a lighthouse by the sea at night",
    "a cat on a chair",
    "a robot holding an umbrella",
    "a bowl of ramen",
    "an astronaut riding a horse on the moon",
    "a bicycle next to a red car",
    "a girl with a blue hat",
    "a castle on a hill at sunset",
    "two birds in a tree in the rain",
    "wugglefritz",
)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_rewriting_adds_light_and_nothing_to_look_at(template):
    lit = 0
    for prompt in PROMPTS:
        asked = sketch.parse(prompt)
        plan = understood(Drawing(prompt, (64, 64), 1, "clay", template, rewritten=enhance(prompt, template)))
        parts = ("subjects", "setting", "ground", "text", "not_understood")
        assert [getattr(plan, part) for part in parts] == [getattr(asked, part) for part in parts]
        assert asked.time in (None, plan.time)
        lit += plan != asked
    assert lit >= (0 if template == "minimalist" else 4), "and its words are heard"


def test_a_rewriting_shows_in_the_picture():
    plain = Drawing("a red fox", (256, 256), 7, "gouache")
    lit = Drawing("a red fox", (256, 256), 7, "gouache", rewritten="a red fox, warm evening light")
    assert apart(paint(plain, nowhere), paint(lit, nowhere)) > 4


def test_a_temperature_lets_more_seeds_count_and_then_fewer_words():
    kinds = [len({varied(seed, warm) for seed in range(-40, 40)}) for warm in (0, 0.2, 0.5, 0.9, 1)]
    assert kinds == sorted(kinds)
    assert (kinds[0], kinds[-1]) == (1, 80)
    assert varied(7, None) == 7
    assert (loosened(None, None), loosened(None, 1), loosened(None, 2), loosened(7.5, 1.5)) == (None, None, 2.5, 5)


@pytest.mark.sampled(3)
def test_a_running_job_gives_a_glimpse_of_its_own_picture(each):
    bench = each()
    remote_id = bench.accepted("a lighthouse by the sea at sunset")
    assert bench.box.glimpse(remote_id) == b"", "while it waits there is nothing to see"
    bench.time += 1.5
    seen = Image.open(io.BytesIO(bench.box.glimpse(remote_id)))
    assert (seen.format, max(seen.size)) == ("WEBP", 160)
    bench.time += 5
    clear = Image.open(io.BytesIO(bench.box.glimpse(remote_id)))
    assert bench.box.glimpse("nobody's") == b""
    own = bench.fetch(bench.of.url(bench.poll(remote_id).json())).content
    other = bench.fetch(bench.of.url(bench.finished("a red car in a forest"))).content
    assert seen.tobytes() != clear.tobytes()
    for coarse in (seen, clear):
        pair = (Image.open(io.BytesIO(one)).resize((24, 24)) for one in (own, other))
        near, far = (apart(one, coarse.resize((24, 24))) for one in pair)
        assert near < 0.6 * far


def test_a_picture_is_kept_and_drawn_again_when_forgotten(bench, monkeypatch):
    monkeypatch.setattr("imgen_nb.sandbox.assets.KEPT", 1)
    bench = bench("destinpq")
    urls = [bench.of.url(bench.finished(prompt)) for prompt in ("one", "two")]
    digests = [[hashlib.sha256(bench.fetch(url).content).hexdigest() for url in urls] for _ in range(2)]
    assert digests[0] == digests[1]
    assert len(bench.box._shelf._drawn) == 1


def test_a_picture_is_drawn_when_it_is_asked_for_and_once(each, monkeypatch):
    drawn = []
    monkeypatch.setattr("imgen_nb.sandbox.wire.picture", lambda *order: drawn.append(1) or picture(*order))
    bench = each()
    remote_id = bench.accepted()
    bench.status_of(remote_id)
    assert not drawn
    bench.time += 5
    url = bench.of.url(bench.poll(remote_id).json())
    assert len({bench.fetch(url).content for _ in range(3)}) == 1
    assert drawn == [1]


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_sent_to_the_pictures_host_is_refused(each, header):
    bench = each()
    url = bench.of.url(bench.finished())
    assert bench.send("GET", url, headers={header: "Bearer key"}).status_code == 400
    assert bench.send("POST", url, headers={}).status_code == 405
