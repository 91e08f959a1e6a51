"""The output folder as it is on the disk, seen without following symbolic links."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from ssg.publish.errors import PublishError


class Tree:
    """Paths are relative to the root, with `/`. What was a folder once is not looked at again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._start = f"{root}/"
        self._folders: set[str] = set()

    def place(self, path: str) -> str:
        """Where `path` is. (A Path for each of many thousand files takes longer than a look.)"""
        return self._start + path

    def look(self, path: str) -> os.stat_result | None:
        """None if nothing is there, or if it can only be reached through what is no folder."""
        if self.blocked(path) is not None:
            return None
        try:
            return os.lstat(self.place(path))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def blocked(self, path: str) -> str | None:
        """The first on the way to `path` that is there and is no folder."""
        for folder in folders_above(path):
            if folder in self._folders:
                continue
            try:
                found = os.lstat(self.place(folder))
            except FileNotFoundError:
                return None
            if not S_ISDIR(found.st_mode):
                return folder
            self._folders.add(folder)
        return None

    def first_missing(self, path: str) -> str:
        """The outermost folder above `path` that isn't there; empty if all are."""
        for folder in folders_above(path):
            if folder not in self._folders and self.look(folder) is None:
                return folder
        return ""

    def make_way(self, path: str) -> None:
        """Makes the folders above `path`. Raises PublishError if a link or file is among them."""
        if (other := self.blocked(path)) is not None:
            raise in_the_way(self.root / other, path)
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            (self.root / folder).mkdir(parents=True, exist_ok=True)

    def remove(self, path: str) -> None:
        """Removes a file, if it is there, and the folders above it that are empty then."""
        if self.blocked(path) is not None:
            return
        found = self.look(path)
        if found and S_ISDIR(found.st_mode):
            return
        (self.root / path).unlink(missing_ok=True)
        for folder in reversed(list(folders_above(path))):
            try:
                (self.root / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                return
            finally:
                self._folders.discard(folder)

    def is_same(self, path: str, other: str) -> bool:
        """Whether the paths name one plain file, as on disks that don't tell capitals apart."""
        one, two = self.look(path), self.look(other)
        return bool(one and two and S_ISREG(one.st_mode) and os.path.samestat(one, two))

    def files_below(self, folder: str) -> Iterator[str]:
        """All files, links and empty folders in `folder`, at any depth."""
        with os.scandir(self.root / folder) as found:
            entries = list(found)
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from self.files_below(path)
            else:
                yield path
        if not entries:
            yield folder


def folders_above(path: str) -> Iterator[str]:
    """From the outermost to the innermost."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def in_the_way(other: Path, path: str) -> PublishError:
    return PublishError(
        f"{other} is in the way of {path}, and was not published by ssg",
        "move it out of the output folder, then build again",
    )
