"""The fake servers whose answer is the picture: what their documents say, and their menu as our client meets it."""

from __future__ import annotations

import base64
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.errors import ContentRejected, GenerationFailed, ImgenError, OutcomeUnknown
from imgen_nb.replies import events
from imgen_nb.sandbox import FAULTS, Sandbox, held
from imgen_nb.sandbox.core import wires
from imgen_nb.sandbox.faults import MENU
from imgen_nb.sandbox.plan import Phase
from imgen_nb.testing import png
from imgen_nb.types import State

EXAMPLES = {name: wire.example for name, wire in wires().items() if not wire.example.asks}
NAMES = sorted(name for name, example in EXAMPLES.items() if example.header and not example.form)
"""Those that take a key and JSON; a form and a server on the desk have tests of their own."""
NOON = 1_764_324_000.0
LATE = datetime(2026, 12, 2, tzinfo=UTC).timestamp()
PICTURE = base64.b64encode(png()).decode()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn is tried elsewhere: here a small picture stands for it."""
    monkeypatch.setattr(held, "inline", lambda *_: PICTURE)
    monkeypatch.setattr(held, "coarse", lambda _, count: [PICTURE] * count)


class Box:
    """One server whose clock stands, and its key."""

    def __init__(self, name: str, now: float = NOON, **options: Any) -> None:
        self.wire = wires()[name]
        self.sandbox = Sandbox(name, clock=lambda: 1000.0, now=lambda: now, **options)
        header, _, value = self.wire.example.header.partition(": ")
        self.headers = {header: value}

    def ask(self, path: str, body: Any = None, method: str = "POST", **more: Any) -> httpx.Response:
        sent = {"headers": self.headers, **({"json": body} if body is not None else {}), **more}
        return self.sandbox.handle(httpx.Request(method, self.sandbox.base_url + path, **sent))

    def example(self, **changed: Any) -> httpx.Response:
        return self.ask(self.wire.example.path, {**self.wire.example.body, **changed})


# --- keys, models, fields ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("key", "good"), [("practice", True), ("invalid", False), ("", False)])
@pytest.mark.usefixtures("quick")
def test_any_key_is_taken_but_the_one_that_is_called_invalid(name: str, key: str, good: bool) -> None:
    box = Box(name)
    box.headers = {header: value.replace("practice", key) for header, value in box.headers.items()}
    answer = box.example()
    assert answer.is_success is good
    assert len(box.sandbox.billed) == good
    assert good or "error" in answer.json()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("quick")
def test_a_field_that_the_document_lacks_is_refused_and_costs_nothing(name: str) -> None:
    box = Box(name)
    for body in ({"nonsense": 1}, {**box.wire.example.body, "nonsense": 1}, [], None, "x"):
        assert box.ask(box.wire.example.path, body).status_code in (400, 404)
    assert box.ask(box.wire.example.path, content=b"{").status_code == 400
    assert box.sandbox.billed == ()


@pytest.mark.parametrize(
    ("name", "path", "body", "said"),
    [
        ("openai", "/images/generations", {"model": "gpt-image-1.5", "prompt": "a fox"}, "gpt-image-2.5-sunburst"),
        ("openai", "/images/generations", {"model": "dall-e-3", "prompt": "a fox"}, "gpt-image-2.5-sunburst"),
        ("gemini", "/models/gemini-3.1-flash-image:generateContent", {"contents": []}, "gemini-nano-banana-2.1"),
    ],
)
def test_a_model_after_its_end_is_not_found_and_names_its_successor(
    name: str, path: str, body: dict[str, Any], said: str
) -> None:
    answer = Box(name, LATE).ask(path, body)
    assert answer.status_code == 404
    assert said in answer.json()["error"]["message"]


@pytest.mark.usefixtures("quick")
def test_a_model_before_its_end_answers() -> None:
    assert Box("openai").ask("/images/generations", {"model": "gpt-image-1.5", "prompt": "a fox"}).is_success


@pytest.mark.parametrize(("name", "rows"), [("openai", "data"), ("gemini", "models")])
def test_the_list_of_models_has_those_that_live(name: str, rows: str) -> None:
    listed = json.dumps(Box(name, LATE).ask("/models", method="GET").json()[rows])
    assert "gpt-image-1.5" not in listed
    assert 'gemini-3.1-flash-image"' not in listed
    assert "gpt-image-2.6-flare" in listed or "gemini-nano-banana-2.1" in listed


def test_openrouters_lists_need_no_key_and_lead_to_each_other() -> None:
    box = Box("openrouter")
    box.headers = {}
    for row in box.ask("/images/models", method="GET").json()["data"]:
        path = row["endpoints"].removeprefix("/api/v1")
        served = box.ask(path, method="GET").json()["endpoints"]
        assert served[0]["supported_parameters"] == row["supported_parameters"]
        assert all(line["cost_usd"] > 0 for line in served[0]["pricing"])
        kinds = {how["type"] for how in served[0]["supported_parameters"].values()}
        assert kinds <= {"enum", "range", "boolean"}


# --- answers ----------------------------------------------------------------------------------------------------------


def test_a_reply_of_openai_has_the_documents_fields_and_a_picture_of_the_size() -> None:
    box = Box("openai")
    told = box.example(size="1024x1536", output_format="jpeg", n=2).json()
    assert {"created", "background", "output_format", "quality", "size", "data", "usage"} == set(told)
    assert {"input_tokens", "input_tokens_details", "output_tokens", "total_tokens"} == set(told["usage"])
    images = [Image.open(io.BytesIO(base64.b64decode(one["b64_json"]))) for one in told["data"]]
    assert [(one.format, one.size) for one in images] == [("JPEG", (1024, 1536))] * 2
    assert told["data"][0] != told["data"][1]
    (charge,) = box.sandbox.billed
    assert charge.usd == pytest.approx((told["usage"]["output_tokens"] * 30 + 6 * 5) / 1e6)


def test_a_reply_of_gemini_has_a_picture_between_its_parts() -> None:
    body = {
        "contents": [{"parts": [{"text": "a fox"}]}],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "9:16"}},
    }
    told = Box("gemini").ask("/models/gemini-3-pro-image:generateContent", body).json()
    (candidate,) = told["candidates"]
    draft, text, picture = candidate["content"]["parts"]
    assert draft["thought"] is True
    assert text["text"]
    image = Image.open(io.BytesIO(base64.b64decode(picture["inlineData"]["data"])))
    assert image.width < image.height
    assert told["usageMetadata"]["candidatesTokensDetails"][0]["modality"] == "IMAGE"


@pytest.mark.parametrize(("name", "count"), [("openai", 2), ("openrouter", 2)])
@pytest.mark.usefixtures("quick")
def test_a_stream_has_coarse_pictures_and_then_the_picture(name: str, count: int) -> None:
    more = {"partial_images": count} if name == "openai" else {}
    answer = Box(name).example(stream=True, **more)
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer)
    assert [one["type"].rpartition(".")[2] for one in told] == ["partial_image"] * count + ["completed"]
    assert told[-1]["usage"]


@pytest.mark.usefixtures("quick")
def test_openrouter_clamps_and_ignores_and_nobody_says_so() -> None:
    box = Box("openrouter")
    model = "black-forest-labs/flux.2-klein-4b"
    answer = box.example(model=model, aspect_ratio="9:20", resolution="4K", quality="max", stream=True)
    assert answer.is_success
    assert answer.headers["content-type"] == "application/json"
    assert box.example(model=model, n=2).status_code == 400
    assert box.example(size="1024x1024", resolution="1K").status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"n": 0},
        {"n": 11},
        {"quality": "hd"},
        {"size": "1000x1000"},
        {"size": "4096x1024"},
        {"output_format": "gif"},
        {"background": "transparent", "output_format": "jpeg"},
        {"partial_images": 1},
        {"response_format": "b64_json"},
        {"style": "vivid"},
        {"model": None},
    ],
)
def test_openai_refuses_what_its_document_forbids(changed: dict[str, Any]) -> None:
    answer = Box("openai").example(**changed)
    assert answer.status_code == 400
    assert {"message", "type", "param", "code"} == set(answer.json()["error"])


def file(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


PLAIN, GLASS = file(Image.new("RGB", (96, 64), "red")), file(Image.new("RGBA", (96, 64), (0, 0, 0, 0)))


def test_a_picture_and_a_mask_are_a_form_and_what_is_not_masked_stays() -> None:
    mask = Image.new("RGBA", (96, 64), (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, 48, 64))
    box = Box("openai")
    answer = box.ask(
        "/images/edits",
        data={"model": "gpt-image-2", "prompt": "a lake", "n": "1"},
        files={"image": ("a.png", PLAIN, "image/png"), "mask": ("m.png", file(mask), "image/png")},
    )
    assert answer.is_success, answer.text
    made = Image.open(io.BytesIO(base64.b64decode(answer.json()["data"][0]["b64_json"]))).convert("RGB")
    assert made.size == (1536, 1024)
    red, green, _ = made.getpixel((1200, 300))
    assert red > 150 > green, "behind the mask the picture stays"
    assert answer.json()["usage"]["input_tokens_details"]["image_tokens"] > 0


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"image": ("a.png", b"no picture", "image/png")}, ""),
        ({"image": ("a.png", PLAIN, "image/png"), "mask": ("m.png", PLAIN, "image/png")}, "alpha"),
        (
            {"image": ("a.png", PLAIN, "image/png"), "mask": ("m", file(Image.new("RGBA", (8, 8))), "image/png")},
            "size of the first",
        ),
        (
            {
                "image": ("a", PLAIN, "image/png"),
                "mask": ("m", GLASS, "image/png"),
                "markup": ("n", GLASS, "image/png"),
            },
            "go together",
        ),
        ({"image": ("a", PLAIN, "image/png"), "markup": ("m", GLASS, "image/png")}, "markup is not supported"),
        ({"other": ("a.png", PLAIN, "image/png")}, "image must be"),
    ],
)
def test_a_form_that_does_not_fit_is_refused(files: dict[str, Any], said: str) -> None:
    answer = Box("openai").ask("/images/edits", data={"model": "gpt-image-2", "prompt": "a lake"}, files=files)
    assert answer.status_code == 400
    assert said in answer.json()["error"]["message"]


@pytest.mark.usefixtures("quick")
def test_the_same_form_is_the_same_request_whatever_line_parts_it() -> None:
    box = Box("openai")
    for _ in range(2):
        fields = {"data": {"model": "gpt-image-2", "prompt": "a lake"}, "files": {"image": ("a", PLAIN, "image/png")}}
        assert box.ask("/images/edits", **fields).is_success
    assert len({charge.fingerprint for charge in box.sandbox.billed}) == 1


# --- the menu, as our own client meets it -----------------------------------------------------------------------------

MET = (Phase.REFUSE, Phase.ANSWER, Phase.FATE)
MEALS = [
    (name, fault)
    for name in NAMES
    for fault in sorted(FAULTS)
    if MENU[fault].phase in MET and (MENU[fault].wires is None or name in (MENU[fault].wires or ()))
]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("IMGEN_NB_SANDBOX_SPEED", "0")

    def made(name: str, *faults: str) -> tuple[Client, Sandbox]:
        box = Sandbox(name, speed=0, faults=faults)
        monkeypatch.setattr(process, "sandbox_of", lambda *_: box)
        return Client(name, live=False, store=tmp_path), box

    return made


@pytest.mark.parametrize(("name", "fault"), MEALS)
@pytest.mark.usefixtures("quick")
def test_each_line_ends_in_a_picture_or_in_a_word_for_it_and_nothing_is_paid_twice(
    client: Any, name: str, fault: str
) -> None:
    one, box = client(name, fault)
    job = one.submit("a fox")
    try:
        ended: Any = job.wait()
    except ImgenError as error:
        ended = error
    if isinstance(ended, ImgenError):
        assert ended.hint
        assert len(box.billed) <= 1
        assert ended.charged != "no" or not box.billed
    else:
        assert ended.state is State.SAVED
        assert len(box.billed) == 1


CAUGHT = {
    ("openai", "withheld"): ContentRejected,
    ("openrouter", "withheld"): ContentRejected,
    ("gemini", "withheld"): ContentRejected,
    ("gemini", "unpictured"): GenerationFailed,
    ("gemini", "unpictured:STOP"): GenerationFailed,
    ("gemini", "unpictured:MODEL_ARMOR"): ContentRejected,
    ("gemini", "blocked"): ContentRejected,
    ("openrouter", "late"): GenerationFailed,
    **{(name, "cut"): OutcomeUnknown for name in NAMES},
    **{(name, "failed"): OutcomeUnknown for name in NAMES},
}


@pytest.mark.parametrize(("name", "fault"), CAUGHT)
@pytest.mark.usefixtures("quick")
def test_the_traps_of_each_are_told_for_what_they_are(client: Any, name: str, fault: str) -> None:
    one, box = client(name, fault)
    with pytest.raises(CAUGHT[name, fault]) as caught:
        one.generate("a fox")
    counted = name == "gemini" and fault.partition(":")[0] in ("withheld", "unpictured")  # it tells what they used
    assert caught.value.charged == ("yes" if counted else "unknown")
    assert len(box.billed) == 1


@pytest.mark.parametrize("name", ["openai", "openrouter"])
@pytest.mark.usefixtures("quick")
def test_an_error_in_a_stream_is_told_and_what_came_before_it_was_shown(client: Any, name: str) -> None:
    one, _ = client(name, "late:the model gave up")
    job = one.submit("a fox", previews=2 if name == "openai" else True)
    seen: list[bytes | None] = []
    job.watch(lambda event: seen.append(event.preview))
    with pytest.raises(GenerationFailed, match="the model gave up"):
        job.wait()
    assert png() in seen


@pytest.mark.parametrize("name", ["openai", "openrouter"])
@pytest.mark.usefixtures("quick")
def test_previews_are_shown_on_the_way(client: Any, name: str) -> None:
    one, _ = client(name)
    job = one.submit("a fox", previews=2 if name == "openai" else True)
    seen: list[Any] = []
    job.watch(lambda event: seen.append((event.progress, event.preview)))
    assert job.wait().images
    told = [progress for progress, _ in seen if progress is not None]
    assert len(set(told)) == 2
    assert told == sorted(told)
    shown = [progress for progress, preview in seen if preview == png()]
    assert shown[-1] == told[-1], "who begins to watch late is shown the newest alone"


@pytest.mark.usefixtures("quick")
def test_fewer_pictures_than_were_asked_for_are_said(client: Any) -> None:
    one, _ = client("openrouter", "C24:2")
    made = one.generate("a fox", num_images=3)
    assert len(made.images) == 1
    assert "3 pictures were asked for, 1 came" in made.warnings


def test_a_size_that_was_ignored_is_seen_in_the_pixels(client: Any) -> None:
    one, _ = client("openai", "clamped")
    made = one.generate("a fox", aspect_ratio="16:9")
    assert any("16:9 was asked for" in warning for warning in made.warnings)


def test_a_picture_by_its_address_is_fetched_like_any(client: Any) -> None:
    one, _ = client("openai", "as-url")
    assert one.generate("a fox").images[0].sketch
