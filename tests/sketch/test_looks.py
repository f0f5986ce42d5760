"""How pictures are framed, lit and coloured: what holds for every seed, measured."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from imgen_nb.sketch import parse, render
from imgen_nb.sketch.art.figures import figure
from imgen_nb.sketch.art.shapes import Art, Pen, raster
from imgen_nb.sketch.painting import effects, modelling, painted, palette, scenes, sets, templates, turf
from imgen_nb.sketch.painting.backdrops import bounds
from imgen_nb.sketch.painting.brushwork import Pass, brushwork
from imgen_nb.sketch.painting.canvas import receding, stream
from imgen_nb.sketch.painting.crafts import CRAFTS
from imgen_nb.sketch.painting.regions import region
from imgen_nb.sketch.painting.schools import SCHOOLS
from imgen_nb.sketch.painting.subjects import Look
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.stage import Stage

SEEDS = range(8)
ALONE = ("a cat", "a lighthouse", "a red car", "a cup", "a tree", "a woman", "an elephant", "a bottle", "a guitar")


def stage_of(prompt: str, seed: int, size: tuple[int, int] = (256, 256)) -> Stage:
    return Stage(parse(prompt), size, seed, "0", 1.0)


@pytest.mark.parametrize("prompt", ALONE)
def test_what_is_alone_fills_the_picture(prompt: str) -> None:
    for seed in SEEDS:
        stage = stage_of(prompt, seed)
        left, top, right, foot = bounds(stage, place(stage))
        assert 0.48 < max(foot - top, right - left) < 0.86, seed
        assert 0.02 < left < right < 0.98, seed
        assert 0.36 < (top + foot) / 2 < 0.68, seed
        assert 0.34 < (left + right) / 2 < 0.66, seed


@pytest.mark.parametrize("prompt", ["two cups and a teapot", "a dog and a cat", "three bottles", "a house and a tree"])
def test_a_group_stands_clear_of_the_edges(prompt: str) -> None:
    for seed in SEEDS:
        stage = stage_of(prompt, seed)
        left, top, right, foot = bounds(stage, place(stage))
        assert min(left, top, 1 - right, 1 - foot) > 0.015, seed


@pytest.mark.parametrize("prompt", ["a cup", "a lemon", "a white vase", "a black top hat", "a guitar", "a diamond"])
def test_a_wall_never_swallows_what_stands_before_it(prompt: str) -> None:
    for seed in SEEDS:
        stage = stage_of(prompt, seed)
        wall = sets.chosen(stage, stage.nuance("studio")).wall
        apart = np.abs(np.subtract(wall, palette.key_colour(stage))).sum()
        assert apart > 60, (seed, wall)


def test_sets_and_country_differ_by_seed() -> None:
    walls = {sets.chosen(s := stage_of("a cup", seed), s.nuance("studio")).wall for seed in SEEDS}
    assert len(walls) >= 6
    assert len({region(stage_of("a horse", seed)).grass for seed in SEEDS}) >= 4
    assert len({stage_of("a horse", seed).light.name for seed in SEEDS}) >= 3


def test_the_hour_and_the_season_said_are_kept() -> None:
    for seed in SEEDS:
        assert stage_of("a horse at night", seed).light.name == "night"
        assert stage_of("a horse at noon", seed).light.name == "day"
        red, green, blue = region(stage_of("a horse in a green field", seed)).grass
        assert green > red > blue


@pytest.mark.parametrize(("prompt", "grown"), [("a fox in a meadow", True), ("a fox in snow", False), ("a cat", False)])
def test_grass_stands_before_the_feet_where_it_grows(prompt: str, grown: bool) -> None:
    stage = stage_of(prompt, 3)
    scenes.paint_scene(stage)
    before, foot = np.asarray(stage.canvas.image, int), round(0.9 * stage.h)
    turf.at_feet(stage, 100.0, 140.0, foot)
    changed = np.abs(np.asarray(stage.canvas.image, int) - before).max(2)
    assert bool(changed[foot - 20 : foot, 100:140].max() > 12) is grown
    assert not changed[: foot - 24].any()
    assert not changed[:, :80].any()


def test_what_is_seen_as_a_shape_alone_stands_against_a_low_sun_unless_the_hour_is_said() -> None:
    assert stage_of("the silhouette of an elephant", 0).light.name == "sunset"
    assert stage_of("the silhouette of an elephant at night", 0).light.name == "night"


def test_a_colour_said_changes_the_subject_alone() -> None:
    plan = parse("a red cup")
    other = replace(plan, subjects=(replace(plan.subjects[0], colour="green"),))
    one, two = (np.asarray(render(p, (96, 96), seed=2), int) for p in (plan, other))
    corners = np.s_[:12, [*range(12), *range(84, 96)]]
    assert np.abs(one[corners] - two[corners]).max() <= 1
    assert np.abs(one - two).max() > 60


@pytest.mark.parametrize(("dx", "dy"), [(3, 0), (-2, 1), (0, -4), (1, 1)])
def test_a_shifted_picture_does_not_wrap_round(dx: int, dy: int) -> None:
    a = np.arange(64, dtype=np.uint8).reshape(8, 8)
    moved = np.asarray(effects.shifted(Image.fromarray(a), dx, dy))
    rows, columns = (np.clip(np.arange(8) - d, 0, 7) for d in (dy, dx))
    assert (moved == a[np.ix_(rows, columns)]).all()


@pytest.mark.parametrize(("fill", "casts"), [((120, 60, 30), True), ((194, 112, 74), False)])
def test_a_part_casts_its_shadow_on_what_it_lies_on(fill: tuple[int, int, int], casts: bool) -> None:
    pen = Pen()
    pen.box(0, 0, 100, 100, (200, 120, 80))
    pen.box(30, 30, 30, 30, fill)  # in nearly the same colour it is a step of shading, and no part
    art = pen.art()
    tile, _ = raster(art, 200, margin=0)
    bare, lit = (np.asarray(modelling.modelled(tile, a, 1, 1.0).convert("L"), int) for a in (Art(art.shapes[:1]), art))
    assert ((bare - lit)[122:126, 70:110].mean() > 12) == casts  # below it, away from the light
    assert abs((bare - lit)[170:, :40]).max() <= 1
    assert abs((bare - lit)[70:110, 70:110]).max() <= 6  # and none on itself


@pytest.mark.parametrize("name", ["dog", "elephant", "castle", "hamburger", "@mug", "bus"])
def test_grain_keeps_outline_and_colour(name: str) -> None:
    tile, _ = raster(figure(name), 120)
    grown = modelling.grained(tile, name)
    assert (np.asarray(grown)[..., 3] == np.asarray(tile)[..., 3]).all()
    inside = np.asarray(tile)[..., 3] > 250
    before, after = (np.asarray(t, float)[inside][:, :3] for t in (tile, grown))
    assert np.abs(before.mean(0) - after.mean(0)).max() < 6
    assert (np.abs(before - after).max() > 4) == (name not in ("@mug", "bus"))


@pytest.mark.parametrize("passes", [painted.DABS, painted.STROKES])
def test_strokes_keep_the_colours_and_what_is_shown(passes: tuple[Pass, ...]) -> None:
    image = render(parse("a red fox in snow at sunset"), (256, 256), seed=1, finish="glow")
    strokes = brushwork(image, Image.new("L", image.size, 255), stream("test"), passes)
    a, b = (np.asarray(i.reduce(16), float) for i in (image, strokes))
    assert np.abs(a - b).mean() < 8
    assert np.abs(np.asarray(image, float) - np.asarray(strokes, float)).mean() > 2


def test_a_plane_recedes() -> None:
    lumps = receding(stream("test"), (400, 400), 3.0)
    rough = np.abs(np.diff(lumps, axis=1)).mean(1)
    assert rough[:20].mean() > 2 * rough[-20:].mean()
    assert lumps.min() >= 0
    assert lumps.max() <= 1


def test_what_is_held_high_is_within_a_portrait() -> None:
    for seed in SEEDS:
        stage = stage_of("a portrait of a gecko wearing a hat and holding a flag", seed)
        _, top, _, _ = bounds(stage, place(stage))
        assert top > -0.02, seed


def test_what_stands_in_a_field_of_flowers_is_large_and_they_are_low() -> None:
    for seed in SEEDS:
        stage = stage_of("a windmill in a field of tulips", seed)
        placed = place(stage)
        mill = max(placed, key=lambda p: p.height)
        assert mill.name == "@windmill", seed
        assert all(p.height < 0.4 * mill.height for p in placed if p is not mill), seed


def test_who_is_looked_up_at_has_larger_feet_and_who_is_looked_down_on_a_larger_head() -> None:
    wide = {}
    for camera in ("low", None, "aerial"):
        stage = Stage(replace(parse("a robot"), camera=camera), (256, 256), 3, "0", 1.0)
        mask = np.asarray(templates.paint(stage, "general", Look()).mask) > 128
        rows = np.flatnonzero(mask.any(1))
        head, foot = (mask[int(rows[0] + k * (rows[-1] - rows[0]))].sum() for k in (0.25, 0.95))
        wide[camera] = foot / head
    assert wide["low"] > 1.05 * wide[None] > 1.1 * wide["aerial"]


def test_the_schools_are_told_apart_at_a_glance() -> None:
    plan = parse("a fox in a meadow")
    hands = {name: render(replace(plan, style=name), (128, 128), seed=3).resize((48, 48)) for name in SCHOOLS | CRAFTS}
    seen = {name: np.asarray(image, int) for name, image in hands.items()}
    for first, second in combinations(seen, 2):
        assert np.abs(seen[first] - seen[second]).mean() > 6, (first, second)
