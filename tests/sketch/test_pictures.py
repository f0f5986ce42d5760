"""Properties of pictures: they are measured, not compared with stored ones, because numpy and Pillow may round anew."""

import asyncio
import hashlib
import io
import subprocess
import sys
import time
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from imgen_nb.sketch import CAPTION, FINISHES, TEMPLATES, finish_for, parse, preview, render, save
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.shapes import raster
from imgen_nb.sketch.painting import materials, painter, stuffs
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading.lexicon import COLOUR
from imgen_nb.sketch.reading.making import ADJECTIVE, COLOURED, MATERIAL

FOX = "a red fox in snow at sunset"
SMALL = (192, 192)


def digest(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def difference(a: Image.Image, b: Image.Image) -> float:
    """Mean absolute difference of two pictures, 0 to 255."""
    return float(np.asarray(ImageChops.difference(a, b), np.float32).mean())


# The sizes of the documents' ratios, small: 1:1, 16:9, 9:16, 3:2, 2:3, 4:3, 3:4, 21:9.
@pytest.mark.parametrize(
    "size", [(192, 192), (256, 144), (144, 256), (240, 160), (160, 240), (208, 156), (156, 208), (294, 126), (137, 211)]
)
def test_a_picture_has_the_size_asked_for(size: tuple[int, int]) -> None:
    image = render(parse(FOX), size, seed=1)
    assert (image.size, image.mode) == (size, "RGB")


@pytest.mark.parametrize("look", [*FINISHES, *TEMPLATES])
def test_the_smallest_sizes_are_painted_in_every_look(look: str) -> None:
    kind = "finish" if look in FINISHES else "template"
    for size in ((8, 8), (8, 39), (61, 9), (24, 24)):
        assert render(parse('two seagulls at sea in the rain, "HI" on a sign'), size, **{kind: look}).size == size  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["a room", "a table", "the sea", "space", "a cave", "a castle"])
@pytest.mark.parametrize("thing", ["rainbow", "moon", "star"])
def test_what_belongs_to_the_sky_is_drawn_anywhere(thing: str, place: str) -> None:
    for template in ("general", "sticker"):
        without, with_it = (
            render(parse(words), SMALL, seed=3, template=template) for words in (place, f"a {thing} above {place}")
        )
        assert difference(without, with_it) > 0.3


def test_a_ratio_is_composed_and_not_cropped() -> None:
    plan = parse("a red car and a blue car")
    for size in ((320, 120), (120, 320), (200, 200)):
        image = render(plan, size, seed=4)
        for colour in ("red", "blue"):
            assert share(image, COLOUR[colour]) > 0.004, (size, colour)


def share(image: Image.Image, colour: tuple[int, int, int], reach: float = 0.16) -> float:
    """How much of a picture has about the hue and strength of a colour."""
    hsv = np.asarray(image.convert("HSV"), np.float32) / 255
    h, s, v = np.asarray(Image.new("RGB", (1, 1), colour).convert("HSV"), np.float32)[0, 0] / 255
    near = np.abs(hsv[..., 0] - h)
    near = np.minimum(near, 1 - near)
    return float(((near < reach / 3) & (hsv[..., 1] > max(0.35, s * 0.5)) & (np.abs(hsv[..., 2] - v) < 0.45)).mean())


def test_two_processes_paint_the_same_pixels() -> None:
    code = (
        "import hashlib; from imgen_nb.sketch import parse, render\n"
        f"for finish in ('clay', 'gouache', 'ink', 'paper'): print(hashlib.sha256(render(parse({FOX!r}), {SMALL}, "
        "seed=7, finish=finish, template='comic' if finish == 'ink' else 'general').tobytes()).hexdigest())"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=_env(seed)).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.split()[0] == digest(render(parse(FOX), SMALL, seed=7, finish="clay"))


