"""Which published files are still what they were, without reading them all each time."""

from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG

from ssg.digest import Digest
from ssg.looks import Looks, Stats
from ssg.publish.tree import Tree


def find_intact(root: Path, files: Mapping[str, Digest], *, looks_file: Path) -> frozenset[str]:
    """The paths, of all in `files`, where there is a file with that digest.

    What the files look like is kept in `looks_file`, and one that looks the same isn't read.
    """
    tree = Tree(root)
    looks = Looks(looks_file)
    intact = set()
    for path, digest in files.items():
        found = tree.look(path)
        if found is None or not S_ISREG(found.st_mode):
            continue
        try:
            if looks.digest(path, tree.place(path), Stats.of(found)) == digest:
                intact.add(path)
        except OSError:  # it cannot be read, so it has to be written anew
            continue
    looks.save()
    return frozenset(intact)
