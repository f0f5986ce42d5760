"""Pictures on the disk: what a person sees of them, their small copies, and what is said of a file that changed."""

from __future__ import annotations

import errno
import io
import logging
import os
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pictures import encoded, plain, shown, turned
from PIL import Image

from imgen_nb.assets import decode, kept
from imgen_nb.assets.fetch import STASH, Fetcher
from imgen_nb.errors import StoreError
from imgen_nb.testing import virtually
from imgen_nb.types import Picture


def placed(folder: Path, *datas: bytes, finish: bool = True) -> list[Picture]:
    async def work() -> list[Picture]:
        fetcher = Fetcher(folder)
        pictures = [await fetcher.keep(data) for data in datas]
        if finish:
            await fetcher.finish(pictures)
        return pictures

    return virtually(work())


def noise(number: int, size: tuple[int, int] = (1024, 1024)) -> bytes:
    return encoded(Image.effect_noise(size, 40 + number).convert("RGB"), "PNG", compress_level=1)


def test_a_small_copy_is_encoded_from_the_pixels_of_the_one_decode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[Path] = []
    real = decode.loaded
    monkeypatch.setattr(decode, "loaded", lambda path, *more: decoded.append(path) or real(path, *more))
    first, again = placed(tmp_path, plain("PNG"), plain("PNG"))
    assert len(decoded) == 2, "twice the same bytes came, and both were looked at"
    assert first.thumbnail() == again.thumbnail() == (tmp_path / "thumbs" / f"{first.sha256}.webp").read_bytes()
    assert len(decoded) == 2


@pytest.mark.parametrize("side", [16, 200, 384, 600, 3000])
def test_a_small_copy_of_any_size_is_upright_and_never_larger_than_asked_or_than_the_picture(
    tmp_path: Path, side: int
) -> None:
    (picture,) = placed(tmp_path, encoded(Image.new("RGB", (1000, 500), "red"), "JPEG", exif=turned(6)))
    width, height = shown(picture.thumbnail(side)).size
    assert height == min(side, 1000)
    assert abs(width - height / 2) <= 1


@pytest.mark.parametrize("side", [16, 384, 600, 3000])
def test_a_picture_is_opened_as_small_as_it_is_asked_for_without_being_encoded(tmp_path: Path, side: int) -> None:
    (picture,) = placed(tmp_path, encoded(Image.new("RGB", (1000, 500), "red"), "JPEG", exif=turned(6)))
    for _ in range(2):
        image = picture.pil(side)
        assert max(image.size) == image.height == min(side, 1000)
        assert max(abs(a - b) for a, b in zip(image.convert("RGB").getpixel((3, 9)), (255, 0, 0), strict=True)) < 8
        (tmp_path / "thumbs" / f"{picture.sha256}.webp").unlink(missing_ok=True)
    assert not [*(tmp_path / "thumbs").glob("*")], "nothing was kept"


def test_a_small_copy_that_is_missing_is_made_when_it_is_asked_for_and_kept(tmp_path: Path) -> None:
    (picture,) = placed(tmp_path, plain("PNG"), finish=False)
    assert not (tmp_path / "thumbs").exists()
    made = picture.thumbnail()
    (file,) = (tmp_path / "thumbs").iterdir()
    assert file.read_bytes() == made
    if os.name == "posix":
        assert (tmp_path / "thumbs").stat().st_mode & 0o777 == 0o700
        assert {file.stat().st_mode & 0o777, picture.path.stat().st_mode & 0o777} == {0o600}


def test_small_copies_of_known_pictures_are_read_and_not_made(tmp_path: Path) -> None:
    pictures = placed(tmp_path, *map(noise, range(4)))
    began = time.perf_counter()
    for picture in pictures * 6:
        picture.thumbnail(384)
    assert time.perf_counter() - began < 0.2, "decoding one takes as long as this for all"


def test_pixels_that_nobody_comes_for_do_not_pile_up(tmp_path: Path) -> None:
    async def work() -> int:
        fetcher = Fetcher(tmp_path)
        for number in range(STASH + 8):
            await fetcher.keep(encoded(Image.new("RGB", (4, 4), (number, 0, 0)), "PNG"))
        return len(fetcher._small)

    assert virtually(work()) == STASH


