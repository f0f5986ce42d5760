"""What is Akool's own: two generations of the create call, buttons, batches, numbers where others have words."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from flows import driven, said
from wires.akool import Wire, told

from imgen_nb import providers
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.errors import GenerationFailed, InvalidRequest, MissingKey, UnexpectedReply
from imgen_nb.flow import Wait
from imgen_nb.testing import Bench, after, png
from imgen_nb.types import Cost, ImageRequest, State

V3, V4 = "/api/open/v3/content/image", "/api/open/v4/content/image"
SHEET = "662a10df4197b3af58532e89"
ENLARGED = "662a10df4197b3af58532e90"


class Account:
    """A small account: one sheet, whose buttons make new jobs; everything is finished when asked for."""

    def __init__(self) -> None:
        self.posts: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[httpx.Headers] = []
        self.used: list[str] = []
        self.result: dict[str, Any] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example":
            return httpx.Response(200, content=png())
        self.headers.append(request.headers)
        if request.method == "POST":
            body = json.loads(request.content)
            self.posts.append((request.url.path, body))
            if "button" in body:
                self.used.append(body["button"])
                return self.told({"_id": ENLARGED, "image_content_model_id": body["_id"], "image_status": 1})
            return self.told({"_id": SHEET, "image_status": 1})
        asked = request.url.params["image_model_id"]
        singles = [f"https://cdn.example/{number}.png" for number in range(4)]
        more = {"used_buttons": self.used, "upscaled_urls": singles}
        if asked == ENLARGED:
            more = {"image_content_model_id": SHEET, "upscaled_urls": []}
        buttons = [] if asked == ENLARGED else ["U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4"]
        done = {"image_status": "3", "image": f"https://cdn.example/{asked}.png", "deduction_credit": 2}
        return self.told({"_id": asked, "buttons": buttons, **done, **more, **self.result})

    def told(self, data: Any) -> httpx.Response:
        return httpx.Response(200, json={"code": 1000, "msg": "OK", "data": data})


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def client(account: Account):
    with Client("akool", api_key="a-key", transport=httpx.MockTransport(account)) as client:
        yield client


BODIES = {
    "v4, as little as possible": ({}, f"{V4}/createBySourcePrompt", {"scale": "1:1"}),
    "v4, everything": (
        {
            "model": "wavespeed-ai/flux-kontext-dev",
            "aspect_ratio": "Original",
            "quality": "4k",
            "num_images": 2,
            "image_urls": ["https://x.example/a.png"],
            "similarity": 0.7,
            "negative_prompt": "fog",
            "webhook_url": "https://x.example/hook",
        },
        f"{V4}/createBySourcePrompt",
        {
            "model_name": "wavespeed-ai/flux-kontext-dev",
            "scale": "Original",
            "resolution": "4k",
            "batch_quantity": 2,
            "source_images": ["https://x.example/a.png"],
            "similar": 0.7,
            "negative_prompt": "fog",
            "webhookurl": "https://x.example/hook",
        },
    ),
    "v3, everything": (
        {
            "model": "v3",
            "aspect_ratio": "2:3",
            "image_urls": ["https://x.example/a.png"],
            "webhook_url": "https://x.y/",
        },
        f"{V3}/createbyprompt",
        {"scale": "2:3", "source_image": "https://x.example/a.png", "webhookUrl": "https://x.y/"},
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_body_is_the_documents(name: str) -> None:
    params, path, expected = BODIES[name]
    provider = providers.get("akool")
    values = checked(provider, "a lighthouse", params)
    step = next(provider.generate(ImageRequest("akool", "a lighthouse", values)))
    assert step.paid
    assert step.request.url.path == path
    assert json.loads(step.request.content) == {"prompt": "a lighthouse", **expected}


REFUSED = {
    "quality belongs to v4": ({"model": "v3", "quality": "4k"}, "quality"),
    "Original needs a source": ({"aspect_ratio": "Original"}, "image_urls"),
    "similarity needs a source": ({"similarity": 0.5}, "image_urls"),
    "v3 takes one source": ({"model": "v3", "image_urls": ["a", "b"]}, "image_urls"),
    "at most four": ({"num_images": 5}, "1 to 4"),
    "no such model": ({"model": "v5"}, "v3"),
    "a hook without a scheme": ({"webhook_url": "me.example/hook"}, "webhook_url"),
    "a hook that is a file": ({"webhook_url": "file:///etc/passwd"}, "http"),
    "a hook that is a picture": ({"webhook_url": "data:image/png;base64,aGk="}, "webhook_url"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_before_sending(name: str, client: Client, account: Account) -> None:
    params, said = REFUSED[name]
    with pytest.raises(InvalidRequest, match=said):
        client.generate("a lighthouse", **params)
    assert not account.headers


@pytest.mark.parametrize(
    ("env", "sent", "not_sent"),
    [
        ({"AKOOL_TOKEN": "t", "AKOOL_API_KEY": "k"}, ("authorization", "Bearer t"), "x-api-key"),
        ({"AKOOL_API_KEY": "k"}, ("x-api-key", "k"), "authorization"),
    ],
)
def test_exactly_one_header_and_the_token_first(env, sent, not_sent, account, monkeypatch) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with Client("akool", transport=httpx.MockTransport(account)) as client:
        client.generate("a lighthouse")
    assert account.headers
    for headers in account.headers:
        assert headers[sent[0]] == sent[1]
        assert not_sent not in headers


def test_live_without_a_key_names_both_ways() -> None:
    with pytest.raises(MissingKey, match="AKOOL_TOKEN or AKOOL_API_KEY"):
        Client("akool", live=True, transport=httpx.MockTransport(Account()))


@pytest.mark.parametrize("image", [f"https://cdn.example/{SHEET}.png", [f"https://cdn.example/{SHEET}.png"]])
def test_image_first_then_what_the_upscaled_addresses_add(client: Client, account: Account, image: object) -> None:
    sheet = f"https://cdn.example/{SHEET}.png"
    account.result = {
        "image": image,
        "upscaled_urls": [sheet, "https://cdn.example/1.png", "https://cdn.example/2.png"],
    }
    made = client.generate("a lighthouse")
    assert len(made.images) == 3
    assert made.cost.credits == 2
    assert made.cost.usd is None


def test_a_press_is_a_request_like_any_other(client: Client, account: Account) -> None:
    sheet = client.generate("a lighthouse", model="v3")
    assert sheet.actions == ("U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4")
    big = client.press(sheet, "U2")
    assert account.posts[-1] == (f"{V3}/createbybutton", {"_id": SHEET, "button": "U2"})
    assert (big.remote_id, big.parent, big.state) == (ENLARGED, SHEET, State.SAVED)
    assert "a lighthouse" in big.images[0].alt
    paid = len(account.posts)
    assert client.press(SHEET, "U2").from_store
    with pytest.raises(InvalidRequest, match="U2"):
        client.press(sheet, "U2", take=2)
    with pytest.raises(InvalidRequest, match="usable: U1, U3"):
        client.press(sheet, "X9")
    assert len(account.posts) == paid
    again = client.generate("a lighthouse", model="v3")
    assert again.from_store
    assert "U2" not in again.actions


def test_a_button_of_a_sheet_nobody_here_knows_is_left_to_the_service(client: Client, account: Account) -> None:
    assert client.press(SHEET, "V4").parent == SHEET


class Batch(Wire):
    """Three jobs from one submission, the second of which fails."""

    failing = ("1",)

    def accepted(self, remote_id: str, request: httpx.Request) -> httpx.Response:
        jobs = [{"_id": f"{remote_id}{one}", "image_status": 1} for one in range(3)]
        return httpx.Response(200, json={"code": 1000, "msg": "OK", "data": jobs})

    def other(self, request: httpx.Request, jobs: dict[str, httpx.Request]) -> httpx.Response | None:
        asked = request.url.params["image_model_id"]
        if asked[-1] in self.failing:
            return self.reply(asked, 4)
        return self.reply(asked, 3, image=f"https://pictures.example/pictures/{asked}", upscaled_urls=[])


def test_one_failed_picture_takes_none_of_its_batch_with_it(tmp_path) -> None:
    made = Bench(providers.get("akool"), Batch(), tmp_path).generate()
    assert len(made.images) == 2
    assert made.cost.credits == 6
    assert "one picture of the batch failed" in made.warnings[0]


def test_a_batch_that_failed_whole_is_a_failure(tmp_path) -> None:
    wire = Batch()
    wire.failing = ("0", "1", "2")
    Bench(providers.get("akool"), wire, tmp_path).fails(GenerationFailed, "yes")


def test_an_error_code_that_comes_with_a_job_may_have_been_charged(tmp_path) -> None:
    bench = Bench(providers.get("akool"), Wire(), tmp_path)
    odd = httpx.Response(200, json={"code": 1009, "msg": "?", "data": {"_id": "x"}})
    bench.server.on_submit.append(after(odd))
    assert bench.fails(Exception, "unknown").hint  # type: ignore[arg-type]
    assert bench.server.billed == 1


def test_failed_at_once_is_a_failed_job(tmp_path) -> None:
    bench = Bench(providers.get("akool"), Wire(), tmp_path)
    bench.server.on_submit.append(lambda request, normal: told(1108, "Image generate error"))
    bench.fails(GenerationFailed, "unknown")


def test_a_press_can_be_awaited(client: Client) -> None:
    sheet = client.generate("a lighthouse", model="v3")
    assert asyncio.run(client.apress(sheet, "V1")).parent == SHEET


# --- the sheet, its singles, its credits ------------------------------------------------------------------------------

SINGLES = [f"https://pictures.example/{number}.png" for number in range(4)]


def sheet(**more: Any) -> dict[str, Any]:
    data = {"_id": SHEET, "image_status": 3, "image": "https://pictures.example/sheet.png", "buttons": ["U1", "V1"]}
    return {"code": 1000, "msg": "OK", "data": data | {"upscaled_urls": []} | more}


@pytest.mark.parametrize("late", range(4))
def test_a_sheet_is_five_pictures_whenever_it_is_asked_for(late: int) -> None:
    replies = [said(sheet())] * late + [said(sheet(upscaled_urls=SINGLES))]
    for verb in ("follow", "get"):
        made, steps = driven(getattr(providers.get("akool"), verb)(SHEET), *replies)
        outcome = made if verb == "follow" else made.outcome
        assert len(outcome.assets) == 5
        assert sum(isinstance(step, Wait) for step in steps) == late


@pytest.mark.parametrize("more", [{}, {"buttons": []}, {"buttons": None}, {"buttons": ["??"]}])
def test_a_sheet_whose_singles_never_come_is_one_picture_in_the_end(more: dict[str, Any]) -> None:
    outcome, steps = driven(providers.get("akool").follow(SHEET), *[said(sheet(**more))] * 9)
    assert len(outcome.assets) == 1
    assert sum(isinstance(step, Wait) for step in steps) == (0 if more else 3)


@pytest.mark.parametrize("image", ["", None, [], 0])
def test_a_picture_that_is_told_among_the_upscaled_alone(image: Any) -> None:
    outcome, _ = driven(providers.get("akool").follow(SHEET), said(sheet(image=image, upscaled_urls=SINGLES[:1])))
    assert [asset.source for asset in outcome.assets] == SINGLES[:1]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (1714032863272, 1714032863.272 + 7 * 86400),
        ("1714032863272", 1714032863.272 + 7 * 86400),
        (1714032863, 1714032863 + 7 * 86400),
        (None, None),
        ("soon", None),
        (7, None),
    ],
)
def test_a_picture_is_kept_seven_days_from_its_creation(told: Any, kept: float | None) -> None:
    outcome, _ = driven(providers.get("akool").follow(SHEET), said(sheet(buttons=[], create_time=told)))
    assert outcome.expires == (pytest.approx(kept) if kept else None)


@pytest.mark.parametrize(
    ("told", "charged", "said_too"),
    [(4, "yes", "4 credits"), ("4", "yes", "4 credits"), (0, "no", ""), (None, "unknown", ""), ([], "unknown", "")],
)
def test_a_failed_job_says_whether_it_was_charged(told: Any, charged: str, said_too: str) -> None:
    failed = sheet(image_status=4, image="", deduction_credit=told, error_reasons="the painter is ill")
    with pytest.raises(GenerationFailed, match="the painter is ill") as caught:
        driven(providers.get("akool").follow(SHEET), said(failed))
    assert (caught.value.charged, caught.value.cost) == (charged, Cost(credits={"yes": 4, "no": 0}.get(charged)))
    assert said_too in str(caught.value)


ONE, TWO = "1" * 24, "2" * 24


def test_a_batch_is_told_as_one_job() -> None:
    akool = providers.get("akool")
    done = said(sheet(_id=ONE, buttons=[], deduction_credit=3))
    waits, failed = said(sheet(_id=TWO, image_status=1)), said(sheet(_id=TWO, image_status=4, deduction_credit=3))
    record, _ = driven(akool.get(f"{ONE},{TWO}"), done, waits)  # type: ignore[attr-defined]
    assert (record.remote_id, record.state, record.outcome) == (f"{ONE},{TWO}", State.ACCEPTED, None)
    record, _ = driven(akool.get(f"{ONE},{TWO}"), done, failed)  # type: ignore[attr-defined]
    assert (record.state, len(record.outcome.assets), record.outcome.cost.credits) == (State.DOWNLOADING, 1, 6)
    assert "one picture of the batch failed" in record.outcome.warnings[0]


@pytest.mark.parametrize(
    "lost", [{"code": 1008, "msg": "gone"}, {"code": 1108, "msg": "try later"}, sheet(_id=TWO, image="", buttons=[])]
)
def test_one_lost_picture_takes_none_of_its_batch_with_it(lost: dict[str, Any]) -> None:
    done = said(sheet(_id=ONE, buttons=[]))
    outcome, _ = driven(providers.get("akool").follow(f"{ONE},{TWO}"), done, *[said(lost)] * 9)
    assert len(outcome.assets) == 1
    assert outcome.warnings


@pytest.mark.parametrize("credit", [123, "123", 123.0])
def test_what_is_left_on_the_account(credit: Any) -> None:
    flow = providers.get("akool").balance()
    left, (step,) = driven(flow, said({"code": 1000, "msg": "OK", "data": {"credit": credit}}))
    assert (left.credits, left.usd, step.paid) == (123.0, None, False)
    with pytest.raises(UnexpectedReply):
        driven(providers.get("akool").balance(), said({"code": 1000, "data": {"credit": None}}))
