"""The steps from the old site to the new one: planned, written to the journal, then applied.

Planning refuses to overwrite or remove a file that ssg did not publish, before anything changes.
Applying skips the steps that are already done, so after a crash it simply starts again.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from ssg.digest import Digest, digest_of_file
from ssg.publish.manifest import COMPRESSED_ENDINGS, OutputFile, is_page
from ssg.publish.tree import Tree, conflict_error, parent_folders
from ssg.urls import fold_path


class Orphan(Struct, frozen=True, kw_only=True):
    """A file of the old site that the new one does not have.

    `renamed_to` is the file of the new site whose path differs only in case or Unicode form. Some
    disks take the two for one file.
    """

    path: str
    renamed_to: str | None = None


class Steps(Struct, frozen=True, kw_only=True):
    """In this order: what is in the way, staged files to move into place, orphans.

    In the way are files of the old site, and empty folders in the place of some. Compressed
    versions of files that are replaced are in the way, too: hosts would send them for the new file.
    """

    clear: tuple[str, ...]
    replace: tuple[str, ...]
    orphans: tuple[Orphan, ...]


def plan_steps(
    root: Path,
    *,
    old: Mapping[str, Digest],
    new: Mapping[str, Digest],
    staged: Sequence[OutputFile],
    adopt: bool,
) -> Steps:
    """Raises PublishError if a file that is not in `old` is in the way of a staged one.

    With `adopt`, a file at the same path as a staged one may be replaced.
    """
    in_order = sorted(staged, key=lambda file: _sort_key(file, old))
    conflicts = _Conflicts(Tree(root), old)
    clear = dict.fromkeys(path for file in in_order for path in conflicts.find(file, adopt))
    return Steps(
        clear=(*_find_outdated(old, new, in_order), *clear),
        replace=tuple(file.path for file in in_order),
        orphans=tuple(_find_orphans(old, new)),
    )


def _sort_key(file: OutputFile, old: Mapping[str, Digest]) -> tuple[int, bool, str]:
    """Sorts what a page needs before the page.

    In a first publish, no link leads anywhere before the home page is there. So folders stay
    together, to be moved whole, and the home page comes last.
    """
    source = file.source or file.path
    if not old:
        return 0, source == "index.html", file.path
    return file.order, source in old, file.path


def _find_outdated(
    old: Mapping[str, Digest], new: Mapping[str, Digest], staged: Sequence[OutputFile]
) -> Iterator[str]:
    """The old compressed versions of files that are replaced."""
    paths = {file.path for file in staged}
    for file in staged:
        for ending in COMPRESSED_ENDINGS if file.path in old else ():
            path = file.path + ending
            # One that the site brings itself, and that stays as it is, is not removed.
            if path in old and (path in paths or path not in new):
                yield path


def apply_steps(root: Path, steps: Steps, *, staging: Path) -> None:
    """Raises OSError, or PublishError if a conflict has appeared since the steps were planned."""
    tree = Tree(root)
    moved = frozenset(steps.replace)
    for path in steps.clear:
        if tree.is_folder(path):
            tree.remove_empty_folders(path)
        # After a crash, the new file may already be where the empty folder or the old file was.
        elif path not in moved or os.path.lexists(staging / path):
            tree.remove(path)
    _move_staged(tree, steps.replace, staging)
    for orphan in steps.orphans:
        if not (orphan.renamed_to and tree.is_same_file(orphan.path, orphan.renamed_to)):
            tree.remove(orphan.path)


def _move_staged(tree: Tree, paths: Sequence[str], staging: Path) -> None:
    """Moves the staged files in order, and a new folder as a whole if its files are in sequence.

    They may not be: a page of another folder can come between this folder's pages and its lists.
    """
    counts = Counter(folder for path in paths for folder in parent_folders(path))
    position = 0
    while position < len(paths):
        path = paths[position]
        folder = tree.first_missing_folder(path)
        run = paths[position : position + counts[folder]]
        is_run = run and all(other.startswith(f"{folder}/") for other in run)
        if is_run and _move_folder(tree, folder, staging):
            position += len(run)
        else:
            _move_file(tree, path, staging)
            position += 1


def _move_file(tree: Tree, path: str, staging: Path) -> None:
    tree.make_parents(path)
    # A file that is no longer staged was moved before a crash. (If it was lost instead, the next
    # build finds that it differs from the manifest.)
    with suppress(FileNotFoundError):
        (staging / path).replace(tree.root / path)


def _move_folder(tree: Tree, folder: str, staging: Path) -> bool:
    """False if something is there already, or the file system moves only files."""
    tree.make_parents(folder)
    try:
        (staging / folder).replace(tree.root / folder)
    except OSError:
        return False
    return True


def _find_orphans(old: Mapping[str, Digest], new: Mapping[str, Digest]) -> Iterator[Orphan]:
    gone = sorted(old.keys() - new.keys(), key=_removal_key, reverse=True)
    by_fold = {fold_path(path): path for path in new} if gone else {}
    for path in gone:
        yield Orphan(path=path, renamed_to=by_fold.get(fold_path(path)))


def _removal_key(path: str) -> tuple[bool, str]:
    """Sorts backwards: a page before what it needs, and a compressed version before its file."""
    return is_page(path), path


class _Conflicts:
    """Finds the files in the way of staged ones, and who published them."""

    def __init__(self, tree: Tree, old: Mapping[str, Digest]) -> None:
        self._tree = tree
        self._old = old
        self._missing_folders: set[str] = set()

    def find(self, file: OutputFile, adopt: bool) -> Iterator[str]:
        """The old site's files to remove before `file` can be moved into place.

        Raises PublishError if there are others in its way.
        """
        tree, path = self._tree, file.path
        if not self._missing_folders.isdisjoint(parent_folders(path)):
            return
        if (other := tree.first_non_folder(path)) is not None:
            yield self._old_path(other, path)
        elif missing := tree.first_missing_folder(path):
            self._missing_folders.add(missing)
        elif not (found := tree.lstat(path)):
            return
        elif S_ISDIR(found.st_mode):
            for other in tree.walk(path):
                # Where a file was published, an empty folder holds nothing to lose.
                is_empty_folder = path in self._old and tree.is_folder(other)
                yield other if is_empty_folder else self._old_path(other, path)
        elif not (adopt or path in self._old or self._has_same_content(file, found)):
            self._old_path(path, path)

    @cached_property
    def _by_fold(self) -> dict[str, str]:
        return {fold_path(path): path for path in self._old}

    def _old_path(self, found: str, path: str) -> str:
        """The old site's path of the file at `found`. Raises PublishError if it is untracked."""
        known = found if found in self._old else self._by_fold.get(fold_path(found))
        if known is None or not self._tree.is_same_file(known, found):
            raise conflict_error(self._tree.root / found, path)
        return known

    def _has_same_content(self, file: OutputFile, found: os.stat_result) -> bool:
        """Whether a file with the same bytes is there already, so that nothing is lost."""
        place = self._tree.root / file.path
        return S_ISREG(found.st_mode) and digest_of_file(place) == file.digest
