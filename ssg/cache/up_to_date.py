"""The up-to-date check: whether a build would do nothing, found out without reading any content.

It stats every file that a build may read and every one that the last build published, and reads
none of them: a file with the same size, times and inode counts as unchanged (`stat_cache` says
when that can be trusted). It knows no rule of the site: at any difference, the build runs.

Keyed by what was requested, the stats of all inputs, and the stats of the output.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

import msgspec
from msgspec import Struct

from ssg.cache.stat_cache import (
    TICK_SECONDS,
    FileStats,
    Stats,
    disk_time,
    is_any_racy,
    stat_files,
    stat_fingerprint,
)
from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.files import STATE_LIMIT, make_folder, read_file, remove, replace_file
from ssg.model.states import is_still_valid


class Snapshot(Struct, frozen=True, kw_only=True):
    """What the last build saw, left behind and reported."""

    request: Digest
    inputs: Digest
    output: Digest
    built: datetime
    next_change: str
    """When the site changes by itself, with the offset of its time zone; empty for never."""
    extension_files: tuple[bytes, ...]
    """Those of Markdown extensions and plugins, which may be anywhere, as the disk names them."""
    report: bytes


class UpToDateCheck:
    """The state of all inputs before any was read, and the snapshot of the last build.

    `inputs` are the stats of all files that a build may read but those of Markdown extensions
    and plugins, which only the settings name; `request` is the digest of all that was requested
    but the time.
    """

    inputs: dict[str, Stats]
    """The stats of these files by path. After `add_extensions`, they may be taken out."""

    def __init__(self, file: Path, *, request: Digest, inputs: Iterable[FileStats]) -> None:
        self._file = file
        self._request = request
        self._snapshot = _read(file)
        self.inputs = dict(inputs)
        self._fingerprint = stat_fingerprint([*self.inputs.items()])
        self._opened = 0
        self._extensions: tuple[FileStats, ...] = ()
        self._is_trusted = False

    def find(self, now: datetime, output: Iterable[FileStats]) -> bytes | None:
        """The report of the last build if a build at `now` would do nothing, else None.

        `output` are the stats of all that the last build has left behind.
        """
        last = self._snapshot
        if (
            last is None
            or last.request != self._request
            or not is_still_valid(last.built, _next_change(last), now)
            or last.inputs
            != self._input_fingerprint(stat_files(map(os.fsdecode, last.extension_files)))
            or last.output != stat_fingerprint(list(output))
        ):
            return None
        return last.report

    def begin_reading(self) -> None:
        """Must be called before anything is read, or nothing will be saved."""
        with suppress(OSError):
            self._opened = self.disk_time()

    def add_extensions(self, files: Iterable[str], *, is_trusted: bool) -> None:
        """Must be called too: `files` are those of Markdown extensions and plugins.

        Nothing will be saved where `is_trusted` is false: inputs may change without new stats.
        """
        self._extensions = tuple(stat_files(files))
        seen = [*self.inputs.values(), *(stats for _, stats in self._extensions)]
        self._is_trusted = is_trusted and not is_any_racy(seen, self._opened)

    def clear(self) -> bool:
        """Deletes the last snapshot; whether a new one may be saved. Raises OSError."""
        make_folder(self._file.parent)
        remove(self._file)
        return self._is_trusted

    def settle(self, written: Iterable[FileStats]) -> int:
        """Waits until none of the last written files can change any more without new stats.

        That takes two ticks at most, as the disk's time may itself be up to a tick behind; a disk
        with a coarse tick is not waited for. Gives the time on the disk then. Raises OSError.
        """
        stats = [one for _, one in written]
        end = monotonic() + 2 * TICK_SECONDS
        while True:
            now = self.disk_time()
            if monotonic() >= end or not any(one.is_racy(now) for one in stats):
                return now
            sleep(TICK_SECONDS / 10)

    def save(
        self, report: bytes, *, output: Iterable[FileStats], built: datetime, next_change: str
    ) -> None:
        """Saves a snapshot of a build at `built`. Raises OSError."""
        snapshot = Snapshot(
            request=self._request,
            inputs=self._input_fingerprint(self._extensions),
            output=stat_fingerprint(list(output)),
            built=built,
            next_change=next_change,
            extension_files=tuple(os.fsencode(file) for file, _ in self._extensions),
            report=report,
        )
        data = msgspec.msgpack.encode(snapshot)
        replace_file(self._file, digest_of(data).encode() + data)

    def disk_time(self) -> int:
        return disk_time(self._file.with_name("clock"))

    def _input_fingerprint(self, extensions: Iterable[FileStats]) -> Digest:
        return digest_of_parts(self._fingerprint, stat_fingerprint(list(extensions)))


def _next_change(snapshot: Snapshot) -> datetime | None:
    return datetime.fromisoformat(snapshot.next_change) if snapshot.next_change else None


def _read(file: Path) -> Snapshot | None:
    """None if there is no snapshot, or it was damaged."""
    try:
        data = read_file(file, limit=STATE_LIMIT)
    except OSError:
        return None
    size = len(digest_of(b""))
    if data[:size] != digest_of(data[size:]).encode():
        return None
    try:
        return msgspec.msgpack.decode(data[size:], type=Snapshot)
    except msgspec.MsgspecError:  # another version of ssg has written it
        return None
