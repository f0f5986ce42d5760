"""Strengths from votes: a known order is found again, and the intervals hold the truth as often as they say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgen_nb.comparison.vote.strengths import Judged, measure

TRUTH = np.linspace(1.5, -1.5, 6)


def simulated(truth: np.ndarray, votes: int, rng: np.random.Generator, size: int = 2) -> list[Judged]:
    """Votes of people who choose by the strengths given, each ballot of contestants drawn at random."""
    made: list[Judged] = []
    for _ in range(votes):
        shown = tuple(int(one) for one in rng.permutation(len(truth))[:size])
        odds = np.exp(truth[list(shown)])
        chosen = int(rng.choice(shown, p=odds / odds.sum()))
        made.append((shown, chosen))
    return made


def agreement(order: list[int]) -> float:
    """Kendall's tau between an order and 0, 1, 2..."""
    signs = [np.sign(b - a) for at, a in enumerate(order) for b in order[at + 1 :]]
    return float(np.mean(signs))


@pytest.mark.parametrize("size", [2, 4])
def test_a_thousand_votes_find_a_known_order_again(size: int) -> None:
    found = measure(simulated(TRUTH, 1000, np.random.default_rng(7), size), len(TRUTH))
    assert agreement(found.order) >= 0.9
    assert all(found.apart(one, next_) for one, next_ in pairwise(range(len(TRUTH))))
    assert found.at == pytest.approx(TRUTH, abs=0.4)


@pytest.mark.parametrize(("contestants", "votes", "size"), [(6, 400, 2), (3, 30, 2), (6, 300, 4)])
def test_the_intervals_hold_the_truth_as_often_as_they_say(contestants: int, votes: int, size: int) -> None:
    rng, truth = np.random.default_rng(11), np.linspace(1.2, -1.2, contestants)
    held = []
    for _ in range(60):
        found = measure(simulated(truth, votes, rng, size), contestants)
        held += list((found.low <= truth) & (truth <= found.high))
    assert 0.85 <= np.mean(held) <= 0.95


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True), max_size=60))
def test_they_are_the_likeliest_everybody_won_as_often_as_they_say(duels: list[list[int]]) -> None:
    """The equations of Bradley and Terry, at the one win and one loss against the field that all begin with."""
    found = measure([((one, other), one) for one, other in duels], 4)
    won = [1.0 + sum(one == winner for winner, _ in duels) for one in range(4)]
    chance = 1 / (1 + np.exp(found.at[None, :] - found.at[:, None]))
    met = np.full((4, 4), 2 / 3)
    for one, other in duels:
        met[one, other] += 1
        met[other, one] += 1
    np.fill_diagonal(met, 0)
    assert (met * chance).sum(axis=1) == pytest.approx(won, rel=5e-3)


def test_ties_count_half() -> None:
    even = measure([((0, 1), None)] * 40, 2)
    assert even.at == pytest.approx([0, 0])
    assert not even.apart(0, 1)
    halves = measure([((0, 1), None)] * 20 + [((0, 1), 0)] * 20, 2)
    assert halves.at == pytest.approx(measure([((0, 1), 0)] * 30 + [((0, 1), 1)] * 10, 2).at)


def test_a_few_votes_that_agree_prove_little_and_many_prove_much() -> None:
    few, many = measure([((0, 1), 0)] * 2, 2), measure([((0, 1), 0)] * 20, 2)
    assert not few.apart(0, 1)
    assert many.apart(0, 1)
    assert few.low[0] < 0 < many.low[0]
    assert np.isfinite(many.high).all()


def test_how_many_more_votes_are_lacking_is_of_the_right_size() -> None:
    truth, rng = np.array([0.25, -0.25]), np.random.default_rng(3)
    times = [measure(simulated(truth, 40, rng), 2).lacking(0, 1) for _ in range(41)]
    votes = 40 * float(np.median(times))
    assert 20 < votes < 160, "near 45 votes tell odds of e^0.5 apart at 90 %"


def test_nobody_voted_on_is_in_the_middle_with_the_widest_interval() -> None:
    found = measure([((0, 1), 0)] * 30, 3)
    assert found.high[2] - found.low[2] > found.high[0] - found.low[0]
    assert abs(found.at[2]) < max(abs(found.at[0]), abs(found.at[1]))
    assert not found.apart(0, 2)


def ballots(contestants: int) -> st.SearchStrategy[list[Judged]]:
    shown = st.lists(st.integers(0, contestants - 1), min_size=2, max_size=4, unique=True)
    one = shown.flatmap(lambda some: st.tuples(st.just(tuple(some)), st.sampled_from([None, *some])))
    return st.lists(one, max_size=30)


@settings(max_examples=30, deadline=None)
@given(ballots(5), st.permutations(range(5)))
def test_strengths_do_not_depend_on_who_is_called_what(judged: list[Judged], names: list[int]) -> None:
    renamed = [
        (tuple(names[one] for one in shown), None if chosen is None else names[chosen]) for shown, chosen in judged
    ]
    before, after = measure(judged, 5), measure(renamed, 5)
    assert before.at == pytest.approx([after.at[names[one]] for one in range(5)], abs=2e-3)
    assert before.at.sum() == pytest.approx(0, abs=1e-6)
    assert (before.low <= before.high).all()


def test_the_same_votes_give_the_same_numbers() -> None:
    judged = simulated(TRUTH, 50, np.random.default_rng(1))
    assert (measure(judged, 6).draws == measure(judged, 6).draws).all()
