"""The journal of intents, the history, and the answers by request key: one table, and files by content hash.

A paid request is committed as `sending` before it leaves, its remote id before anything else happens. A row
belongs to the process that works on it (its `owner`); a row of a dead process is taken over at once, and one
found in `sending` becomes `unknown`: nobody can tell whether it was taken, so it is never sent again by itself.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from imgen_nb.errors import StoreError
from imgen_nb.store.database import jobs_table, newer, open_database
from imgen_nb.store.owners import alive, me
from imgen_nb.types import Cost, Generation, ImageRequest, Page, Picture, State, Window, hashed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

T = TypeVar("T")
log = logging.getLogger(__name__)

FORWARD = (State.PLANNED, State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
ANSWERING = (*FORWARD, State.SAVED, State.UNKNOWN)
PAID_FOR = (State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
ORPHAN_AGE = 3600.0
"""Seconds after which a part file is nobody's: a download takes minutes at most."""


@dataclass(frozen=True)
class Row:
    """One intent as the journal has it."""

    id: str
    key: str
    provider: str
    origin: str
    prompt: str
    params: dict[str, Any]
    take: int
    state: State
    remote_id: str | None
    owner: str | None
    created: float
    updated: float
    result: dict[str, Any]
    images: list[dict[str, Any]]
    error: dict[str, Any]

    @property
    def request(self) -> ImageRequest:
        """The request as it was asked."""
        return ImageRequest(self.provider, self.prompt, self.params, self.take, self.origin, ref=self.id)


Claimed = Literal["mine", "resume", "saved", "theirs", "unknown"]


