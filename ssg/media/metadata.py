"""Removes from images what their pictures do not need, and leaves every pixel as it is.

Cameras write the place, the time, the owner and more into a file. What is kept is listed, so that
nothing unknown stays. Pillow cannot do this without decoding and encoding the picture again.
"""

import re
import struct
from collections.abc import Callable, Iterator
from zlib import crc32

from PIL import ExifTags

from ssg.media.avif import blank_metadata
from ssg.media.raster import format_of, open_raster, orientation_of

# Where a picture is in JPEG's data, the next marker is none of these
# (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.2).
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SOI, _EOI, _SOS, _COMMENT = b"\xff\xd8", b"\xff\xd9", 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_KEPT_APPLICATIONS = (b"JFIF\0", b"ICC_PROFILE\0", b"Adobe")

# https://www.w3.org/TR/png-3/#11Chunks: what the picture looks like, and how it moves.
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip

# https://developers.google.com/speed/webp/docs/riff_container
_KEPT_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04

# https://www.w3.org/Graphics/GIF/spec-gif89a.txt
_GIF_IMAGE, _GIF_EXTENSION, _GIF_END = 0x2C, 0x21, 0x3B
_GIF_COMMENT, _GIF_APPLICATION = 0xFE, 0xFF
_KEPT_GIF = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def strip_metadata(data: bytes) -> bytes:
    """The image in `data` without its metadata, but for its colours and how it is turned.

    Raises ValueError for a file that is not what its format demands.
    """
    with open_raster(data) as image:
        kind, orientation = format_of(image), orientation_of(image)
    try:
        return _STRIPPERS[kind](data, orientation)
    except (IndexError, struct.error) as error:
        raise ValueError("it ends too early") from error


def _exif(orientation: int) -> bytes:
    """The smallest Exif that says how an image is turned: a TIFF with one field."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x112, 3, 1, orientation, 0, 0)


def _strip_jpeg(data: bytes, orientation: int) -> bytes:
    exif = b"Exif\0\0" + _exif(orientation)
    turned = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif if orientation > 1 else b""
    return _SOI + turned + b"".join(_jpeg_segments(data)) + _EOI


def _jpeg_segments(data: bytes) -> Iterator[bytes]:
    """All that is kept between the first two markers; cameras hide more images behind the end."""
    position = len(_SOI)
    while data[position : position + 2] != _EOI:
        if data[position] != 0xFF:
            raise ValueError("a marker is missing")
        code = data[position + 1]
        if code == 0xFF:
            position += 1
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        end = position + 2 + length
        body = data[position + 4 : end]
        is_extra = code in _APPLICATION and not body.startswith(_KEPT_APPLICATIONS)
        if code == _SOS:
            found = _MARKER.search(data, end)
            end = found.start() if found else len(data)
        if not is_extra and code != _COMMENT:
            yield data[position:end]
        if end >= len(data):
            return
        position = end


def _strip_png(data: bytes, orientation: int) -> bytes:
    parts, position, name = [_PNG_SIGNATURE], len(_PNG_SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if name in _KEPT_CHUNKS:
            parts.append(data[position:end])
        if name == b"IHDR" and orientation > 1:
            parts.append(_png_chunk(b"eXIf", _exif(orientation)))
        position = end
    return b"".join(parts)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(name + body))


def _strip_webp(data: bytes, orientation: int) -> bytes:
    parts, position = [], 12
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        if name == b"VP8X":
            flags = body[0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if orientation > 1 else 0)
            body = bytes([flags]) + body[1:]
        if name in _KEPT_WEBP:
            parts.append(_riff_chunk(name, body))
        position += 8 + length + length % 2
    if orientation > 1:
        parts.append(_riff_chunk(b"EXIF", _exif(orientation)))
    return _riff_chunk(b"RIFF", b"WEBP" + b"".join(parts))


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _strip_gif(data: bytes, _orientation: int) -> bytes:
    position = 13 + _color_table(data[10])
    parts = [data[:position]]
    while data[position] != _GIF_END:
        start = position
        if data[position] == _GIF_IMAGE:
            position += 11 + _color_table(data[position + 9])
            is_kept = True
        elif data[position] == _GIF_EXTENSION:
            label, name = data[position + 1], data[position + 3 : position + 14]
            is_kept = label != _GIF_COMMENT and (label != _GIF_APPLICATION or name in _KEPT_GIF)
            position += 2
        else:
            raise ValueError("a block is missing")
        while length := data[position]:
            position += 1 + length
        position += 1
        if is_kept:
            parts.append(data[start:position])
    return b"".join([*parts, bytes([_GIF_END])])


def _color_table(flags: int) -> int:
    """The size of the table of colours that these flags announce."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _blank_avif(data: bytes, _orientation: int) -> bytes:
    blank = blank_metadata(data)
    with open_raster(blank) as image:
        # Pillow adds how the image is turned, which an AVIF says elsewhere.
        tags = image.getexif().keys() - {ExifTags.Base.Orientation}
        if tags or image.info.get("xmp", b"").strip(b"\0"):
            raise ValueError("some of its metadata were not found")
    return blank


_STRIPPERS: dict[str, Callable[[bytes, int], bytes]] = {
    "AVIF": _blank_avif,
    "GIF": _strip_gif,
    "JPEG": _strip_jpeg,
    "PNG": _strip_png,
    "WEBP": _strip_webp,
}
