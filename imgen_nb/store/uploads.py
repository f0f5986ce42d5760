"""Uploads that processes share: what a service answered when a picture was put there."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from imgen_nb.store.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table


@cache
def uploads_table() -> Table:
    """A row for each picture at each key: `scope` names the key without telling it, `content` is a hash."""
    import sqlalchemy as sa

    names = (sa.Column(name, sa.Text, primary_key=True) for name in ("scope", "content"))
    return sa.Table("uploads", sa.MetaData(), *names, sa.Column("reply", sa.Text), sa.Column("made", sa.Float))


class Uploads:
    """The answers, by scope and content."""

    database: Database

    def uploaded(self, scope: str, content: str) -> str | None:
        """The reply to the upload of this content, as text without a key."""
        uploads = uploads_table()
        here = (uploads.c.scope == scope) & (uploads.c.content == content)
        found = self.database.read(lambda c: c.execute(uploads.select().where(here)).first())
        return str(found.reply) if found else None

    def keep_upload(self, connection: Connection, scope: str, content: str, reply: str) -> None:
        """Keep a reply in the place of an earlier one."""
        uploads = uploads_table()
        here = (uploads.c.scope == scope) & (uploads.c.content == content)
        connection.execute(uploads.delete().where(here))
        connection.execute(uploads.insert().values(scope=scope, content=content, reply=reply, made=time.time()))
