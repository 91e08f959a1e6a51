import struct
import zlib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from ssg.media.raster import MAX_PIXELS, format_of, inspect_raster
from ssg.media.work import MAX_BYTES, inspect_bytes, read_image
from ssg.model.media import ImageFacts, ImageProblem
from tests.pictures import make_animation, make_image, make_mpo, make_png, with_place


def code(data: bytes) -> str:
    found = inspect_raster(data)
    return found.code if isinstance(found, ImageProblem) else "fine"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["AVIF", "GIF", "JPEG", "PNG", "WEBP"])
def test_an_image_that_browsers_show_is_read(kind: str) -> None:
    facts = ImageFacts(format=kind.lower(), width=30, height=20)
    assert inspect_raster(make_image(kind, 30, 20)) == facts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_photo_is_as_wide_as_a_browser_shows_it(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = inspect_raster(make_image(kind, 30, 20, exif=exif))
    assert isinstance(found, ImageFacts)
    assert (found.width, found.height) == (20, 30)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_image_that_moves_is_known_as_one(kind: str) -> None:
    found = inspect_raster(make_animation(kind))
    assert isinstance(found, ImageFacts)
    assert (found.is_animated, found.can_vary) == (True, False)


def test_a_photo_with_a_second_picture_is_a_jpeg_that_stands_still() -> None:
    assert inspect_raster(make_mpo()) == ImageFacts(format="jpeg", width=60, height=40)


def test_a_format_that_nobody_has_thought_of_is_a_value_error() -> None:
    # What Pillow opens as one of our formats, and calls by another name.
    image = Image.new("RGB", (1, 1))
    image.format = "MPO2"
    with pytest.raises(ValueError, match="MPO2"):
        format_of(image)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_place_where_a_photo_was_taken_is_found(kind: str) -> None:
    found = inspect_raster(with_place(kind))
    assert isinstance(found, ImageFacts)
    assert found.has_place


@pytest.mark.parametrize("kind", ["AVIF", "GIF", "JPEG", "PNG", "WEBP"])
def test_an_image_that_ends_too_early_is_refused(kind: str) -> None:
    data = make_image(kind, 300, 200)
    assert code(data[: len(data) * 2 // 3]) == "T12"
    assert code(data[:20]) == "T12"


def test_an_animation_that_ends_too_early_is_damaged() -> None:
    found = inspect_bytes(make_animation("GIF")[:-9], is_svg=False)
    assert isinstance(found, ImageProblem)
    assert found.message == "cannot be read as an image"


def test_an_avif_is_refused_only_if_its_metadata_cannot_be_found() -> None:
    data = with_place("AVIF", orientation=6)
    assert isinstance(inspect_bytes(data, is_svg=False), ImageFacts)
    # Decoders that look for the picture alone skip a box that does not end where it should.
    found = inspect_bytes(data + b"\0\0\1\0uuid", is_svg=False)
    assert isinstance(found, ImageProblem)
    assert "cannot be freed" in found.message or "cannot be read" in found.message


@pytest.mark.parametrize("kind", ["BMP", "ICO", "TIFF", "PPM"])
def test_a_format_that_not_all_browsers_show_is_refused(kind: str) -> None:
    assert code(make_image(kind, 32, 32)) == "T12"


@pytest.mark.parametrize(
    "data", [b"", b"no image", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a"]
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    assert code(data) == "T12"


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 10_000), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1), (65535, 65535)]
)
def test_an_image_that_claims_too_many_pixels_is_refused_by_its_header(
    width: int, height: int
) -> None:
    assert width * height >= MAX_PIXELS
    # Nothing could be decoded: there are no pixels in it.
    assert code(png(width, height)) == "T13"


@cache
def _pack_much() -> bytes:
    return zlib.compress(bytes(200_000_000), 9)


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (b"zTXt", b"Comment\0\0"),
        (b"iTXt", b"Comment\0\1\0\0\0"),
        (b"iCCP", b"profile\0\0"),
    ],
)
def test_a_text_that_unpacks_to_much_more_is_never_unpacked(kind: bytes, start: bytes) -> None:
    extra = chunk(kind, start + _pack_much())
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + bytes(3)))
    assert code(png(1, 1, extra, pixels)) in ("fine", "T12")


def test_any_damage_to_an_image_is_a_problem_and_no_exception() -> None:
    for kind in ("AVIF", "GIF", "JPEG", "PNG", "WEBP"):
        whole = with_place(kind) if kind != "GIF" else make_animation("GIF")
        for position in range(0, len(whole), max(1, len(whole) // 60)):
            damaged = bytearray(whole)
            damaged[position] ^= 0xFF
            assert code(bytes(damaged)) in ("fine", "T12", "T13")


def test_a_file_is_read_by_its_bytes_and_within_its_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(make_png(5, 7))
    assert read_image(file) == ImageFacts(format="png", width=5, height=7)
    with file.open("wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    found = read_image(file)
    assert isinstance(found, ImageProblem)
    assert (found.code, found.message) == ("T07", "is larger than 67,108,864 bytes")
    missing = read_image(tmp_path / "b.jpg")
    assert isinstance(missing, ImageProblem)
    assert missing.code == "T09"
