"""The tree of errors: what the docstring draws is what there is, and an error is plain data."""

from __future__ import annotations

import copy
import json
import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb import errors
from imgen_nb.errors import ImgenError

ALL = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ImgenError)),
    key=lambda kind: kind.__name__,
)
# The contract's names and what they say about money unless told otherwise.
CHARGED = {
    "ImgenError": "no",
    "InvalidRequest": "no",
    "MissingKey": "no",
    "TransportFailed": "no",
    "DeadlineExceeded": "yes",
    "OutcomeUnknown": "unknown",
    "Cancelled": "no",
    "ApiError": "no",
    "Unauthorized": "no",
    "NotFound": "no",
    "RateLimited": "no",
    "OutOfCredit": "no",
    "GenerationFailed": "unknown",
    "ContentRejected": "unknown",
    "UnexpectedReply": "unknown",
    "AssetError": "yes",
    "AssetExpired": "yes",
    "AssetBlocked": "yes",
    "AssetNotImage": "yes",
    "AssetTooLarge": "yes",
    "StorageFull": "yes",
}
PARENTS = {
    "ApiError": {"Unauthorized", "NotFound", "RateLimited", "OutOfCredit"},
    "GenerationFailed": {"ContentRejected"},
    "AssetError": {"AssetExpired", "AssetBlocked", "AssetNotImage", "AssetTooLarge"},
}


def drawn() -> dict[str, str]:
    """Read the drawing in the module's docstring: each name with the class it hangs from; groups are no classes."""
    branch: list[tuple[int, str]] = []
    found = {}
    for line in (errors.__doc__ or "").splitlines():
        if not (match := re.match(r"([ │├└─]*)(\S.*)", line)) or not re.search(r"ImgenError$|─", line):
            continue
        depth, first = len(match[1]), match[2].split()[0]
        branch = [(at, name) for at, name in branch if at < depth]
        if first in vars(errors):
            found[first] = branch[-1][1] if branch else "Exception"
            branch.append((depth, first))
    return found


def test_the_drawing_is_the_tree() -> None:
    assert drawn() == {kind.__name__: kind.__mro__[1].__name__ for kind in ALL}


def test_the_tree_is_the_contract() -> None:
    assert {kind.__name__ for kind in ALL} == CHARGED.keys()
    for kind in ALL:
        parent = next((name for name, children in PARENTS.items() if kind.__name__ in children), "ImgenError")
        assert kind is ImgenError or kind.__mro__[1].__name__ == parent


@pytest.mark.parametrize("kind", ALL)
def test_what_an_error_says_about_money(kind: type[ImgenError]) -> None:
    assert kind("x").charged == CHARGED[kind.__name__]
    assert kind("x", charged="unknown").charged == "unknown"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "provider": st.none() | TEXT,
        "operation": st.none() | TEXT,
        "remote_id": st.none() | TEXT,
        "charged": st.sampled_from(["no", "yes", "unknown", None]),
        "hint": TEXT,
        "retry_after": st.none() | st.floats(0, 1e9),
        "json_path": st.none() | TEXT,
    },
)


@given(st.sampled_from(ALL), TEXT, FIELDS)
def test_an_error_survives_the_journal_pickle_and_copy(kind: Any, message: str, fields: dict[str, Any]) -> None:
    error = kind(message, **fields)
    journal = json.loads(json.dumps(error.to_dict()))
    for again in (
        ImgenError.from_dict(journal),
        pickle.loads(pickle.dumps(error)),
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(again) is kind
        assert again.__dict__ == error.__dict__
        assert (str(again), again.args) == (str(error), (message,))


@pytest.mark.parametrize("data", [{}, {"type": "Nobody"}, {"type": "Any"}, {"type": "annotations"}, {"type": None}])
def test_a_type_nobody_knows_becomes_the_root(data: dict[str, Any]) -> None:
    again = ImgenError.from_dict({"message": "x", **data})
    assert type(again) is ImgenError
    assert again.message == "x"


def test_fields_of_another_version_and_notes_are_no_obstacle() -> None:
    error = errors.NotFound("gone", provider="banatie")
    error.add_note("written by somebody's debugger")
    data = json.loads(json.dumps(error.to_dict()))
    again = ImgenError.from_dict({**data, "of_tomorrow": 1})
    assert (type(again), again.message, again.provider) == (errors.NotFound, "gone", "banatie")


def test_an_error_holds_plain_data_only() -> None:
    error = ImgenError("x", provider="banatie", hint="do this", retry_after=1.5)
    assert all(isinstance(value, str | float | None) for value in vars(error).values())
    assert str(error) == "banatie: x (do this)"
    assert str(ImgenError("x")) == "x"


def test_a_notebook_shows_what_happened_the_money_and_the_remedy() -> None:
    shown = errors.DeadlineExceeded("not finished after 600 s", provider="banatie", hint="ig.resume()")
    assert shown._render_traceback_() == [
        "DeadlineExceeded · banatie",
        "not finished after 600 s",
        "The provider took it, so it counts as paid (in a sandbox: $0.00).",
        "Next: ig.resume()",
    ]
    assert errors.InvalidRequest("no such ratio")._render_traceback_()[-1] == "Nothing was spent."