class Store:
    """A folder with the journal and the pictures; `url` may move the journal to another database.

    Every method blocks on the disk: the engine calls them from a worker thread.
    """

    def __init__(self, home: Path | None = None, url: str | None = None) -> None:
        self.home = _writable(home or default_home())
        self.pictures = self.home / "pictures"
        self.database: str | Path = url or self.home / "store.db"
        self._lock = threading.Lock()

    @cached_property
    def _engine(self) -> Engine:
        with self._lock:
            if "_engine" in self.__dict__:
                return self.__dict__["_engine"]  # type: ignore[no-any-return]
            self.pictures.mkdir(mode=0o700, exist_ok=True)
            _sweep(self.pictures)
            return open_database(self.database)

    @cached_property
    def _jobs(self) -> Table:
        return jobs_table()

    # ------------------------------------------------------------------ writing

    def batch(self, works: Iterable[Callable[[Connection], Any]]) -> list[Any]:
        """Run several pieces of work in one durable transaction; a failing one takes back only its own."""
        with self._engine.begin() as connection:
            return [self._attempt(connection, work) for work in works]

    @staticmethod
    def _attempt(connection: Connection, work: Callable[[Connection], T]) -> T | Exception:
        try:
            with connection.begin_nested():
                return work(connection)
        except Exception as error:
            return newer() if "readonly database" in str(error) else error

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run one piece of work in a transaction of its own."""
        with self._engine.begin() as connection:
            return work(connection)

    def claim(self, connection: Connection, request: ImageRequest) -> tuple[Claimed, Row | None]:
        """Decide who works on this request; a row is written only when it is sent.

        "mine": nobody asked yet (no row), or a dead process that never sent it; "resume": paid earlier, not fetched;
        "saved": answered already; "theirs": a living process works on it; "unknown": sent, outcome unknown.
        A failed or cancelled row does not answer: asking again is a new intent.
        """
        row = self._newest(connection, request.key, ANSWERING)
        if row is None:
            return "mine", None
        if row.state is State.SAVED:
            return "saved", row
        if row.owner and alive(row.owner):
            return "theirs", row
        if row.state is State.SENDING:
            self.update(connection, row.id, state=State.UNKNOWN, owner=None)
            return "unknown", row
        if row.state is State.UNKNOWN:
            return "unknown", row
        self.update(connection, row.id, owner=me())
        return ("mine" if row.state is State.PLANNED else "resume"), row

    def sending(self, connection: Connection, request: ImageRequest) -> tuple[Claimed, Row]:
        """Claim a request and write down that it leaves now, in one step; only after "mine" may it leave."""
        own = self._get(connection, request.ref)
        if own is not None and own.state in FORWARD and own.owner == me():
            self.update(connection, own.id, state=State.SENDING)
            return "mine", self._there(connection, own.id)
        claimed, row = self.claim(connection, request)
        if claimed != "mine":
            assert row is not None
            return claimed, row
        if row is None:
            self._insert(connection, request, State.SENDING)
            return "mine", self._there(connection, request.ref)
        self.update(connection, row.id, state=State.SENDING)
        return "mine", self._there(connection, row.id)

    def unsent(self, connection: Connection, row_id: str) -> None:
        """Take an intent back that provably did not leave: it has no row any more."""
        jobs = self._jobs
        never = (jobs.c.state.in_((State.PLANNED, State.SENDING)), jobs.c.remote_id.is_(None), jobs.c.owner == me())
        connection.execute(jobs.delete().where(jobs.c.id == row_id, *never))

    def accept(self, connection: Connection, row_id: str, remote_id: str, **values: Any) -> bool:
        """Write down that a provider took the job; False, and nothing written, if another row has this id."""
        row, jobs = self._there(connection, row_id), self._jobs
        same = (jobs.c.provider == row.provider, jobs.c.origin == row.origin, jobs.c.remote_id == remote_id)
        if connection.execute(jobs.select().where(*same, jobs.c.id != row_id)).first():
            return False
        self.update(connection, row_id, **{"state": State.ACCEPTED, "remote_id": remote_id, **values})
        return True

    def forget(self, row_id_or_remote: str) -> Row:
        """Let a paid, unfetched or unknown row go: a person's word, never the program's."""
        raise NotImplementedError

    def history(
        self, text: str | None = None, provider: str | None = None, limit: int = 20, offset: int = 0
    ) -> Page[Generation]:
        """What is known, newest first: every row with an answer or money in it."""
        raise NotImplementedError

    def window(self, scope: str) -> tuple[Window, float] | None:
        """The requests left, as any process learned them, and when (Unix time)."""
        return None

    def learn_window(self, connection: Connection, scope: str, window: Window, now: float) -> None:
        """Keep what a reply said of the requests left."""

    def take_over(self, connection: Connection, row_id: str) -> bool:
        """Take an unowned or orphaned row for this process; False if somebody living has it."""
        row = self._get(connection, row_id)
        if row is None or (row.owner and alive(row.owner)):
            return False
        self.update(connection, row_id, owner=me())
        return True

    def adopt(self, connection: Connection, request: ImageRequest, remote_id: str) -> Row:
        """Find the row of a remote id, or write one for an id that came from elsewhere; it is ours then."""
        jobs = self._jobs
        asked = (jobs.c.provider == request.provider, jobs.c.origin == request.origin, jobs.c.remote_id == remote_id)
        found = connection.execute(jobs.select().where(*asked).order_by(jobs.c.created.desc())).first()
        if found:
            row = _row(found._mapping)
            if row.state is not State.SAVED:
                self.update(connection, row.id, owner=me(), state=State.ACCEPTED)
            return row
        self._insert(connection, request, State.ACCEPTED)
        self.update(connection, request.ref, remote_id=remote_id)
        return self._there(connection, request.ref)

    def release(self, connection: Connection, row_id: str, **values: Any) -> None:
        """Let a row go with what it ended in; one that a living process took over meanwhile stays as it is."""
        row = self._get(connection, row_id)
        if row is not None and (not row.owner or row.owner == me() or not alive(row.owner)):
            self.update(connection, row_id, owner=None, **values)

    def update(self, connection: Connection, row_id: str, **values: Any) -> None:
        """Change a row; dicts and lists are kept as JSON."""
        plain = {k: json.dumps(v) if isinstance(v, dict | list) else v for k, v in values.items()}
        jobs = self._jobs
        connection.execute(jobs.update().where(jobs.c.id == row_id).values(updated=time.time(), **plain))

    def _insert(self, connection: Connection, request: ImageRequest, state: State) -> None:
        now = time.time()
        values = {
            "id": request.ref,
            "key": request.key,
            "provider": request.provider,
            "origin": request.origin,
            "prompt": request.prompt,
            "params": json.dumps(hashed(request.params)),  # a picture sent along would be megabytes in each row
            "take": request.take,
            "state": state,
            "owner": me(),
            "created": now,
            "updated": now,
        }
        connection.execute(self._jobs.insert().values(**values))

    def _there(self, connection: Connection, row_id: str) -> Row:
        row = self._get(connection, row_id)
        if row is None:
            raise StoreError(f"the store has no row {row_id}", hint="ask again; ig.resume() fetches what was paid")
        return row

    # ------------------------------------------------------------------ reading

    def saved(self, key: str) -> Row | None:
        """The answer to a request, if there is one."""
        with self._engine.connect() as connection:
            return self._newest(connection, key, (State.SAVED,))

    def peek(self, key: str) -> Row | None:
        """The newest row of a request that has an answer or may still get one."""
        with self._engine.connect() as connection:
            return self._newest(connection, key, ANSWERING)

    known = peek

    def get(self, row_id: str) -> Row | None:
        """One row by its id."""
        with self._engine.connect() as connection:
            return self._get(connection, row_id)

    def by_remote(self, provider: str, origin: str, remote_id: str) -> Row | None:
        """The newest row of a provider's id."""
        jobs = self._jobs
        asked = (jobs.c.provider == provider, jobs.c.origin == origin, jobs.c.remote_id == remote_id)
        with self._engine.connect() as connection:
            found = connection.execute(jobs.select().where(*asked).order_by(jobs.c.created.desc())).first()
        return _row(found._mapping) if found else None

    def _usable(self, row: Row) -> tuple[str, ...]:
        """A generation's buttons, less those pressed from here that were, or may have been, paid."""
        offered = tuple(row.result.get("actions", ()))
        if not offered or not row.remote_id:
            return offered
        jobs = self._jobs
        states = (State.SENDING, *PAID_FOR, State.SAVED, State.UNKNOWN)
        asked = (jobs.c.provider == row.provider, jobs.c.origin == row.origin, jobs.c.state.in_(states))
        with self._engine.connect() as connection:
            found = connection.execute(jobs.select().where(*asked, jobs.c.params.contains(row.remote_id)))
            presses = [_row(item._mapping).params for item in found]
        used = {press.get("button") for press in presses if press.get("parent") == row.remote_id}
        return tuple(button for button in offered if button not in used)

    def unsettled(self) -> tuple[Row, ...]:
        """Rows that cost money, or may have, and have no picture here; those of living processes excepted."""
        jobs = self._jobs
        states = (State.SENDING, *PAID_FOR, State.UNKNOWN)
        with self._engine.connect() as connection:
            found = connection.execute(jobs.select().where(jobs.c.state.in_(states)).order_by(jobs.c.created))
            rows = [_row(item._mapping) for item in found]
        return tuple(row for row in rows if not (row.owner and alive(row.owner)))

    def _get(self, connection: Connection, row_id: str) -> Row | None:
        found = connection.execute(self._jobs.select().where(self._jobs.c.id == row_id)).first()
        return _row(found._mapping) if found else None

    def _newest(self, connection: Connection, key: str, states: tuple[State, ...]) -> Row | None:
        jobs = self._jobs
        asked = jobs.select().where(jobs.c.key == key, jobs.c.state.in_(states)).order_by(jobs.c.created.desc())
        found = connection.execute(asked).first()
        return _row(found._mapping) if found else None

    def generation(self, row: Row, *, from_store: bool) -> Generation:
        """Read a row as the Generation it stands for; a picture whose file is gone is left out and said."""
        images = [Picture(**{**image, "path": self.pictures / image["path"]}) for image in row.images]
        present = tuple(image for image in images if image.path.exists())
        lost = (f"{len(images) - len(present)} picture file(s) are gone from {self.pictures}",)
        result = row.result
        return Generation(
            request=row.request,
            state=row.state,
            images=present,
            remote_id=row.remote_id,
            prompt_used=result.get("prompt_used"),
            cost=Cost(**result.get("cost", {})),
            timings=result.get("timings", {}),
            warnings=(*result.get("warnings", ()), *(lost if len(present) < len(images) else ())),
            from_store=from_store,
            sandbox=row.request.sandbox or any(image.sketch for image in images),
            raw=result.get("raw", {}),
            actions=self._usable(row),
            parent=result.get("parent"),
            expires=result.get("expires"),
        )


