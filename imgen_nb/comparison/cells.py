"""A cell: one place of a grid, with its request, its job, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imgen_nb.client.client import Client
from imgen_nb.client.process import glimpse
from imgen_nb.errors import ImgenError
from imgen_nb.show.following import Followed, Job
from imgen_nb.show.places import clean
from imgen_nb.show.plain import printable
from imgen_nb.types import ImageRequest


class Cell(Followed):
    """One place of a grid: a request, its job, and what became of it.

    `coordinates` are its values on the grid's axes, by field. A request that could not be sent has no job and an
    `error` that says why.
    """

    def __init__(
        self,
        label: str,
        request: ImageRequest,
        job: Job | None = None,
        error: ImgenError | None = None,
        title: str = "",
        *,
        coordinates: Mapping[str, Any] | None = None,
        client: Client | None = None,
    ) -> None:
        note = client.access.note if isinstance(client, Client) else ""
        super().__init__(label, request, job, error, title, note)
        self.coordinates: Mapping[str, Any] = coordinates or {}
        self.client = client

    def __repr__(self) -> str:
        said = f": {clean(self.error)}" if self.error else ""
        known = f" {clean(self.job.remote_id, 120)}" if self.job and self.job.remote_id else ""
        return printable(f"<Cell {self.label!r} {self.state}{known}{said}>")

    @property
    def waits(self) -> bool:
        """Whether it is ready to be asked for, and nobody has begun."""
        return self.client is not None and self.job is None and self.error is None

    def start(self) -> Job:
        """Begin its job."""
        assert self.client is not None
        job = self.client.start(self.request)
        self.begin(job)
        return job

    def reset(self) -> None:
        """Forget what became of it, to be asked again: a new intent, which has a row of its own."""
        super().reset()
        self.request = replace(self.request, ref=uuid.uuid4().hex)

    def join(self, other: Cell) -> None:
        """Become what another cell with the same request has become, or is about to."""
        self.request, self.event = other.request, other.event
        self.job, self.generation, self.error = other.job, other.generation, other.error

    def glimpse(self) -> bytes:
        """Draw a coarse WebP of what a sandbox job of this process will show; empty where there is none."""
        return glimpse(self.request.provider, self.job.remote_id) if self.job else b""
