"""What was paid, or may have been, and is not here: each row asks its own origin, with the client that reaches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.errors import Cancelled, ImgenError, InvalidRequest
from imgen_nb.store.rows import OWING, Row
from imgen_nb.types import ImageRequest


def unsettled() -> Iterator[tuple[Row, Job | ImgenError]]:
    """Start to fetch everything that was paid, or may have been, and has no picture here.

    Every row asks its own origin only; a row that cannot be asked (no key, live calls forbidden) comes with
    the reason instead of a job.
    """
    for row in process.store_at(None).unsettled():
        try:
            yield row, client_of(row).settle(row)
        except ImgenError as error:
            yield row, error


def client_of(row: Row) -> Client:
    """The client that reaches the origin of a row; where that may not be asked, the error knows what the row cost."""
    try:
        return _client_of(row)
    except ImgenError as error:
        error.charged, error.remote_id = row.charged, row.remote_id
        raise


def _client_of(row: Row) -> Client:
    if row.request.sandbox:
        return Client(row.provider, live=False)
    client = _open_client(row) or Client(row.provider, base_url=row.origin)
    if client.sandbox:
        raise InvalidRequest("this job is live, and this process is not", hint="ig.use(live=None), with the key set")
    return client


def _open_client(row: Row) -> Client | None:
    """The client that somebody made for this origin and still has: it knows the key, the headers and the house."""
    live, _ = process.live_by_default(row.provider)
    reach = (process.store_at(None), row.provider, row.origin)
    return process.open_clients.get(reach) if live is not False else None


def unbegun(client: Client, requests: Iterable[ImageRequest]) -> list[Cancelled]:
    """What requests end in that are not begun any more: of one that was sent before, the error knows what it cost."""
    asked = list(requests)
    rows: list[Row | None] = [None] * len(asked)
    with suppress(ImgenError):  # a store that cannot be read now tells of none
        known = client.store.answers(asked)
        rows = [client.store.peek(one) if known.get(one.key) in OWING else None for one in asked]
    return [_left(row) for row in rows]


def _left(row: Row | None) -> Cancelled:
    if row is None:
        return Cancelled("cancelled before anything was sent", hint="nothing was spent")
    return Cancelled(
        "cancelled before it was asked for again: it was sent before",
        charged=row.charged,
        remote_id=row.remote_id,
        hint="the same call again, or ig.resume(), gives what that brings",
    )


def settling(row_id: str) -> tuple[Client, Job]:
    """Start to fetch one row; raises `InvalidRequest` where there is none, or where its origin may not be asked."""
    row = _row(row_id)
    client = client_of(row)
    return client, client.settle(row)


def reaching(row_id: str) -> Client:
    """The client that reaches the origin of a row."""
    return client_of(_row(row_id))


def _row(row_id: str) -> Row:
    row = process.store_at(None).get(row_id)
    if row is None:
        raise InvalidRequest("the store does not know it any more", hint="ask for it again")
    return row
