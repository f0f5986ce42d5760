"""Leases: whether whoever holds a row still works on it, on this machine or another.

A process of this boot is looked up by its number, so that a dead one is known at once. One of another machine lives for
as long as it says so: each process renews one line of its own in the database, by the database's clock.
"""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from imgen_nb.store.database import Database
from imgen_nb.store.owners import alive, is_here, me

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

LEASE = 60.0
"""Seconds for which a process of another machine is believed to live after it said so."""
RENEWED = 20.0
"""Seconds after which a process that works says it again."""
FORGOTTEN = 86_400.0


@cache
def owners_table() -> Table:
    """A row for each process that wrote here in the last day: when it was last `seen`, as the database tells time."""
    import sqlalchemy as sa

    return sa.Table("owners", sa.MetaData(), sa.Column("owner", sa.Text, primary_key=True), sa.Column("seen", sa.Float))


class Leases:
    """Who lives."""

    database: Database
    _said: tuple[str, float] = "", 0.0

    def lives(self, connection: Connection | None, owner: str | None) -> bool:
        """Whether a row's owner may still work on it: what he holds is left to him.

        Without a connection the database is opened for one of another machine alone.
        """
        if not owner:
            return False
        if is_here(owner):
            return alive(owner)
        if connection is None:
            with self.database.transaction(writes=False) as looking:
                return self.lives(looking, owner)
        owners = owners_table()
        seen = connection.execute(owners.select().where(owners.c.owner == owner)).first()
        return seen is not None and abs(self.database.now() - seen.seen) < LEASE

    def renewal_due(self) -> bool:
        """Whether this process should say again that it lives."""
        who, when = self._said
        return who != me() or time.monotonic() - when >= RENEWED

    def renew(self, connection: Connection) -> None:
        """Say that this process lives."""
        self._said = me(), time.monotonic()
        owners, now = owners_table(), self.database.now()
        connection.execute(owners.delete().where((owners.c.owner == me()) | (owners.c.seen < now - FORGOTTEN)))
        connection.execute(owners.insert().values(owner=me(), seen=now))
