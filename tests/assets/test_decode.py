"""What comes is decoded once: sound pictures of any build are kept as they came, and shown as they are meant."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import threading
import time
import warnings
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import (
    RED,
    animated,
    chunk,
    encoded,
    long_text,
    plain,
    png_of,
    progressive,
    shown,
    turned,
    with_chunk,
)
from PIL import Image, ImageFile

from imgen_nb.assets import anatomy, decode
from imgen_nb.assets.anatomy import Parts, look
from imgen_nb.assets.decode import Limits
from imgen_nb.assets.fetch import Fetcher
from imgen_nb.errors import AssetError, AssetNotImage
from imgen_nb.testing import virtually
from imgen_nb.types import Picture

BEYOND_8 = chunk(b"iCCP", b"profile\0\0" + zlib.compress(b"x" * 3_000_000))
SOUND = {
    "text of 3 MB": plain("PNG", pnginfo=long_text()),
    "wrong checksum beside the picture": with_chunk(plain("PNG"), chunk(b"pHYs", bytes(9), sound=False)),
    "wrong checksum of a text": with_chunk(plain("PNG"), chunk(b"tEXt", b"a\0b", sound=False)),
    "wrong checksum of transparency": with_chunk(plain("PNG"), chunk(b"tRNS", bytes(6), sound=False)),
    "transparency of a wrong length": with_chunk(plain("PNG"), chunk(b"tRNS", bytes(3))),
    "profile of 3 MB": with_chunk(plain("PNG"), BEYOND_8),
    "profile that is none": with_chunk(plain("PNG"), chunk(b"iCCP", b"nonsense")),
    "a chunk nobody knows": with_chunk(plain("PNG"), chunk(b"zzZz", b"?")),
    "EXIF of nonsense": with_chunk(plain("PNG"), chunk(b"eXIf", b"II*\0\xff\xff\xff\xff")),
    "PNG with something behind": plain("PNG") + b"\n<!-- cached -->",
    "JPEG with something behind": plain("JPEG") + bytes(1000),
    "WebP with something behind": plain("WEBP") + b"\r\n",
    "two pictures in a JPEG": encoded(
        Image.new("RGB", (64, 48), RED), "MPO", save_all=True, append_images=[Image.new("RGB", (16, 12))]
    ),
    "a second picture that is cut": encoded(
        Image.new("RGB", (64, 48), RED), "MPO", save_all=True, append_images=[Image.effect_noise((64, 48), 90)]
    )[:-500],
    "JPEG with broken EXIF": plain("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 40),
    "JPEG with a profile of 300 KB": plain("JPEG", icc_profile=random.Random(1).randbytes(300_000)),
    "JPEG with XMP of 60 KB": plain("JPEG", xmp=b"<x:xmpmeta/>" * 5000),
    "JPEG with a colour note that is cut": plain("JPEG")[:2] + b"\xff\xee\0\7Adobe" + plain("JPEG")[2:],
    "JPEG with a head that is cut": b"\xff\xd8\xff\xe0\0\6JFIF" + plain("JPEG")[2:],
    "wrong checksum of the end": plain("PNG")[:-1] + b"?",
    "JPEG with filled markers": plain("JPEG").replace(b"\xff\xda", b"\xff\xff\xff\xda"),
    "JPEG with restarts": plain("JPEG", restart_marker_blocks=1),
    "progressive JPEG": plain("JPEG", progressive=True),
    "interlaced PNG": plain("PNG", interlace=True),
}


def kept(folder: Path, data: bytes, **limits: int) -> Picture:
    async def work() -> Picture:
        fetcher = Fetcher(folder, limits=Limits(**limits))
        picture = await fetcher.keep(data)
        await fetcher.finish([picture])
        return picture

    return virtually(work())


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_picture_of_any_build_is_kept_byte_for_byte_and_shown(tmp_path: Path, name: str) -> None:
    picture = kept(tmp_path, SOUND[name])
    assert picture.read_bytes() == SOUND[name]
    assert (picture.width, picture.height, picture.warning) == (64, 48, "")
    for image in (shown(picture.thumbnail()), picture.pil()):
        assert image.size == (64, 48)
        assert all(abs(a - b) < 12 for a, b in zip(image.convert("RGB").getpixel((30, 20)), RED, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_kept_and_says_so_and_its_first_picture_is_shown(tmp_path: Path, kind: str) -> None:
    picture = kept(tmp_path, animated(kind))
    assert picture.read_bytes() == animated(kind)
    assert "animation of 3 pictures" in picture.warning
    assert shown(picture.thumbnail()).convert("RGB").getpixel((30, 20))[0] > 150


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a bit of the picture", lambda data: data[: len(data) // 2] + b"\xff" + data[len(data) // 2 + 1 :]),
        ("its last chunk", lambda data: data[:-12]),
        ("its middle", lambda data: data[: len(data) // 2] + data[-12:]),
        ("two headers", lambda data: with_chunk(data, data[8:33])),
        ("no header", lambda data: data[:8] + data[33:]),
        ("no size", lambda data: png_of(8, 2, b"abc", size=(0, 5))),
        ("a side of two thousand millions", lambda data: png_of(8, 2, b"", size=(2**31 - 1, 1))),
        ("less data than pixels", lambda data: png_of(8, 2, b"a")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_damaged_where_the_picture_is_stays_refused(tmp_path: Path, name: str, change: object) -> None:
    with pytest.raises(AssetNotImage, match="damaged"):
        kept(tmp_path, change(encoded(Image.effect_noise((64, 48), 90), "PNG")))  # type: ignore[operator]
    assert not [*tmp_path.iterdir()]


@given(st.sampled_from(sorted(SOUND)), st.integers(0, 2**32), st.integers(0, 6))
def test_no_damage_does_more_than_refuse(name: str, seed: int, flips: int) -> None:
    chance, body = random.Random(seed), bytearray(SOUND[name][:20_000])
    for _ in range(flips):
        body[chance.randrange(len(body))] = chance.randrange(256)
    file = io.BytesIO(body)
    try:
        found = look(file)
    except AssetNotImage:
        return
    assert Parts(file, found.parts).readall()
    assert found.width > 0
    assert found.height > 0


# --- shown as it is meant ---------------------------------------------------------------------------------------------

GREY = struct.pack(">H", 8000)
DEEP = {
    "grey": (png_of(16, 0, GREY), (31, 31, 31, 255)),
    "grey, that value transparent": (png_of(16, 0, GREY, chunk(b"tRNS", GREY)), (0, 0, 0, 0)),
    "grey with alpha": (png_of(16, 4, GREY + b"\xff\xff"), (31, 31, 31, 255)),
    "colour": (png_of(16, 2, GREY * 3), (31, 31, 31, 255)),
    "colour, that value transparent": (png_of(16, 2, GREY * 3, chunk(b"tRNS", GREY * 3)), (0, 0, 0, 0)),
    "colour with alpha": (png_of(16, 6, GREY * 3 + b"\0\0"), (0, 0, 0, 0)),
    "8 bit grey, that value transparent": (png_of(8, 0, b"\x1f", chunk(b"tRNS", b"\0\x1f")), (0, 0, 0, 0)),
    "8 bit colour, that value transparent": (png_of(8, 2, b"\x1f" * 3, chunk(b"tRNS", b"\0\x1f" * 3)), (0, 0, 0, 0)),
    "palette": (png_of(8, 3, b"\1", chunk(b"PLTE", b"abc\x1f\x1f\x1f")), (31, 31, 31, 255)),
    "palette with alpha": (png_of(8, 3, b"\1", chunk(b"PLTE", b"abcdef"), chunk(b"tRNS", b"\xff\0")), (0, 0, 0, 0)),
}


@pytest.mark.parametrize("name", DEEP)
def test_sixteen_bits_are_scaled_and_what_is_transparent_stays_so(tmp_path: Path, name: str) -> None:
    data, right = DEEP[name]
    with warnings.catch_warnings(action="error"):
        got = shown(kept(tmp_path, data).thumbnail()).convert("RGBA").getpixel((20, 20))
    assert all(abs(a - b) < 5 for a, b in zip(got, right, strict=True)), got


@pytest.mark.parametrize("size", [(64, 48), (900, 700)])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_colour_that_is_fully_transparent_is_nowhere_to_be_seen(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    cut = Image.new("RGBA", size, (255, 0, 255, 0))
    cut.paste((0, 160, 0, 255), (size[0] // 2, 0, *size))
    more = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    small = shown(kept(tmp_path, encoded(cut, kind, **more)).thumbnail()).convert("RGBA")
    pixels = [*small.get_flattened_data()]
    assert any(alpha == 0 for *_, alpha in pixels)
    assert not [pixel for pixel in pixels if pixel[0] > 120 and pixel[2] > 120 and pixel[1] < 90]


@pytest.mark.parametrize("way", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_stands_upright_whichever_way_the_camera_was_held(tmp_path: Path, kind: str, way: int) -> None:
    upright = Image.new("RGB", (40, 80), (0, 0, 200))
    upright.paste((200, 0, 0), (0, 0, 40, 40))
    upright.paste((0, 200, 0), (0, 0, 20, 40))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(back[way]) if way in back else upright
    picture = kept(tmp_path, encoded(held, kind, exif=turned(way), quality=95))
    assert (picture.width, picture.height) == (40, 80)
    for image in (shown(picture.thumbnail()), picture.pil()):
        assert image.size == (40, 80)
        corners = [image.convert("RGB").getpixel(at) for at in ((5, 10), (34, 10), (20, 70))]
        assert [max(range(3), key=colour.__getitem__) for colour in corners] == [1, 0, 2]


def test_a_colour_profile_goes_along_with_the_small_copy_and_nothing_else_does(tmp_path: Path) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("PNG", "JPEG", "WEBP"):
        small = shown(kept(tmp_path, plain(kind, icc_profile=profile, exif=turned(3))).thumbnail())
        assert small.info["icc_profile"] == profile
        assert not small.getexif()


def test_what_pillow_shares_is_left_alone_and_does_not_change_what_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    filters = [*warnings.filters]
    for kind in ("PNG", "JPEG"):
        assert kept(tmp_path, plain(kind)).width == 64
        with pytest.raises(AssetNotImage):
            kept(tmp_path, plain(kind)[:-30])
    assert warnings.filters == filters
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
    assert Image.MAX_IMAGE_PIXELS == 10


# --- the limits of decoding -------------------------------------------------------------------------------------------

BEYOND = {
    "pixels": (plain("PNG"), {"max_pixels": 64 * 48 - 1}, "max_pixels"),
    "pixels of a WebP, which weigh double": (plain("WEBP"), {"max_pixels": 64 * 48}, "max_pixels"),
    "scans": (progressive((64, 48), 30), {"max_scans": 29}, "max_scans"),
    "scans of so many pixels": (progressive((64, 48), 30), {"max_pixels": 64 * 48}, "max_scans"),
    "scans beyond the usual limit": (progressive((64, 48), 201), {}, "max_scans"),
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_beyond_the_limits_is_kept_with_a_warning_and_never_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    data, limits, setting = BEYOND[name]
    with monkeypatch.context() as no_decoder:
        no_decoder.setattr(decode, "small", lambda *_: pytest.fail("decoded"))
        picture = kept(tmp_path / "a", data, **limits)
        assert shown(picture.thumbnail()).size == (64, 48)
    assert picture.read_bytes() == data
    assert (picture.width, picture.height) == (64, 48)
    assert setting in picture.warning
    assert kept(tmp_path / "b", data, max_pixels=10**6, max_scans=1000).warning == ""


def test_what_is_beyond_the_limits_is_shown_as_a_neutral_ground_of_its_shape(tmp_path: Path) -> None:
    picture = kept(tmp_path, progressive((800, 400), 201))
    small = shown(picture.thumbnail())
    assert small.size == (384, 192)
    assert len(set(small.convert("RGB").get_flattened_data())) == 1
    assert not [*tmp_path.glob("thumbs/*")], "a placeholder would outlive the limit"


@pytest.mark.parametrize("cut", [1, 2, 500])
def test_what_is_beyond_the_limits_must_still_be_whole(tmp_path: Path, cut: int) -> None:
    with pytest.raises(AssetNotImage):
        kept(tmp_path, progressive((64, 48), 201)[:-cut])
    assert not [*tmp_path.iterdir()]


def test_what_takes_long_is_decoded_beside_the_others_and_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    seen: list[str] = []
    real = decode.loaded
    monkeypatch.setattr(decode, "LARGE", 64 * 48)
    monkeypatch.setattr(decode, "loaded", lambda *more: seen.append(threading.current_thread().name) or real(*more))

    async def work() -> None:
        fetcher = Fetcher(tmp_path)
        wide = [encoded(Image.new("RGB", (65, 48), (n, 0, 0)), "PNG") for n in range(5)]
        await asyncio.gather(*(fetcher.keep(data) for data in [plain("PNG"), *wide]))

    asyncio.run(work())
    assert sorted(name.rpartition("-")[0] for name in seen) == ["imgen-decode"] + ["imgen-decode-large"] * 5
    assert (decode.ordinary.count, decode.large.count) == (2, 1)


def test_pictures_that_arrive_together_share_two_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    seen: set[str] = set()
    busy: list[int] = []
    now, most, lock = 0, 0, threading.Lock()
    real = decode.loaded

    def loaded(path: Path, found: object, side: int = 384) -> Image.Image:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
            seen.add(threading.current_thread().name)
        time.sleep(0.01)
        with lock:
            now -= 1
            busy.append(1)
        return real(path, found, side)  # type: ignore[arg-type]

    monkeypatch.setattr(decode, "loaded", loaded)

    async def work() -> None:
        fetcher = Fetcher(tmp_path)
        datas = [encoded(Image.new("RGB", (8, 8), (n, 0, 0)), "PNG") for n in range(12)]
        await asyncio.gather(*(fetcher.keep(data) for data in datas))

    asyncio.run(work())
    assert len(busy) == 12
    assert most == 2
    assert all(name.startswith("imgen-decode-") for name in seen)


MEASURED = """
import asyncio, re, sys, tempfile, time
from pathlib import Path
from imgen_nb.assets.fetch import Fetcher

