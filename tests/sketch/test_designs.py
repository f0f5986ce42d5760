"""What is designed is laid out, and what is written can be read: on its thing, in the letters of several alphabets."""

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from imgen_nb.sketch import FINISHES, TEMPLATES, parse, render
from imgen_nb.sketch.painting.designs import TABLE
from imgen_nb.sketch.painting.lettering import FILE
from imgen_nb.sketch.planning.faces import FACES, SKY
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.stage import Stage
from imgen_nb.sketch.reading import letters
from imgen_nb.sketch.reading.designs import DESIGN


@pytest.mark.parametrize(
    ("prompt", "design", "title"),
    [
        ("a mockup design for a health app", "app screen", "Health"),
        ("dashboard for sales, dark mode", "dashboard", "Sales"),
        ("a website for a bakery", "web page", "Bakery"),
        ("a movie poster of a dragon", "poster", "Dragon"),
        ("a cat logo", "logo", "Cat"),
        ("an orange logo of a cat", "logo", "Cat"),
        ("an album cover with a wolf", "album cover", "Wolf"),
        ("a bar chart showing sales growth", "chart", "Sales growth"),
        ("an icon of a rocket", "icon", "Rocket"),
        ("a business card for a photographer", "business card", "Photographer"),
        ("a storyboard of a dog chasing a cat", "storyboard", "Dog chasing cat"),
        ("a person holding a poster", None, None),
        ("a cat looking at a website on a laptop", None, None),
        ("a dog next to a poster of a cat", None, None),
        ("a fox, poster style", None, None),
    ],
)
def test_what_is_designed(prompt: str, design: str | None, title: str | None) -> None:
    plan = parse(prompt)
    assert (plan.design, plan.title) == (design, title)
    assert not any(s.art.startswith("?") for s in plan.subjects)


def test_every_design_is_painted_in_every_ratio() -> None:
    assert set(DESIGN.values()) == set(TABLE)
    for word in TABLE:
        for size in ((96, 96), (128, 56), (56, 128), (8, 8)):
            assert render(parse(f"a {word} for a fox"), size).size == size


@pytest.mark.parametrize("finish", FINISHES)
def test_the_words_of_a_design_show_in_every_finish(finish: str) -> None:
    one, other = (parse(f'a poster that says "{word}"') for word in ("SAVE", "HELP"))
    assert one.text != other.text
    pair = [np.asarray(render(plan, (128, 128), finish=finish), int)[95:120] for plan in (one, other)]
    assert (np.abs(pair[0] - pair[1]).max(2) > 60).mean() > 0.03


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_design_is_painted_in_every_template(template: str) -> None:
    render(parse("an app for foxes"), (64, 64), template=template)


def test_the_font_has_the_letters_it_is_said_to_have() -> None:
    table = TTFont(FILE)["cmap"].getBestCmap()
    missing = [hex(code) for first, last in letters.RUNS for code in range(first, last + 1) if code not in table]
    assert missing == []


@pytest.mark.parametrize("text", ["Grüße", "Señor Muñoz", "Fête d'été", "Łódź", "Θεός", "Привет"])
def test_letters_are_no_boxes(text: str) -> None:
    plan = parse(f'a sign that says "{text}"')
    assert (plan.text, plan.not_understood, plan.subjects) == (text, (), ())


def test_what_no_font_has_is_not_understood() -> None:
    plan = parse('a sign that says "狐 Fox"')
    assert (plan.text, plan.not_understood) == ("Fox", ("狐",))


def test_words_stand_on_the_thing_that_bears_them() -> None:
    plan = parse('a birthday cake with the words "Happy Birthday"')
    assert (plan.written_on, plan.text) == ("birthday-cake", "Happy Birthday")
    assert parse('a cake and a sign that says "FREE"').written_on is None
    blank = parse("a t-shirt")
    assert blank.written_on is None
    said = parse('a t-shirt that says "MOON"')
    stage = Stage(said, (128, 128), 0, "0", 1.0)
    (shirt,) = place(stage)
    x, y = round(shirt.x * 128), round(shirt.y * 128 - shirt.height * 64)
    pixels = np.asarray(render(said, (128, 128)).convert("L"), int)[y - 12 : y + 12, x - 14 : x + 14]
    assert np.ptp(pixels) > 90


def test_faces_lie_within_their_drawings() -> None:
    for name, (left, top, right, bottom) in FACES.items():
        assert 0 <= left < right <= 1, name
        assert 0 <= top < bottom <= 1, name


@pytest.mark.parametrize(
    ("prompt", "bearer", "things"),
    [
        ("New York skyline with 'Diffusion' written with fireworks on the sky", SKY, []),
        ('clouds spelling "HELLO" in the sky', SKY, []),
        ('a stop sign that says "GO"', "@blankstopsign", ["@blankstopsign"]),
        ("a stop sign", None, ["@stopsign"]),
        ('a newspaper with the headline "Aliens found"', "@blanknewspaper", ["@blanknewspaper"]),
        ('a chalkboard with "2 + 2 = 5" written on it', "@slate", ["@slate"]),
        ('a banner that says "HAPPY NEW YEAR"', "@banner", ["@banner"]),
        ('a tombstone that says "RIP"', "@tombstone", ["@tombstone"]),
        ('a license plate that says "FAST"', "@licenseplate", ["@licenseplate"]),
    ],
)
def test_words_stand_where_they_are_written_and_nothing_else_does(
    prompt: str, bearer: str | None, things: list[str]
) -> None:
    plan = parse(prompt)
    assert plan.written_on == bearer
    assert [s.art for s in plan.subjects] == things


@pytest.mark.parametrize("prompt", ['a sign that says "BEWARE" in a dark forest at night', 'a sign that says "BEWARE"'])
def test_a_sign_can_be_read_by_day_and_by_night(prompt: str) -> None:
    drawn = np.asarray(render(parse(prompt), (256, 256), seed=3).convert("L"), int)[114:170, 70:186]
    board, ink = np.percentile(drawn, 90), np.percentile(drawn, 5)
    assert board - ink > 40, "the letters are darker than their board"
