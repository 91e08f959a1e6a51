"""The pictures that other sites show beside a link to a page: `image` in site.yaml.

Their sizes come from Facebook's and X's rules for large pictures:
https://developers.facebook.com/docs/sharing/webmasters/images/
https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image
"""

import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from ssg.config.load import SettingsFile
from ssg.diagnostics import Diagnostic
from ssg.files import MIB, FileTooLarge, read_file
from ssg.model.record import Record

_MAX_BYTES = 5 * MIB
_MIN_WIDTH, _MIN_HEIGHT = 600, 315
_FORMATS = ("PNG", "JPEG", "WEBP")
_TURNED = range(5, 9)
"""The values of Orientation that exchange width and height (Exif 2.32, section 4.6.4)."""
_SIZE_HINT = "1200 by 630 pixels are best"


class PictureSize(Record, frozen=True, kw_only=True):
    """In pixels."""

    width: int
    height: int


class _NotUsable(Exception):
    """Why a file cannot be such a picture; `hint` says what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


def read_pictures(
    site: Path, file: SettingsFile
) -> tuple[Mapping[str, PictureSize], list[Diagnostic]]:
    """The sizes of the pictures of site.yaml by their paths, and what is wrong with others."""
    settings = file.settings
    sizes: dict[str, PictureSize] = {}
    diagnostics = []
    for lang, image in settings.images.items():
        own = ("image", "src")
        where = own if lang == settings.language else ("languages", lang, *own)
        try:
            sizes[image.src] = _read_size(site / image.src, image.src)
        except _NotUsable as error:
            diagnostics.append(file.fields.diagnostic(error.code, where, str(error), error.hint))
    return sizes, diagnostics


def _read_size(path: Path, name: str) -> PictureSize:
    try:
        data = read_file(path, limit=_MAX_BYTES)
    except FileNotFoundError:
        hint = "check the path: it starts at the folder of site.yaml, as in static/picture.png"
        raise _NotUsable("R08", f"image {name} does not exist", hint) from None
    except FileTooLarge:
        message = f"image {name} is larger than {_MAX_BYTES:,} bytes"
        raise _NotUsable("F12", message, f"make it smaller: {_SIZE_HINT}") from None
    except OSError as error:
        message = f"image {name} cannot be read: {error.strerror}"
        raise _NotUsable("T09", message, "check that it is a file and can be read") from None
    size = _find_size(data)
    if size is None:
        message = f"{name} is not a PNG, JPEG or WebP image"
        raise _NotUsable("F12", message, "save it as one of these")
    if size.width < _MIN_WIDTH or size.height < _MIN_HEIGHT:
        message = (
            f"image {name} has {size.width} by {size.height} pixels,"
            f" fewer than {_MIN_WIDTH} by {_MIN_HEIGHT}"
        )
        raise _NotUsable("F12", message, f"use a larger one: {_SIZE_HINT}")
    return size


def _find_size(data: bytes) -> PictureSize | None:
    """The size of an image as it is shown, by its header; None for no image of these formats."""
    # Few sites have a picture, and most runs have nothing to do.
    from PIL import ExifTags, Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            # So many pixels are no picture, but an attack.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                width, height = image.size
                # Without this, Pillow would decode a PNG to look for Exif behind its pixels.
                exif = image.getexif() if "exif" in image.info else {}
                if exif.get(ExifTags.Base.Orientation) in _TURNED:
                    width, height = height, width
                return PictureSize(width=width, height=height)
    except Exception:
        return None
