"""Rate windows that processes share: how many requests of a key are left, as any of them was told last."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from imgen_nb.store.database import Database
from imgen_nb.types import Window

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


@cache
def windows_table() -> Table:
    """A row for each key at each API: `scope` names it without the key."""
    import sqlalchemy as sa

    return sa.Table(
        "windows",
        sa.MetaData(),
        sa.Column("scope", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Integer) for name in ("size", "remaining")),
        *(sa.Column(name, sa.Float) for name in ("reset", "learned")),
    )


class Windows:
    """The requests left, by scope."""

    database: Database

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
            connection.execute(windows.insert().values(scope=scope, **values))
        elif known.learned <= now:
            connection.execute(windows.update().where(windows.c.scope == scope).values(**values))
