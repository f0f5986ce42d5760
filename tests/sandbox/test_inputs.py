"""Pictures that a request brings along: found without a network, and what is drawn from them."""

import base64
import io

import pytest
from PIL import Image, ImageChops, ImageStat

from imgen_nb import sketch
from imgen_nb.sandbox.inputs import STAND_IN, checked, picture_at, shape_of, stand_in
from imgen_nb.sandbox.server import App

FLASH, INPAINT = "vertex/nano-banana-flash", "fal/flux-inpainting"
PATH = "/api/v1/images/generate"
HOUSE = sketch.render(sketch.parse("a house on a meadow at day"), (480, 480), seed=1)


def url(image, form="PNG"):
    raw = io.BytesIO()
    image.save(raw, form)
    return f"data:image/{form.lower()};base64,{base64.b64encode(raw.getvalue()).decode()}"


def apart(one, other, box=None):
    pair = [image.convert("RGB").resize((256, 256)).crop(box) for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*pair)).mean) / 3


@pytest.fixture
def qo(bench):
    return bench("qolaba")


@pytest.fixture
def drawn(qo):
    """Ask for a picture and return it."""

    def draw(**body):
        answer = qo.send("POST", PATH, json={"model": FLASH, "prompt": "a red fox", "seed": 5} | body)
        assert answer.status_code == 200, answer.text
        return Image.open(io.BytesIO(qo.fetch(answer.json()["images"][0]["url"]).content))

    return draw


def test_a_source_picture_is_worked_on(drawn):
    city = sketch.render(sketch.parse("a city at night"), (480, 480), seed=1)
    on_house, on_city = drawn(image_urls=[url(HOUSE)]), drawn(image_urls=[url(city)])
    assert apart(on_house, HOUSE) < 0.5 * apart(on_city, HOUSE)
    assert apart(on_city, city) < 0.5 * apart(on_house, city)
    assert apart(on_house, drawn(prompt="at night in rain", image_urls=[url(HOUSE)])) > 5


def test_similarity_is_how_near_it_stays(bench):
    ak = bench("akool")

    def made(similar):
        body = {
            "prompt": "a red fox at night",
            "source_images": [url(HOUSE)],
            "similar": similar,
            "resolution": "1080p",
        }
        body["scale"] = "Original"
        ak.send("POST", ak.of.create, json=body)
        ak.time += 5
        record = ak.poll(ak.box.billed[-1].remote_id).json()["data"]
        return Image.open(io.BytesIO(ak.fetch(record["image"]).content))

    distances = [apart(made(similar), HOUSE) for similar in (0, 0.5, 1)]
    assert distances == sorted(distances, reverse=True)
    assert made(0.5).size == (1080, 1080)


