"""Which published files are still what they were, without reading them all each time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG

from ssg.cache.stat_cache import StatCache, Stats
from ssg.digest import Digest
from ssg.publish.manifest import OutputFile
from ssg.publish.tree import Tree


def note_published(
    root: Path, files: Iterable[OutputFile], *, cache_file: Path, sealed: int
) -> None:
    """Keeps what these files, which were just published, look like, so that none is read again.

    Of those already noted nothing changes. One that was written after `sealed`, the time in
    nanoseconds at which all were staged, was not written by us.
    """
    tree = Tree(root)
    stat_cache = StatCache(cache_file)
    stat_cache.keep_all()
    for file in files:
        found = tree.look(file.path)
        if found is not None and S_ISREG(found.st_mode) and found.st_mtime_ns <= sealed:
            stat_cache.record(file.path, file.digest, Stats.of(found))
    stat_cache.save()


def find_unmodified(
    root: Path, files: Mapping[str, Digest], *, cache_file: Path
) -> dict[str, Stats]:
    """The paths, of all in `files`, where there is a file with that digest, and its stats.

    The stats of files are kept in `cache_file`, and a file with the same stats isn't read.
    """
    tree = Tree(root)
    stat_cache = StatCache(cache_file)
    unmodified = {}
    for path, digest in files.items():
        found = tree.look(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        stats = Stats.of(found)
        try:
            if stat_cache.digest(path, tree.place(path), stats) == digest:
                unmodified[path] = stats
        except OSError:  # it cannot be read, so it has to be written anew
            continue
    stat_cache.save()
    return unmodified
