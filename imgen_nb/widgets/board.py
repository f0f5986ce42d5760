"""The pictures on a panel, as any number of pages may look at them.

A page gets words first (a place: no bytes) and a thumbnail once per hash, as a binary message that goes before the
place which shows it; the original travels when somebody opens the picture.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.show.places import NOT_A_MODEL, Place, capital, clean, sentence
from imgen_nb.types import Picture, State
from imgen_nb.widgets.form import LONGEST, code

log = logging.getLogger(__name__)

SIDE = 384
Send = Callable[[dict[str, Any], Sequence[bytes]], object]
KINDS = {State.SAVED: "done", State.FAILED: "bad", State.UNKNOWN: "unk", State.CANCELLED: "none"}


class Board:
    """Places by id, newest first, and the pictures they show. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._changing = threading.RLock()
        self._places: dict[str, dict[str, Any]] = {}
        self._order: list[str] = []
        self._pictures: dict[str, Picture | bytes] = {}
        self._previews: dict[str, str] = {}
        self._pages: list[Send] = []

    @property
    def ids(self) -> tuple[str, ...]:
        """The places there are, in their order."""
        return tuple(self._order)

    @property
    def places(self) -> tuple[dict[str, Any], ...]:
        """The places in their order, as a page gets them."""
        with self._changing:
            return tuple(self._places[one] for one in self._order)

    def attach(self, send: Send) -> None:
        """Tell a widget's pages from now on."""
        self._pages.append(send)

    def put(self, shown: Iterable[tuple[str, Place]], group: str, *, glimpses: bool = True) -> None:
        """Say how the places of a group stand now: what changed is told, new ones come first, the others go.

        With `glimpses` a coarse preview is drawn, once for a group: that takes time, so not at each step of a job.
        """
        with self._changing:
            drawn = {one: self._drawn(place, group, glimpses) for one, place in shown}
            changed = [{"id": one, **said} for one, said in drawn.items() if self._differs(one, said)]
            gone = [one for one in self._order if self._places[one]["group"] == group and one not in drawn]
            new = [one for one in drawn if one not in self._places]
            for place in changed:
                self._places[place["id"]] = place
            for one in gone:
                del self._places[one]
            self._order = self._ordered(group, list(drawn), gone)
            if changed or gone or new:
                self._tell({"kind": "places", "changed": changed, "order": self._order})

    def drop(self, one: str) -> None:
        """Take a place out of the view; its picture stays in the store."""
        with self._changing:
            if self._places.pop(one, None):
                self._order.remove(one)
                self._tell({"kind": "places", "changed": [], "order": self._order})

    def hello(self, send: Send) -> None:
        """Tell a page that has just come what there is, without bytes: it asks for those it lacks."""
        with self._changing:
            send({"kind": "places", "changed": list(self.places), "order": self._order}, ())

    def want(self, hashes: Iterable[str], send: Send) -> None:
        """Give a page the thumbnails it lacks."""
        for sha in hashes:
            self._thumb(str(sha), send)

    def original(self, sha: str, send: Send) -> None:
        """Give a page a picture with its own pixels, or say why there is none."""
        picture = self._pictures.get(sha)
        if isinstance(picture, Picture):
            try:
                send({"kind": "original", "sha": sha, "type": picture.media_type}, (picture.read_bytes(),))
            except (OSError, ImgenError) as error:
                send({"kind": "original", "sha": sha, "problem": sentence(str(error))}, ())

    def _ordered(self, group: str, mine: list[str], gone: list[str]) -> list[str]:
        rest = [one for one in self._order if one not in mine and one not in gone]
        at = next((place for place, one in enumerate(self._order) if one in mine), 0)
        at -= sum(one in gone for one in self._order[:at])
        return [*rest[:at], *mine, *rest[at:]]

    def _differs(self, one: str, said: dict[str, Any]) -> bool:
        return {"id": one, **said} != self._places.get(one)

    def _drawn(self, place: Place, group: str, glimpses: bool) -> dict[str, Any]:
        sha = self._known(place.picture) if place.picture else ""
        return {
            **drawn(place),
            "group": group,
            "sha": sha,
            "preview": "" if sha else self._glimpse(place, group, glimpses),
        }

    def _known(self, picture: Picture) -> str:
        """Take up a picture; its thumbnail goes to every page, once."""
        if picture.sha256 not in self._pictures:
            self._pictures[picture.sha256] = picture
            self._thumb(picture.sha256, self._say)
        return picture.sha256

    def _glimpse(self, place: Place, group: str, draw: bool) -> str:
        if place.error is not None or place.state not in (State.RUNNING, State.DOWNLOADING):
            return ""
        raw = place.glimpse() if draw and place.glimpse and group not in self._previews else b""
        if raw:
            sha = hashlib.sha256(raw).hexdigest()
            self._previews[group] = sha
            self._pictures[sha] = raw
            self._thumb(sha, self._say)
        return self._previews.get(group, "")

    def _thumb(self, sha: str, send: Send) -> None:
        picture = self._pictures.get(sha)
        if picture is None:
            return
        try:
            raw = picture if isinstance(picture, bytes) else picture.thumbnail(SIDE)
            send({"kind": "thumb", "sha": sha, "type": "image/webp"}, (raw,))
        except (OSError, ImgenError) as error:  # deleted or damaged since: its place says so, the others go on
            send({"kind": "thumb", "sha": sha, "problem": sentence(str(error))}, ())

    def _tell(self, message: dict[str, Any]) -> None:
        self._say(message, ())

    def _say(self, message: dict[str, Any], buffers: Sequence[bytes]) -> None:
        for send in tuple(self._pages):
            try:
                send(message, buffers)
            except Exception:  # a page that is gone changes no job
                log.debug("a page could not be told", exc_info=True)


