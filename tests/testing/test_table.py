"""The kit judges itself: each row is given to those it can fail for, and a provider that is wrong is caught."""

from __future__ import annotations

import httpx
import pytest
from shapes import SHAPES
from wires import WIRES

from imgen_nb import providers, testing
from imgen_nb.errors import ImgenError
from imgen_nb.flow import Outcome, accepted, send, spend
from imgen_nb.testing.bench import WORDS, shape
from imgen_nb.testing.scripted import held

NAMES = sorted(WIRES)


def rows(provider, wire, folder):
    return {row.name: row for row in testing.wire_table(provider, wire, folder)}


@pytest.mark.parametrize("name", NAMES)
def test_the_shape_of_a_provider_is_found(name):
    found = shape(providers.get(name), WIRES[name])
    assert found <= WORDS
    assert ("inline" in found) != ("addressed" in found)
    assert ("waits" in found) == bool(WIRES[name].waits())
    assert ("named" in found) == ("polled" in found) == (not held(WIRES[name])), "whoever has an id is asked for it"
    assert ("searchable" in found) == providers.get(name).has("reconcile")


def test_every_row_has_a_name_of_its_own_and_the_names_are_the_tables():
    for name in NAMES:
        names = testing.names(providers.get(name), WIRES[name])
        assert len(names) == len(set(names)) > 25


Right, SAID = SHAPES["whole_address"].Service, SHAPES["whole_address"].Wire


class PaysTwice(Right):
    def generate(self, request):
        for _ in range(2):
            made = yield from spend(httpx.Request("POST", "/paint", json={}), httpx.Response.json)
        yield from accepted(made["id"])
        return (yield from self.follow(made["id"]))


class AsksWithoutAPause(Right):
    def follow(self, remote_id):
        asked = httpx.Request("GET", f"{self.origins[0]}/jobs/{remote_id}")
        while (job := (yield from send(asked, httpx.Response.json)))["status"] != "Ready":
            pass
        return Outcome([job["result"]["sample"]])


class HidesRefusals(Right):
    def generate(self, request):
        made = yield from spend(httpx.Request("POST", "/paint", json={}), httpx.Response.json)
        yield from accepted(made["id"])
        return (yield from self.follow(made["id"]))


class CountsTheMoneyFirst(Right):
    def follow(self, remote_id):
        done = yield from super().follow(remote_id)
        return Outcome(done.assets, raw={"at": float(done.raw["price"])})


@pytest.mark.parametrize(
    ("wrong", "row", "said"),
    [
        (PaysTwice, "happy path, then from the store", "2 submissions were accepted"),
        (AsksWithoutAPause, "polls keep the document's cadence", "0.0"),
        (AsksWithoutAPause, "deadline, then resume", "ended well"),
        (HidesRefusals, "refused: 422", "is not <class 'imgen_nb.errors.ApiError'>"),
        (CountsTheMoneyFirst, "happy path, then from the store", "KeyError"),
        (HidesRefusals, "told to wait: 429", "OutcomeUnknown"),
    ],
)
def test_a_wrong_provider_is_caught(wrong, row, said, tmp_path):
    with pytest.raises((AssertionError, ImgenError)) as caught:
        rows(wrong(), SAID(), tmp_path)[row]()
    assert said in f"{type(caught.value).__name__}: {caught.value}"
