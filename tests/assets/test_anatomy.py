"""What stands in a picture's file, read without decoding it: lengths that lie, and words that say nothing."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import httpx
import pytest
from pictures import chunk, plain, with_chunk

from imgen_nb.assets.anatomy import look
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.errors import AssetNotImage
from imgen_nb.testing import virtually


@pytest.mark.parametrize("more", [1, 2**16, 2**32 - 2**12], ids=str)
def test_a_piece_that_ends_behind_its_file_is_no_whole_picture(more: int) -> None:
    webp = bytearray(plain("WEBP"))
    webp[16:20] = (int.from_bytes(webp[16:20], "little") + more + len(webp) % 2).to_bytes(4, "little")
    with pytest.raises(AssetNotImage, match="its end is missing"):
        look(io.BytesIO(webp))


@pytest.mark.parametrize("exif", [b"", b"XX*\0", b"no EXIF at all", b"II*\0", b"MM\0*\0\0\0\x08\0\x01"], ids=repr)
def test_exif_that_is_none_turns_nothing(exif: bytes) -> None:
    found = look(io.BytesIO(with_chunk(plain("PNG"), chunk(b"eXIf", exif))))
    assert (found.orientation, found.sketch, found.upright) == (1, False, (64, 48))


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(plain("PNG")) + bytes(100),
        gzip.compress(plain("PNG")[:50]) + gzip.compress(plain("PNG")[50:]),
        gzip.compress(plain("PNG")[:50]) + gzip.compress(plain("PNG")[50:]) + b"\0",
    ],
    ids=["padded", "in two pieces", "in two pieces, padded"],
)
def test_what_was_packed_in_pieces_or_padded_is_the_picture(tmp_path: Path, body: bytes) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=httpx.ByteStream(body), headers={"content-encoding": "gzip"})

    async def work() -> bytes:
        fetcher = Fetcher(tmp_path, transport=httpx.MockTransport(handler))
        return (await fetcher.fetch("https://pictures.example/a.png")).read_bytes()

    assert virtually(work()) == plain("PNG")
