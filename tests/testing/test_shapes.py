"""Short providers of six shapes pass the kit."""

from __future__ import annotations

import inspect

import pytest
from shapes import SHAPES

from imgen_nb import testing
from imgen_nb.providers import _declarations as declarations
from imgen_nb.testing.bench import shape

DOES = {
    "whole_address": {"keyed", "named", "polled", "addressed", "waits"},
    "two_paths": {"keyed", "named", "polled", "addressed", "waits", "several"},
    "held_base64": {"keyed", "inline", "waits"},
    "form_with_file": {"keyed", "inline", "waits"},
    "parts": {"keyed", "inline", "waits"},
    "local_server": {"inline", "meanwhile"},
}
CASES = [(name, row) for name, one in SHAPES.items() for row in testing.names(one.Service(), one.Wire())]


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("name", "row"), CASES, ids=[f"{name}: {row}" for name, row in CASES])
def test_a_shape_passes_the_kit(name, row, tmp_path):
    one = SHAPES[name]
    rows = {case.name: case for case in testing.wire_table(one.Service(), one.Wire(), tmp_path)}
    rows[row]()


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_told_by_what_it_does(name):
    assert shape(SHAPES[name].Service(), SHAPES[name].Wire()) == DOES[name]


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_a_sound_declaration_and_short(name):
    assert declarations.problems(SHAPES[name].Service) == []
    source, _, _ = inspect.getsource(SHAPES[name]).partition("\nclass Wire")
    assert len(source.splitlines()) < 75


NOTHING_TO_ASK = ("poll", "deadline, then resume", "cancel, then resume", "unknown status word")
NOTHING_TO_FETCH = ("picture", "address", "HTML", "several")
OF_THE_WIRE = ("job failed: ", "refused: ", "told to wait: ")


@pytest.mark.parametrize("name", [name for name, does in DOES.items() if "inline" in does])
def test_rows_that_would_test_nothing_are_not_given(name):
    rows = [row for shape_of, row in CASES if shape_of == name and not row.startswith(OF_THE_WIRE)]
    idle = [row for row in rows if any(word in row for word in (*NOTHING_TO_ASK, *NOTHING_TO_FETCH))]
    assert idle == ["an answer without a picture"]
