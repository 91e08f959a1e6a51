"""The digest of our own code, by its sources: whoever works on it never meets an old result.

Reading all sources takes longer than anything else that a small site needs of them. So the digest
is kept beside the bytecode with the stats of all sources, which are read again once one differs.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import ssg
from ssg.cache.beside_bytecode import beside_bytecode, read_kept, write_kept
from ssg.cache.stat_cache import FileStats, disk_time, stat_fingerprint, stat_tree
from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.files import STATE_LIMIT, read_file


@cache
def own_code() -> Digest:
    package = Path(ssg.__file__).parent
    sources = _find_sources(package)
    stats = stat_fingerprint(sources)
    file = _kept_file()
    kept = read_kept(file).decode()
    if kept.startswith(stats):
        return Digest(kept.removeprefix(stats))
    # A source that changes after it was read must get other stats than it has now.
    read_at = code_disk_time()
    digest = digest_of_parts(*_digests(package, sources))
    if not any(one.is_racy(read_at) for _, one in sources):
        write_kept(file, f"{stats}{digest}".encode())
    return digest


def source_digests(package: Path) -> Iterator[str]:
    """The names and digests, alternating, of all Python sources below the folder `package`."""
    return _digests(package, _find_sources(package))


def _digests(package: Path, sources: Iterable[FileStats]) -> Iterator[str]:
    for file, _ in sources:
        yield file.removeprefix(str(package))
        yield digest_of(read_file(file, limit=STATE_LIMIT, follow=True))


def _find_sources(package: Path) -> list[FileStats]:
    return [one for one in sorted(stat_tree(str(package))) if one[0].endswith(".py")]


def _kept_file() -> Path | None:
    """Stats are compared with a disk's clock, so it must be on the disk of the sources."""
    may_keep = not (sys.pycache_prefix or sys.dont_write_bytecode)
    return beside_bytecode(ssg.__file__, ".code") if may_keep else None


def code_disk_time() -> int:
    """The time by the clock of the disk of our own files, in nanoseconds.

    0, before all stats, where nothing can be kept there.
    """
    file = _kept_file()
    with suppress(OSError):
        return disk_time(file) if file else 0
    return 0
