"""Digests of files, without reading those that cannot have changed since they were last read."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ssg.digest import Digest, digest_of_file

# A file's digest, and its size, mtime_ns, ctime_ns and inode when it was last read.
_Look = tuple[Digest, int, int, int, int]

# The coarsest clock of a file system, FAT's, in nanoseconds. A file that was changed so shortly
# before it was looked at may change once more without a new time.
_GRAIN = 2_000_000_000


class Looks:
    """What files looked like when they were last read, kept in a file of its own.

    Only digests decide. A fresh checkout, where every file's time is new, is read once.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = _read(file)
        self._now: dict[str, _Look] = {}

    def digest(self, name: str, path: Path, found: os.stat_result | None = None) -> Digest:
        """The digest of the file at `path`, which is known here as `name`.

        `found` are its stats, if the caller has them. Raises OSError.
        """
        found = found or path.stat()
        stats = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        before = self._before.get(name)
        if before is not None and before[1:] == stats:
            look = before
        else:
            look = (digest_of_file(path), *stats)
        self._now[name] = look
        return look[0]

    def save(self) -> None:
        """Remembers the files that were asked for, and forgets all others."""
        if self._now == self._before:
            return
        # They only save time, so a disk that is full or read-only is no reason to stop.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
            # By the clock of that disk, which may be another machine's.
            too_new = self._file.stat().st_mtime_ns - _GRAIN
            kept = {name: look for name, look in self._now.items() if max(look[2:4]) < too_new}
            self._file.write_bytes(msgspec.msgpack.encode(kept))


def _read(file: Path) -> Mapping[str, _Look]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, _Look])
    except (OSError, msgspec.MsgspecError):
        return {}
