"""Overwrites metadata in AVIF: to take them out would move all that the file points to.

An AVIF is made of boxes; those called `meta` list items with their types, and where the bytes of
each item are. The box structure is that of ISO/IEC 14496-12, items are described in 8.11.
"""

import struct
from collections.abc import Iterator

from msgspec import Struct

_CONTAINERS = frozenset({b"moov", b"trak"})
_METADATA_BOXES = frozenset({b"udta", b"uuid", b"free", b"skip"})
_IN_FILE, _IN_IDAT = 0, 1
_EMPTY_EXIF = bytes(4) + struct.pack("<2sHIHI", b"II", 42, 8, 0, 0)
"""The offset of a TIFF, and one without any field, as decoders demand it."""
_METADATA_ITEMS = {b"Exif": _EMPTY_EXIF, b"mime": b"", b"uri ": b""}
"""What takes their place, up to zeros."""


class _Box(Struct, frozen=True, kw_only=True):
    name: bytes
    start: int
    """Where its content starts."""
    end: int


def blank_metadata(data: bytes) -> bytes:
    """The AVIF in `data` with zeros in place of Exif, XMP and what programs have added.

    Nothing moves, and no pixel changes. Raises ValueError and struct.error for a file whose
    metadata cannot be found.
    """
    blank = bytearray(data)
    for box in _walk(data, 0, len(data)):
        if box.name in _METADATA_BOXES:
            blank[box.start : box.end] = bytes(box.end - box.start)
        elif box.name == b"meta":
            for spans, content in _metadata_of(data, box):
                _overwrite(blank, spans, content)
    return bytes(blank)


def _walk(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """The boxes, and those in boxes that are folders for others."""
    for box in _boxes(data, start, end):
        yield box
        if box.name in _CONTAINERS:
            yield from _walk(data, box.start, box.end)
        elif box.name == b"meta":
            yield from (
                one for one in _boxes(data, box.start + 4, box.end) if one.name in _METADATA_BOXES
            )


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        length, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        length = length or end - start
        if length < head or start + length > end:
            raise ValueError("a box does not end where it should")
        yield _Box(name=name, start=start + head, end=start + length)
        start += length


_Spans = list[tuple[int, int]]
"""Where the bytes of an item are: starts and ends."""


def _metadata_of(data: bytes, meta: _Box) -> Iterator[tuple[_Spans, bytes]]:
    """Where the items with metadata are, and what takes their place."""
    boxes = {box.name: box for box in _boxes(data, meta.start + 4, meta.end)}
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return
    wanted = dict(_metadata_items(data, boxes[b"iinf"]))
    for item, spans in _locations(data, boxes[b"iloc"], boxes.get(b"idat")):
        if item in wanted:
            yield spans, wanted[item]


def _metadata_items(data: bytes, iinf: _Box) -> Iterator[tuple[int, bytes]]:
    for entry in _boxes(data, iinf.start + (8 if data[iinf.start] else 6), iinf.end):
        version = data[entry.start]
        if version < 2:
            raise ValueError("an item has no type")
        item, _, kind = struct.unpack_from(
            ">HH4s" if version == 2 else ">IH4s", data, entry.start + 4
        )
        if kind in _METADATA_ITEMS:
            yield item, _METADATA_ITEMS[kind]


class _Reader:
    """Reads numbers one after the other, from `position` on."""

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def number(self, size: int) -> int:
        start, self._position = self._position, self._position + size
        if self._position > len(self._data):
            raise ValueError("it ends too early")
        return int.from_bytes(self._data[start : self._position])


def _locations(data: bytes, iloc: _Box, idat: _Box | None) -> Iterator[tuple[int, _Spans]]:
    """The items by their ids (8.11.3)."""
    version, sizes = data[iloc.start], struct.unpack_from(">BB", data, iloc.start + 4)
    offset_size, length_size = sizes[0] >> 4, sizes[0] & 15
    base_size, index_size = sizes[1] >> 4, sizes[1] & 15 if version else 0
    id_size = 4 if version == 2 else 2
    read = _Reader(data, iloc.start + 6).number
    for _ in range(read(id_size)):
        item, method = read(id_size), read(2) & 15 if version else _IN_FILE
        read(2)
        base, spans = read(base_size), []
        for _ in range(read(2)):
            read(index_size)
            spans.append((base + read(offset_size), read(length_size)))
        yield item, list(_find_spans(spans, method, data, idat))


def _find_spans(
    extents: _Spans, method: int, data: bytes, idat: _Box | None
) -> Iterator[tuple[int, int]]:
    """Where extents, which are offsets and lengths, are in the file."""
    if method == _IN_FILE:
        place = _Box(name=b"", start=0, end=len(data))
    elif method == _IN_IDAT and idat:
        place = idat
    else:
        raise ValueError("an item is made of others")
    for offset, length in extents:
        start = place.start + offset
        # A length of zero is all that is left.
        yield start, min(start + length, place.end) if length else place.end


def _overwrite(blank: bytearray, spans: _Spans, content: bytes) -> None:
    for start, end in spans:
        part, content = content[: end - start], content[end - start :]
        blank[start:end] = part.ljust(end - start, b"\0")
