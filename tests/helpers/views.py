"""What the tests of the views share: pictures on disk, and a provider that does what a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import IPython
import IPython.display
import pytest
from PIL import Image

from imgen_nb.errors import Cancelled, ImgenError, InvalidRequest
from imgen_nb.flow import Credential
from imgen_nb.show import following
from imgen_nb.types import (
    PRICE_UNKNOWN,
    Cost,
    Event,
    Generation,
    ImageRequest,
    Left,
    Model,
    Option,
    Picture,
    Policy,
    State,
    options_for,
)

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</bdi></div></table><iframe src='https://example.com'></iframe>",
    "<a href='javascript:alert(1)' id='x' name='body'>x</a>",
    "<form action='https://example.com'><input name=q></form>",
    "<style>*{display:none}</style><link rel=stylesheet href=//example.com>",
    "&lt;script&gt; &#60;b&#62; &quot;",
    "<!-- --><![CDATA[ ]]><?php ?>",
    "\u202egnp.exe\u2066 \u200f",
    "\x1b[31mred\x1b[0m \x00 \x07 \ud800",
    "$x^2$ \\(y\\) `code` **bold** <b>",
    "https://example.com/a?b=c",
    "x" * 100_000,
    "ä" * 400 + "<b>" * 400,
]
"""Texts that want to be markup, or that no terminal should see."""

OPTIONS = (
    Option("prompt", "text", "What to show", required=True),
    Option("aspect_ratio", "choice", choices=("1:1", "16:9", "9:16"), default="1:1"),
    Option("enhance", "switch", default=True),
    Option("seed", "integer", low=0, high=99),
    Option("num_images", "integer", low=1, high=4, default=1),
    Option("quality", "choice", choices=("low", "high")),
    Option("negative_prompt", "text"),
    Option("meta", "mapping"),
    Option("webhook_url", "text"),
)


def picture(folder: Path, width: int = 64, height: int = 64, alt: str = "a fox, Ateliér, 1:1") -> Picture:
    path = folder / f"{width}x{height}.png"
    Image.new("RGB", (width, height), (180, 90, 40)).save(path)
    return Picture(path, f"sha-{width}x{height}", width, height, "image/png", alt)


def request(prompt: str = "a fox", provider: str = "atelier", take: int = 1, **params: Any) -> ImageRequest:
    return ImageRequest(provider, prompt, {"aspect_ratio": "1:1", **params}, take, "sandbox:1")


def generation(*pictures: Picture, asked: ImageRequest | None = None, **fields: Any) -> Generation:
    fields = {"sandbox": True, "timings": {"total": 3.21}, "title": "Atelier", **fields}
    return Generation(asked or request(), State.SAVED, pictures, **fields)


class FakeJob:
    """A job that moves when the test says so, and tells of it from the calling thread."""

    def __init__(self, asked: ImageRequest) -> None:
        self.request = asked
        self.id = self.remote_id = "job-1"
        self.state = State.PLANNED
        self._ended = threading.Event()
        self._outcome: Generation | ImgenError | None = None
        self._watchers: list[Callable[[Event], None]] = []
        self._callers: list[Callable[[], object]] = []

    @property
    def done(self) -> bool:
        return self._ended.is_set()

    def watch(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def step(self, state: State, text: str = "", **more: Any) -> None:
        self.state = state
        for watcher in self._watchers:
            watcher(Event(self.id, state, text, **more))

    def end(self, outcome: Generation | ImgenError, state: State = State.SAVED) -> None:
        self._outcome = outcome
        self.step(state)
        self._ended.set()
        for call in self._callers:
            call()

    def when_done(self, call: Callable[[], object]) -> None:
        self._callers.append(call)
        if self.done:
            call()

    def wait(self, timeout: float | None = None) -> Generation:
        if not self._ended.wait(timeout):
            raise TimeoutError
        if isinstance(self._outcome, Generation):
            return self._outcome
        assert self._outcome is not None
        raise self._outcome

    def __await__(self) -> Generator[Any, None, Generation]:
        return self._awaited().__await__()

    async def _awaited(self) -> Generation:
        return self.wait(0)

    def cancel(self) -> None:
        if not self.done:
            self.end(Cancelled("stopped waiting", charged="yes", hint="ig.resume() fetches it"), State.CANCELLED)


class FakeProvider:
    """Declarations alone."""

    credentials: tuple[Credential, ...] = ()
    sign_in = None
    local = False
    verbs: tuple[str, ...] = ()
    listed: tuple[Model, ...] = ()
    cost = PRICE_UNKNOWN
    policy = Policy()

    def __init__(self, name: str, options: tuple[Option, ...] = OPTIONS, price: str = "$0.04") -> None:
        self.name, self.title, self.options, self.price = name, name.capitalize(), options, price

    def has(self, verb: str) -> bool:
        return verb in self.verbs

    def estimate(self, asked: ImageRequest) -> Cost:
        return self.cost

    def option(self, name: str) -> Option | None:
        return self.options_for(None).get(name)

    def options_for(self, model: str | None) -> dict[str, Option]:
        return options_for(self.options, model)


class FakeClient:
    """Takes requests as the real one does, and keeps its jobs for the test to move."""

    sandbox = True
    origin = "sandbox:1"
    access: Any = SimpleNamespace(why="no key was found: the built-in sandbox answers", key_from="")
    left: Left | None = None
    store: Any = SimpleNamespace(usual_seconds=lambda provider, origin: 20.0, answers=lambda requests: {})

    def __init__(self, name: str, **fields: Any) -> None:
        self.provider = FakeProvider(name, **fields)
        self.jobs: list[FakeJob] = []
        self.takes: dict[str, int] = {}
        self.prepared = False

    def need_answer(self) -> None:
        pass

    def prepare(self) -> None:
        self.prepared = True

    def check(self, prompt: Any, *, take: int = 1, **given: Any) -> ImageRequest:
        params = {name: value for name, value in given.items() if value is not None}
        for name, value in {"prompt": prompt, **params}.items():
            option = self.provider.option(name)
            problem = option.problem(value) if option else "is not offered"
            if problem:
                raise InvalidRequest(f"{name} {problem}", provider=self.provider.name, hint="nothing was sent")
        return request(prompt, self.provider.name, take, **params)

    def start(self, asked: ImageRequest) -> FakeJob:
        self.jobs.append(FakeJob(asked))
        return self.jobs[-1]

    def submit(self, prompt: str, *, take: int = 1, **params: Any) -> FakeJob:
        return self.start(self.check(prompt, take=take, **params))

    def next_take(self, prompt: str, **params: Any) -> int:
        return self.takes.get(prompt, 1)


class Row:
    """One line of the providers' table."""

    live = False
    key_from = ""
    why = "no key was found: the built-in sandbox answers"

    def __init__(self, client: FakeClient) -> None:
        self.provider = given = client.provider
        self.name, self.title, self.options, self.price = given.name, given.title, given.options, given.price
        self.policy, self.options_for = given.policy, given.options_for