@pytest.mark.parametrize("way", ["full", "read-only", "gone", "damaged"])
def test_a_small_copy_that_cannot_be_made_is_only_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    (picture,) = placed(tmp_path, plain("PNG"), finish=False)

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC if way == "full" else errno.EROFS, "no room")

    if way == "gone":
        picture.path.unlink()
    elif way == "damaged":
        picture.path.write_bytes(b"")
    else:
        monkeypatch.setattr(kept, "_write", no_room)

    async def work() -> None:
        await Fetcher(tmp_path).finish([picture])

    with caplog.at_level(logging.WARNING):
        virtually(work())
    assert ("no small copy" in caplog.text) is (way in ("gone", "damaged"))
    if way in ("full", "read-only"):
        assert shown(picture.thumbnail()).size == (64, 48)


def test_a_small_copy_weighs_little_and_keeps_its_quality_where_it_can() -> None:
    """Noise is what no encoder makes small at its usual quality; a larger copy that was asked for may weigh more."""
    wild = Image.frombytes("RGB", (384, 384), random.Random(3).randbytes(3 * 384 * 384))
    calm = Image.linear_gradient("L").resize((384, 384)).convert("RGB")
    grainy = Image.blend(wild, calm, 0.8)
    assert decode.webp(calm) == _usual(calm)
    assert len(decode.webp(grainy)) <= decode.MOST < len(_usual(grainy))
    assert len(decode.webp(wild)) < len(_usual(wild))
    large = Image.blend(wild, calm, 0.9).resize((1000, 1000))
    assert decode.webp(large) == _usual(large)
    assert len(_usual(large)) > decode.MOST


def _usual(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=decode.QUALITIES[0], method=1)
    return out.getvalue()


@pytest.mark.parametrize("ask", ["read_bytes", "data_url", "pil", "thumbnail"])
@pytest.mark.parametrize("fate", ["gone", "emptied", "a folder"])
def test_a_file_that_is_gone_or_no_picture_any_more_is_a_typed_error_with_a_remedy(
    tmp_path: Path, ask: str, fate: str
) -> None:
    (picture,) = placed(tmp_path, plain("PNG"), finish=False)
    picture.path.unlink()
    if fate == "emptied":
        picture.path.touch()
    elif fate == "a folder":
        picture.path.mkdir()
    with pytest.raises(StoreError) as caught:
        getattr(picture, ask)()
    assert picture.path.name in str(caught.value)
    assert caught.value.hint
    assert caught.value.charged == "no"


def test_other_bytes_than_came_are_not_passed_on_as_the_picture(tmp_path: Path) -> None:
    (picture,) = placed(tmp_path, plain("PNG"))
    picture.path.write_bytes(plain("JPEG"))
    for ask in (picture.read_bytes, picture.data_url):
        with pytest.raises(StoreError, match="other bytes"):
            ask()


def test_a_picture_is_opened_in_full_and_its_file_closed(tmp_path: Path) -> None:
    (picture,) = placed(tmp_path, noise(1, (900, 600)))
    image = picture.pil()
    picture.path.unlink()
    assert image.size == (900, 600)
    assert image.crop((0, 0, 8, 8)).tobytes()


def test_in_a_notebook_a_picture_is_the_picture(tmp_path: Path) -> None:
    (picture,) = placed(tmp_path, encoded(Image.new("RGB", (800, 400)), "PNG"))
    bundle = replace(picture, alt='a "red" <fox>')._repr_mimebundle_()
    assert "data:image/webp;base64," in bundle["text/html"]
    assert 'alt="a &quot;red&quot; &lt;fox&gt;"' in bundle["text/html"]
    assert 'width="384" height="192"' in bundle["text/html"]
    assert "800 x 400" in bundle["text/plain"]


def test_in_a_notebook_a_picture_whose_file_is_gone_says_so(tmp_path: Path) -> None:
    (picture,) = placed(tmp_path, encoded(Image.new("RGB", (80, 41)), "PNG"), finish=False)
    picture.path.unlink()
    assert "cannot be read" in picture._repr_mimebundle_()["text/html"]
