"""Words in a picture file: they come back as they went in, and the picture stays as it is to the byte."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import RED, chunk, encoded, plain, png_of, signed_files, turned, with_chunk
from PIL import Image

from imgen_nb.assets.anatomy import look
from imgen_nb.provenance import carriers

CLEAR = Image.new("RGBA", (31, 17), (200, 30, 30, 90))
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    b'Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>'
)
FILES = {
    "png": plain("PNG"),
    "png-with-words": with_chunk(plain("PNG"), chunk(b"tEXt", b"workflow\0" + b"euler, 20 steps; " * 99)),
    "png-16-bit": png_of(16, 0, b"\x80\x00"),
    "jpeg": plain("JPEG"),
    "jpeg-progressive": plain("JPEG", progressive=True),
    "jpeg-turned": plain("JPEG", exif=turned(6)),
    "jpeg-with-xmp": plain("JPEG", xmp=XMP),
    "jpeg-with-a-second-picture": encoded(
        Image.new("RGB", (64, 48), RED), "MPO", save_all=True, append_images=[Image.new("RGB", (16, 12))]
    ),
    "webp": plain("WEBP"),
    "webp-lossless": plain("WEBP", lossless=True),
    "webp-lossless-clear": encoded(CLEAR, "WEBP", lossless=True),
    "webp-clear": encoded(CLEAR, "WEBP"),
    "webp-turned": plain("WEBP", exif=turned(6)),
    "webp-with-xmp": plain("WEBP", xmp=XMP),
    "webp-odd-size": encoded(Image.new("RGB", (63, 47), RED), "WEBP", lossless=True),
}
PICTURE = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"VP8 ", b"VP8L", b"ALPH", b"\xdb", b"\xc0", b"\xc2", b"\xc4")


def bearing(data: bytes, record: str = "{}", parameters: str = "a fox") -> bytes:
    kind, pieces = carriers.apart(data)
    assert not kind.signed(pieces)
    return kind.bearing(pieces, record, parameters)


def told(data: bytes) -> str | None:
    kind, pieces = carriers.apart(data)
    return kind.told(pieces)


def picture_itself(data: bytes) -> list[bytes]:
    """The pieces a decoder reads, and what is behind the last one of a JPEG: the scans."""
    pieces = carriers.apart(data)[1]
    here = [piece for name, piece in pieces if name in PICTURE]
    return [*here, pieces[-1][1]] if data[:2] == b"\xff\xd8" else here


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.size, image.tobytes()


@pytest.mark.parametrize("name", FILES)
def test_a_record_goes_in_and_comes_out_and_the_picture_stays_to_the_byte(name: str) -> None:
    data = FILES[name]
    assert told(data) is None
    record = '{"prompt": "a <fox> & \\"owl\\" ]]> \u72d0 \U0001f98a"}'
    made = bearing(data, record)
    assert told(made) == record
    assert picture_itself(made) == picture_itself(data) != []
    assert pixels(made) == pixels(data)
    before, after = look(io.BytesIO(data)), look(io.BytesIO(made))
    assert (after.upright, after.orientation, after.sketch) == (before.upright, before.orientation, before.sketch)


@pytest.mark.parametrize("name", FILES)
def test_a_second_record_takes_the_place_of_the_first(name: str) -> None:
    once, twice = bearing(FILES[name], "one"), bearing(bearing(FILES[name], "other"), "one")
    assert told(twice) == "one"
    assert b"other" not in twice
    assert len(twice) == len(once)


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.sampled_from(["png", "jpeg", "webp"]))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back_as_it_was(text: str, name: str) -> None:
    assert told(bearing(FILES[name], text)) == text


@pytest.mark.parametrize("name", FILES)
def test_other_tools_find_the_parameters_where_they_look(name: str) -> None:
    said = "a fox, 狐\nNegative prompt: dogs\nSeed: 7"
    with Image.open(io.BytesIO(bearing(FILES[name], "{}", said))) as image:
        image.load()
        if name.startswith("png"):
            assert image.info["parameters"] == said
        else:
            comment = image.getexif().get_ifd(0x8769)[0x9286]
            assert comment[:8] == b"UNICODE\0"
            assert comment[8:].decode("utf-16-be") == said


def test_what_a_picture_said_already_stays() -> None:
    theirs = with_chunk(plain("PNG"), chunk(b"tEXt", b"parameters\0made elsewhere"))
    with Image.open(io.BytesIO(bearing(theirs, "{}", "ours"))) as image:
        image.load()
        assert image.info["parameters"] == "made elsewhere"
    for name in ("jpeg-with-xmp", "webp-with-xmp"):
        with Image.open(io.BytesIO(bearing(FILES[name], "{}"))) as image:
            assert b"trainedAlgorithmicMedia" in image.info["xmp"]
            assert image.info["xmp"].count(b"</rdf:RDF>") == 1


def test_a_record_that_a_tool_packed_or_wrote_as_an_attribute_is_read() -> None:
    import zlib

    body = carriers.KEYWORD + b"\0\1\0\0\0" + zlib.compress(b'{"a": 1}')
    assert told(with_chunk(plain("PNG"), chunk(b"iTXt", body))) == '{"a": 1}'
    xmp = XMP.replace(b"Iptc4xmpExt:Dig", b'imgen_nb:provenance="{&quot;a&quot;: 1}" Iptc4xmpExt:Dig')
    assert told(plain("JPEG", xmp=xmp)) == '{"a": 1}'


def test_words_that_no_segment_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        bearing(plain("JPEG"), "x" * 70_000)
    assert told(bearing(plain("JPEG"), "{}", "x" * 70_000)) == "{}", "the record alone counts"


@pytest.mark.parametrize("name", signed_files())
def test_what_is_signed_is_told_apart(name: str) -> None:
    kind, pieces = carriers.apart(signed_files()[name])
    assert kind.signed(pieces)


@given(st.sampled_from(sorted(FILES)), st.data())
@settings(deadline=None, max_examples=200)
def test_a_damaged_or_hostile_file_is_a_value_error_at_the_worst(name: str, data: st.DataObject) -> None:
    broken = bytearray(bearing(FILES[name][:4000], '{"a": 1}') if len(FILES[name]) < 4000 else FILES[name][:3000])
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), max_size=6)):
        broken[at] = data.draw(st.integers(0, 255))
    broken = broken[: data.draw(st.integers(0, len(broken)))]
    try:
        kind, pieces = carriers.apart(bytes(broken))
        assert b"".join(piece for _, piece in pieces) == bytes(broken)
        kind.signed(pieces)
        kind.told(pieces)
        kind.bearing(pieces, "{}", "a fox")
    except ValueError:
        pass


def test_a_packed_record_that_never_ends_is_cut() -> None:
    import zlib

    bomb = carriers.KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"x" * 50_000_000)
    assert len(told(with_chunk(plain("PNG"), chunk(b"iTXt", bomb))) or "") <= 4 * carriers.LARGEST
