"""What Banatie keeps, against the sandbox: references, aliases, flows, uploads, live URLs; and what is sent."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from documents import Box
from flows import asked, driven, said
from PIL import Image

from imgen_nb import providers
from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.client.requests import checked
from imgen_nb.errors import ApiError, AssetError, ImgenError, InvalidRequest, NotFound, UnexpectedReply
from imgen_nb.flow import Exchange
from imgen_nb.types import LiveScope, RemoteFlow, RemoteImage

BANATIE = providers.get("banatie")
GOLDEN = Path(__file__).parent.parent / "helpers" / "golden"
IMAGE = "7c4ccf47-41ce-4718-afbc-8c553b2c631a"
FLOW = "57c7f7f4-47de-4d70-9ebd-3807a0b63746"
PROJECT = "default/project"
KEY = "bnt_a-key-that-nobody-may-see"


def png(colour: str = "red", side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG")
    return out.getvalue()


def picture(tmp_path: Path, colour: str = "red") -> Path:
    path = tmp_path / f"{colour}.png"
    path.write_bytes(png(colour))
    return path


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")
    process._sandboxes.clear()
    with Client("banatie", live=False) as one:
        yield one


def requests_to(name: str = "banatie") -> list[tuple[str, str]]:
    """Every request that the sandbox of this process has seen."""
    box = process.sandbox_of(name, 0.0)
    return [(seen.method, seen.path) for seen in box.requests]


def sent(step: Any) -> tuple[str, str, Any]:
    request = step.request
    return request.method, str(request.url), json.loads(request.read() or b"null")


# --- golden requests --------------------------------------------------------------------------------------------------


def test_the_advanced_request() -> None:
    flow = BANATIE.generate(
        asked(
            BANATIE,
            "@hero in a boat",
            reference_images=["@hero", IMAGE],
            alias="@boat",
            flow_id=FLOW,
            flow_alias="@second",
        )
    )
    body = json.loads(next(flow).request.content)
    body.pop("meta")
    assert body == json.loads((GOLDEN / "banatie-advanced-request.json").read_text())


REQUESTS: dict[str, tuple[Any, tuple[str, str, Any]]] = {
    "list images": (
        lambda: BANATIE.list_images(10, 20, flow_id=FLOW, source="uploaded", alias="@a"),
        ("GET", f"/api/v1/images?limit=10&offset=20&flowId={FLOW}&source=uploaded&alias=%40a", None),
    ),
    "get image": (lambda: BANATIE.get_image("@hero"), ("GET", "/api/v1/images/%40hero", None)),
    "update image": (
        lambda: BANATIE.update_image(IMAGE, alias="@hero", meta={"a": 1}),
        ("PUT", f"/api/v1/images/{IMAGE}", {"alias": "@hero", "meta": {"a": 1}}),
    ),
    "take an alias away": (
        lambda: BANATIE.update_image(IMAGE, alias=""),
        ("PUT", f"/api/v1/images/{IMAGE}", {"alias": None}),
    ),
    "delete image": (lambda: BANATIE.delete_image(IMAGE), ("DELETE", f"/api/v1/images/{IMAGE}", None)),
    "list flows": (BANATIE.list_flows, ("GET", "/api/v1/flows?limit=20&offset=0", None)),
    "get flow": (lambda: BANATIE.get_flow(FLOW), ("GET", f"/api/v1/flows/{FLOW}", None)),
    "flow generations": (
        lambda: BANATIE.flow_generations(FLOW),
        ("GET", f"/api/v1/flows/{FLOW}/generations?limit=20&offset=0", None),
    ),
    "flow images": (
        lambda: BANATIE.flow_images(FLOW),
        ("GET", f"/api/v1/flows/{FLOW}/images?limit=20&offset=0", None),
    ),
    "name in a flow": (
        lambda: BANATIE.update_flow(FLOW, {"@hero": IMAGE}),
        ("PUT", f"/api/v1/flows/{FLOW}/aliases", {"aliases": {"@hero": IMAGE}}),
    ),
    "delete a flow's alias": (
        lambda: BANATIE.delete_flow(FLOW, "@hero"),
        ("DELETE", f"/api/v1/flows/{FLOW}/aliases/%40hero", None),
    ),
    "delete flow": (lambda: BANATIE.delete_flow(FLOW), ("DELETE", f"/api/v1/flows/{FLOW}", None)),
    "list scopes": (BANATIE.list_scopes, ("GET", "/api/v1/live/scopes?limit=20&offset=0", None)),
    "make a scope": (
        lambda: BANATIE.create_scope("demo", limit=5),
        ("POST", "/api/v1/live/scopes", {"slug": "demo", "allowNewGenerations": True, "newGenerationsLimit": 5}),
    ),
    "bound a scope": (
        lambda: BANATIE.update_scope("demo", open=False, limit=5),
        ("PUT", "/api/v1/live/scopes/demo", {"allowNewGenerations": False, "newGenerationsLimit": 5}),
    ),
    "delete scope": (lambda: BANATIE.delete_scope("demo"), ("DELETE", "/api/v1/live/scopes/demo", None)),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_what_each_verb_sends(name: str) -> None:
    flow, expected = REQUESTS[name]
    step = next(flow())
    assert sent(step) == expected
    assert not step.paid


def test_the_form_of_an_upload() -> None:
    step = next(BANATIE.upload(_url(png()), alias="@hero", flow_id=FLOW, flow_alias="@a", meta={"mine": 1}))
    assert isinstance(step, Exchange)
    assert (step.request.method, str(step.request.url), step.paid, step.once) == (
        "POST",
        "/api/v1/images/upload",
        False,
        True,
    )
    parts = _parts(step.request)
    assert parts.pop("file") == png()
    assert parts == {"alias": b"@hero", "flowId": FLOW.encode(), "flowAlias": b"@a", "meta": b'{"mine": 1}'}


def _url(data: bytes, media: str = "image/png") -> str:
    import base64

    return f"data:{media};base64,{base64.b64encode(data).decode()}"


def _parts(request: httpx.Request) -> dict[str, bytes]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    whole = BytesParser().parsebytes(head + request.read())
    parts = [part for part in whole.walk() if isinstance(part, Message) and not part.is_multipart()]
    return {
        str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
        for part in parts
    }


# --- refused before anything is sent ----------------------------------------------------------------------------------

REFUSED = {
    "four references": {"reference_images": ["@a", "@b", "@c", "@d"]},
    "an alias without @": {"alias": "hero"},
    "an alias with a blank": {"alias": "@my hero"},
    "a technical alias": {"flow_alias": "@last"},
    "a name with a blank": {"reference_images": ["my hero"]},
    "no list": {"reference_images": "@hero"},
    "a GIF": {"reference_images": [_url(b"GIF89a....", "image/gif")]},
    "more than 5 MB": {"reference_images": [_url(png() + b"\0" * 5 * 2**20)]},
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_before_sending(name: str, client: Client) -> None:
    with pytest.raises(InvalidRequest):
        client.submit("a fox", **REFUSED[name])
    assert requests_to() == []


@pytest.mark.parametrize("given", ["https://x.example/a.png", "@hero", 7, b"GIF89a"])
def test_what_is_no_picture_in_hand_is_not_uploaded(given: Any, client: Client) -> None:
    with pytest.raises(InvalidRequest):
        client.upload(given)
    assert requests_to() == []


# --- both sides -------------------------------------------------------------------------------------------------------


def test_a_character_is_kept_over_three_pictures(client: Client) -> None:
    first = client.generate("a red fox", alias="@hero")
    second, third = (client.generate(f"@hero {where}", reference_images=["@hero"]) for where in ("at sea", "in snow"))
    hero = client.images.get("@hero")
    assert hero.id == first.raw["outputImageId"]
    for made in (second, third):
        assert made.raw["referencedImages"] == [{"imageId": hero.id, "alias": "@hero"}]
        assert made.warnings == ()
    assert len({made.images[0].sha256 for made in (first, second, third)}) == 3


def test_a_character_is_drawn_again_wherever_its_name_stands(client: Client) -> None:
    client.generate("a red fox with a scarf", alias="@fox")
    client.generate("@fox at sea", alias="@sailor")
    client.generate("@sailor and @nobody asleep")
    wire = process.sandbox_of("banatie", 0.0)._wire
    drawn = [wire.coming(job).prompt for job in wire.book.newest_first()]
    assert drawn == [
        "a red fox with a scarf at sea and asleep",
        "a red fox with a scarf at sea",
        "a red fox with a scarf",
    ]


def test_a_reference_changes_the_picture(client: Client, tmp_path: Path) -> None:
    plain = client.generate("a house", enhance=False)
    tinted = client.generate("a house", enhance=False, reference_images=[picture(tmp_path)])
    assert tinted.raw["referencedImages"][0]["imageId"] == client.images.list(source="uploaded").items[0].id
    assert plain.raw.get("referencedImages") is None


def test_a_picture_in_hand_is_uploaded_once_and_is_no_new_request(client: Client, tmp_path: Path) -> None:
    red = picture(tmp_path)
    client.generate("a house", reference_images=[red])
    client.generate("a boat", reference_images=[red, red])
    client.upload(red)
    again = client.generate("a house", reference_images=[red])
    assert again.from_store
    assert sum(path.endswith("/upload") for _, path in requests_to()) == 1


def test_one_list_of_references_is_taken_by_both_who_have_them(client: Client, tmp_path: Path) -> None:
    red = picture(tmp_path)
    for given in ([red], [{"url": red}]):
        ours, theirs = (
            checked(providers.get(name), "a boat", {"reference_images": given})["reference_images"]
            for name in ("banatie", "qolaba")
        )
        assert ours == [one["url"] for one in theirs]
    with pytest.raises(InvalidRequest):
        client.submit("a boat", reference_images=[{"url": red, "description": "would be lost"}])


def test_a_reference_that_nobody_knows_is_said(client: Client) -> None:
    made = client.generate("a boat", reference_images=["@nobody"])
    assert made.warnings == ("references that were not used, because the service does not know them: @nobody",)


def test_a_taken_alias_costs_nothing(client: Client) -> None:
    client.generate("a red fox", alias="@hero")
    box = process.sandbox_of("banatie", 0.0)
    before = len(box.billed)
    with pytest.raises(ApiError, match="taken") as caught:
        client.generate("a hen", alias="@hero")
    assert caught.value.charged == "no"
    assert len(box.billed) == before


def test_flows_from_the_first_picture_to_the_last(client: Client) -> None:
    first = client.generate("a red fox", flow_alias="@hero")
    flow = first.raw["flowId"]
    client.generate("@hero at sea", flow_id=flow)
    assert client.flows.get(flow).aliases == {"@hero": first.raw["outputImageId"]}
    assert [one.request.prompt for one in client.flows.generations(flow)] == ["@hero at sea", "a red fox"]
    assert client.flows.list().items[0].generations == 2
    assert len(client.flows.images(flow)) == 2
    client.flows.update(flow, {"@other": first.raw["outputImageId"]})
    assert {*client.flows.get(flow).aliases} == {"@hero", "@other"}
    client.flows.delete(flow, "@other")
    assert {*client.flows.get(flow).aliases} == {"@hero"}
    client.flows.delete(flow)
    with pytest.raises(NotFound):
        client.flows.get(flow)


def test_the_name_of_the_flow_goes_before_the_projects(client: Client, tmp_path: Path) -> None:
    client.upload(picture(tmp_path, "blue"), alias="@hero")
    first = client.generate("a red fox", flow_alias="@hero")
    inside = client.generate("a boat", flow_id=first.raw["flowId"], reference_images=["@hero"])
    outside = client.generate("a boat", reference_images=["@hero"])
    assert inside.raw["referencedImages"][0]["imageId"] == first.raw["outputImageId"]
    assert outside.raw["referencedImages"][0]["imageId"] == client.images.get("@hero").id


def test_technical_names_of_a_flow(client: Client) -> None:
    flow = client.generate("a red fox", flow_alias="@a").raw["flowId"]
    client.generate("a hen", flow_id=flow)
    ids = [one.id for one in client.flows.images(flow)]
    made = client.generate("a boat", flow_id=flow, reference_images=["@last", "@first"])
    assert [one["imageId"] for one in made.raw["referencedImages"]] == [ids[0], ids[-1]]


def test_an_alias_keeps_the_picture_of_a_deleted_generation(client: Client) -> None:
    kept, gone = client.generate("a red fox", alias="@hero"), client.generate("a hen")
    for one in (kept, gone):
        client.delete(str(one.remote_id))
    assert client.images.get("@hero").id == kept.raw["outputImageId"]
    assert [one.id for one in client.images.list()] == [kept.raw["outputImageId"]]


def test_images_are_listed_renamed_and_deleted(client: Client, tmp_path: Path) -> None:
    one = client.upload(picture(tmp_path), alias="@red", meta={"a": 1})
    assert (one.width, one.height, one.media_type, one.source) == (40, 40, "image/png", "uploaded")
    assert client.images.update(one.id, alias="@hero").alias == "@hero"
    assert client.images.get("@hero").raw["meta"] == {"a": 1}
    assert client.images.update("@hero", alias="").alias is None
    client.images.delete(one.id)
    with pytest.raises(NotFound):
        client.images.get(one.id)


def test_a_page_of_images_gives_the_next(client: Client, tmp_path: Path) -> None:
    for colour in ("red", "green", "blue"):
        client.upload(picture(tmp_path, colour))
    page = client.images.list(limit=2)
    behind = page.next()
    assert behind is not None
    assert len({one.id for one in (*page, *behind)}) == 3
    assert behind.next() is None


def test_others_have_no_images() -> None:
    with Client("destinpq", live=False) as other:
        for name in ("images", "flows", "live"):
            assert not hasattr(other, name)
            with pytest.raises(InvalidRequest, match=f"DestinPQ has no '{name}'"):
                getattr(other, name)
        with pytest.raises(InvalidRequest, match="DestinPQ has no 'upload'"):
            other.upload("data:image/png;base64,aQ==")


# --- live URLs --------------------------------------------------------------------------------------------------------


def test_a_live_url_makes_once_and_needs_no_key(client: Client) -> None:
    place = client.live.url("a red fox", scope="demo", project=PROJECT, aspect_ratio="16:9", enhance=False)
    assert httpx.URL(place).path == "/cdn/default/project/live/demo"
    box = Box("banatie", speed=0)
    path = place.removeprefix("https://api.banatie.app")
    first, second = (box.ask("GET", path, accept="*/*") for _ in range(2))
    assert [one.headers["x-cache-status"] for one in (first, second)] == ["MISS", "HIT"]
    assert first.content == second.content
    assert Image.open(io.BytesIO(first.content)).size == (1792, 1024)
    assert len(box.sandbox.billed) == 1, "the second was made again"
    assert box.ask("GET", "/api/v1/live/scopes/demo").json()["data"]["currentGenerations"] == 1


def test_a_scope_bounds_what_live_urls_make(client: Client) -> None:
    box = Box("banatie", speed=0)
    box.ask("POST", "/api/v1/live/scopes", {"slug": "demo", "newGenerationsLimit": 1})
    answers = [box.ask("GET", f"/cdn/o/p/live/demo?prompt={word}", accept="*/*") for word in ("fox", "hen", "fox")]
    assert [one.status_code for one in answers] == [200, 403, 200]


def test_a_live_url_is_fetched_without_a_key_and_made_once(client: Client) -> None:
    box = process.sandbox_of("banatie", 0.0)
    first, second = (client.live.fetch("a red fox", scope="demo", project=PROJECT) for _ in range(2))
    assert first.sha256 == second.sha256
    assert first.path.read_bytes()
    assert first.alt == "a red fox, Banatie, live URL, sketch engine, not an AI model"
    assert len(box.billed) == 1
    client.live.update("demo", open=False)
    with pytest.raises(AssetError) as caught:
        client.live.fetch("a hen", scope="demo", project=PROJECT)
    assert (caught.value.charged, caught.value.operation) == ("unknown", "live")
    assert "client.live.get" in caught.value.hint
    assert client.live.fetch("a red fox", scope="demo", project=PROJECT).sha256 == first.sha256, "what is made stays"


def test_no_key_goes_along_with_a_live_url(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=png())

    with Client("banatie", api_key=KEY, transport=httpx.MockTransport(answer), headers={"X-Team": "sec-ret"}) as one:
        one.live.fetch("a red fox", scope="demo", project=PROJECT, aspect_ratio="16:9")
    (request,) = seen
    assert str(request.url).startswith("https://api.banatie.app/cdn/default/project/live/demo?prompt=a+red+fox&")
    assert not any(secret in str(request.headers.raw) for secret in (KEY, "sec-ret"))


def test_a_scope_is_made_before_its_first_use(client: Client) -> None:
    assert client.live.create("demo", open=False, limit=2) == client.live.get("demo")
    assert (client.live.get("demo").open, client.live.get("demo").limit) == (False, 2)
    with pytest.raises(InvalidRequest):
        client.live.create("a/b")


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "a/b", "project": PROJECT},
        {"scope": "demo", "project": "alone"},
        {"scope": "demo", "project": "a/b/c"},
        {"scope": "..", "project": PROJECT},
        {"scope": "demo", "project": PROJECT, "alias": "@x"},
        {"scope": "demo", "project": PROJECT, "aspect_ratio": "4:3"},
    ],
)
def test_a_live_url_is_checked_before_it_is_given(wrong: dict[str, Any], client: Client) -> None:
    with pytest.raises(InvalidRequest):
        client.live.url("a fox", **wrong)


def test_a_prompt_stays_in_its_place_in_a_live_url(client: Client) -> None:
    prompt = "a fox & template=comic # 100% é"
    place = httpx.URL(client.live.url(prompt, scope="demo", project=PROJECT))
    assert dict(place.params) == {
        "prompt": prompt,
        "aspectRatio": "1:1",
        "autoEnhance": "true",
        "template": "general",
    }


# --- hostile replies --------------------------------------------------------------------------------------------------

ODD: list[Any] = [
    None,
    [],
    "x",
    7,
    {},
    {"success": True},
    {"success": True, "data": None},
    {"success": True, "data": 7},
]


@pytest.mark.parametrize("reply", ODD, ids=repr)
@pytest.mark.parametrize("verb", ["get_image", "get_flow", "get_scope", "list_images", "list_flows", "list_scopes"])
def test_a_reply_that_is_not_understood_is_told(verb: str, reply: Any) -> None:
    arguments = () if verb.startswith("list") else ("x",)
    with pytest.raises(UnexpectedReply):
        driven(getattr(BANATIE, verb)(*arguments), said(reply))


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(404, "IMAGE_NOT_FOUND", NotFound), (409, "ALIAS_CONFLICT", ApiError), (400, "VALIDATION_ERROR", ApiError)],
)
def test_a_documented_refusal(status: int, code: str, kind: type[ImgenError]) -> None:
    told = {"success": False, "error": {"message": "told", "code": code}}
    with pytest.raises(kind, match="told"):
        driven(BANATIE.get_image("x"), said(told, status))


def test_what_merely_decorates_never_fails() -> None:
    odd = {"alias": 7, "storageUrl": [], "mimeType": {}, "width": "many", "createdAt": [], "flowId": {}, "meta": 1}
    image, _ = driven(BANATIE.get_image("x"), said({"success": True, "data": {"id": 7, **odd}}))
    flow, _ = driven(BANATIE.get_flow("x"), said({"success": True, "data": {"id": "f", "aliases": [1]}}))
    scope, _ = driven(BANATIE.get_scope("x"), said({"success": True, "data": {"slug": "s", "newGenerationsLimit": {}}}))
    assert isinstance(image, RemoteImage)
    assert (image.id, image.alias, image.address) == ("7", "7", None)
    assert isinstance(flow, RemoteFlow)
    assert flow.aliases == {}
    assert isinstance(scope, LiveScope)
    assert scope.limit is None


def test_no_key_is_in_what_a_service_tells() -> None:
    told = {"success": True, "data": {"id": "x", "alias": "@a-key-of-mine", "meta": {"k": "a-key-of-mine"}}}
    transport = httpx.MockTransport(lambda request: said(told))
    with Client("banatie", api_key="a-key-of-mine", transport=transport) as one:
        image = one.images.get("x")
    assert "a-key-of-mine" not in f"{image} {image.raw}"