def drawn(place: Place) -> dict[str, Any]:
    """A place in words: all that a tile, its card and its viewer say."""
    request = place.request
    kind = KINDS.get(place.state, "run")
    if place.missing or place.owed or (place.error and kind == "done"):
        kind = "unk" if place.state is State.UNKNOWN else "wait"
    elif isinstance(place.error, InvalidRequest):
        kind = "none"
    elif place.error is not None and kind == "run":
        kind = "bad" if place.error.charged == "no" else "unk"
    elif place.event is not None and place.event.wait is not None and kind == "run":
        kind = "wait"
    return {
        "s": kind,
        "word": place.word,
        "who": clean(place.who, 60),
        "sandbox": place.sandbox,
        "stored": place.stored,
        "sketch": NOT_A_MODEL if place.sandbox and place.picture else "",
        "prompt": clean(request.prompt, LONGEST),
        "facts": place.facts() if kind != "run" else place.facts()[:3],
        "said": capital(sentence(place.event.text)) if kind == "wait" and place.event and not place.error else "",
        "trouble": place.trouble(),
        "notes": list(place.notes),
        "ratio": round(place.shape, 4),
        "size": [place.picture.width, place.picture.height] if place.picture else [],
        "alt": clean(place.picture.alt, 400) if place.picture else "",
        "file": _file(place),
        "code": code(request.prompt, request.provider, _asked(place)),
    }


def _asked(place: Place) -> dict[str, Any]:
    params = {name: value for name, value in place.request.params.items() if name not in place.request.implied}
    return params | ({"take": place.request.take} if place.request.take != 1 else {})


def _file(place: Place) -> str:
    """A name to download a picture under."""
    if place.picture is None:
        return ""
    words = "-".join("".join(c if c.isalnum() else " " for c in place.request.prompt.lower()).split()[:8])
    return f"{words[:60] or 'picture'}-{place.request.provider}-{place.picture.sha256[:6]}{place.picture.path.suffix}"
