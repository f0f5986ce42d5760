"""What is Banatie's own: a lost answer is found by what we sent in `meta`, and every request counts."""

from __future__ import annotations

import unicodedata
from typing import Any

import httpx
import pytest
from flows import REF, asked, driven, said
from hypothesis import given
from hypothesis import strategies as st

from imgen_nb import providers
from imgen_nb.errors import ApiError, ContentRejected, GenerationFailed, NotFound, UnexpectedReply
from imgen_nb.flow import Exchange
from imgen_nb.providers.banatie import CANDIDATES

BANATIE = providers.get("banatie")
GONE = said({"success": False, "error": {"code": "GENERATION_NOT_FOUND"}}, 404)


def row(number: int, prompt: str, **more: Any) -> dict[str, Any]:
    created = f"2025-11-28T10:{number // 60:02}:{number % 60:02}Z"
    return {"id": f"g-{number}", "originalPrompt": prompt, "status": "pending", "createdAt": created, **more}


class Service:
    """What the account has; the list is thin, as the document prints it."""

    def __init__(self, *rows: dict[str, Any], **paging: Any) -> None:
        self.rows = rows
        self.paging = {"limit": 100, "offset": 0, "total": len(rows), "hasMore": False, **paging}
        self.absent: set[str] = set()
        self.asked: list[str] = []

    def look(self, prompt: str) -> str | None:
        """Drive one look for a lost answer to its end."""
        flow, answer, error = BANATIE.reconcile(asked(BANATIE, prompt)), None, None
        try:
            while True:
                step = flow.throw(error) if error else flow.send(answer)
                answer = error = None
                assert isinstance(step, Exchange)
                assert not step.paid
                try:
                    answer = step.read(self.answer(step.request))
                except NotFound as missing:
                    error = missing
        except StopIteration as done:
            found: str | None = done.value
            return found

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        last = request.url.path.rpartition("/")[2]
        if last == "generations":
            thin = [{name: value for name, value in one.items() if name != "meta"} for one in self.rows]
            return said({"success": True, "data": thin, "pagination": self.paging})
        if last in self.absent:
            return GONE
        return said({"success": True, "data": next(one for one in self.rows if one["id"] == last)})


def ours(number: int, prompt: str) -> dict[str, Any]:
    return row(number, prompt, meta={"mine": 1, "imgen_ref": REF}) | {"id": "ours"}


def others(prompt: str, count: int) -> list[dict[str, Any]]:
    return [row(number, prompt, meta={"imgen_ref": f"other-{number}"}) for number in range(count)]


