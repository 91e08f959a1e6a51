"""The first bytes of an answer, however many a host sends and whatever they unpack to."""

import zlib
from collections.abc import AsyncIterator

_GZIP = 16 + zlib.MAX_WBITS


async def read_body(
    parts: AsyncIterator[bytes], *, encoding: str, limit: int
) -> tuple[bytes, bool]:
    """At most `limit` bytes of a body, and whether that is all of it.

    Neither what is read nor what it unpacks to is ever larger. What cannot be unpacked is left out.
    """
    unpack = zlib.decompressobj(_GZIP).decompress if encoding in ("gzip", "x-gzip") else _keep
    body, read = bytearray(), 0
    if encoding not in ("gzip", "x-gzip", "identity", ""):
        # Nobody asked for that.
        limit = 0
    async for part in parts:
        read += len(part)
        try:
            body += unpack(part, limit - len(body) + 1)
        except zlib.error:
            return bytes(body[:limit]), False
        if len(body) > limit or read > limit:
            return bytes(body[:limit]), False
    return bytes(body), True


def _keep(part: bytes, size: int) -> bytes:
    return part[:size]
