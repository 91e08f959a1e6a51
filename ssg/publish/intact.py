"""Which published files are still what they were, without reading them all each time."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG

from ssg.digest import Digest
from ssg.looks import Looks, Stats
from ssg.publish.manifest import OutputFile
from ssg.publish.tree import Tree


def note_published(
    root: Path, files: Iterable[OutputFile], *, looks_file: Path, sealed: int
) -> None:
    """Keeps what these files, which were just published, look like, so that none is read again.

    Of those already noted nothing changes. One that was written after `sealed`, the time in
    nanoseconds at which all were staged, was not written by us.
    """
    tree = Tree(root)
    looks = Looks(looks_file)
    looks.keep_all()
    for file in files:
        found = tree.look(file.path)
        if found is not None and S_ISREG(found.st_mode) and found.st_mtime_ns <= sealed:
            looks.know(file.path, file.digest, Stats.of(found))
    looks.save()


def find_intact(root: Path, files: Mapping[str, Digest], *, looks_file: Path) -> dict[str, Stats]:
    """The paths, of all in `files`, where there is a file with that digest, and its stats.

    What the files look like is kept in `looks_file`, and one that looks the same isn't read.
    """
    tree = Tree(root)
    looks = Looks(looks_file)
    intact = {}
    for path, digest in files.items():
        found = tree.look(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        stats = Stats.of(found)
        try:
            if looks.digest(path, tree.place(path), stats) == digest:
                intact[path] = stats
        except OSError:  # it cannot be read, so it has to be written anew
            continue
    looks.save()
    return intact
