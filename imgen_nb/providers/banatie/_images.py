"""Pictures that Banatie keeps: uploading one, naming one in a request, and the verbs on what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import httpx

from imgen_nb.errors import InvalidRequest
from imgen_nb.flow import (
    Flow,
    Provider,
    address,
    carried,
    identifier,
    moment,
    segment,
    send,
    size,
    upload,
    words,
)
from imgen_nb.options import inline
from imgen_nb.providers.banatie._replies import data_of, deleted, page_of
from imgen_nb.types import Page, RemoteImage

PATH = "/api/v1/images"
LARGEST = 5 * 2**20
ALIAS = re.compile(r"@[A-Za-z0-9_-]{1,100}", re.ASCII)
TECHNICAL = ("@last", "@first", "@upload")
"""Names that the service gives by itself: nobody else may have them."""
_MEDIA = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


class Images(Provider):
    """The verbs on pictures."""

    def upload(
        self,
        picture: str,
        *,
        alias: str | None = None,
        flow_id: str | None = None,
        flow_alias: str | None = None,
        meta: Mapping[str, Any] | None = None,
    ) -> Flow[RemoteImage]:
        """Put a picture (a data URL) at the service; the same one under the same names is sent once."""
        if problem := unfit(picture) or misnamed(alias, "alias") or misnamed(flow_alias, "flow_alias"):
            raise InvalidRequest(problem, provider=self.name, operation="upload", hint="nothing was sent")
        data = inline(picture) or b""
        told = {"alias": alias, "flowId": flow_id, "flowAlias": flow_alias, "meta": json.dumps(meta) if meta else None}
        form = {name: value for name, value in told.items() if value}
        kind = _media(data)
        file = {"file": (f"picture.{kind}", data, f"image/{kind}")}
        asked = httpx.Request("POST", f"{PATH}/upload", data=form, files=file)
        return (yield from upload(asked, _uploaded, there=_asked))

    def list_images(
        self,
        limit: int = 20,
        offset: int = 0,
        *,
        flow_id: str | None = None,
        source: str | None = None,
        alias: str | None = None,
    ) -> Flow[Page[RemoteImage]]:
        """One page of the project's pictures; `source` is "generated" or "uploaded"."""
        asked = {"limit": str(limit), "offset": str(offset), "flowId": flow_id, "source": source, "alias": alias}
        query = {name: value for name, value in asked.items() if value is not None}
        return (yield from send(httpx.Request("GET", PATH, params=query), partial(page_of, image, limit, offset)))

    def get_image(self, name: str) -> Flow[RemoteImage]:
        """One picture, by its id or its @alias."""
        return (yield from send(_request(name), _image))

    def update_image(
        self, name: str, *, alias: str | None = None, meta: Mapping[str, Any] | None = None
    ) -> Flow[RemoteImage]:
        """Give a picture another alias, or other data of yours; "" takes its alias away."""
        if problem := misnamed(alias, "alias"):
            raise InvalidRequest(problem, provider=self.name, operation="update", hint="nothing was sent")
        body: dict[str, Any] = {} if alias is None else {"alias": alias or None}
        body |= {} if meta is None else {"meta": dict(meta)}
        return (yield from send(httpx.Request("PUT", f"{PATH}/{segment(name)}", json=body), _image))

    def delete_image(self, name: str) -> Flow[None]:
        """Delete a picture for good."""
        yield from send(httpx.Request("DELETE", f"{PATH}/{segment(name)}"), deleted)

    def named(self, references: Iterable[str]) -> Flow[list[str]]:
        """What a request calls its references: ids, aliases and addresses as they are, a picture in hand by its id."""
        names: list[str] = []
        for one in references:
            names += [(yield from self.upload(one)).id if inline(one) is not None else one]
        return names


def misnamed(alias: str | None, word: str) -> str | None:
    """Say what is wrong with an alias that somebody wants to give."""
    if not alias:
        return None
    if not ALIAS.fullmatch(alias):
        return f"{word} is {alias!r:.60}; an alias is @ and letters, digits, _ or -"
    return f"{word} is {alias!r}, a name that the service gives itself" if alias in TECHNICAL else None


def unfit(picture: str) -> str | None:
    """Say why a picture in hand cannot be uploaded; None for any that can, and for what is none in hand."""
    data = inline(picture)
    if data is None:
        return None
    if not _media(data):
        return "a picture for Banatie is a PNG, a JPEG or a WebP"
    return f"a picture for Banatie has at most {LARGEST // 2**20} MB" if len(data) > LARGEST else None


def _media(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for head, kind in _MEDIA.items() if data.startswith(head)), "")


def _uploaded(response: httpx.Response) -> RemoteImage:
    data = data_of(response)
    return image(identifier(data, "id", "$.data"), data)


def _request(name: str) -> httpx.Request:
    return httpx.Request("GET", f"{PATH}/{segment(name)}")


def _asked(uploaded: RemoteImage) -> httpx.Request:
    return _request(uploaded.id)


_image = _uploaded
"""A picture is told in the same words, whichever verb asked."""


def image(remote_id: str, data: Mapping[str, Any]) -> RemoteImage:
    """Read a picture of the service."""
    across, down = size(data) or (None, None)
    return RemoteImage(
        remote_id,
        alias=carried(data.get("alias")),
        address=address(data.get("storageUrl")),
        media_type=words(data.get("mimeType"), 100),
        width=across,
        height=down,
        source=words(data.get("source"), 40),
        flow_id=carried(data.get("flowId")),
        created=moment(data.get("createdAt")),
        raw=data,
    )
