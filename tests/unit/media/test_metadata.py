from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageSequence

from ssg.media.metadata import strip_metadata
from tests.pictures import PLACE, make_animation, make_image, make_mpo, make_photo, with_place

KINDS = ["AVIF", "JPEG", "PNG", "WEBP"]
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def look_the_same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and (
        ImageChops.difference(one.convert("RGBA"), other.convert("RGBA")).getbbox() is None
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_place_and_no_word_stays_in_a_file(kind: str) -> None:
    before = with_place(kind)
    assert PLACE in before
    assert b"quixotic" in before
    after = strip_metadata(before)
    for secret in (PLACE, b"quixotic", b"zephyr", b"GPS"):
        assert secret not in after
    assert not opened(after).getexif().get_ifd(0x8825)


@pytest.mark.parametrize("kind", KINDS)
def test_no_pixel_changes(kind: str) -> None:
    before = with_place(kind)
    assert look_the_same(opened(before), opened(strip_metadata(before)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_profile_of_its_colours_stays(kind: str) -> None:
    before = with_place(kind, icc_profile=PROFILE)
    assert opened(strip_metadata(before)).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_avif_stays_turned_without_its_metadata(orientation: int) -> None:
    before = with_place("AVIF", orientation=orientation)
    after = strip_metadata(before)
    for secret in (PLACE, b"quixotic", b"zephyr", b"GPS"):
        assert secret not in after
    assert look_the_same(opened(before), opened(after))
    assert opened(after).info["exif"] != opened(before).info["exif"]


def test_an_avif_that_moves_goes_on_moving_without_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x013B] = "quixotic"
    before = make_animation("AVIF", size=(64, 48), exif=exif, xmp=b"<x by='zephyr'/>")
    assert b"quixotic" in before
    after = strip_metadata(before)
    assert b"quixotic" not in after
    assert b"zephyr" not in after
    frames = [
        [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(opened(data))]
        for data in (before, after)
    ]
    assert len(frames[0]) == 3
    assert frames[0] == frames[1]


def test_what_programs_have_added_to_an_avif_is_overwritten() -> None:
    words = b"quixotic zephyr"
    box = (len(words) + 8).to_bytes(4) + b"uuid" + words
    before = make_image("AVIF", 30, 20) + box
    after = strip_metadata(before)
    assert words not in after
    assert look_the_same(opened(before), opened(after))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_turned_photo_stays_turned(kind: str, orientation: int) -> None:
    before = with_place(kind, orientation=orientation)
    exif = opened(strip_metadata(before)).getexif()
    assert dict(exif) == {0x0112: orientation}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_image_that_moves_goes_on_moving(kind: str) -> None:
    before = make_animation(kind, comment=b"quixotic")
    after = strip_metadata(before)
    assert b"quixotic" not in after
    frames = [
        [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(opened(data))]
        for data in (before, after)
    ]
    assert len(frames[0]) == 3
    assert frames[0] == frames[1]
    assert opened(after).info.get("loop") == opened(before).info.get("loop")


@pytest.mark.parametrize("kind", ["AVIF", "GIF", "JPEG", "PNG", "WEBP"])
def test_what_is_clean_already_stays_as_it_is(kind: str) -> None:
    clean = strip_metadata(make_image(kind, 30, 20))
    assert strip_metadata(clean) == clean
    assert look_the_same(opened(clean), opened(make_image(kind, 30, 20)))


@pytest.mark.parametrize("kind", ["GIF", "JPEG", "PNG", "WEBP"])
def test_what_a_camera_hides_behind_the_end_is_gone(kind: str) -> None:
    data = make_image(kind, 30, 20)
    assert b"quixotic" not in strip_metadata(data + b"quixotic" + with_place("JPEG"))


def test_a_progressive_photo_is_kept_whole() -> None:
    before = make_photo("JPEG", 200, 150, progressive=True, comment=b"quixotic")
    after = strip_metadata(before)
    assert b"quixotic" not in after
    assert look_the_same(opened(before), opened(after))


def test_of_several_pictures_in_a_photo_the_first_one_stays() -> None:
    before = make_mpo(exif=b"Exif\0\0quixotic")
    assert opened(before).format == "MPO"
    after = strip_metadata(before)
    assert opened(after).format == "JPEG"
    assert (after.count(b"\xff\xd8\xff"), b"MPF" in after, b"quixotic" in after) == (
        1,
        False,
        False,
    )
    assert look_the_same(opened(before), opened(after))
