"""Which published files are unmodified, without reading all of them each time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG

from ssg.cache.stat_cache import StatCache, Stats
from ssg.digest import Digest
from ssg.publish.manifest import OutputFile
from ssg.publish.tree import Tree


def record_published(
    root: Path, files: Iterable[OutputFile], *, cache_file: Path, staged_at: int
) -> dict[str, Stats]:
    """Records these files, which were just published, in the stat cache: none is read again.

    Other entries of the cache stay as they are. A file that was modified after `staged_at`, the
    time in nanoseconds when the last file was staged, is not recorded: ssg did not write it.
    Returns the stats of those that cannot change any more and keep them.
    """
    tree = Tree(root)
    recorded = {}
    stat_cache = StatCache(cache_file)
    stat_cache.keep_all()
    for file in files:
        found = tree.lstat(file.path)
        if found is not None and S_ISREG(found.st_mode) and found.st_mtime_ns <= staged_at:
            recorded[file.path] = stats = Stats.of(found)
            stat_cache.record(file.path, file.digest, stats)
    stat_cache.save()
    now = stat_cache.opened
    return {path: stats for path, stats in recorded.items() if not stats.is_racy(now)}


def find_unmodified(
    root: Path, files: Mapping[str, Digest], *, seen: Mapping[str, Stats], cache_file: Path
) -> dict[str, Stats]:
    """The paths in `files` where there is a file with that digest, and its stats.

    Those in `seen` had that digest and these stats, and are not looked at again. A file is not read
    if its stats are those in the stat cache, `cache_file`.
    """
    tree = Tree(root)
    stat_cache = StatCache(cache_file)
    unmodified = {}
    for path, digest in files.items():
        if path in seen:
            unmodified[path] = seen[path]
            stat_cache.record(path, digest, seen[path])
            continue
        found = tree.lstat(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        stats = Stats.of(found)
        try:
            if stat_cache.digest(path, tree.full_path(path), stats) == digest:
                unmodified[path] = stats
        except OSError:  # A file that cannot be read counts as modified.
            continue
    stat_cache.save()
    return unmodified