def most():  # not ru_maxrss, which begins with what the parent had
    return int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024

async def work():
    fetcher = Fetcher(Path(tempfile.mkdtemp()))
    small = Path(sys.argv[1]).read_bytes()
    await fetcher.finish([await fetcher.keep(small)])
    before = most()
    heavy = asyncio.ensure_future(fetcher.keep(Path(sys.argv[2]).read_bytes()))
    longest = 0.0
    while True:
        began = time.monotonic()
        await fetcher.keep(small)
        longest = max(longest, time.monotonic() - began)
        if heavy.done():
            break
    picture = heavy.result()
    picture.thumbnail()
    print(most() - before, longest)

asyncio.run(work())
"""


def heavy(name: str) -> bytes:
    match name:
        case "JPEG of 2,000 scans":
            return progressive((8000, 4000), 2000)
        case "JPEG of 180 scans":
            return progressive((2400, 2000), 180)
        case "WebP beyond the limit":
            return encoded(Image.new("L", (16383, 4800), 90).convert("RGB"), "WEBP", quality=1, method=0)
        case "WebP just below it":
            return encoded(Image.new("L", (5000, 3990), 90).convert("RGB"), "WEBP", quality=1, method=0)
        case "PNG just below it, transparent by a colour":
            return png_of(8, 2, b"abc", chunk(b"tRNS", b"\0a\0b\0c"), size=(8000, 4990))
        case "grey PNG of 16 bits just below it":
            return png_of(16, 0, b"ab", size=(8000, 4990))
        case _:
            return encoded(Image.new("RGB", (8000, 4990), RED), "JPEG", progressive=True, subsampling=0)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is counted as Linux tells it")
@pytest.mark.parametrize(
    "name",
    [
        *("JPEG of 2,000 scans", "JPEG of 180 scans", "WebP beyond the limit", "WebP just below it"),
        "PNG just below it, transparent by a colour",
        *("grey PNG of 16 bits just below it", "progressive JPEG just below it"),
    ],
)
def test_a_heavy_picture_takes_little_memory_and_stops_nobody(tmp_path: Path, name: str) -> None:
    (tmp_path / "small").write_bytes(plain("PNG"))
    (tmp_path / "heavy").write_bytes(heavy(name))
    run = [sys.executable, "-c", MEASURED, str(tmp_path / "small"), str(tmp_path / "heavy")]
    grown, longest = map(float, subprocess.run(run, capture_output=True, text=True, check=True).stdout.split())
    assert grown < 400, f"{grown:.0f} MB"
    assert longest < 5, f"another picture waited {longest:.1f} s"


CROWD = """
import asyncio, re, sys, tempfile
from pathlib import Path
import httpx
from imgen_nb.assets.fetch import Fetcher, room

