"""The output folder as it is on the disk. Symbolic links are never followed."""

import errno
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from ssg.publish.errors import PublishError


class Tree:
    """Paths are relative to the root, with `/`. Folders that were found once are remembered."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._start = f"{root}/"
        self._known_folders: set[str] = set()

    def full_path(self, path: str) -> str:
        """A string, since a Path for each of many thousand files takes longer than lstat."""
        return self._start + path

    def find_folders(self, paths: Collection[str]) -> None:
        """Finds the folders above many paths, by listing those that hold them."""
        folders = {path.rpartition("/")[0] for path in paths}
        holders = {folder.rpartition("/")[0] for folder in folders}
        holders |= {above for holder in holders for above in parent_folders(holder)}
        for holder in sorted({"", *holders}):
            if holder and holder not in self._known_folders:
                continue
            with suppress(OSError), os.scandir(self.full_path(holder)) as entries:
                start = f"{holder}/" if holder else ""
                self._known_folders.update(
                    start + entry.name for entry in entries if entry.is_dir(follow_symlinks=False)
                )

    def lstat(self, path: str) -> os.stat_result | None:
        """None if nothing is there, or something above it is not a folder."""
        folder = path.rpartition("/")[0]
        if folder not in self._known_folders and self.first_non_folder(path) is not None:
            return None
        try:
            return os.lstat(self._start + path)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def first_non_folder(self, path: str) -> str | None:
        """The outermost parent of `path` that exists but is a file or link."""
        for folder in parent_folders(path):
            if folder in self._known_folders:
                continue
            try:
                found = os.lstat(self.full_path(folder))
            except FileNotFoundError:
                return None
            if not S_ISDIR(found.st_mode):
                return folder
            self._known_folders.add(folder)
        return None

    def first_missing_folder(self, path: str) -> str:
        """The outermost parent of `path` that does not exist; empty if all do."""
        for folder in parent_folders(path):
            if folder not in self._known_folders and self.lstat(folder) is None:
                return folder
        return ""

    def make_parents(self, path: str) -> None:
        """Makes the parents of `path`. Raises PublishError if one of them is a link or file."""
        if (other := self.first_non_folder(path)) is not None:
            raise conflict_error(self.root / other, path)
        folder = path.rpartition("/")[0]
        if folder not in self._known_folders:
            (self.root / folder).mkdir(parents=True, exist_ok=True)

    def remove(self, path: str) -> None:
        """Removes the file, if there is one, and each parent that is empty afterwards."""
        if self.first_non_folder(path) is not None or self.is_folder(path):
            return
        (self.root / path).unlink(missing_ok=True)
        self.remove_empty_folders(path.rpartition("/")[0])

    def remove_empty_folders(self, path: str) -> None:
        """Removes the folder `path` if it is empty, and each parent that is empty afterwards."""
        if not path:
            return
        for folder in reversed([*parent_folders(path), path]):
            try:
                (self.root / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return
            finally:
                self._known_folders.discard(folder)

    def is_same_file(self, path: str, other: str) -> bool:
        """Whether both paths name one regular file, as on disks that ignore case."""
        one, two = self.lstat(path), self.lstat(other)
        return bool(one and two and S_ISREG(one.st_mode) and os.path.samestat(one, two))

    def is_folder(self, path: str) -> bool:
        found = self.lstat(path)
        return found is not None and S_ISDIR(found.st_mode)

    def leads_to_file(self, path: str) -> bool:
        """Whether `path` is a regular file, or a link to one."""
        # Unlike Path.is_file, this raises no error for a path that is too long.
        return os.path.isfile(self.full_path(path))  # noqa: PTH113

    def walk(self, folder: str) -> Iterator[str]:
        """All files, links and empty folders in `folder`, at any depth.

        A folder whose path is too long for the system counts as a file: no build made it.
        """
        folders = [folder]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(self.root / folder) as found:
                    entries = list(found)
            except OSError as error:
                if error.errno != errno.ENAMETOOLONG:
                    raise
                entries = []
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    yield path
            if not entries:
                yield folder


def parent_folders(path: str) -> Iterator[str]:
    """The folders above `path`, from the outermost to the innermost."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def conflict_error(other: Path, path: str) -> PublishError:
    return PublishError(
        f"cannot publish {path}: {other} is in its place, and ssg did not publish that",
        "move it out of the output folder, then build again",
    )
