"""Which published files are still what they were, without reading them all each time."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

import msgspec

from ssg.digest import Digest, digest_of
from ssg.publish.tree import Tree

# A file's digest, and its size, mtime_ns, ctime_ns and inode when it was last read.
_Look = tuple[Digest, int, int, int, int]

# The coarsest clock of a file system, FAT's, in nanoseconds. A file that was changed so shortly
# before it was looked at may change once more without a new time.
_GRAIN = 2_000_000_000


def find_intact(root: Path, files: Mapping[str, Digest], *, looks_file: Path) -> frozenset[str]:
    """The paths, of all in `files`, where there is a file with that digest.

    What the files look like is kept in `looks_file`, and one that looks the same isn't read.
    """
    before = _read_looks(looks_file)
    tree = Tree(root)
    looks = {}
    for path, digest in files.items():
        found = tree.look(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        look = _look(digest, found)
        if look == before.get(path) or _holds(root / path, digest):
            looks[path] = look
    if looks != before:
        _write_looks(looks_file, looks)
    return frozenset(looks)


def _look(digest: Digest, found: os.stat_result) -> _Look:
    return (digest, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _holds(file: Path, digest: Digest) -> bool:
    try:
        return digest_of(file.read_bytes()) == digest
    except OSError:
        return False


def _read_looks(file: Path) -> dict[str, _Look]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, _Look])
    except (OSError, msgspec.MsgspecError):
        return {}


def _write_looks(file: Path, looks: Mapping[str, _Look]) -> None:
    # They only save time, so a disk that is full is no reason to stop.
    with suppress(OSError):
        file.touch()
        # By the clock of that disk, which may be another machine's.
        too_new = file.stat().st_mtime_ns - _GRAIN
        kept = {path: look for path, look in looks.items() if max(look[2], look[3]) < too_new}
        file.write_bytes(msgspec.msgpack.encode(kept))
