"""What each job asks of the database, put into words once: making a statement takes longer than running it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from imgen_nb.store.database import jobs_table

if TYPE_CHECKING:
    from sqlalchemy import Insert, Select, Update


@cache
def by_id() -> Select[Any]:
    """The row of :row_id."""
    jobs = jobs_table()
    return jobs.select().where(jobs.c.id == _given("row_id"))


@cache
def anything() -> Select[Any]:
    """Whether there is any row."""
    return jobs_table().select().with_only_columns(jobs_table().c.id).limit(1)


@cache
def by_key() -> Select[Any]:
    """The rows of :key, the newest first."""
    jobs = jobs_table()
    return jobs.select().where(jobs.c.key == _given("key")).order_by(jobs.c.created.desc())


@cache
def by_keys() -> Select[Any]:
    """The id, key and state of the rows of :keys in one of :states, the newest last."""
    jobs = jobs_table()
    asked = (jobs.c.key.in_(_given("keys", expanding=True)), jobs.c.state.in_(_given("states", expanding=True)))
    return jobs.select().with_only_columns(jobs.c.id, jobs.c.key, jobs.c.state).where(*asked).order_by(jobs.c.created)


@cache
def by_beginnings() -> Select[Any]:
    """The id and key of the rows whose prompt begins as one of :beginnings, that were asked for here."""
    import sqlalchemy as sa

    jobs = jobs_table()
    about = sa.literal_column("substr(prompt, 1, 64)").in_(_given("beginnings", expanding=True))
    return jobs.select().with_only_columns(jobs.c.id, jobs.c.key).where(about, jobs.c.adopted == 0)


@cache
def newest_results() -> Select[Any]:
    """What is kept of the newest saved rows of :provider and :origin, and their ids there."""
    jobs = jobs_table()
    same = (jobs.c.provider == _given("provider"), jobs.c.origin == _given("origin"), jobs.c.state == _given("state"))
    newest = (
        jobs.select().with_only_columns(jobs.c.result, jobs.c.remote_id).where(*same).order_by(jobs.c.created.desc())
    )
    return newest.limit(20)


@cache
def by_key_or_words() -> Select[Any]:
    """The rows of :key, and those whose prompt begins as :about does, of :provider, :origin and :take, asked for here.

    Prompt and state are not asked for: with either of them SQLite would not use the index.
    """
    import sqlalchemy as sa

    jobs = jobs_table()
    about = sa.literal_column("substr(prompt, 1, 64)") == _given("about")  # as it is written in the index
    same = (jobs.c.provider == _given("provider"), jobs.c.origin == _given("origin"), jobs.c.take == _given("take"))
    either = (jobs.c.key == _given("key")) | sa.and_(about, *same, jobs.c.adopted == 0)
    return jobs.select().where(either).order_by(jobs.c.created.desc())


@cache
def by_remote() -> Select[Any]:
    """The rows of a provider's id, the newest first."""
    jobs = jobs_table()
    names = ("provider", "origin", "remote_id")
    return jobs.select().where(*(jobs.c[name] == _given(name) for name in names)).order_by(jobs.c.created.desc())


@cache
def by_id_or_remote() -> Select[Any]:
    """The row of :row_id, and those of a provider's id, whichever provider's it is."""
    jobs = jobs_table()
    return jobs.select().where((jobs.c.id == _given("row_id")) | (jobs.c.remote_id == _given("remote_id")))


@cache
def change() -> Update:
    """Set the columns that are given of the row :row_id."""
    jobs = jobs_table()
    return jobs.update().where(jobs.c.id == _given("row_id"))


@cache
def add() -> Insert:
    """A new row."""
    return jobs_table().insert()


def _given(name: str, **how: Any) -> Any:
    import sqlalchemy as sa

    return sa.bindparam(name, **how)
