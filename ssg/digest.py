"""Content digests: two byte strings are the same if their digests are."""

from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NewType

from ssg.files import open_regular

Digest = NewType("Digest", str)

# 128 bits: enough that no two files of a site collide by chance, and half the size of 256 bits in
# a manifest.
_DIGEST_BYTES = 16


def digest_of(data: bytes) -> Digest:
    """The BLAKE2b-128 digest of `data`, as 32 hexadecimal characters."""
    return Digest(blake2b(data, digest_size=_DIGEST_BYTES).hexdigest())


def digest_of_file(path: Path) -> Digest:
    """The digest of a regular file's bytes, without reading all of it into memory.

    Raises OSError, also for a link.
    """
    with open_regular(path) as file:
        whole = file_digest(file, lambda: blake2b(digest_size=_DIGEST_BYTES))
    return Digest(whole.hexdigest())


def digest_of_parts(*parts: str | bytes) -> Digest:
    """One digest of many parts. Different sequences of parts have different digests.

    Text may hold a path that is no UTF-8, as Python represents it.
    """
    whole = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return Digest(whole.hexdigest())
