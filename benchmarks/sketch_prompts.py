"""Count what the sketch engine makes of other people's prompts: errors, made-up shapes, words not understood.

    python benchmarks/sketch_prompts.py [PROMPTS] [--list] [--paint]

PROMPTS is a text file with a prompt a line, or a .tsv with a column "Prompt"; without one, the prompts of
tests/sketch/plans.txt are counted, and a thousand sentences of the tests' grammar. Goals for prompts of others: no
error, a made-up shape beside something known in at most 5 % of the pictures, made-up shapes
in at most 12 % of them.
"""

from __future__ import annotations

import argparse
import csv
import sys
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent


def prompts_of(path: Path | None) -> list[str]:
    """The prompts of a file, or those of the tests."""
    if path is None:
        sys.path.insert(0, str(ROOT / "tests" / "helpers"))
        from sentences import sentences

        lines = (ROOT / "tests" / "sketch" / "plans.txt").read_text("utf-8").splitlines()
        return [line.partition("=>")[0].strip() for line in lines if "=>" in line[1:]] + list(sentences(1000, 1))
    text = path.read_text("utf-8")
    if path.suffix == ".tsv":
        rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["Prompt"] for row in rows if row["Prompt"].strip()]
    return [line for line in text.splitlines() if line.strip()]


def main(arguments: list[str]) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Count what the sketch engine makes of prompts.")
    parser.add_argument("prompts", nargs="?", type=Path)
    parser.add_argument("--list", action="store_true", help="print each prompt with a made-up shape")
    parser.add_argument("--paint", action="store_true", help="also paint each at 64 x 64")
    asked = parser.parse_args(arguments)
    from imgen_nb.sketch import parse, render

    prompts = prompts_of(asked.prompts)
    counted: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for prompt in prompts:
        try:
            plan = parse(prompt)
            if asked.paint:
                render(plan, (64, 64), seed=1)
        except Exception:
            counted["error"] += 1
            print(f"error: {prompt!r}\n{traceback.format_exc(limit=-2)}")
            continue
        made_up = [s for s in plan.subjects if s.art.startswith("?")]
        known = len(made_up) < len(plan.subjects) or plan.setting or plan.text
        counted["made up"] += bool(made_up)
        counted["made up beside something known"] += bool(made_up and known)
        counted["words left"] += bool(plan.not_understood)
        unknown.update(plan.not_understood)
        if made_up and asked.list:
            print(f"{'beside' if known else 'alone '} {prompt!r}: {', '.join(s.word for s in made_up)}")
    for name in ("error", "made up beside something known", "made up", "words left"):
        print(f"{name:32}{counted[name]:6} of {len(prompts)}  {100 * counted[name] / max(1, len(prompts)):5.1f} %")
    print("not understood most:", ", ".join(f"{word} {n}" for word, n in unknown.most_common(60)))
    return 1 if counted["error"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
