"""The parser never fails: sentences from a grammar are read, laid out and, every fifth, painted."""

import warnings
from itertools import islice

import pytest
from sentences import sentences

from imgen_nb.sketch import ScenePlan, parse, render
from imgen_nb.sketch.planning.layout import place
from imgen_nb.sketch.planning.stage import Stage

EACH = 1000
SMALL = (24, 16)


def troubles(sentence: str, painted: bool) -> str | None:
    """What is wrong with how a sentence is understood and drawn; None if nothing is."""
    try:
        plan = parse(sentence)
        if wrong := loose_end(plan):
            return wrong
        assert plan.describe()
        assert ScenePlan.from_dict(plan.to_dict()) == plan
        stage = Stage(plan, SMALL, 5, "0", 1.0)
        shown = {p.subject for p in place(stage)} | stage.cast.absorbed
        if missing := set(range(len(plan.subjects))) - shown:
            return f"not drawn: {[plan.subjects[i].word for i in missing]}"
        if painted:
            render(plan, SMALL, seed=5)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def loose_end(plan: ScenePlan) -> str | None:
    """A tie that leads nowhere or round in a circle."""
    for start, s in enumerate(plan.subjects):
        at, steps = s.target, 0
        if s.other is not None and not 0 <= s.other < len(plan.subjects):
            return f"{s.word} ({start}) leads to {s.other}"
        while at is not None:
            if not 0 <= at < len(plan.subjects) or steps > len(plan.subjects):
                return f"{s.word} ({start}) leads to {at}"
            at, steps = plan.subjects[at].target, steps + 1
    return None


@pytest.mark.sampled(30)
@pytest.mark.parametrize("seed", range(120))
def test_any_sentence_is_drawn(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = {s: troubles(s, n % 5 == 0) for n, s in enumerate(sentences(EACH // 4, seed))}
    assert {s: wrong for s, wrong in found.items() if wrong} == {}


def test_the_grammar_has_variety_and_is_the_same_each_time() -> None:
    first = list(islice(sentences(EACH, 3), EACH))
    assert first == list(sentences(EACH, 3))
    assert len(set(first)) > 0.98 * EACH
    assert sum("'s " in s or "’s " in s for s in first) > 0.1 * EACH
    plans = [parse(s) for s in first]
    assert {len(p.subjects) for p in plans} >= set(range(6))
    assert {s.relation for p in plans for s in p.subjects} >= {"on", "held", "worn", "inside", "beside", None}
