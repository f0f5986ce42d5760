"""Rate windows that processes share: how many requests of a key are left, as any of them was told last.

A window of one stands for a refusal: once it is over, one request at a time tries, whichever process sends it, until
one is taken. What is under way is counted beside what is left: nobody can tell whether the service has counted it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from imgen_nb.store.leases import Leases
from imgen_nb.store.owners import me
from imgen_nb.types import Window

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

UNKNOWN, ENDLESS = 0, -1
"""Sizes of what is no window: nobody was told yet, so that one asks first; and a service that tells of none."""
KEPT = 20
"""One in so many of a window is kept for questions after what was paid; of a smaller window none."""
UNTOLD = 60.0
"""Seconds that a window lasts that has opened anew, until somebody is told of it."""
ANSWERED = 10.0
"""Seconds for which all wait for what the first is told, whose process lives."""
FIRST, SOON = 0.25, 1.0
"""Seconds until it may be known what the first was told, and what those under way have left."""
NEW = 5.0
"""Seconds by which a window must end later than the one that is known to be another."""


@cache
def windows_table() -> Table:
    """A row for each key at each API: `scope` names it without the key."""
    import sqlalchemy as sa

    return sa.Table(
        "windows",
        sa.MetaData(),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("asker", sa.Text),
        *(sa.Column(name, sa.Integer) for name in ("size", "remaining", "under_way")),
        *(sa.Column(name, sa.Float) for name in ("reset", "learned")),
    )


class Windows(Leases):
    """The requests left, by scope."""

    def window(self, scope: str) -> tuple[Window, float] | None:
        """What was told last, and when (Unix time): the window's `reset` counts from then."""
        windows = windows_table()
        found = self.database.read(lambda c: c.execute(windows.select().where(windows.c.scope == scope)).first())
        return (Window(found.size, found.remaining, found.reset), found.learned) if found else None

    def learn_window(self, connection: Connection, scope: str, window: Window, now: float) -> None:
        """Keep what a reply said at `now` (Unix time); what was said later stays."""
        windows = windows_table()
        values = {"size": window.limit, "remaining": window.remaining, "reset": window.reset, "learned": now}
        known = connection.execute(windows.select().where(windows.c.scope == scope)).first()
        if known is None:
            connection.execute(windows.insert().values(scope=scope, under_way=0, **values))
        elif known.learned <= now:
            connection.execute(windows.update().where(windows.c.scope == scope).values(**values))

    def take_request(self, connection: Connection, scope: str, now: float, *, paid: bool) -> float:
        """Take one request of a window; 0.0 where it may leave, else the seconds until it is worth asking again."""
        windows = windows_table()
        row = connection.execute(windows.select().where(windows.c.scope == scope)).first()
        if row is None:
            first = {"size": UNKNOWN, "remaining": 0, "reset": 0.0, "learned": now, "asker": me()}
            connection.execute(windows.insert().values(scope=scope, under_way=1, **first))
            return 0.0
        change = windows.update().where(windows.c.scope == scope)
        closes = float(row.learned + row.reset - now)
        if row.size == UNKNOWN:
            if row.under_way and now - row.learned < ANSWERED and self.lives(connection, row.asker):
                return FIRST
            connection.execute(change.values(under_way=1, learned=now, asker=me()))
            return 0.0
        if row.size == ENDLESS:
            connection.execute(change.values(under_way=row.under_way + 1))
            return 0.0
        if closes <= 0:
            connection.execute(change.values(remaining=row.size, reset=UNTOLD, learned=now, under_way=1))
            return 0.0
        left = row.remaining - (row.size // KEPT if paid else 0)
        if left <= row.under_way:
            return min(closes, SOON) if left > 0 else closes
        connection.execute(change.values(under_way=row.under_way + 1))
        return 0.0

    def give_request(self, connection: Connection, scope: str, now: float, told: Window | None, *, taken: bool) -> None:
        """End a request that was taken: with what its reply told of the window; without, it counts as one less.

        `taken` says that the service took it, which ends a refusal.
        """
        windows = windows_table()
        row = connection.execute(windows.select().where(windows.c.scope == scope)).first()
        if row is None:
            return
        values = {"under_way": max(0, row.under_way - 1)}
        if told is not None:
            another = row.size <= 1 or now + told.reset > row.learned + row.reset + NEW
            remaining = told.remaining if another else min(row.remaining, told.remaining)
            values |= {"size": told.limit, "remaining": remaining, "reset": told.reset, "learned": now}
        elif row.size > 1:
            values |= {"remaining": max(0, row.remaining - 1)}
        elif taken:
            values |= {"size": ENDLESS}
        connection.execute(windows.update().where(windows.c.scope == scope).values(**values))
