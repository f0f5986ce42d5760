"""Copies of pictures say how they were made; what is read back is what was asked, whoever gives the file."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import plain, signed_files
from PIL import Image

import imgen_nb as ig
from imgen_nb.errors import InvalidRequest, StorageFull
from imgen_nb.provenance import copies, record
from imgen_nb.types import Cost, Generation, ImageRequest, Picture, State

MEDIA = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
LEAF = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
LEAF |= st.text(st.characters(codec="utf-8", exclude_characters="/"), max_size=40)
VALUES = st.recursive(LEAF, lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text("abc"), some, max_size=3))


def placed(folder: Path, data: bytes, media: str = "image/png") -> Picture:
    sha = hashlib.sha256(data).hexdigest()
    path = folder / f"{sha}.{copies.EXTENSIONS[media][0]}"
    path.write_bytes(data)
    return Picture(path, sha, 64, 48, media, "a fox", seed=11)


def made(*pictures: Picture, prompt: str = "a red fox", ref: str = "r1", **params: Any) -> Generation:
    asked = ImageRequest("atelier", prompt, params, 2, "https://api.example/v1", ref)
    told = {"remote_id": "job-1", "prompt_used": "a very red fox", "cost": Cost(0.03, 6, "the reply")}
    return Generation(asked, State.SAVED, pictures, title="Atelier", **told)


@pytest.mark.parametrize("kind", MEDIA)
@given(prompt=st.text(st.characters(codec="utf-8"), max_size=60), params=st.dictionaries(st.text("xyz_"), VALUES))
@settings(deadline=None, max_examples=25)
def test_what_was_asked_comes_back_whole(
    tmp_path_factory: pytest.TempPathFactory, kind: str, prompt: str, params: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    picture = placed(folder, plain(kind), MEDIA[kind])
    asked = ImageRequest("atelier", prompt, params, 3, "sandbox:1", "r9")
    (path,) = Generation(asked, State.SAVED, (picture,)).save(folder / "out")
    there = ig.open(path)
    assert there == asked
    assert there.key == asked.key


@pytest.mark.parametrize("kind", MEDIA)
def test_the_record_says_who_and_what_and_which(tmp_path: Path, kind: str) -> None:
    one, two = placed(tmp_path, plain(kind), MEDIA[kind]), placed(tmp_path, plain(kind, exif=b""), MEDIA[kind])
    generation = made(one, two, model="brush-2", seed=0, negative_prompt="")
    first, _ = generation.save(tmp_path / "out")
    told = copies.told_in(first.read_bytes())
    assert told is not None
    assert told["request"]["params"] == {"model": "brush-2", "seed": 0, "negative_prompt": ""}
    assert (told["prompt_used"], told["remote_id"], told["model"]) == ("a very red fox", "job-1", "brush-2")
    assert told["cost"] == {"usd": 0.03, "credits": 6, "source": "the reply"}
    assert told["picture"]["sha256"] == one.sha256
    assert (told["picture"]["number"], told["picture"]["of"], told["picture"]["seed"]) == (1, 2, 11)
    assert told["imgen_nb"] == ig.__version__
    assert told["sandbox"] is False
    assert told["key"] == generation.request.key


def test_a_sandbox_picture_stays_one(tmp_path: Path) -> None:
    ig.use(live=False, store=tmp_path)
    try:
        generation = ig.Client("banatie", live=False, store=tmp_path).generate("a red fox", aspect_ratio="1:1")
        (path,) = generation.save(tmp_path / "out")
        told = copies.told_in(path.read_bytes())
        assert told is not None
        assert told["sandbox"] is True
        assert ig.open(path) == generation.request
        assert ig.open(generation.images[0]) == generation.request, "the store's own file, by what lies beside it"
        again = ig.open(path)
        redone = ig.Client("banatie", live=False, store=tmp_path).generate(
            again.prompt, take=again.take, **again.params
        )
        assert redone.from_store
    finally:
        ig.use()


SECRETS = ("s3cr3t-hook", "X-Signature", "hunter2", "data:image")


def test_nothing_secret_is_written(tmp_path: Path) -> None:
    source = "data:image/png;base64,aQ=="
    asked = {
        "webhook_url": "https://example.com/s3cr3t-hook",
        "background": True,
        "image_urls": ["https://me:hunter2@example.com/a.png?X-Signature=abc#hunter2", source],
        "reference_images": [{"url": source, "description": "mine"}],
    }
    for kind, media in MEDIA.items():
        generation = made(placed(tmp_path, plain(kind), media), **asked)
        (path,) = generation.save(tmp_path / "out")
        data = path.read_bytes()
        said = [word for word in SECRETS if word.encode() in data or word.encode("utf-16-be") in data]
        assert said == []
        there = ig.open(path).params
        assert there["image_urls"] == ["https://example.com/a.png", record.hashed(source)]
        assert there["reference_images"] == [{"url": record.hashed(source), "description": "mine"}]


@pytest.mark.parametrize("name", signed_files())
def test_a_signed_file_keeps_its_bytes_and_its_record_lies_beside_it(tmp_path: Path, name: str) -> None:
    data = signed_files()[name]
    media = MEDIA[name.partition("-")[0].upper()]
    generation = made(placed(tmp_path, data, media), seed=5)
    (path,) = generation.save(tmp_path / "out")
    assert path.read_bytes() == data
    told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert told["picture"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert ig.open(path) == generation.request
    path.write_bytes(plain("PNG"))
    with pytest.raises(InvalidRequest, match="of another picture"):
        ig.open(path)


def test_words_too_long_for_a_jpeg_go_beside_it(tmp_path: Path) -> None:
    generation = made(placed(tmp_path, plain("JPEG"), "image/jpeg"), prompt="fox " * 20_000)
    (path,) = generation.save(tmp_path / "out")
    assert path.read_bytes() == plain("JPEG")
    assert ig.open(path) == generation.request


def test_names_tell_pictures_apart_and_are_names_on_every_system(tmp_path: Path) -> None:
    one, two = placed(tmp_path, plain("PNG")), placed(tmp_path, plain("JPEG"), "image/jpeg")
    generation = made(one, two, prompt='../a "fox"\n:<>|?* ' + "x" * 300)
    names = [path.name for path in generation.save(tmp_path / "out")]
    assert names[0] != names[1]
    assert all(len(name) < 80 and not set(name) & set('<>:"/\\|?*\n ') for name in names)
    assert {path.parent for path in generation.save(tmp_path / "out")} == {tmp_path / "out"}
    assert copies.name(made(one, prompt="???")) == f"atelier-{one.sha256[:8]}.png"


def test_a_file_name_is_taken_as_it_is_and_numbered_for_several(tmp_path: Path) -> None:
    one = placed(tmp_path, plain("PNG"))
    assert made(one).save(tmp_path / "fox.PNG") == (tmp_path / "fox.PNG",)
    assert [path.name for path in made(one, one).save(tmp_path / "fox.png")] == ["fox-1.png", "fox-2.png"]
    for wrong in ("fox.jpg", "fox.gif", "fox.pdf"):
        with pytest.raises(InvalidRequest, match=r"allowed: \.png"):
            made(one).save(tmp_path / wrong)
    with pytest.raises(InvalidRequest, match="no picture to save"):
        made().save(tmp_path)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageFull, match="cannot be written"):
        made(one).save(tmp_path / "taken")
    assert not list(tmp_path.rglob("*.part"))


def put(prompt: Any = "a fox", provider: Any = "atelier", **more: Any) -> str:
    return json.dumps({"request": {"provider": provider, "prompt": prompt, **more}})


ODD_RECORDS = {
    "no JSON": "{",
    "a list": "[]",
    "deep": "[" * 5000 + "]" * 5000,
    "no request": "{}",
    "a request that is none": '{"request": 1}',
    "a prompt that is a number": put(7),
    "no provider": put(provider=None),
    "a take that is true": put(take=True),
    "parameters that are a list": put(params=[1]),
    "an endless number": '{"request": ' + "9" * 5000 + "}",
    "far too long": put("x" * 2**20),
}


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_a_record_of_strangers_is_refused_in_words(tmp_path: Path, name: str) -> None:
    from imgen_nb.provenance import carriers

    kind, pieces = carriers.apart(plain("PNG"))
    path = tmp_path / "odd.png"
    path.write_bytes(kind.bearing(pieces, ODD_RECORDS[name], "a fox"))
    with pytest.raises(InvalidRequest, match=r"'odd\.png' cannot be opened: .*record") as caught:
        ig.open(path)
    assert caught.value.hint


def test_what_is_no_picture_of_ours_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "plain.png").write_bytes(plain("PNG"))
    (tmp_path / "page.png").write_bytes(b"<html>")
    (tmp_path / "cut.jpg").write_bytes(plain("JPEG")[:40])
    (tmp_path / "empty.png").touch()
    said = {
        "plain.png": "no record of how it was made",
        "page.png": "no PNG, JPEG or WebP",
        "cut.jpg": "not whole",
        "empty.png": "no PNG, JPEG or WebP",
        "gone.png": "No such file",
        "nul\0.png": "no file has such a name",
        ".": "it is no file",
    }
    for name, why in said.items():
        with pytest.raises(InvalidRequest, match=why):
            ig.open(tmp_path / name)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        with pytest.raises(InvalidRequest, match="it is no file"):
            ig.open(tmp_path / "pipe.png")


def test_a_large_picture_is_marked_in_one_breath(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(512 * 512 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (512, 512), noise).save(out, "PNG", compress_level=0)
    (path,) = made(placed(tmp_path, out.getvalue())).save(tmp_path / "out")
    assert path.stat().st_size - len(out.getvalue()) < 2000
    assert ig.open(path).prompt == "a red fox"
