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
    "BudgetExceeded": "no",
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
    "StoreError": "no",
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


# --- the remedy -------------------------------------------------------------------------------------------------------

MONEY = ("no", "yes", "unknown")


@pytest.mark.parametrize("charged", MONEY)
@pytest.mark.parametrize("kind", ALL)
def test_there_is_always_a_remedy_of_one_line_and_it_is_true_about_money(kind: Any, charged: Any) -> None:
    for hint in ("", "nothing was spent", "Nothing was sent.; nothing was charged"):
        remedy = kind("it broke", charged=charged, hint=hint).hint
        assert remedy.strip()
        assert "\n" not in remedy
        assert charged == "no" or not re.search("nothing was (spent|sent|charged)", remedy, re.IGNORECASE)


@pytest.mark.parametrize("kind", ALL)
def test_where_money_may_be_gone_the_remedy_is_not_to_pay_again(kind: Any) -> None:
    if issubclass(kind, errors.GenerationFailed):
        return  # its job has ended: there is nothing to fetch
    for charged in ("yes", "unknown"):
        remedy = kind("x", charged=charged).hint
        assert "ig.resume()" in remedy or "the same call again" in remedy, remedy


def test_a_child_of_a_kind_has_its_parents_remedy() -> None:
    class Mine(errors.OutOfCredit):
        pass

    assert Mine("x").hint == errors.OutOfCredit("x").hint != ImgenError("x").hint


@given(st.sampled_from(ALL), TEXT, st.sampled_from(MONEY), st.lists(st.sampled_from(["a", "B", "nothing was spent"])))
def test_no_sentence_is_said_twice(kind: Any, message: str, charged: Any, clauses: list[str]) -> None:
    error = kind(f"{message}; a", charged=charged, hint="; ".join([message, *clauses]))
    shown = "; ".join(error._render_traceback_()).removesuffix(".")
    said = [one.removeprefix("Next: ").strip(" .").casefold() for one in shown.split("; ")]
    assert said.count("a") == 1 + (message.strip(" .").casefold() == "a")
    assert said.count("nothing was spent") <= (charged == "no") + (message.casefold() == "nothing was spent")


def test_a_remedy_is_given_where_there_is_none_and_only_there() -> None:
    bare, told = errors.Unauthorized("HTTP 401"), errors.Unauthorized("HTTP 401", hint="ask Ann")
    for error in (bare, told):
        error.advise("look at MY_KEY")
    assert (bare.hint, told.hint) == ("look at MY_KEY", "ask Ann")
    assert str(bare) == "HTTP 401 (look at MY_KEY)"


def test_the_remedy_follows_the_money() -> None:
    error = errors.RateLimited("HTTP 429", hint="nothing was spent; try again later")
    assert error.hint == "nothing was spent; try again later"
    error.charged = "yes"
    assert error.hint == "try again later"


def test_a_notebook_shows_the_id_of_a_job() -> None:
    shown = errors.DeadlineExceeded("late", provider="banatie", remote_id="job-7")._render_traceback_()
    assert shown[0] == "DeadlineExceeded · banatie · job-7"


# --- text of others ---------------------------------------------------------------------------------------------------


@given(st.sampled_from(ALL), st.text(max_size=40), st.text(max_size=40))
def test_what_is_shown_can_be_printed_whatever_a_provider_said(kind: Any, message: str, hint: str) -> None:
    error = kind(message, provider="x", hint=hint)
    for shown in (str(error), repr(error), error.hint, *error._render_traceback_()):
        shown.encode()
        assert not [one for one in shown if ord(one) < 32 and one not in "\n\t"]
        assert not {*shown} & {"\x7f", "\x9b", "\u202e", "\u2066"}


@pytest.mark.parametrize("sign", ["\x1b]52;c;eA==\x07", "\x1b[2J", "\x9b31m", "\r\x00", "\u202etxet", "\ud83d"])
def test_signs_that_a_terminal_obeys_are_gone(sign: str) -> None:
    shown = errors.printable(f"no {sign} fox")
    assert shown.startswith("no ")
    assert shown.endswith(" fox")
    assert all(one.isprintable() for one in shown)


def test_ordinary_text_of_any_script_stays() -> None:
    told = "a fox\n\tein Füchslein, 狐, 🦊, 👩\u200d🎨, ثعلب"
    assert errors.printable(told) == told
