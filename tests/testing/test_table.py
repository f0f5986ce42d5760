"""The kit judges itself: each row is given to those it can fail for, and a provider that is wrong is caught."""

from __future__ import annotations

import httpx
import pytest
from wires import WIRES

from imgen_nb import providers, testing
from imgen_nb.errors import ImgenError
from imgen_nb.flow import Outcome, accepted, send, spend
from imgen_nb.providers import destinpq
from imgen_nb.testing.bench import WORDS, shape

NAMES = sorted(WIRES)


def rows(provider, wire, folder):
    return {row.name: row for row in testing.wire_table(provider, wire, folder)}


@pytest.mark.parametrize("name", NAMES)
def test_the_shape_of_a_polled_provider_is_found(name):
    found = shape(providers.get(name), WIRES[name])
    assert {"named", "polled", "addressed", "waits"} <= found <= WORDS
    assert "inline" not in found
    assert ("searchable" in found) == providers.get(name).has("reconcile")


def test_every_row_has_a_name_of_its_own_and_the_names_are_the_tables():
    for name in NAMES:
        names = testing.names(providers.get(name), WIRES[name])
        assert len(names) == len(set(names)) > 30


class PaysTwice(destinpq.DestinPQ):
    def generate(self, request):
        for _ in range(2):
            task_id = yield from spend(httpx.Request("POST", "/creations", json={}), destinpq._created)
        yield from accepted(task_id)
        return (yield from self.follow(task_id))


class AsksWithoutAPause(destinpq.DestinPQ):
    def follow(self, remote_id):
        while True:
            task = yield from send(httpx.Request("GET", f"/creations/{remote_id}"), httpx.Response.json)
            if assets := destinpq._addresses(task):
                return Outcome(assets)


class HidesRefusals(destinpq.DestinPQ):
    def generate(self, request):
        task = yield from spend(httpx.Request("POST", "/creations", json={}), httpx.Response.json)
        yield from accepted(task["id"])
        return (yield from self.follow(task["id"]))


@pytest.mark.parametrize(
    ("wrong", "row", "said"),
    [
        (PaysTwice, "happy path, then from the store", "2 submissions were accepted"),
        (AsksWithoutAPause, "polls keep the document's cadence", "0.0"),
        (AsksWithoutAPause, "deadline, then resume", "ended well"),
        (HidesRefusals, "refused: 422", "is not <class 'imgen_nb.errors.ApiError'>"),
        (HidesRefusals, "told to wait: no Retry-After", "OutcomeUnknown"),
    ],
)
def test_a_wrong_provider_is_caught(wrong, row, said, tmp_path):
    with pytest.raises((AssertionError, ImgenError)) as caught:
        rows(wrong(), WIRES["destinpq"], tmp_path)[row]()
    assert said in f"{type(caught.value).__name__}: {caught.value}"
