"""Make the gallery sheets of the sketch engine: what to look at after any change of it.

    python tools/gallery.py FOLDER [--cell 384] [--seed 7] [--only providers,templates,ratios,models,hero,people,final]

WebP sheets: 12 prompts x 4 providers (each with a seed of its own, as a real one would), 8 prompts x 7 templates,
5 ratios x 3 seeds, 4 prompts x all finishes, eight wide pictures without words, and two sheets of pictures with their
prompts. Pictures are painted at 768 pixels and shown at the size of a cell, as a notebook shows them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from imgen_nb.sketch import FINISHES, TEMPLATES, finish_for, parse, render
from imgen_nb.sketch.painting.lettering import FILE

PROMPTS = (
    "three red foxes next to a snowy lighthouse at sunset",
    "a red sports car on a mountain road",
    "a cat sitting on the Eiffel Tower at sunset",
    "a lighthouse by the sea at night",
    "a robot holding a yellow umbrella in a neon city at night",
    "a panda in a bamboo forest",
    "an astronaut riding a unicorn in space",
    "a whale and a submarine under the sea",
    "a cup of coffee and a croissant on a wooden table",
    "a black cat on a red sofa in a cozy room at night",
    "five sheep and a barn in a green field",
    'a wizard in front of a castle, "OPEN" on a sign',
)
TEMPLATE_PROMPTS = (
    "a red sports car on a mountain road",
    "a robot holding a yellow umbrella in a neon city at night",
    "a cup of coffee and a book",
    "blue butterfly in a meadow",
    "a fox wearing a green scarf in the snow",
    "two sailboats on a lake at sunset",
    "a bottle of perfume and a rose",
    "a dinosaur in the jungle",
)
RATIOS = {"1:1": (768, 768), "16:9": (1024, 576), "9:16": (576, 1024), "3:2": (960, 640), "21:9": (1176, 504)}
RATIO_PROMPT = "a hot air balloon and two deer over the hills at golden hour"
PROVIDERS = ("destinpq", "banatie", "akool", "qolaba")


def sheet(
    path: Path,
    rows: Sequence[str],
    columns: Sequence[str],
    paint: Callable[[str, str], Image.Image],
    cell: int,
) -> None:
    """Paint every cell and save the sheet with its words at the edges."""
    face = ImageFont.load_default(max(10, cell // 24))
    gap, head, side = 6, max(16, cell // 14), max(80, cell // 3)
    out = Image.new("RGB", (side + len(columns) * (cell + gap), head + len(rows) * (cell + gap)), "white")
    pen = ImageDraw.Draw(out)
    for j, name in enumerate(columns):
        pen.text((side + j * (cell + gap) + 4, 2), name, font=face, fill="black")
    for i, row in enumerate(rows):
        pen.multiline_text((6, head + i * (cell + gap) + 6), _lines(row, face, side - 12), font=face, fill="black")
        for j, column in enumerate(columns):
            image = paint(row, column)
            image.thumbnail((cell, cell), Image.Resampling.LANCZOS)
            out.paste(image, (side + j * (cell + gap), head + i * (cell + gap)))
    out.save(path, quality=74, method=6)


def _lines(text: str, face: ImageFont.FreeTypeFont | ImageFont.ImageFont, room: int) -> str:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Make the gallery sheets of the sketch engine.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cell", type=int, default=384)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="providers,templates,ratios,models,hero,people,final")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    seed, cell, wanted = options.seed, options.cell, options.only.split(",")
    square = (768, 768)
    if "providers" in wanted:
        sheet(
            options.folder / "providers.webp",
            PROMPTS,
            PROVIDERS,
            lambda prompt, name: render(
                parse(prompt), square, seed=seed + PROVIDERS.index(name), finish=finish_for(name)
            ),
            cell,
        )
    if "templates" in wanted:
        sheet(
            options.folder / "templates.webp",
            TEMPLATE_PROMPTS,
            TEMPLATES,
            lambda prompt, name: render(parse(prompt), square, seed=seed, finish="clay", template=name),
            cell,
        )
    if "ratios" in wanted:
        sheet(
            options.folder / "ratios.webp",
            [f"seed {k}" for k in (1, 2, 3)],
            tuple(RATIOS),
            lambda row, name: render(parse(RATIO_PROMPT), RATIOS[name], seed=int(row.split()[1]), finish="clay"),
            cell,
        )
    if "models" in wanted:
        sheet(
            options.folder / "models.webp",
            (PROMPTS[3], PROMPTS[0], TEMPLATE_PROMPTS[3], PROMPTS[8]),
            FINISHES,
            lambda prompt, name: render(parse(prompt), square, seed=seed, finish=name),
            cell,
        )
    if "hero" in wanted:
        hero(options.folder / "hero.webp", round(cell * 1.3))
    if "people" in wanted:
        captioned(options.folder / "people.webp", PEOPLE, 4, (306, 230))
    if "final" in wanted:
        captioned(options.folder / "final.webp", FINAL, 8, (150, 150))
    return 0


HERO = (
    ("three red foxes next to a snowy lighthouse at sunset", "clay", 7),
    ("a sailboat on a mountain lake at sunrise", "paper", 4),
    ("a robot holding a yellow umbrella in a neon city at night", "glow", 7),
    ("an astronaut riding a unicorn in space", "clay", 7),
    ("a red sports car on a mountain road", "ink", 7),
    ("a panda in a bamboo forest", "watercolour", 3),
    ("a hot air balloon over a village in the hills", "gouache", 5),
    ("a black cat on a red sofa in a cozy room at night", "paper", 7),
)


def hero(path: Path, wide: int) -> None:
    """Eight wide pictures, two rows, no words."""
    high, gap = round(wide * 9 / 16), 6
    out = Image.new("RGB", (4 * wide + 3 * gap, 2 * high + gap), "white")
    for k, (prompt, finish, seed) in enumerate(HERO):
        image = render(parse(prompt), (1024, 576), seed=seed, finish=finish).resize(
            (wide, high), Image.Resampling.LANCZOS
        )
        out.paste(image, ((k % 4) * (wide + gap), (k // 4) * (high + gap)))
    out.save(path, quality=80, method=6)


PEOPLE = (
    ("a raccoon wearing formal clothes, a top hat and holding a cane", 3),
    ("a girl riding a horse on a beach at sunset", 3),
    ("a panda playing a guitar on a stage", 3),
    ("an old man reading a book on a bench", 3),
    ("a bear made of ice", 3),
    ("a wooden robot in a workshop", 3),
    ("a cloud in the shape of a castle", 3),
    ("a triceratops next to a cabin", 3),
    ("a sloth in a leather jacket and a cowboy hat", 3),
    ("a corgi riding a bike in front of the Eiffel Tower", 3),
    ("a stained glass window of a panda", 3),
    ("a pig face with an eye patch", 3),
)
FINAL = tuple(
    (prompt, 7)
    for prompt in (
        "a grandmother baking bread in a kitchen",
        "two robots in a park",
        "a poster for a jazz concert",
        'a cake with five candles that says "Mia"',
        "a pizza on the right of a suitcase",
        "a tree between a house and a car",
        "seven children in a circle",
        "a red circle on top of a blue square",
        "a mockup design for a health app",
        "dashboard design with charts, dark mode",
        'a logo for a coffee shop called "Bean There"',
        "a bar chart showing sales growth",
        "a elefant in the jungel",
        "ein rotes Haus am See bei Nacht",
        "un gatto bianco su una sedia",
        'a sign that says "Fête d\'été"',
        "an office with two desks",
        "a dog in a workshop",
        "a woman wearing a hijab and a man in a turban",
        "a doctor and a nurse",
        "a dozen eggs",
        "15 penguins",
        "a house with a red door and two windows",
        "a zorblax holding a cat",
    )
)


def captioned(path: Path, prompts: Sequence[tuple[str, int]], columns: int, size: tuple[int, int]) -> None:
    """Pictures in columns, each (prompt, seed) with its prompt below it in at most three lines."""
    face, (wide, high), gap = ImageFont.truetype(str(FILE), 11), size, 4
    tall = high + 44
    out = Image.new("RGB", (columns * (wide + gap), -(-len(prompts) // columns) * tall), "white")
    pen = ImageDraw.Draw(out)
    for k, (prompt, seed) in enumerate(prompts):
        x, y = k % columns * (wide + gap), k // columns * tall
        image = render(parse(prompt), (1024, round(1024 * high / wide)), seed=seed)
        out.paste(image.resize(size, Image.Resampling.LANCZOS), (x, y))
        pen.multiline_text((x + 2, y + high + 2), _lines(prompt, face, wide - 4), font=face, fill="black", spacing=2)
    out.save(path, quality=80, method=6)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
