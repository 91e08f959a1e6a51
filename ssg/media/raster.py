"""Reads images of pixels: formats that browsers show, and no others."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import ExifTags, Image

from ssg.model.media import ImageFacts, ImageProblem, Inspection

MAX_PIXELS = 100_000_000
"""Nobody needs as many, and to decode them takes as much memory as all of a build."""

_FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
_TURNED = range(5, 9)
"""The values of Orientation that exchange width and height (Exif 2.32, section 4.6.4)."""
BROKEN = ImageProblem(
    code="T12",
    message="cannot be read as an image",
    hint="open it in a program for images, and export it once more as PNG or JPEG",
)
_TOO_LARGE = ImageProblem(
    code="T13",
    message=f"has {MAX_PIXELS // 1_000_000} million pixels or more",
    hint="make it smaller: 2,000 pixels are wide enough for every screen",
)


def inspect_raster(data: bytes) -> Inspection:
    """What the image in `data` is. It was decoded once, so browsers can show it, too."""
    try:
        with open_raster(data) as image:
            if image.width * image.height >= MAX_PIXELS:
                return _TOO_LARGE
            facts = _facts(image)
            image.load()
            return facts
    except (Image.DecompressionBombError, MemoryError):
        return _TOO_LARGE
    # Pillow raises nearly anything for a file that is made to break it.
    except Exception:
        return BROKEN


def format_of(image: Image.Image) -> str:
    """One of the formats that are read. Raises ValueError for any other.

    To Pillow a JPEG with more pictures behind the first one is an MPO; browsers show the first.
    """
    name = "JPEG" if image.format == "MPO" else image.format
    if name not in _FORMATS:
        raise ValueError(f"it is of the format {name}")
    return name


@contextmanager
def open_raster(data: bytes) -> Iterator[Image.Image]:
    """The image in `data`, not decoded yet. Raises what Pillow raises."""
    with warnings.catch_warnings():
        # What is large is refused by our own limit; other warnings are about metadata.
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            yield image


def orientation_of(image: Image.Image) -> int:
    """How a browser turns the image (1 is not at all). An AVIF is turned by its own decoder."""
    if format_of(image) == "AVIF":
        return 1
    found = image.getexif().get(ExifTags.Base.Orientation, 1)
    return found if found in range(1, 9) else 1


def _facts(image: Image.Image) -> ImageFacts:
    width, height = image.size
    if orientation_of(image) in _TURNED:
        width, height = height, width
    return ImageFacts(
        format=format_of(image).lower(),
        width=width,
        height=height,
        # The other pictures of an MPO, such as a preview, are no frames.
        is_animated=image.format != "MPO" and bool(getattr(image, "is_animated", False)),
        has_place=_has_place(image),
    )


def _has_place(image: Image.Image) -> bool:
    """Whether Exif or XMP says where it was taken (exif:GPSLatitude)."""
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = xmp if isinstance(xmp, bytes) else str(xmp).encode()
    if b"GPSL" in text:
        return True
    try:
        return bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except (ValueError, KeyError, SyntaxError, TypeError, struct.error):
        return False
