"""Content digests: two byte strings are the same if their digests are."""

from hashlib import file_digest, sha256
from pathlib import Path
from typing import NewType

from ssg.files import open_regular

Digest = NewType("Digest", str)

# 128 bits: enough that no two files of a site collide by chance, and half the size of 256 bits in
# a manifest. Processors have instructions for SHA-256: it takes less than half of BLAKE2's time.
_DIGITS = 32


def digest_of(data: bytes) -> Digest:
    """The first half of the SHA-256 digest of `data`, as 32 hexadecimal characters."""
    return Digest(sha256(data).hexdigest()[:_DIGITS])


def digest_of_file(path: Path) -> Digest:
    """The digest of a regular file's bytes, without reading all of it into memory.

    Raises OSError, also for a link.
    """
    with open_regular(path) as file:
        whole = file_digest(file, sha256)
    return Digest(whole.hexdigest()[:_DIGITS])


def digest_of_parts(*parts: str | bytes) -> Digest:
    """One digest of many parts. Different sequences of parts have different digests.

    Text may hold a path that is no UTF-8, as Python represents it.
    """
    whole = sha256()
    for part in parts:
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return Digest(whole.hexdigest()[:_DIGITS])