def _env(hash_seed: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_a_small_picture_shows_what_a_large_one_does() -> None:
    small = render(parse(FOX), (96, 96), seed=3)
    large = render(parse(FOX), (384, 384), seed=3).resize((96, 96), Image.Resampling.BOX)
    assert difference(small, large) < 14


CHANGES: dict[str, dict[str, object]] = {
    "seed": {"seed": 8},
    "finish": {"finish": "ink"},
    "template": {"template": "product"},
    "guidance": {"guidance": 1.5},
    "high guidance": {"guidance": 20.0},
    "steps": {"steps": 4},
    "many steps": {"steps": 80},
    "negative": {"negative": "snow"},
    "layout": {"layout": 2},
    "sheet": {"sheet": True},
    "quadrant": {"quadrant": 3},
    "source": {"source": Image.linear_gradient("L").convert("RGB")},
    "references": {"references": (Image.new("RGB", (32, 32), (20, 190, 170)),)},
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_argument_changes_the_picture(name: str) -> None:
    plan = parse(FOX)
    base = render(plan, SMALL, seed=7)
    assert difference(base, render(plan, SMALL, **{"seed": 7, **CHANGES[name]})) > 0.8  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        "a red fox in snow at sunset, beautiful",
        "a blue fox in snow at sunset",
        "a red fox in snow",
        "a red fox in rain at sunset",
        "two red foxes in snow at sunset",
    ],
)
def test_each_word_changes_the_picture(other: str) -> None:
    assert digest(render(parse(FOX), SMALL, seed=7)) != digest(render(parse(other), SMALL, seed=7))


def test_finishes_and_templates_differ_from_each_other() -> None:
    plan = parse("a lighthouse by the sea")
    for names, key in ((FINISHES, "finish"), (TEMPLATES, "template")):
        images = {name: render(plan, SMALL, seed=2, **{key: name}) for name in names}  # type: ignore[arg-type]
        for a, b in combinations(names, 2):
            assert difference(images[a], images[b]) > 1.5, (a, b)


@pytest.mark.parametrize("colour", ["red", "blue", "green", "yellow", "purple", "pink", "orange"])
@pytest.mark.parametrize("noun", ["car", "balloon", "robot", "butterfly"])
def test_the_colour_asked_for_is_in_the_subjects_box(colour: str, noun: str) -> None:
    plan = parse(f"a {colour} {noun} on a white background")
    image = render(plan, SMALL, seed=5)
    box = subject_box(f"a {colour} {noun} on a white background")
    assert share(image.crop(box), COLOUR[colour]) > 0.06


def subject_box(prompt: str) -> tuple[int, int, int, int]:
    """Where the first subject stands in a small picture with seed 5."""
    from imgen_nb.sketch.planning.layout import place

    stage = Stage(parse(prompt), SMALL, 5, "0", 1.0)
    p = place(stage)[0]
    left, top, right, bottom = p.art.box
    half = p.height * (right - left) / (bottom - top) / 2 * stage.m
    x, y = p.x * stage.w, p.y * stage.h
    return (
        max(0, int(x - half)),
        max(0, int(y - p.height * stage.m)),
        min(stage.w, int(x + half)),
        min(stage.h, int(y)),
    )


def test_steps_add_detail() -> None:
    plan = parse("a castle in a forest")
    amounts = []
    for steps in (1, 4, 12, 28, 90):
        image = render(plan, (256, 256), seed=1, steps=steps).convert("L")
        final = render(plan, (256, 256), seed=1, steps=28).convert("L")
        amounts.append(difference(image.convert("RGB"), final.convert("RGB")))
    assert amounts[0] > amounts[1] > amounts[2] > amounts[3] == 0 < amounts[4]


def test_low_guidance_forgets_words_one_by_one() -> None:
    plan = parse("three blue cats and a dog in a forest at night in the rain")
    said = [len(painter.obeyed(plan, g, 3).describe()) for g in (1.0, 2.0, 4.0, 6.0, 7.5)]
    assert said == sorted(said)
    assert painter.obeyed(plan, 7.5, 3) == plan


def test_a_negative_prompt_takes_the_snow_away() -> None:
    white = [
        np.asarray(render(parse(FOX), SMALL, seed=7, negative=n).convert("L"))[150:180].mean() for n in (None, "snow")
    ]
    assert white[0] > white[1] + 8


def test_a_mask_keeps_every_other_pixel() -> None:
    source = render(parse("a cat on a sofa"), (256, 256), seed=1)
    mask = Image.new("L", source.size)
    ImageDraw.Draw(mask).rectangle((60, 40, 160, 150), fill=255)
    out = render(parse("a blue dragon"), source.size, seed=2, source=source, mask=mask)
    changed = ImageChops.difference(out, source).convert("L").point([0] + [255] * 255)
    outside = ImageChops.subtract(changed, mask)
    assert outside.crop((0, 0, 256, 236)).getbbox() is None  # below it is the caption, drawn anew
    assert changed.crop((70, 50, 150, 140)).getbbox() is not None


