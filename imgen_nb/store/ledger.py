"""The ledger: who works on a request, and what is written before money leaves.

A paid request is committed as `sending` before it leaves, its remote id before anything else happens. A row
belongs to the process that works on it (its `owner`); a row of a dead process is taken over at once, and one
found in `sending` becomes `unknown`: nobody can tell whether it was taken, so it is never sent again by itself.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from imgen_nb.budgets import Hold
from imgen_nb.errors import Cancelled, InvalidRequest, StoreError
from imgen_nb.store import statements
from imgen_nb.store.budget import Spending
from imgen_nb.store.database import jobs_table
from imgen_nb.store.owing import Owing
from imgen_nb.store.owners import me
from imgen_nb.store.rows import FORWARD, OWING, Row, columns, read
from imgen_nb.types import ImageRequest, State, hashed

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNBOUNDED = Hold()
Claimed = Literal["mine", "resume", "saved", "theirs", "unknown"]


class Ledger(Owing, Spending):
    """What the rows of a store may become; each method is a piece of somebody's transaction."""

    def claim(self, connection: Connection, request: ImageRequest) -> tuple[Claimed, Row | None]:
        """Decide who works on this request; a row is written only when it is sent.

        "mine": nobody asked yet (no row), or a dead process that never sent it; "resume": paid earlier, not fetched;
        "saved": answered already; "theirs": a living process works on it; "unknown": sent, outcome unknown.
        A failed or cancelled row does not answer: asking again is a new intent.
        """
        return self._claim(connection, self._answering(connection, request))

    def look(self, request: ImageRequest) -> tuple[Claimed, Row | None] | None:
        """What `claim` will say, where that writes nothing; a look takes no lock."""

        def read(connection: Connection) -> tuple[Claimed, Row | None] | None:
            row = self._answering(connection, request)
            if row is None or row.state is State.SAVED or self.lives(connection, row.owner):
                return self._claim(connection, row)
            return None

        return self.database.read(read)

    def _claim(self, connection: Connection, row: Row | None) -> tuple[Claimed, Row | None]:
        if row is None:
            return "mine", None
        self._know(row)
        if row.state is State.SAVED:
            return "saved", row
        if self.lives(connection, row.owner):
            return "theirs", row
        if row.state is State.SENDING:
            self.update(connection, row.id, state=State.UNKNOWN, owner=None)
            return "unknown", row
        if row.state is State.UNKNOWN:
            return "unknown", row
        self._take(connection, row)
        return ("mine" if row.state is State.PLANNED else "resume"), row

    def sending(self, connection: Connection, request: ImageRequest, hold: Hold = UNBOUNDED) -> tuple[Claimed, Row]:
        """Claim a request and write down that it leaves now, in one step; only after "mine" may it leave.

        What it may cost is held in the same step: raises `BudgetExceeded`, and nothing is written.
        """
        row = self._answering(connection, request)
        if row is not None and row.id == request.ref and row.state in FORWARD and row.owner == me():
            claimed: Claimed = "mine"
        else:
            claimed, row = self._claim(connection, row)
        if row is not None and claimed != "mine":
            return claimed, row
        if row is not None:
            self.let_hold_go(connection, row.id)  # of a try before: it did not leave
        self.hold(connection, row.id if row else request.ref, request, hold)
        return "mine", self._send(connection, row) if row else self._insert(connection, request, State.SENDING)

    def accept(self, connection: Connection, row_id: str, remote_id: str, **values: Any) -> bool:
        """Write down that a provider took the job; False, and nothing written, if another row has this id."""
        asked = {"row_id": row_id, "remote_id": remote_id}
        found = {row.id: row for row in self._found(connection, statements.by_id_or_remote(), **asked)}
        row = found.pop(row_id, None) or self._there(connection, row_id)
        if (row.provider, row.origin) in {(other.provider, other.origin) for other in found.values()}:
            return False
        self.update(connection, row_id, **{"state": State.ACCEPTED, "remote_id": remote_id, **values})
        return True

    def take_over(self, connection: Connection, row_id: str) -> Row | None:
        """Take an unowned or orphaned row for this process, and give it as it stands now; None if somebody has it.

        One that is saved by now needs nobody, and stays as it is.
        """
        row = self._get(connection, row_id)
        if row is None or self.lives(connection, row.owner):
            return None
        if row.state is not State.SAVED:
            self._take(connection, row)
        return row

    def adopt(self, connection: Connection, request: ImageRequest, remote_id: str) -> tuple[Claimed, Row]:
        """Find the row of a remote id, or write one for an id that came from elsewhere.

        It is ours then, unless it is "saved", or another living process follows it already: "theirs".
        """
        for row in self._of_remote(connection, request.provider, request.origin, remote_id)[:1]:
            if row.state is State.SAVED:
                return "saved", row
            if row.owner != me() and self.lives(connection, row.owner):
                return "theirs", row
            self._take(connection, row, state=State.ACCEPTED)
            return "resume", row
        return "mine", self._insert(connection, request, State.ACCEPTED, remote_id=remote_id, adopted=1)

    def release(self, connection: Connection, row_id: str, **values: Any) -> None:
        """Let a row go with what it ended in; one that a living process took over, or saved, meanwhile stays so."""
        row = self._get(connection, row_id)
        if row is None or (row.state is State.SAVED and values.get("state", row.state) != row.state):
            return
        if row.owner == me() or not self.lives(connection, row.owner):
            self.update(connection, row_id, **{**values, "owner": None})

    def let_go(self, connection: Connection, row_id_or_remote: str) -> Row:
        """Give up what a row owes, on a person's word; raises `InvalidRequest` where there is nothing to give up."""
        jobs = jobs_table()
        named = (jobs.c.id == row_id_or_remote) | (jobs.c.remote_id == row_id_or_remote)
        owing = (jobs.c.state.in_(OWING)) | (jobs.c.missing > 0)
        found = self._found(connection, jobs.select().where(named))
        rows = self._found(connection, jobs.select().where(named, owing))
        if len(rows) != 1:
            raise _nothing_to_let_go(row_id_or_remote, found, rows)
        (row,) = rows
        if self.lives(connection, row.owner):
            raise InvalidRequest(f"{row_id_or_remote} is being fetched just now", hint="cancel its job first")
        if row.state is State.SAVED:
            self.update(connection, row.id, result={**row.result, "missing": []})
        else:
            gone = Cancelled("let go by hand", provider=row.provider, remote_id=row.remote_id, charged=row.charged)
            self.update(connection, row.id, state=State.CANCELLED, owner=None, error=gone.to_dict())
        return self._there(connection, row.id)

    def update(self, connection: Connection, row_id: str, **values: Any) -> None:
        """Change a row; dicts and lists are kept as JSON."""
        connection.execute(statements.change(), {"row_id": row_id, "updated": time.time(), **columns(values)})
        if row_id in self._owing:
            self._know(self._owing[row_id], **values)
        self.settle_hold(connection, row_id, values)

    def _send(self, connection: Connection, row: Row) -> Row:
        self._take(connection, row, state=State.SENDING)
        return replace(row, state=State.SENDING, owner=me())

    def _take(self, connection: Connection, row: Row, **values: Any) -> None:
        """Let this process be who works on a row."""
        self._know(row, owner=me(), **values)
        self.update(connection, row.id, owner=me(), **values)

    def _there(self, connection: Connection, row_id: str) -> Row:
        row = self._get(connection, row_id)
        if row is None:
            raise StoreError(f"the store has no row {row_id} any more", hint="ask again, or Client(...).resume(id)")
        return row

    def _insert(self, connection: Connection, request: ImageRequest, state: State, **more: Any) -> Row:
        now = time.time()
        values = {
            "id": request.ref,
            "key": request.key,
            "provider": request.provider,
            "origin": request.origin,
            "prompt": request.prompt,
            "params": hashed(request.params),  # a picture sent along would be megabytes in each row
            "take": request.take,
            "state": state,
            "owner": me(),
            "created": now,
            "updated": now,
            **more,
        }
        kept = columns(values)
        connection.execute(statements.add(), kept)
        row = read({"remote_id": None, "result": {}, "images": [], "error": {}, **kept})
        self._know(row)
        return row


def _nothing_to_let_go(name: str, found: list[Row], owing: list[Row]) -> InvalidRequest:
    if owing:
        which = ", ".join(f"{row.id} ({row.provider})" for row in owing)
        return InvalidRequest(f"{len(owing)} rows have the id {name}", hint=f"name one of them: {which}")
    if not found:
        return InvalidRequest(f"the store knows no {name}", hint="ig.history() shows the ids")
    return InvalidRequest(
        f"{name} is {found[0].state}: there is nothing to let go", hint="ig.resume() shows what is owed"
    )
