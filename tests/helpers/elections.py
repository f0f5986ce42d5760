"""Cells to vote on: pictures of the sizes asked for, each of a colour of its own, by services that do not exist."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

from imgen_nb.comparison.axes import Axis
from imgen_nb.comparison.cells import Cell
from imgen_nb.types import Generation, ImageRequest, Picture, State

WHO = ("Atelier", "Bureau", "Cabinet", "Dépôt", "Étude")
PROMPTS = ("a fox", "two herons")


def picture(folder: Path, who: str, size: tuple[int, int] = (96, 64), *, sketch: bool = False) -> Picture:
    """A PNG that says in its text, its name and its alt whose it is, as real ones do."""
    seed = hashlib.sha256(f"{who} {folder} {len(list(folder.glob('*.png')))}".encode()).digest()
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Software", f"{who} 3.1")
    path = folder / f"{who}-{seed.hex()[:6]}.png"
    Image.new("RGB", size, (seed[0], seed[1], seed[2])).save(path, pnginfo=told)
    alt = f"a fox, {who}, 1:1"
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    return Picture(path, sha, *size, "image/png", alt, sketch)


def cell(
    folder: Path, who: str, *pictures: Picture, prompt: str = "a fox", sandbox: bool = False, **coordinates: Any
) -> Cell:
    """A cell that has ended well; without pictures it has one of its own."""
    asked = ImageRequest(who.lower(), prompt, {}, 1, "sandbox:1" if sandbox else "https://api.example")
    made = Cell(who, asked, title=who, coordinates={"provider": who.lower(), "prompt": prompt, **coordinates})
    shown = pictures or (picture(folder, who, sketch=sandbox),)
    made.generation = Generation(asked, State.SAVED, shown, sandbox=sandbox, timings={"total": 3.2}, title=who)
    return made


def field(folder: Path, who: tuple[str, ...] = WHO[:3], prompts: tuple[str, ...] = PROMPTS, **how: Any) -> list[Cell]:
    """A cell for each service and prompt."""
    return [cell(folder, name, prompt=prompt, **how) for name in who for prompt in prompts]


def axes(who: tuple[str, ...] = WHO[:3], prompts: tuple[str, ...] = PROMPTS) -> tuple[Axis, ...]:
    """The axes of `field`."""
    providers = Axis("provider", [name.lower() for name in who], labels=who)
    return (providers, Axis("prompt", list(prompts))) if len(prompts) > 1 else (providers,)