def test_similarity_leads_from_the_prompt_to_the_source() -> None:
    source = render(parse("a beach at noon"), SMALL, seed=1)
    away = [
        difference(render(parse("a castle on a hill"), SMALL, seed=2, source=source, similarity=s), source)
        for s in (0.1, 0.5, 0.95)
    ]
    assert away[0] > away[1] > away[2]


def test_references_give_palette_and_subject() -> None:
    teal = Image.new("RGB", (64, 64), (20, 180, 170))
    plain = render(parse("a field"), SMALL, seed=1)
    toned = render(parse("a field"), SMALL, seed=1, references=(teal,))
    target = np.array([20, 180, 170])
    assert np.abs(np.asarray(toned).mean((0, 1)) - target).sum() < np.abs(np.asarray(plain).mean((0, 1)) - target).sum()
    thing = Image.new("RGB", (128, 128), (240, 240, 240))
    ImageDraw.Draw(thing).ellipse((34, 34, 94, 94), fill=(200, 20, 180))
    shown = render(parse("a field"), SMALL, seed=1, references=(thing,))
    assert share(shown, (200, 20, 180)) > 0.01


def test_a_quadrant_is_the_picture_of_the_sheet() -> None:
    plan = parse("two cats and a red balloon in a park")
    sheet = render(plan, (400, 400), seed=6, sheet=True)
    for k, (x, y) in enumerate(((0, 0), (201, 0), (0, 201))):
        one = render(plan, (796, 796), seed=6, quadrant=k + 1)  # type: ignore[arg-type]
        small = one.resize((199, 199), Image.Resampling.BOX)
        part = sheet.crop((x, y, x + 199, y + 199))
        assert difference(small.crop((0, 0, 199, 170)), part.crop((0, 0, 199, 170))) < 13, k
    others = [render(plan, SMALL, seed=6, layout=n) for n in range(4)]
    assert len({digest(i) for i in others}) == 4


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("size", [(192, 192), (300, 120)])
def test_the_caption_is_there(template: str, size: tuple[int, int]) -> None:
    plan = parse("a white swan on a lake at night")
    bare = painter._ordered(plan, 1, "clay", template, None, None, None, (), 0.5)
    without = painter._paint(bare, size)
    marked = render(plan, size, seed=1, finish="clay", template=template)
    box = ImageChops.difference(without, marked).getbbox()
    assert box is not None
    assert box[0] > size[0] * 0.02
    assert box[2] > size[0] * 0.95
    assert box[3] > size[1] * 0.92
    band = np.asarray(marked.crop(box).convert("L"), np.int16)
    assert band.max() - band.min() > 110  # light letters on a dark band
    assert CAPTION == "sketch engine · not an AI model"


@pytest.mark.parametrize("progress", [0.0, 0.3, 0.6])
def test_previews_come_nearer(progress: float) -> None:
    plan = parse(FOX)
    final = render(plan, (512, 288), seed=7).resize((256, 144), Image.Resampling.BOX)
    shown = preview(plan, (512, 288), progress=progress, seed=7)
    later = preview(plan, (512, 288), progress=min(1.0, progress + 0.3), seed=7)
    assert shown.size == (256, 144)
    assert difference(shown, final) > difference(later, final)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_files_name_the_engine(kind: str) -> None:
    data = save(render(parse(FOX), SMALL), kind, metadata={"prompt": "狐 fox"})
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == kind.upper()
    if kind == "png":
        assert image.info["imgen_nb:engine"] == "sketch"
        assert image.info["prompt"] == "狐 fox"
    else:
        assert "imgen_nb:engine=sketch" in image.getexif()[0x0131]
    if kind == "jpeg":
        assert b"imgen_nb:engine=sketch" in image.info["comment"]