def test_the_mask_alone_is_redrawn(drawn):
    mask = Image.new("L", HOUSE.size)
    mask.paste(255, (240, 120, 460, 430))
    size = drawn(model=INPAINT).size
    made = drawn(model=INPAINT, prompt="a hot air balloon", image_urls=[url(HOUSE)], mask_url=url(mask))
    assert made.size == size
    kept = HOUSE.resize(size, Image.Resampling.BICUBIC)
    assert (
        ImageChops.difference(made.convert("RGB"), kept).crop((0, 0, size[0] * 240 // 480 - 2, size[1] - 60)).getbbox()
        is None
    )
    assert apart(made, kept, (140, 80, 230, 215)) > 10


def test_a_reference_gives_its_colours(drawn):
    night = sketch.render(sketch.parse("a city at night"), (300, 300), seed=2)
    body = {"model": "vertex/nano-banana-pro", "prompt": "a lighthouse"}  # in colour: the usual model draws in pencil
    plain = drawn(**body)
    led = drawn(**body, reference_images=[{"url": url(night), "description": "the mood"}])
    assert apart(led, plain) > 5
    mean = [ImageStat.Stat(image.convert("YCbCr").resize((16, 16))).mean for image in (night, plain, led)]
    assert sum(abs(a - b) for a, b in zip(mean[0], mean[2], strict=True)) < 0.7 * sum(
        abs(a - b) for a, b in zip(mean[0], mean[1], strict=True)
    )


def test_the_dials_turn_the_right_way(drawn):
    def noise(image):
        small = image.convert("L").resize((256, 256))
        return ImageStat.Stat(ImageChops.difference(small, small.resize((64, 64)).resize((256, 256)))).mean[0]

    body = {"model": INPAINT, "prompt": "a blue bear on a red car at night"}
    usual = drawn(**body)
    assert apart(usual, drawn(**body, num_inference_steps=2)) > apart(usual, drawn(**body, num_inference_steps=20))
    assert apart(usual, drawn(**body, guidance_scale=0.5)) > apart(usual, drawn(**body, guidance_scale=7.5)) == 0
    colour = [ImageStat.Stat(drawn(**body, guidance_scale=g).convert("HSV")).mean[1] for g in (7.5, 25)]
    assert colour[0] < colour[1]
    assert apart(usual, drawn(**body, negative_prompt="car, night")) > 10


def test_a_picture_of_a_sandbox_is_found_in_any_other(bench, qo):
    banatie = bench("banatie")
    address = banatie.of.url(banatie.finished("a red fox in snow"))
    asked = banatie.fetch(address).content
    served = address.replace("https://assets.sandbox.invalid", "http://127.0.0.1:8800/pictures")
    for one in (address, served):
        found = picture_at(one, qo.box._shelf)
        assert ImageChops.difference(found, Image.open(io.BytesIO(asked))).getbbox() is None
        assert shape_of(one, qo.box._shelf) == found.size


def test_any_other_address_stands_for_a_sketch_of_its_words(qo):
    address = "https://example.com/images/red-fox-in-snow.png?w=2"
    found = picture_at(address, qo.box._shelf)
    assert found.size == shape_of(address, qo.box._shelf) == STAND_IN
    assert ImageChops.difference(found, stand_in(address)).getbbox() is None
    assert ImageChops.difference(found, stand_in(address.replace("fox", "boat"))).getbbox() is not None
    assert stand_in("https://example.com/").size == stand_in("not an address at all").size == STAND_IN


@pytest.mark.parametrize(
    "broken",
    ["data:image/png;base64,????", "data:image/png;base64,QUJD", "data:image/png", "data:text/html,<b>", "data:,"],
)
def test_a_data_url_without_a_picture_is_refused(qo, bench, broken):
    for body in ({"image_urls": [broken]}, {"reference_images": [{"url": broken}]}):
        answer = qo.send("POST", PATH, json={"model": FLASH, "prompt": "a fox", **body})
        assert (answer.status_code, "data URL" in answer.json()["message"]) == (400, True)
    masked = {"model": INPAINT, "prompt": "a fox", "image_urls": [url(HOUSE)], "mask_url": broken}
    assert qo.send("POST", PATH, json=masked).status_code == 400
    ak = bench("akool")
    answer = ak.send("POST", ak.of.create, json={"prompt": "a fox", "source_images": [broken]})
    assert answer.json()["code"] == 1003
    assert qo.box.billed == ak.box.billed == ()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_formats_of_a_data_url(form):
    small = HOUSE.resize((40, 30))
    assert checked([url(small, form)], "image_urls")
    assert shape_of(url(small, form), App(speed=0).boxes["akool"]._shelf) == (40, 30)


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr("imgen_nb.sandbox.inputs.MOST_PIXELS", 1000)
    with pytest.raises(ValueError, match="million pixels"):
        checked([url(HOUSE)], "image_urls")


def test_a_reply_does_not_repeat_a_picture(bench):
    ak = bench("akool")
    sent = ak.send(
        "POST", "/api/open/v3/content/image/createbyprompt", json={"prompt": "a", "source_image": url(HOUSE)}
    )
    assert len(sent.content) < 1000