LONG = "a red fox in the snow, painted with a broad brush, " * 40
KEPT = {
    "as it is": ("a red fox", "a red fox"),
    "trimmed": (" a red fox\n", "a red fox"),
    "inner blanks": ("a  red\tfox", "a red fox"),
    "composed": (unicodedata.normalize("NFD", "ein müder Fuchs"), unicodedata.normalize("NFC", "ein müder Fuchs")),
    "cut": (LONG, LONG[:255]),
    "in small letters": ("A Red FOX", "a red fox"),
    "rewritten": ("a red fox in the snow", "A photorealistic red fox standing in deep snow, golden light"),
    "escaped": ("fox & <b>hound</b>", "fox &amp; &lt;b&gt;hound&lt;/b&gt;"),
    "without spaces": ("雪の中の赤い狐の絵", "雪の中の赤い狐"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_lost_answer_is_found_however_the_prompt_was_kept(name: str) -> None:
    sent, kept = KEPT[name]
    service = Service(*others("a harbour at dusk", 60), ours(5, kept), *others("three pears on a table", 30))
    assert service.look(sent) == "ours"
    assert len(service.asked) <= 3


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(0, 40))
def test_one_look_costs_little_and_never_finds_another_request(prompt: str, count: int) -> None:
    service = Service(*others(prompt, count))
    assert service.look(f"a {prompt}") is None
    assert len(service.asked) <= 1 + CANDIDATES
    assert 3 * (1 + CANDIDATES) <= 45, "three looks of the hour's hundred requests"


@pytest.mark.parametrize("newest_first", [True, False])
def test_among_equals_the_newest_are_asked_for_first(newest_first: bool) -> None:
    rows = [*others("a red fox", 30), ours(59, "a red fox")]
    service = Service(*(reversed(rows) if newest_first else rows))
    assert service.look("a red fox") == "ours"
    assert len(service.asked) == 2


def test_what_is_listed_and_not_to_be_had_yet_is_passed_over() -> None:
    service = Service(*others("a red fox", 4), ours(0, "a red fox"))
    service.absent = {"g-1", "g-2", "g-3"}
    assert service.look("a red fox") == "ours"
    service.absent = {"ours"}
    assert service.look("a red fox") is None


def test_a_list_that_tells_meta_is_all_that_is_needed() -> None:
    listed = [*others("a red fox", 30), ours(31, "another prompt")]
    reply = said({"success": True, "data": listed, "pagination": {}})
    found, steps = driven(BANATIE.reconcile(asked(BANATIE, "a red fox")), reply)
    assert (found, len(steps)) == ("ours", 1)
    found, steps = driven(BANATIE.reconcile(asked(BANATIE, "x")), said({"success": True, "data": listed[:30]}))
    assert (found, len(steps)) == (None, 1)


@pytest.mark.parametrize("total", ["42", 42, 42.0])
@pytest.mark.parametrize("more", [True, "true", 1])
def test_the_numbers_of_a_list_may_be_text(total: Any, more: Any) -> None:
    paging = {"limit": "10", "offset": "20", "total": total, "hasMore": more}
    page, _ = driven(BANATIE.list(limit=10, offset=20), said({"success": True, "data": [], "pagination": paging}))
    assert (page.total, page.limit, page.offset, page.has_more) == (42, 10, 20, True)


@pytest.mark.parametrize("paging", [None, [], {}, {"total": None, "limit": "many"}])
def test_a_list_without_its_numbers_is_still_a_list(paging: Any) -> None:
    body = {"success": True, "data": [row(1, "a fox"), {"id": 4711}, None, {"id": None}], "pagination": paging}
    page, _ = driven(BANATIE.list(limit=10, offset=20), said(body))
    assert [record.remote_id for record in page] == ["g-1", "4711"]
    assert (page.total, page.limit, page.offset, page.has_more) == (22, 10, 20, False)


@pytest.mark.parametrize(
    "reply",
    [
        said({"success": True, "message": "Generation deleted"}),
        httpx.Response(204),
        httpx.Response(200),
        httpx.Response(202, text="ok"),
        httpx.Response(200, json={}),
    ],
    ids=["as documented", "204", "no body", "202", "an empty object"],
)
def test_any_success_deletes(reply: httpx.Response) -> None:
    assert driven(BANATIE.delete("g-1"), reply)[0] is None


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (GONE, NotFound),
        (said({"success": False, "error": {"code": "GENERATION_NOT_FOUND"}}), NotFound),
        (said({"success": False, "error": {"code": "VALIDATION_ERROR"}}), ApiError),
        (httpx.Response(302), UnexpectedReply),
        (httpx.Response(500), UnexpectedReply),
    ],
)
def test_what_does_not_delete(reply: httpx.Response, kind: type[Exception]) -> None:
    with pytest.raises(kind) as caught:
        driven(BANATIE.delete("g-1"), reply)
    assert caught.type is kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": "GENERATION_FAILED", "message": "the painter is ill"}, GenerationFailed),
        ({"code": "generation_failed"}, GenerationFailed),
        ("GENERATION_FAILED", GenerationFailed),
        ({"code": "GENERATION_FAILED", "message": "blocked by the safety filter"}, ContentRejected),
        ({"code": "INTERNAL_ERROR", "message": "the painter is ill"}, UnexpectedReply),
        ("", UnexpectedReply),
        (None, UnexpectedReply),
    ],
)
def test_a_500_that_says_that_the_generation_failed_is_a_failed_job(error: Any, kind: type[Exception]) -> None:
    for step in (next(BANATIE.generate(asked(BANATIE, "a fox"))), next(BANATIE.follow("g-1"))):
        assert isinstance(step, Exchange)
        with pytest.raises(kind) as caught:
            step.read(said({"success": False, "error": error}, 500))
        assert caught.type is kind
        if isinstance(error, dict) and "message" in error:
            assert error["message"] in str(caught.value)


@pytest.mark.parametrize(
    ("params", "warned"),
    [
        ({"template": "comic", "enhance": False}, True),
        ({"template": "general", "enhance": False}, False),
        ({"enhance": False}, False),
        ({"template": "comic"}, False),
    ],
)
def test_a_template_that_is_not_used_is_said(params: dict[str, Any], warned: bool) -> None:
    values = asked(BANATIE, "a fox", **params).params
    assert ["comic" in remark for remark in BANATIE.remarks("a fox", values)] == ([True] if warned else [])
    assert BANATIE.remarks("", {"resumed": "g-1"}) == ()


def test_whoever_fetches_a_generation_later_is_told_what_did_not_come_about() -> None:
    request = asked(BANATIE, "a fox", reference_images=["@nobody"], meta={"lesson": 5})
    image = {"storageUrl": "https://cdn.example/a.png"}
    data = {"id": "g-1", "status": "success", "outputImage": image, "referencedImages": [], "meta": {"lesson": "5"}}
    outcome, _ = driven(BANATIE.finish(request, "g-1"), said({"success": True, "data": data}))
    assert [one.rpartition(": ")[2] for one in outcome.warnings] == ["@nobody", "lesson"]
