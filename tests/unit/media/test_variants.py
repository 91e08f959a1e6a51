import os
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from ssg.media.raster import inspect_raster
from ssg.media.variants import make_variants
from ssg.model.media import ImageFacts
from tests.pictures import make_animation, make_image, make_photo

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def made(data: bytes) -> dict[str, dict[int, Image.Image]]:
    """The variants by format and width."""
    facts = inspect_raster(data)
    assert isinstance(facts, ImageFacts)
    found: dict[str, dict[int, Image.Image]] = {}
    for one in make_variants(data, facts):
        image = Image.open(BytesIO(one.data))
        image.load()
        assert len(one.data) < len(data)
        found.setdefault(one.format, {})[one.width] = image
    return found


def test_a_large_photo_gets_smaller_versions_in_newer_formats() -> None:
    found = made(make_photo("JPEG", 2000, 500, quality=95))
    assert list(found)[-1] == "webp"
    for name, images in found.items():
        assert {width: image.size for width, image in images.items()} == {
            480: (480, 120),
            960: (960, 240),
            1440: (1440, 360),
        }
        assert {image.format for image in images.values()} == {name.upper()}


def test_an_image_that_is_a_little_wider_gets_the_widest_too() -> None:
    assert list(made(make_photo("JPEG", 1500, 200, quality=95))["webp"]) == [480, 960, 1440]


def test_an_image_that_is_not_wide_gets_its_own_width() -> None:
    assert list(made(make_photo("PNG", 700, 200))["webp"]) == [480, 700]
    assert list(made(make_photo("PNG", 300, 200))["webp"]) == [300]


def test_a_turned_photo_is_upright_in_its_variants() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = make_photo("JPEG", 400, 200, quality=95, exif=exif)
    for images in made(data).values():
        assert images[200].size == (200, 400)
        assert not images[200].getexif()


def test_the_colours_of_a_variant_have_the_same_profile() -> None:
    for images in made(make_photo("JPEG", 400, 200, quality=95, icc_profile=PROFILE)).values():
        assert images[400].info["icc_profile"] == PROFILE


def test_the_same_image_gives_the_same_bytes() -> None:
    data = make_photo("JPEG", 900, 600, quality=95)
    facts = inspect_raster(data)
    assert isinstance(facts, ImageFacts)
    assert make_variants(data, facts) == make_variants(data, facts)


_PRINT_DIGESTS = """
import sys
from ssg.digest import digest_of
from ssg.media.raster import inspect_raster
from ssg.media.variants import make_variants

data = sys.stdin.buffer.read()
for one in make_variants(data, inspect_raster(data)):
    print(one.format, one.width, digest_of(one.data))
"""


def _palette() -> bytes:
    """Like a drawing that a program has exported, with pixels that are transparent."""
    image = Image.open(BytesIO(make_photo("PNG", 300, 200))).quantize(64)
    file = BytesIO()
    image.save(file, "PNG", transparency=3)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [make_photo("JPEG", 600, 400, quality=95), _palette()],
    ids=["a photo", "a drawing with transparent pixels"],
)
def test_every_process_gives_the_same_bytes(data: bytes) -> None:
    """Whatever was in its memory before: glibc fills what is given out anew with such a byte."""
    printed = [
        subprocess.run(
            [sys.executable, "-c", _PRINT_DIGESTS],
            input=data,
            capture_output=True,
            check=True,
            env={**os.environ, "MALLOC_PERTURB_": filling, "PYTHONHASHSEED": filling},
        ).stdout
        for filling in ("0", "85", "170")
    ]
    assert b"webp" in printed[0]
    assert printed[1:] == printed[:1] * 2


@pytest.mark.parametrize(
    "data",
    [make_image("PNG", 900, 600), make_animation("GIF", size=(400, 300))],
    ids=["a file of few bytes", "an image that moves"],
)
def test_where_nothing_is_won_there_are_none(data: bytes) -> None:
    assert made(data) == {}


def test_a_drawing_loses_nothing_but_bytes() -> None:
    drawing = make_photo("PNG", 300, 200)
    found = made(drawing)["webp"][300].convert("RGB")
    assert found.tobytes() == Image.open(BytesIO(drawing)).tobytes()


def test_colours_for_print_are_left_to_the_browser() -> None:
    data = BytesIO()
    Image.effect_noise((900, 600), 90).convert("CMYK").save(data, "JPEG", quality=95)
    assert made(data.getvalue()) == {}
