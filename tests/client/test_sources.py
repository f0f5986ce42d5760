"""Pictures in hand: whatever a person gives is sent as a data URL, and is known by its content."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imgen_nb import providers
from imgen_nb.client import sources
from imgen_nb.client.requests import checked, image_request
from imgen_nb.client.sources import travelling
from imgen_nb.errors import InvalidRequest, StoreError
from imgen_nb.options import Option
from imgen_nb.types import Picture

URLS = Option("image_urls", "addresses")
QOLABA = providers.get("qolaba")


def encoded(kind: str, image: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (image or Image.new("RGB", (8, 4), (200, 40, 40))).save(out, kind, **more)
    return out.getvalue()


def sent(value: Any) -> str:
    (url,) = checked(QOLABA, "a fox", {"image_urls": [value]})["image_urls"]
    assert isinstance(url, str)
    return url


def opened(url: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))


@pytest.mark.parametrize(("kind", "media"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_file_is_sent_byte_for_byte_by_what_it_is(kind: str, media: str, tmp_path: Path) -> None:
    path = tmp_path / "cat.bin"  # its name says nothing
    path.write_bytes(encoded(kind))
    assert sent(path) == f"data:image/{media};base64,{base64.b64encode(path.read_bytes()).decode()}"


def test_a_home_is_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "cat.png").write_bytes(encoded("PNG"))
    assert sent(Path("~/cat.png")).startswith("data:image/png")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "F", "I;16"])
def test_an_image_of_pillow_is_sent_as_png(mode: str) -> None:
    image = opened(sent(Image.new(mode, (8, 4))))
    assert (image.format, image.size) == ("PNG", (8, 4))


def test_a_turned_image_is_sent_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = Image.open(io.BytesIO(encoded("JPEG", exif=exif)))
    assert opened(sent(turned)).size == (4, 8)


def picture(path: Path) -> Picture:
    import hashlib

    data = encoded("PNG")
    path.write_bytes(data)
    return Picture(path, hashlib.sha256(data).hexdigest(), 8, 4, "image/png")


def test_the_same_content_is_the_same_request_whatever_it_came_as(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    ours = picture(path)
    other = tmp_path / "b.png"
    other.write_bytes(path.read_bytes())
    forms: list[Any] = [path, other, ours, ours.data_url()]
    keys = {image_request(QOLABA, "o", "a fox", 1, {"image_urls": [form]}).key for form in forms}
    assert len(keys) == 1
    other.write_bytes(encoded("PNG", Image.new("RGB", (8, 4))))
    assert image_request(QOLABA, "o", "a fox", 1, {"image_urls": [other]}).key not in keys


def test_pictures_in_references_and_masks_travel_too(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture(path)
    given = {"reference_images": [{"url": path, "description": "a fox"}], "mask_url": path, "model": "fal/x"}
    values = checked(QOLABA, "a fox", given)
    assert values["reference_images"][0]["url"] == values["mask_url"] == sent(path)
    assert values["reference_images"][0]["description"] == "a fox"


@pytest.mark.parametrize("name", ["gone.png", "folder", "words.txt", "empty.png"])
def test_a_file_that_is_no_picture_is_refused_by_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "words.txt").write_text("a fox")
    (tmp_path / "empty.png").touch()
    with pytest.raises(InvalidRequest, match="image_urls") as caught:
        sent(tmp_path / name)
    assert caught.value.charged == "no"
    assert str(tmp_path) not in str(caught.value), "a path may say who somebody is"


def test_a_picture_of_ours_that_was_lost_is_said(tmp_path: Path) -> None:
    ours = picture(tmp_path / "a.png")
    ours.path.unlink()
    with pytest.raises(StoreError):
        sent(ours)


@pytest.mark.parametrize("value", [None, "", 7, "https://x.example/a", b"\x89PNG", ["https://x.example/a"], {"a": 1}])
def test_anything_else_is_left_for_the_option_to_judge(value: Any) -> None:
    assert travelling(URLS, [value]) == [value]
    assert travelling(URLS, value) == value


def test_a_list_of_pictures_stays_one_and_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded("PNG"))
    one, listed = Option("mask_url", "picture"), Option("images", "pictures")
    assert travelling(one, path) == sent(path)
    assert travelling(listed, [path, {"url": path}, "https://x.example/a"]) == [sent(path)] * 2 + [
        "https://x.example/a"
    ]
    references = Option("reference_images", "references")
    assert travelling(references, [path, "a word"]) == [{"url": sent(path)}, "a word"]
    monkeypatch.setattr(sources, "LARGEST", 10)
    with pytest.raises(ValueError, match=r"'a\.png', a file of more than"):
        travelling(one, path)


def test_no_prompt_is_an_empty_one_and_never_none() -> None:
    given = {"model": "fal/birefnet", "image_urls": ["https://x.example/a.png"]}
    assert checked(QOLABA, "", given)["model"] == "fal/birefnet"
    with pytest.raises(InvalidRequest, match="prompt is None, which is not text"):
        checked(QOLABA, None, given)  # type: ignore[arg-type]
