"""The stat cache: digests of files, without reading those that cannot have changed.

Keyed by a file's name; an entry holds its digest and the stats (size, times, inode) that it had
when it was read. git's index does the same, and has the same trap, the "racy" entry: a file that
is changed twice within one tick of the disk's clock keeps its stats
(https://git-scm.com/docs/racy-git). Such an entry is never saved.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from ssg.digest import Digest, digest_of, digest_of_file
from ssg.files import STATE_LIMIT, make_folder, read_file, remove_irregular, replace_file
from ssg.model.record import Record

# One tick of a disk's clock, in nanoseconds. FAT's is the longest. A file system that stores
# fractions of a second may still tick as rarely as the kernel's slowest timer (100 Hz).
_COARSE_TICK = 2_000_000_000
_FINE_TICK = 20_000_000
TICK_SECONDS = _FINE_TICK / 1e9
_SECOND = 1_000_000_000

_DIGESTS = digest_of(b"")
"""Another way of making digests makes another one of nothing."""


class Stats(NamedTuple):
    """What shows that a file is unchanged without reading it; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> "Stats":
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def is_racy(self, now: int) -> bool:
        """Whether a change after `now`, by that disk's clock, might leave the stats the same.

        A time with a fraction of a second comes from a disk whose clock has a fine tick.
        """
        tick = _FINE_TICK if self.ctime % _SECOND else _COARSE_TICK
        return max(self.mtime, self.ctime) + tick > now


def is_any_racy(stats: Iterable[Stats], now: int) -> bool:
    """Whether any of them is racy; see `Stats.is_racy`."""
    # Few files have changed within the longest tick.
    settled = now - max(_FINE_TICK, _COARSE_TICK)
    recent = [one for one in stats if one[1] > settled or one[2] > settled]
    return any(one.is_racy(now) for one in recent)


class _Entry(NamedTuple):
    digest: Digest
    stats: Stats


def read_digests(file: Path) -> Mapping[str, tuple[Digest, "Stats"]]:
    """What a stat cache has saved in `file`, for those who only read: digests and stats by name."""
    return _read(file)


class _Saved(Record, frozen=True, kw_only=True):
    """What is saved; `digests` names how they are made: others would look like changed files."""

    digests: str
    entries: dict[str, _Entry]


class StatCache:
    """The digests of files by name, with the stats that they had, kept in a file of its own.

    Only digests decide. A fresh checkout, where every file's time is new, is read once.
    """

    racy: set[str]
    """The names of files that were asked for or recorded, and whose entries are not saved."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._saved = _read(file)
        self._entries: dict[str, _Entry] = {}
        self.racy = set()
        self.look_at_clock()

    def look_at_clock(self) -> None:
        """To be called before files are read or stats taken that shall be saved, too.

        A file that changes after that must get other stats than it had then.
        """
        # By the clock of the disk; if that cannot be found out, all entries count as racy.
        self._now = 0
        with suppress(OSError):
            self._now = disk_time(self._file)

    def digest(self, name: str, path: str, stats: Stats) -> Digest:
        """The digest of the file at `path`, which is cached as `name` and has these stats.

        Raises OSError.
        """
        entry = self._saved.get(name)
        if entry is not None and entry.stats == stats:
            self._entries[name] = entry
            return entry.digest
        digest = digest_of_file(Path(path))
        self.record(name, digest, stats)
        return digest

    def record(self, name: str, digest: Digest, stats: Stats) -> None:
        """Takes the digest from whoever has just read or written the file with these stats."""
        if stats.is_racy(self._now):
            self.racy.add(name)
            self._entries.pop(name, None)
        else:
            self.racy.discard(name)
            self._entries[name] = _Entry(digest, stats)

    def save(self) -> None:
        """Saves the files that were asked for or recorded, and drops all others."""
        if self._entries == self._saved:
            return
        # The cache only saves time, so a disk that is full or read-only is no reason to stop.
        with suppress(OSError):
            saved = _Saved(digests=_DIGESTS, entries=self._entries)
            replace_file(self._file, msgspec.msgpack.encode(saved))


FileStats = tuple[str, Stats]
"""A file's path and its stats."""


def disk_time(file: Path) -> int:
    """The time in nanoseconds by the clock of the disk that holds `file`, which this touches.

    That may be another machine's clock. Raises OSError.
    """
    make_folder(file.parent)
    remove_irregular(file)
    file.touch()
    return file.lstat().st_mtime_ns


def stat_files(paths: Iterable[str], start: str = "") -> Iterator[FileStats]:
    """The stats of the files at `start` + path, without following links.

    Files that do not exist are left out.
    """
    lstat, stats_of = os.lstat, Stats.of
    for path in paths:
        try:
            found = lstat(start + path)
        except OSError:
            continue
        yield path, stats_of(found)


def stat_tree(folder: str) -> Iterator[FileStats]:
    """The stats of all files below `folder`, without following links; Python's caches left out."""
    folders = [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError:
            continue
        files = [entry.path for entry in entries if not entry.is_dir(follow_symlinks=False)]
        yield from stat_files(files)
        if len(files) < len(entries):
            folders += (
                entry.path
                for entry in reversed(entries)
                if entry.is_dir(follow_symlinks=False) and entry.name != "__pycache__"
            )


def stat_fingerprint(files: Sequence[FileStats]) -> Digest:
    """One digest of the paths and stats of files, in the order given."""
    # A name may be no UTF-8, which msgpack demands of text. None has a zero byte.
    names = os.fsencode("\0".join([name for name, _ in files]))
    return digest_of(msgspec.msgpack.encode((names, [stats for _, stats in files])))


def _read(file: Path) -> Mapping[str, _Entry]:
    try:
        saved = msgspec.msgpack.decode(read_file(file, limit=STATE_LIMIT), type=_Saved)
    # A name that is not valid UTF-8 any more is a ValueError.
    except (OSError, ValueError, msgspec.MsgspecError):
        return {}
    return saved.entries if saved.digests == _DIGESTS else {}
