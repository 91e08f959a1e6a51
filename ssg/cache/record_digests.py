"""The digests of what the search index knows of each page, from the last build.

Keyed by `record_key`. With them, a build knows that the index would be the same without making any
record again but those of pages that changed.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ssg.digest import Digest
from ssg.files import STATE_LIMIT, read_file, replace_file

_DIGESTS = msgspec.msgpack.Decoder(dict[Digest, Digest])


def read_record_digests(file: Path) -> dict[Digest, Digest]:
    """Empty if there are none, or they were damaged."""
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        return _DIGESTS.decode(read_file(file, limit=STATE_LIMIT))
    return {}


def write_record_digests(file: Path, digests: Mapping[Digest, Digest]) -> None:
    # They only save time, so a disk that is full is no reason to stop.
    with suppress(OSError):
        replace_file(file, msgspec.msgpack.encode(digests))
