"""Digests of files, without reading those that cannot have changed since they were last read."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from ssg.digest import Digest, digest_of, digest_of_file

# The coarsest clock of a file system, FAT's, in nanoseconds; and what bounds the clock of one that
# tells parts of a second, which may tick as rarely as the kernel's slowest timer (100 Hz).
_COARSE_GRAIN = 2_000_000_000
_FINE_GRAIN = 20_000_000
GRAIN_SECONDS = _FINE_GRAIN / 1e9
_SECOND = 1_000_000_000


class Stats(NamedTuple):
    """What tells that a file is still the same without reading it; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stats":
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def had_settled(self, now: int) -> bool:
        """Whether a change after `now`, by the clock of that disk, must show in the stats.

        A file that was changed within a grain of its disk's clock may change once more without
        a new time. A time with a fraction of a second is of a disk whose clock has a fine grain.
        """
        grain = _FINE_GRAIN if self.ctime % _SECOND else _COARSE_GRAIN
        return max(self.mtime, self.ctime) + grain <= now


class _Look(NamedTuple):
    digest: Digest
    stats: Stats


class Looks:
    """What files looked like when they were last read, kept in a file of its own.

    Only digests decide. A fresh checkout, where every file's time is new, is read once.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = _read(file)
        self._now: dict[str, _Look] = {}
        # What is changed again after it was read must look otherwise than when it was looked at.
        self._read_since = 0
        with suppress(OSError):
            self._read_since = clock_of_disk(file)

    def digest(self, name: str, path: str, stats: Stats) -> Digest:
        """The digest of the file at `path`, which is known here as `name` and has these stats.

        Raises OSError.
        """
        look = self._before.get(name)
        if look is None or look.stats != stats:
            look = _Look(digest_of_file(Path(path)), stats)
        self._now[name] = look
        return look.digest

    def keep_all(self) -> None:
        """Forgets none of the files that were known before."""
        self._now |= self._before

    def know(self, name: str, digest: Digest, stats: Stats) -> None:
        """Takes the digest of a file from who has read it, or written it, since it looked so."""
        self._now[name] = _Look(digest, stats)

    def save(self) -> None:
        """Remembers the files that were asked for, and forgets all others."""
        if self._now == self._before:
            return
        # They only save time, so a disk that is full or read-only is no reason to stop.
        with suppress(OSError):
            since = self._read_since
            kept = {name: look for name, look in self._now.items() if look.stats.had_settled(since)}
            self._file.write_bytes(msgspec.msgpack.encode(kept))


def clock_of_disk(file: Path) -> int:
    """The time in nanoseconds by the clock of the disk that `file` is on, which this touches.

    That may be another machine's clock. Raises OSError.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    return file.stat().st_mtime_ns


def looks_of(paths: Iterable[str], start: str = "") -> Iterator[tuple[str, Stats]]:
    """The stats of the files at `start` + path, links not followed.

    What is not there is left out.
    """
    lstat, stats_of = os.lstat, Stats.of
    for path in paths:
        try:
            found = lstat(start + path)
        except OSError:
            continue
        yield path, stats_of(found)


def digest_of_looks(files: Sequence[tuple[str, Stats]]) -> Digest:
    """One digest of the names and stats of files, in the order given."""
    return digest_of(msgspec.msgpack.encode(files))


def _read(file: Path) -> Mapping[str, _Look]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, _Look])
    # A text that is no UTF-8 any more is a ValueError.
    except (OSError, ValueError, msgspec.MsgspecError):
        return {}
