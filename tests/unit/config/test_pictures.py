import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ssg.config import load_settings
from ssg.config.pictures import PictureSize, read_pictures
from tests.unit.config.test_load import VALID, errors_of

IMAGE = "image: {src: static/picture.png, alt: A bench}\n"


def encode_image(width: int, height: int, kind: str = "PNG") -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height)).save(data, kind)
    return data.getvalue()


def problems_of(site: Path, data: bytes | None, settings: str = IMAGE) -> list[str]:
    """What is wrong with the picture of a site whose `static/picture.png` is `data`."""
    (site / "static").mkdir(exist_ok=True)
    if data is not None:
        (site / "static/picture.png").write_bytes(data)
    (site / "site.yaml").write_text(VALID + settings)
    file, diagnostics = load_settings(site)
    assert file
    assert diagnostics == []
    sizes, found = read_pictures(site, file)
    assert bool(sizes) != bool(found)
    return [f"{one.at} {one.code} {one.message}" for one in found]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_size_of_a_picture_is_read(tmp_path: Path, kind: str) -> None:
    assert problems_of(tmp_path, encode_image(600, 315, kind)) == []
    file, _ = load_settings(tmp_path)
    assert file
    sizes, _ = read_pictures(tmp_path, file)
    assert sizes == {"static/picture.png": PictureSize(width=600, height=315)}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "R08 image static/picture.png does not exist"),
        (b"", "F12 static/picture.png is not a PNG, JPEG or WebP image"),
        (b"<svg/>", "F12 static/picture.png is not a PNG, JPEG or WebP image"),
        (encode_image(600, 400, "GIF"), "F12 static/picture.png is not a PNG, JPEG or WebP image"),
        (
            encode_image(599, 400),
            "F12 image static/picture.png has 599 by 400 pixels, fewer than 600 by 315",
        ),
        (
            encode_image(700, 314),
            "F12 image static/picture.png has 700 by 314 pixels, fewer than 600 by 315",
        ),
        (b"\x89PNG" * 2**21, "F12 image static/picture.png is larger than 5,242,880 bytes"),
    ],
)
def test_what_cannot_be_the_picture_is_reported(
    tmp_path: Path, data: bytes | None, problem: str
) -> None:
    assert problems_of(tmp_path, data) == [f"site.yaml:3:14 {problem}"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_size_of_a_turned_picture_is_as_it_is_shown(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    Image.new("RGB", (400, 700)).save(file, kind, exif=exif)
    assert problems_of(tmp_path, file.getvalue()) == []
    exif[0x0112] = 3
    Image.new("RGB", (400, 700)).save(file := BytesIO(), kind, exif=exif)
    assert problems_of(tmp_path, file.getvalue()) != []


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header
    bomb += struct.pack(">I", zlib.crc32(header))
    bomb += encode_image(600, 315)[33:]
    (problem,) = problems_of(tmp_path, bomb)
    assert problem.endswith("F12 static/picture.png is not a PNG, JPEG or WebP image")


def test_the_picture_of_a_language_is_reported_in_its_place(tmp_path: Path) -> None:
    settings = "languages:\n  es:\n    image:\n      alt: Un banco\n      src: static/picture.png\n"
    assert problems_of(tmp_path, None, settings) == [
        "site.yaml:7:12 R08 image static/picture.png does not exist"
    ]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(encode_image(600, 315))
    (tmp_path / "static").mkdir()
    (tmp_path / "static/picture.png").symlink_to(secret)
    (problem,) = problems_of(tmp_path, None)
    assert "T09 image static/picture.png cannot be read" in problem


@pytest.mark.parametrize(
    "path",
    [
        "picture.png",
        "/static/picture.png",
        "static/../secret/picture.png",
        "static/.hidden.png",
        "static/picture.svg",
        "static/picture.png~",
        "static//picture.png",
        "static\\picture.png",
        "content/threads/picture.png",
        "https://example.org/static/picture.png",
    ],
)
def test_only_a_published_image_can_be_the_picture(tmp_path: Path, path: str) -> None:
    (error,) = errors_of(tmp_path, f"{VALID}image: {{src: '{path}', alt: A bench}}\n")
    assert error.startswith(
        "site.yaml:3:14 F12 image.src: expects the path of a PNG, JPEG or WebP image in static/"
    )


def test_a_picture_needs_a_text_for_those_who_do_not_see_it(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, f"{VALID}image: {{src: static/picture.png}}\n")
    assert error == "site.yaml:3:8 F08 required field 'image.alt' is missing"
