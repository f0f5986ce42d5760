"""The pictures on a panel, as any number of pages may look at them.

A page gets words first (a place: no bytes) and a thumbnail once per hash, as a binary message that goes before the
place which shows it; the original travels, with the record of how it was made, when somebody opens the picture.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from imgen_nb.client.process import store_at
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.provenance import copies
from imgen_nb.show.places import NOT_A_MODEL, QUESTIONS, Place, capital, clean, sentence
from imgen_nb.store.marks import PLAIN, Mark, Marks
from imgen_nb.types import Generation, Picture, State
from imgen_nb.widgets.acts import details, pads, remedies
from imgen_nb.widgets.form import LONGEST, code

log = logging.getLogger(__name__)

SIDE = 384
SPENT = QUESTIONS[1]
Send = Callable[[dict[str, Any], Sequence[bytes]], object]
KINDS = {State.SAVED: "done", State.FAILED: "bad", State.UNKNOWN: "unk", State.CANCELLED: "none"}


class Board:
    """Places by id, newest first, and the pictures they show. Every method may be called from any thread.

    A thumbnail goes before the place that shows it; a `patient` board gives each when it is asked for.
    """

    def __init__(self, *, patient: bool = False) -> None:
        self._patient = patient
        self._changing = threading.RLock()
        self._places: dict[str, dict[str, Any]] = {}
        self._order: list[str] = []
        self._pictures: dict[str, Picture | bytes] = {}
        self._made: dict[str, Generation] = {}
        self._previews: dict[str, str] = {}
        self._shown: dict[str, Place] = {}
        self._marks: Marks = {}
        self._used: dict[str, set[str]] = {}
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

    def put(
        self, shown: Iterable[tuple[str, Place]], group: str, *, glimpses: bool = True, under: str = "", **told: Any
    ) -> None:
        """Say how the places of a group stand now: what changed is told, new ones come first, the others go.

        With `glimpses` a coarse preview is drawn, once for a group: that takes time, so not at each step of a job. One
        that the service tells is shown at once, and each clearer one in its place. A group `under` another comes
        behind it. What else is `told` goes with each place.
        """
        with self._changing:
            given = dict(shown)
            self._look_up(given.values())
            drawn = {one: {**self._drawn(one, place, group, glimpses), **told} for one, place in given.items()}
            changed = [{"id": one, **said} for one, said in drawn.items() if self._differs(one, said)]
            gone = [one for one in self._order if self._places[one]["group"] == group and one not in drawn]
            new = [one for one in drawn if one not in self._places]
            for place in changed:
                self._places[place["id"]] = place
            for one in gone:
                del self._places[one]
                self._shown.pop(one, None)
            self._order = self._ordered(under, list(drawn), gone)
            if changed or gone or new:
                self._tell({"kind": "places", "changed": changed, "order": self._order})

    def drop(self, one: str) -> None:
        """Take a place out of the view; its picture stays in the store."""
        with self._changing:
            self._shown.pop(one, None)
            if self._places.pop(one, None):
                self._order.remove(one)
                self._tell({"kind": "places", "changed": [], "order": self._order})

    def place(self, one: str) -> Place | None:
        """A place that is shown."""
        return self._shown.get(one)

    def star(self, one: str, on: bool) -> None:
        """Put a star on a picture, or take it off; the store remembers it."""
        self._mark(one, star=on)

    def annotate(self, one: str, note: str) -> None:
        """Write something on a picture, in place of what was written there."""
        self._mark(one, note=clean(note, LONGEST))

    def _mark(self, one: str, **said: Any) -> None:
        name = named(self._shown.get(one))
        if name is not None:
            mark = store_at(None).mark(*name, **said)
            with self._changing:
                self._marks[name] = mark
                self._again([other for other, place in self._shown.items() if named(place) == name])

    def spend(self, remote_id: str, button: str) -> None:
        """Note that a button of a picture was pressed from here."""
        with self._changing:
            self._used.setdefault(remote_id, set()).add(button)
            made = {one: place.generation for one, place in self._shown.items()}
            self._again([one for one, found in made.items() if found and found.remote_id == remote_id])

    def know(self, marks: Marks) -> None:
        """Take up what the store says of pictures that are about to be shown."""
        with self._changing:
            self._marks |= marks

    def hello(self, send: Send) -> None:
        """Tell a page that has just come what there is, without bytes: it asks for those it lacks."""
        with self._changing:
            send({"kind": "places", "changed": list(self.places), "order": self._order}, ())

    def kept(self, most: int) -> dict[str, Any]:
        """The first pictures with their thumbnails, for a page that will have nobody to ask."""
        thumbs: dict[str, bytes] = {}
        places = [place for place in self.places if place["sha"]][:most]
        for place in places:
            self._thumb(place["sha"], lambda message, buffers: thumbs.update({message["sha"]: b"".join(buffers)}))
        return {"places": places, "thumbs": thumbs}

    def want(self, hashes: Iterable[str], send: Send) -> None:
        """Give a page the thumbnails it lacks."""
        for sha in hashes:
            self._thumb(str(sha), send)

    def original(self, sha: str, send: Send) -> None:
        """Give a page a picture with its own pixels and the record of how it was made, or say why there is none."""
        picture = self._pictures.get(sha)
        if isinstance(picture, Picture):
            try:
                send({"kind": "original", "sha": sha, "type": picture.media_type}, (self._whole(picture),))
            except (OSError, ImgenError) as error:
                send({"kind": "original", "sha": sha, "problem": sentence(str(error))}, ())

    def _whole(self, picture: Picture) -> bytes:
        """A picture as it is saved from a page; a quarter of a sheet has no record of its own."""
        made = self._made.get(picture.sha256)
        number = next((n for n, one in enumerate(made.images) if one == picture), None) if made else None
        return copies.copy(made, number).data if made and number is not None else picture.read_bytes()

    def _again(self, ids: list[str]) -> None:
        """Tell what changed of some places besides their jobs."""
        for one in ids:
            self._places[one] |= self._said(self._shown[one])
        self._tell({"kind": "places", "changed": [self._places[one] for one in ids], "order": self._order})

    def _ordered(self, under: str, mine: list[str], gone: list[str]) -> list[str]:
        here = {*mine, *gone}
        rest = [one for one in self._order if one not in here]
        above = [at for at, one in enumerate(self._order) if under and self._places.get(one, {}).get("group") == under]
        first = above[-1] + 1 if above else 0
        at = next((place for place, one in enumerate(self._order) if one in here and one in self._places), first)
        at -= sum(one in gone for one in self._order[:at])
        return [*rest[:at], *mine, *rest[at:]]

    def _differs(self, one: str, said: dict[str, Any]) -> bool:
        return {"id": one, **said} != self._places.get(one)

    def _drawn(self, one: str, place: Place, group: str, glimpses: bool) -> dict[str, Any]:
        self._shown[one] = place
        sha = self._known(place.picture) if place.picture else ""
        if sha and place.generation:
            self._made[sha] = place.generation
        for quarter in place.quarters:
            self._pictures.setdefault(quarter.sha256, quarter)
        return {
            **drawn(place),
            **self._said(place),
            "group": group,
            "sha": sha,
            "preview": "" if sha else self._glimpse(place, group, glimpses),
        }

    def _said(self, place: Place) -> dict[str, Any]:
        """What people said and did of a picture, here or earlier."""
        name = named(place)
        mark: Mark = self._marks.get(name, PLAIN) if name else PLAIN
        remote_id = place.generation.remote_id if place.generation else None
        return {
            "ref": name[0] if name else "",
            "star": mark.star,
            "note": mark.note,
            "pads": pads(place, self._used.get(remote_id or "", ())),
        }

    def _look_up(self, shown: Iterable[Place]) -> None:
        """Read the marks on what is shown for the first time."""
        names = {name for place in shown if (name := named(place)) is not None} - self._marks.keys()
        if not names:
            return
        try:
            found = store_at(None).marks({row for row, _ in names})
        except ImgenError:  # a star is never worth a picture
            found = {}
        self._marks |= {name: found.get(name, PLAIN) for name in names}

    def _known(self, picture: Picture) -> str:
        """Take up a picture; its thumbnail goes to every page, once."""
        if picture.sha256 not in self._pictures:
            self._pictures[picture.sha256] = picture
            if not self._patient:
                self._thumb(picture.sha256, self._say)
        return picture.sha256

    def _glimpse(self, place: Place, group: str, draw: bool) -> str:
        if place.error is not None or place.state not in (State.RUNNING, State.DOWNLOADING):
            return ""
        told = place.event.preview if place.event else None
        raw = told or (place.glimpse() if draw and place.glimpse and group not in self._previews else b"")
        if raw and (sha := hashlib.sha256(raw).hexdigest()) != self._previews.get(group):
            self._pictures.pop(self._previews.get(group, ""), None)  # the last of them is the clearest
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


def named(place: Place | None) -> tuple[str, str] | None:
    """How the store names a picture: its row and its hash; None where there is no picture of a row."""
    if place is None or place.picture is None or place.generation is None or not place.generation.request.ref:
        return None
    return place.generation.request.ref, place.picture.sha256


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
        "audit": place.audit(),
        "said": capital(sentence(place.event.text)) if kind == "wait" and place.event and not place.error else "",
        "answers": [list(one) for one in place.answers()],
        "spent": [SPENT, place.charged],
        "notes": list(place.notes),
        "ratio": round(place.shape, 4),
        "size": [place.picture.width, place.picture.height] if place.picture else [],
        "alt": clean(place.picture.alt, 400) if place.picture else "",
        "file": file_name(place, place.picture),
        "quarters": [_quarter(place, quarter) for quarter in place.quarters],
        "provider": request.provider,
        "under": clean(request.params["button"], 40) if isinstance(request.params.get("button"), str) else "",
        "remedies": remedies(place),
        "details": details(place),
        "code": code(request.prompt, request.provider, _asked(place)),
    }


def _asked(place: Place) -> dict[str, Any]:
    params = {name: value for name, value in place.request.params.items() if name not in place.request.implied}
    return params | ({"take": place.request.take} if place.request.take != 1 else {})


def _quarter(place: Place, picture: Picture) -> dict[str, Any]:
    return {"sha": picture.sha256, "alt": clean(picture.alt, 400), "file": file_name(place, picture)}


def file_name(place: Place, picture: Picture | None) -> str:
    """A name to download a picture under."""
    if picture is None:
        return ""
    words = "-".join("".join(c if c.isalnum() else " " for c in place.request.prompt.lower()).split()[:8])
    return f"{words[:60] or 'picture'}-{place.request.provider}-{picture.sha256[:6]}{picture.path.suffix}"
