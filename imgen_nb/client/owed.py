"""What was paid, or may have been, and is not here: each row asks its own origin, with the client that reaches it."""

from __future__ import annotations

from collections.abc import Iterator

from imgen_nb.client import process
from imgen_nb.client.client import Client
from imgen_nb.client.job import Job
from imgen_nb.errors import ImgenError, InvalidRequest
from imgen_nb.store.rows import Row


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
