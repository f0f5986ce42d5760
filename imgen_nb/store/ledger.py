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

from imgen_nb.store.database import jobs_table, newer, open_database
from imgen_nb.store.owners import alive, me
from imgen_nb.types import Cost, Generation, ImageRequest, Picture, State, hashed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

T = TypeVar("T")
log = logging.getLogger(__name__)

FORWARD = (State.PLANNED, State.SENDING, State.ACCEPTED, State.RUNNING, State.DOWNLOADING)
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

    def claim(self, connection: Connection, request: ImageRequest) -> tuple[Claimed, Row]:
        """Decide who works on this request, and write the intent if it is ours.

        "mine": a new row (or a dead process's row that was never sent); "resume": paid earlier, not fetched;
        "saved": answered already; "theirs": a living process works on it; "unknown": sent, outcome unknown.
        A failed or cancelled row does not answer: asking again is a new intent.
        """
        row = self._newest(connection, request.key, (*FORWARD, State.SAVED, State.UNKNOWN))
        if row is None:
            return "mine", self._insert(connection, request)
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
        row = self._insert(connection, request)
        self.update(connection, row.id, state=State.ACCEPTED, remote_id=remote_id)
        return row

    def sending(self, connection: Connection, row_id: str) -> bool:
        """Commit that the paid request leaves now; False if the row is no longer ours, so it must not."""
        jobs = self._jobs
        ours = jobs.update().where(jobs.c.id == row_id, jobs.c.owner == me())
        return connection.execute(ours.values(state=State.SENDING, updated=time.time())).rowcount == 1

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

    def _insert(self, connection: Connection, request: ImageRequest) -> Row:
        now = time.time()
        values = {
            "id": request.ref,
            "key": request.key,
            "provider": request.provider,
            "origin": request.origin,
            "prompt": request.prompt,
            "params": json.dumps(hashed(request.params)),  # a picture sent along would be megabytes in each row
            "take": request.take,
            "state": State.PLANNED,
            "owner": me(),
            "created": now,
            "updated": now,
        }
        connection.execute(self._jobs.insert().values(**values))
        row = self._get(connection, request.ref)
        assert row is not None
        return row

    # ------------------------------------------------------------------ reading

    def saved(self, key: str) -> Row | None:
        """The answer to a request, if there is one."""
        with self._engine.connect() as connection:
            return self._newest(connection, key, (State.SAVED,))

    def known(self, key: str) -> Row | None:
        """The newest row of a request that has an answer or may still get one."""
        with self._engine.connect() as connection:
            return self._newest(connection, key, (*FORWARD, State.SAVED, State.UNKNOWN))

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
