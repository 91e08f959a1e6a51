"""The steps from the old site to the new one: decided first, written down, then carried out.

Deciding refuses whatever would harm a file that isn't ours, before anything is touched. Carrying
out goes over steps that are done already, so after a crash it is simply begun again.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from ssg.digest import Digest, digest_of
from ssg.publish.manifest import OutputFile
from ssg.publish.tree import Tree, folders_above, in_the_way
from ssg.urls import fold_path


class Orphan(Struct, frozen=True, kw_only=True):
    """A file of the old site only. On some disks, its `twin` in the new site is the same file."""

    path: str
    twin: str | None = None


class Steps(Struct, frozen=True, kw_only=True):
    """In this order: old files that are in the way, staged files to put in place, orphans."""

    clear: tuple[str, ...]
    replace: tuple[str, ...]
    orphans: tuple[Orphan, ...]


def decide(
    root: Path,
    *,
    old: Mapping[str, Digest],
    new: Mapping[str, Digest],
    staged: Sequence[OutputFile],
    adopt: bool,
) -> Steps:
    """Raises PublishError if a file that is not in `old` is in the way of a staged one.

    With `adopt`, one that has the very path of a staged file may be replaced.
    """
    in_order = sorted(staged, key=lambda file: _place(file, old))
    survey = _Survey(Tree(root), old)
    clear = dict.fromkeys(path for file in in_order for path in survey.to_clear(file, adopt))
    return Steps(
        clear=tuple(clear),
        replace=tuple(file.path for file in in_order),
        orphans=tuple(_orphans(old, new)),
    )


def _place(file: OutputFile, old: Mapping[str, Digest]) -> tuple[int, bool, str]:
    """Where in the order a staged file comes: what a page needs comes before it.

    Where nothing was published yet nothing leads anywhere before the home page is there, so
    folders stay together, which are moved whole.
    """
    if not old:
        return 0, file.path == "index.html", file.path
    return file.rank, file.path in old, file.path


def carry_out(root: Path, steps: Steps, *, staging: Path) -> None:
    """Raises OSError, or PublishError if something got in the way meanwhile."""
    tree = Tree(root)
    for path in steps.clear:
        tree.remove(path)
    _put_in_place(tree, steps.replace, staging)
    for orphan in steps.orphans:
        if not (orphan.twin and tree.is_same(orphan.path, orphan.twin)):
            tree.remove(orphan.path)


def _put_in_place(tree: Tree, paths: Sequence[str], staging: Path) -> None:
    """Moves the staged files in order; those of a new folder with it, if no other comes between.

    Others may: a page of another folder, before this one's lists.
    """
    counts = Counter(folder for path in paths for folder in folders_above(path))
    position = 0
    while position < len(paths):
        path = paths[position]
        folder = tree.first_missing(path)
        run = paths[position : position + counts[folder]]
        is_run = run and all(other.startswith(f"{folder}/") for other in run)
        if is_run and _moved_whole(tree, folder, staging):
            position += len(run)
        else:
            _move(tree, path, staging)
            position += 1


def _move(tree: Tree, path: str, staging: Path) -> None:
    tree.make_way(path)
    # What isn't staged any more was put in place before a crash. (Were it lost, the next build
    # would find that the file isn't what the manifest says.)
    with suppress(FileNotFoundError):
        (staging / path).replace(tree.root / path)


def _moved_whole(tree: Tree, folder: str, staging: Path) -> bool:
    tree.make_way(folder)
    try:
        (staging / folder).replace(tree.root / folder)
    except OSError:  # there is something already, or the file system moves files only
        return False
    return True


def _orphans(old: Mapping[str, Digest], new: Mapping[str, Digest]) -> Iterator[Orphan]:
    gone = sorted(old.keys() - new.keys())
    twins = {fold_path(path): path for path in new} if gone else {}
    for path in gone:
        yield Orphan(path=path, twin=twins.get(fold_path(path)))


class _Survey:
    """What stands where, and whose it is."""

    def __init__(self, tree: Tree, old: Mapping[str, Digest]) -> None:
        self._tree = tree
        self._old = old
        self._by_fold = {fold_path(path): path for path in old}

    def to_clear(self, file: OutputFile, adopt: bool) -> Iterator[str]:
        """Our old files that must go before `file` can be put in place."""
        tree, path = self._tree, file.path
        if (other := tree.blocked(path)) is not None:
            yield self._ours(other, path)
        elif not (found := tree.look(path)):
            return
        elif S_ISDIR(found.st_mode):
            for other in tree.files_below(path):
                yield self._ours(other, path)
        elif not (adopt or path in self._old or self._holds(file, found)):
            self._ours(path, path)

    def _ours(self, found: str, path: str) -> str:
        """The old site's file at `found`. Raises PublishError if there is none."""
        known = found if found in self._old else self._by_fold.get(fold_path(found))
        if known is None or not self._tree.is_same(known, found):
            raise in_the_way(self._tree.root / found, path)
        return known

    def _holds(self, file: OutputFile, found: os.stat_result) -> bool:
        """Whether the very same bytes are there already, so that nothing is lost."""
        place = self._tree.root / file.path
        return S_ISREG(found.st_mode) and digest_of(place.read_bytes()) == file.digest