class Body(httpx.AsyncByteStream):
    def __init__(self, name):
        self.name = name

    async def __aiter__(self):
        with open(sys.argv[1], "rb") as file:
            while piece := file.read(65536):
                await asyncio.sleep(0)
                yield piece
        yield self.name.encode()  # so that no two are the same

def most():
    return int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]) / 1024

async def work():
    transport = httpx.MockTransport(lambda request: httpx.Response(200, stream=Body(request.url.path)))
    fetcher = Fetcher(Path(tempfile.mkdtemp()), transport=transport)
    async def one(number):
        async with room():
            picture = await fetcher.fetch(f"https://pictures.example/{number}")
        await fetcher.finish([picture])
    small, sys.argv[1] = sys.argv[1], sys.argv[2]
    await one(0)
    sys.argv[1], before = small, most()
    await asyncio.gather(*map(one, range(64)))
    print(most() - before)

asyncio.run(work())
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is counted as Linux tells it")
@pytest.mark.parametrize("side", [1024, 2048])
def test_many_pictures_that_arrive_together_take_little_memory(tmp_path: Path, side: int) -> None:
    noise = Image.effect_noise((side, side), 12 if side > 1024 else 60)
    (tmp_path / "many").write_bytes(encoded(Image.merge("RGB", [noise] * 3), "PNG", compress_level=1))
    (tmp_path / "first").write_bytes(plain("PNG"))
    run = [sys.executable, "-c", CROWD, str(tmp_path / "many"), str(tmp_path / "first")]
    grown = float(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    assert grown < 40, f"{grown:.0f} MB"


def test_an_error_of_the_decoder_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(*_: object) -> None:
        raise KeyError("a\nb" * 500)

    monkeypatch.setattr(decode, "_opened", odd)
    with pytest.raises(AssetError) as caught:
        kept(tmp_path, plain("PNG"))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_far_too_many_pieces_is_refused(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anatomy, "MOST_SECTIONS", 1)
    with pytest.raises(AssetNotImage, match="far too many pieces"):
        kept(tmp_path, plain(kind))


@pytest.mark.parametrize("profile", [b"a name\0\0no profile", b"a name\0\1unknown packing", b"without an end"])
def test_a_colour_profile_that_is_none_is_left_out(tmp_path: Path, profile: bytes) -> None:
    assert kept(tmp_path, with_chunk(plain("PNG"), chunk(b"iCCP", profile))).width == 64
    assert look(io.BytesIO(with_chunk(plain("PNG"), chunk(b"iCCP", profile)))).profile == b""


def test_what_was_damaged_after_it_was_kept_is_told_when_it_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    whole = plain("PNG")
    at = whole.index(b"IDAT") + 4
    packed = zlib.compress(b"too short")
    file.write_bytes(whole[: at - 8] + chunk(b"IDAT", packed) + chunk(b"IEND", b""))
    with pytest.raises(AssetNotImage):
        decode.whole(file)