def picture_data(picture: Picture) -> dict[str, Any]:
    """The JSON a row keeps of a picture: the file's name, not its folder, so that a store can move."""
    return {**asdict(picture), "path": picture.path.name}


def default_home() -> Path:
    """The folder for everything we write: IMGEN_NB_HOME, or the user's data folder."""
    import platformdirs

    return Path(os.environ.get("IMGEN_NB_HOME") or platformdirs.user_data_path("imgen_nb"))


def _row(data: Mapping[Any, Any]) -> Row:
    values = dict(data)
    for name in ("params", "result", "images", "error"):
        values[name] = json.loads(values[name])
    return Row(**{**values, "state": State(values["state"])})


# ---------------------------------------------------------------------------- the folder


def _writable(home: Path) -> Path:
    """The folder itself, or a temporary one, with a warning, where it cannot be written."""
    try:
        home.mkdir(parents=True, mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return home.resolve()
    except OSError as error:
        substitute = Path(tempfile.mkdtemp(prefix="imgen_nb-"))
        log.warning("%s cannot be written (%s): pictures of this session go to %s", home, error.strerror, substitute)
        return substitute


def _sweep(folder: Path) -> None:
    """Remove part files that a killed process left behind."""
    for part in folder.glob("*.part"):
        with suppress(OSError):  # another process may be sweeping too
            if time.time() - part.stat().st_mtime > ORPHAN_AGE:
                part.unlink()
