"""What the engine understands of a hundred prompts; the expectations in plans.txt were written by hand."""

import json
from pathlib import Path

import pytest

from imgen_nb.sketch import ScenePlan, Subject, parse

HERE = Path(__file__).parent
LINES = [
    line for line in (HERE / "plans.txt").read_text("utf-8").splitlines() if "=>" in line and not line.startswith("#")
]
FIELDS = ("setting", "ground", "time", "weather", "mood", "style", "camera", "text")


def written(s: Subject) -> str:
    """A subject in the notation of plans.txt."""
    colour = "+".join(s.palette) or "/".join(filter(None, (s.colour, s.accent)))
    parts = [f"+{part.replace(' ', '_')}" for part in s.parts]
    tie = f"{s.relation}>{s.target}" if s.relation else ""
    words = (
        f"{s.count}x" if s.count > 1 else "",
        s.size or "",
        colour,
        s.art,
        f"~{s.pose}" if s.pose else "",
        *parts,
        f"/{s.material}" if s.material else "",
        tie,
    )
    return " ".join(filter(None, words))


def described(plan: ScenePlan) -> str:
    """A plan in the notation of plans.txt."""
    scene = [f"{key}={value}" for key in FIELDS if (value := getattr(plan, key))]
    scene += [f"without={','.join(sorted(plan.without))}"] if plan.without else []
    scene += [f"unknown={','.join(plan.not_understood)}"] if plan.not_understood else []
    return f"{' | '.join(map(written, plan.subjects))} ; {' '.join(scene)}".strip(" ;")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("=>")[0].strip()[:60])
def test_a_prompt_is_understood(line: str) -> None:
    prompt, _, expected = line.partition("=>")
    assert described(parse(prompt.strip())) == expected.strip(" ;")


def test_there_are_a_hundred() -> None:
    assert len(LINES) >= 100


@pytest.mark.parametrize("line", LINES[::7])
def test_a_plan_survives_json(line: str) -> None:
    plan = parse(line.partition("=>")[0])
    assert ScenePlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


@pytest.mark.parametrize(
    "prompt",
    [
        "",
        " ",
        "...",
        "!!!",
        "a",
        "the of in",
        "\n\t",
        "'",
        '""',
        "狐と灯台",
        "🦊",
        "x" * 5000,
        "a " * 400,
        "and and and",
    ],
)
def test_any_text_gives_a_plan(prompt: str) -> None:
    assert isinstance(parse(prompt), ScenePlan)


def test_a_negative_prompt_removes_what_it_names() -> None:
    plan = parse("a red fox and a cat in the rain at night")
    left = plan.minus(parse("cat, rain, red"))
    assert described(left).startswith("fox ; time=night")
    assert left.weather is None


def test_describe_tells_a_reader() -> None:
    assert parse("three red foxes in a quux forest").describe() == "3 red fox; setting: forest; not understood: quux"
