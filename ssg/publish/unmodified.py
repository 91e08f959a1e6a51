"""Which published files are unmodified, without reading all of them each time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG

from ssg.cache.stat_cache import StatCache, Stats
from ssg.digest import Digest
from ssg.publish.manifest import OutputFile
from ssg.publish.tree import Tree


def record_published(
    root: Path, files: Iterable[OutputFile], *, stat_cache: StatCache, staged_at: int
) -> dict[str, Stats]:
    """Records these files, which were just published, in the stat cache: none is read again.

    Other entries of the cache stay as they are. A file that was modified after `staged_at`, the
    time in nanoseconds when the last file was staged, is not recorded: ssg did not write it.
    Returns the stats of those that cannot change any more and keep them.
    """
    stat_cache.look_at_clock()
    tree = Tree(root)
    recorded = {}
    for file in files:
        found = tree.lstat(file.path)
        if found is not None and S_ISREG(found.st_mode) and found.st_mtime_ns <= staged_at:
            recorded[file.path] = stats = Stats.of(found)
            stat_cache.record(file.path, file.digest, stats)
    return {path: stats for path, stats in recorded.items() if path not in stat_cache.racy}


def find_unmodified(
    root: Path, files: Mapping[str, Digest], *, seen: Mapping[str, Stats], stat_cache: StatCache
) -> dict[str, Stats]:
    """The paths in `files` where there is a file with that digest, and its stats.

    Those in `seen`, which must all be in `files`, had that digest and these stats, and are not
    looked at again. A file is not read if its stats are those in the stat cache.
    """
    stat_cache.look_at_clock()
    tree = Tree(root)
    unseen = {path: digest for path, digest in files.items() if path not in seen}
    if not seen:
        tree.find_folders(files)
    unmodified = dict(seen)
    for path, digest in unseen.items():
        found = tree.lstat(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        stats = Stats.of(found)
        try:
            if stat_cache.digest(path, tree.full_path(path), stats) == digest:
                unmodified[path] = stats
        except OSError:  # A file that cannot be read counts as modified.
            continue
    return unmodified
