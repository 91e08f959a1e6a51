"""Makes smaller versions of images, in formats that need fewer bytes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from msgspec import Struct
from PIL import Image, ImageOps

from ssg.media.raster import open_raster
from ssg.model.media import ImageFacts

_WIDTHS = (480, 960, 1440)
"""A phone shows 360 to 420 pixels, a text's column is at most 660 wide; screens have up to three
times as many pixels as that.
"""
_ALMOST = 0.8
"""A width above this part of the image's own saves little."""
_FEW_BYTES = 10_000
"""A file as small as this comes in one go with the answer's head, whatever its format."""
_MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
"""Others, such as CMYK, need their colours converted: they are published as they are."""
_COLORED = frozenset({"P", "PA", "RGB", "RGBA"})

# The same bytes for the same image: one thread, and no setting that is measured at run time.
_AVIF: dict[str, Any] = {"speed": 8, "max_threads": 1, "codec": "aom", "autotiling": False}
_PHOTO: dict[str, dict[str, Any]] = {
    "avif": {**_AVIF, "quality": 60, "subsampling": "4:2:0"},
    "webp": {"quality": 80, "method": 4},
}
_DRAWING: dict[str, dict[str, Any]] = {
    "avif": {**_AVIF, "quality": 75, "subsampling": "4:4:4"},
    "webp": {"lossless": True, "method": 4},
}
_DRAWN = ("gif", "png")
"""Images in these formats have letters and edges, which coarse colours would blur."""


class Variant(Struct, frozen=True, kw_only=True):
    format: str
    width: int
    data: bytes


def make_variants(data: bytes, facts: ImageFacts) -> tuple[Variant, ...]:
    """The variants of the image in `data` that save bytes, those in the best format first.

    There are none of an image that moves or is a drawing of lines. A format is only there if it
    has the widest variant, since a browser looks at no other format then.
    """
    if not facts.can_vary or len(data) < _FEW_BYTES:
        return ()
    widths = _choose_widths(facts.width)
    settings = _DRAWING if facts.format in _DRAWN else _PHOTO
    with open_raster(data) as opened:
        if opened.mode not in _MODES:
            return ()
        image = _upright(opened)
    scaled = [(width, _scale(image, width)) for width in widths]
    sets = [tuple(_encode(scaled, name, settings[name], len(data))) for name in settings]
    return tuple(one for found in _worthwhile(sets, widths[-1]) for one in found)


def _choose_widths(own: int) -> list[int]:
    if own > _WIDTHS[-1]:
        return list(_WIDTHS)
    return [*(width for width in _WIDTHS if width < _ALMOST * own), own]


def _upright(image: Image.Image) -> Image.Image:
    """The picture as browsers show it, without metadata but its colours' profile."""
    has_alpha = image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image).convert("RGBA" if has_alpha else "RGB")
    # That of an image without colours does not fit one that has some now.
    turned.info = {"icc_profile": profile} if profile and image.mode in _COLORED else {}
    return turned


def _scale(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    scaled = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    scaled.info = image.info
    return scaled


def _encode(
    scaled: list[tuple[int, Image.Image]], name: str, settings: dict[str, Any], limit: int
) -> Iterator[Variant]:
    for width, image in scaled:
        file = BytesIO()
        profile = image.info.get("icc_profile", b"")
        image.save(file, name, icc_profile=profile, exif=b"", xmp=b"", **settings)
        if len(file.getvalue()) < limit:
            yield Variant(format=name, width=width, data=file.getvalue())


def _worthwhile(sets: list[tuple[Variant, ...]], widest: int) -> Iterator[tuple[Variant, ...]]:
    """The sets that have the widest variant, if it is smaller than that of the sets after it."""
    complete = [found for found in sets if found and found[-1].width == widest]
    for position, found in enumerate(complete):
        others = (len(one[-1].data) for one in complete[position + 1 :])
        if all(len(found[-1].data) < size for size in others):
            yield found