def test_wrong_arguments_are_named() -> None:
    plan = parse(FOX)
    for arguments, words in (
        ({"finish": "marble"}, "marble"),
        ({"template": "poster"}, "poster"),
        ({"mask": Image.new("L", (8, 8))}, "source"),
    ):
        with pytest.raises(ValueError, match=words):
            render(plan, SMALL, **arguments)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="8 x 8"):
        render(plan, (0, 10))
    with pytest.raises(ValueError, match="tiff"):
        save(Image.new("RGB", (8, 8)), "tiff")


def test_every_provider_has_a_look_of_its_own() -> None:
    looks = [finish_for(p) for p in ("destinpq", "banatie", "akool", "qolaba")]
    models = [
        "vertex/nano-banana-flash",
        "vertex/nano-banana-pro",
        "vertex/imagen-4",
        "vertex/imagen-4-fast",
        "vertex/imagen-4-ultra",
        "fal/flux-2",
        "openai/gpt-image-2",
    ]
    looks += [finish_for("qolaba", m) for m in models]
    assert len(set(looks)) == len(looks)
    assert set(looks) <= set(FINISHES)
    assert finish_for("new", "thing") in FINISHES


def test_the_default_hands_are_told_apart_at_a_glance() -> None:
    plan = parse("a red fox by a cabin in the snow")
    hands = (finish_for("destinpq"), finish_for("qolaba", "nano-banana-flash"))
    small = (render(plan, (256, 256), seed=3, finish=hand).resize((64, 64)) for hand in hands)
    first, last = (np.asarray(image, int) for image in small)
    assert np.abs(first - last).mean() > 20


@pytest.mark.parametrize("size", [(256, 256), (256, 512), (640, 360)])
def test_the_caption_can_be_read_from_256_pixels_up(size: tuple[int, int]) -> None:
    image = np.asarray(render(parse("a fox in the snow"), size).convert("L"), int)
    corner = image[-24:, -size[0] // 2 :]
    rows = np.flatnonzero((corner > 140).sum(1) > 6)  # letters are light on a dark band
    assert rows.max() - rows.min() >= 5
    assert (corner < 70).mean() > 0.15


@pytest.mark.parametrize(
    "setting", sorted(set(__import__("imgen_nb.sketch.reading.lexicon", fromlist=["SETTING"]).SETTING.values()))
)
def test_every_setting_is_painted(setting: str) -> None:
    from dataclasses import replace

    plan = replace(parse("a cat and a tree"), setting=setting)
    for changes in (
        {"time": "night", "camera": "aerial"},
        {"weather": "storm", "camera": "low"},
        {"weather": "snow", "time": "sunset", "mood": "neon"},
    ):
        image = render(replace(plan, **changes), (128, 96), seed=3)  # type: ignore[arg-type]
        assert float(np.asarray(image, np.float32).std()) > 8


def test_the_event_loop_keeps_beating_while_pictures_are_painted() -> None:
    async def run() -> list[float]:
        beats = [time.perf_counter()]

        async def heart() -> None:
            while True:
                await asyncio.sleep(0.01)
                beats.append(time.perf_counter())

        beating = asyncio.create_task(heart())
        plan = parse("three foxes and a castle in a forest at sunset")
        await asyncio.gather(*(asyncio.to_thread(render, plan, (384, 384), seed=k) for k in range(8)))
        beating.cancel()
        return beats

    beats = asyncio.run(run())
    gaps = np.diff(beats)
    assert len(gaps) > 10
    assert float(gaps.max()) < 0.5  # a loop that waits for a picture would miss a second


@pytest.mark.parametrize("stuff", [*materials.MATERIALS, *stuffs.KEPT, "honeybee", "nobody drew this"])
def test_a_material_changes_the_thing_and_leaves_its_outline(stuff: str) -> None:
    tile, _ = raster(figure("horse"), 90)
    made = materials.made_of(tile, stuff, None)
    rough = tile.height / materials.BLOCKS + 1 if stuff in {*materials.BUILT, "cloud", "fur"} else 0
    boxes = made.getchannel("A").getbbox(), tile.getchannel("A").getbbox()
    assert np.abs(np.subtract(*boxes)).max() <= rough
    assert (made == tile) == (stuff == "nobody drew this")


def test_what_the_reader_says_is_made_of_something_can_be_painted() -> None:
    assert {*MATERIAL.values(), *ADJECTIVE.values()} <= {*materials.MATERIALS, *stuffs.KEPT}
    assert {*COLOURED} <= {*materials.MATERIALS}