class Notebook:
    """Stands for a kernel and its page: keeps what each output was painted with, in the order they appeared.

    `message` is what the running cell answers; another one is another cell.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kernel = True
        self.message = "cell 1"
        self.cell = ""
        self.outputs: list[list[dict[str, Any]]] = []
        self.followers: list[following.Following] = []
        monkeypatch.setattr(IPython, "get_ipython", lambda: self)
        monkeypatch.setattr(IPython.display, "display", self.display)
        monkeypatch.setattr(following, "EVERY", 0.01)
        monkeypatch.setattr(following, "TICK", 0.01)
        real = following.Following.follow

        def follow(follower: following.Following, *more: Any, **how: Any) -> None:
            self.followers.append(follower)
            real(follower, *more, **how)

        monkeypatch.setattr(following.Following, "follow", follow)

    def get_parent(self) -> dict[str, Any]:
        return {"header": {"msg_id": self.message}, "metadata": {"cellId": self.cell}}

    def display(self, bundle: dict[str, Any], *, raw: bool, display_id: bool = False, metadata: Any = None) -> Any:
        assert raw
        painted = [bundle]
        self.outputs.append(painted)
        return SimpleNamespace(update=lambda again, raw: painted.append(again)) if display_id else None

    def last(self, output: int = 0) -> str:
        """What stands in an output now; empty where it was cleared."""
        return str(self.outputs[output][-1].get("text/html", ""))

    def close(self) -> None:
        """End every painter."""
        for follower in self.followers:
            follower.close()


class Parsed(HTMLParser):
    """Markup as a browser's parser sees it: tags with their attributes, and the text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def images(self) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == "img"]


ALLOWED_TAGS = {
    "div",
    "span",
    "strong",
    "bdi",
    "br",
    "img",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "style",
}
ALLOWED_ATTRIBUTES = {"style", "title", "alt", "src", "width", "height", "class", "scope", "aria-hidden"}


def check_static(markup: str) -> Parsed:
    """Check that markup is static: balanced, nothing that runs, sends, links or points outside."""
    parsed = Parsed(markup)
    assert parsed.open == []
    assert {tag for tag, _ in parsed.tags} <= ALLOWED_TAGS
    for _, attributes in parsed.tags:
        assert attributes.keys() <= ALLOWED_ATTRIBUTES
        assert str(attributes.get("src", "data:image/webp;base64,")).startswith("data:image/webp;base64,")
        assert "url(" not in str(attributes.get("style", ""))
    assert all(attributes.get("alt") for attributes in parsed.images)
    return parsed
