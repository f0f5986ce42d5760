"""What a person says of a picture: a star, a note. Neither is part of an answer, so neither is in a row.

A word of a note that begins with "#" is a tag.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """A star and a note; the mark of most pictures is this one, without either."""

    star: bool = False
    note: str = ""


PLAIN = Mark()
Marks = dict[tuple[str, str], Mark]
"""By the row of a picture and its sha256."""


@cache
def marks_table() -> Table:
    """A row for each picture that somebody said something of."""
    import sqlalchemy as sa

    return sa.Table(
        "marks",
        sa.MetaData(),
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("job", "picture")),
        sa.Column("star", sa.Integer),
        sa.Column("note", sa.Text),
    )


def of(connection: Connection, jobs: Iterable[str]) -> Marks:
    """The marks on the pictures of some rows."""
    marks = marks_table()
    found = connection.execute(marks.select().where(marks.c.job.in_(list(jobs))))
    return {(one.job, one.picture): Mark(bool(one.star), one.note) for one in found}


def put(connection: Connection, job: str, picture: str, **said: Any) -> Mark:
    """Set the star or the note of a picture, or both; returns how it is marked now."""
    marks = marks_table()
    before = of(connection, [job]).get((job, picture), PLAIN)
    now = Mark(bool(said.get("star", before.star)), str(said.get("note", before.note)))
    connection.execute(marks.delete().where(marks.c.job == job, marks.c.picture == picture))
    if now != PLAIN:
        connection.execute(marks.insert().values(job=job, picture=picture, star=int(now.star), note=now.note))
    return now


def lose(connection: Connection, jobs: Iterable[str]) -> None:
    """Drop the marks of rows that go."""
    marks = marks_table()
    connection.execute(marks.delete().where(marks.c.job.in_(list(jobs))))


def starred(job: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a row has a picture with a star."""
    marks = marks_table()
    return job.in_(marks.select().with_only_columns(marks.c.job).where(marks.c.star == 1))


def noted(job: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a note on a row's pictures has this text."""
    marks = marks_table()
    return job.in_(marks.select().with_only_columns(marks.c.job).where(marks.c.note.icontains(text, autoescape=True)))


def tagged(job: ColumnElement[str], tag: str) -> ColumnElement[bool]:
    """Whether a note on a row's pictures has this tag."""
    marks = marks_table()
    words = " " + marks.c.note + " "
    has = marks.select().with_only_columns(marks.c.job).where(words.icontains(f" #{tag} ", autoescape=True))
    return job.in_(has)


def tags(connection: Connection) -> set[str]:
    """Every tag there is, without its sign."""
    marks = marks_table()
    notes = connection.execute(marks.select().with_only_columns(marks.c.note).where(marks.c.note.contains("#")))
    return {word[1:].lower() for (note,) in notes for word in note.split() if word.startswith("#") and word != "#"}
