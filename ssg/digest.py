"""Content digests: the one way to say that two byte strings are the same."""

from hashlib import blake2b, file_digest
from pathlib import Path
from typing import NewType

Digest = NewType("Digest", str)

# 128 bits: no two files of a site meet by chance, and a manifest stays half the size.
_SIZE = 16


def digest_of(data: bytes) -> Digest:
    """The BLAKE2b-128 digest of `data`, as 32 hexadecimal characters."""
    return Digest(blake2b(data, digest_size=_SIZE).hexdigest())


def digest_of_file(path: Path) -> Digest:
    """The digest of a file's bytes, of which only a part is in memory at a time."""
    with path.open("rb") as file:
        whole = file_digest(file, lambda: blake2b(digest_size=_SIZE))
    return Digest(whole.hexdigest())


def digest_of_parts(*parts: str | bytes) -> Digest:
    """One digest over many parts, such that no two different sequences are confused."""
    whole = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return Digest(whole.hexdigest())
