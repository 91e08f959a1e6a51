"""Images that tests make, since nobody can read them in a diff."""

import struct
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageFilter, PngImagePlugin


def make_image(kind: str, width: int = 4, height: int = 3, **options: Any) -> bytes:
    """An image of one colour in the format `kind`, with Pillow's options for saving it."""
    return _saved(Image.new("RGB", (width, height), (200, 90, 30)), kind, **options)


def make_png(width: int = 4, height: int = 3) -> bytes:
    return make_image("PNG", width, height)


def make_photo(kind: str, width: int, height: int, **options: Any) -> bytes:
    """An image with so many shades that a smaller one saves bytes."""
    noise = Image.effect_noise((width, height), 90).filter(ImageFilter.GaussianBlur(2))
    shades = Image.linear_gradient("L").resize((width, height))
    return _saved(Image.merge("RGB", (noise, shades, noise)), kind, **options)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


PLACE = struct.pack(">4I", 51, 1, 28, 1)
"""The first part of a latitude as Pillow writes it into Exif: 51° 28′."""


def with_place(kind: str, *, orientation: int = 1, **options: Any) -> bytes:
    """A photo that says where, by whom and with what it was taken, in all ways of its format."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = "quixotic"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 28.0, 40.97)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" exif:GPSLatitude="51,28" by="zephyr"/>'
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "quixotic")
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = words
    else:
        options["xmp"] = xmp
    if kind == "JPEG":
        options["comment"] = b"quixotic"
    return make_photo(kind, 60, 40, exif=exif, **options)


def make_animation(kind: str, *, size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    frames = [Image.effect_noise(size, 90).point(lambda _, n=n: 80 * n) for n in range(3)]
    return _saved(
        frames[0].convert("P"),
        kind,
        save_all=True,
        append_images=[frame.convert("P") for frame in frames[1:]],
        duration=100,
        loop=0,
        **options,
    )


def make_mpo(**options: Any) -> bytes:
    """A photo with a second picture behind it, as many phones write them."""
    second = Image.new("RGB", (30, 20), (10, 20, 30))
    return make_photo("MPO", 60, 40, save_all=True, append_images=[second], **options)
