"""The media cache: what is known of images, and what was made of them.

It is a folder beside the store, whose lock protects it, too. It only saves time: whatever is wrong
with it, what is missing is made again.
"""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, field

from ssg.digest import Digest
from ssg.files import STATE_LIMIT, make_folder, read_file, remove, replace_file
from ssg.model.codec import encode
from ssg.model.media import Inspection, MadeFile


class _Index(Struct, kw_only=True):
    version: Digest = Digest("")
    known: dict[Digest, Inspection] = field(default_factory=dict)
    """By the digests of images."""
    made: dict[Digest, tuple[MadeFile, ...]] = field(default_factory=dict)
    """By `made_key`."""


_INDEXES = msgspec.msgpack.Decoder(_Index)
_INDEX = "index"


class MediaCache:
    """The cache in `folder`; all that another `version` has left counts as missing."""

    def __init__(self, folder: Path, *, version: Digest) -> None:
        self.folder = folder
        self.version = version
        if folder.is_symlink() or not folder.is_dir():
            remove(folder)
        self._saved = _read(folder / _INDEX)
        index = self._saved if self._saved.version == version else _Index(version=version)
        self.known: dict[Digest, Inspection] = dict(index.known)
        self.made: dict[Digest, tuple[MadeFile, ...]] = dict(index.made)

    def open(self) -> None:
        """Makes the folder. Raises OSError."""
        make_folder(self.folder)

    def keep(self, made: Collection[Digest]) -> None:
        """Saves what is known, and of what was made the entries with these keys.

        Removes all else that is in the folder: readers may no longer see it. Raises OSError.
        """
        self.made = {key: self.made[key] for key in sorted(made) if key in self.made}
        known = dict(sorted(self.known.items()))
        index = _Index(version=self.version, known=known, made=self.made)
        if index != self._saved:
            self.open()
            replace_file(self.folder / _INDEX, encode(index))
            self._saved = index
        self._remove_others()

    def _remove_others(self) -> None:
        listed = {file.name for files in self.made.values() for file in files}
        with suppress(FileNotFoundError):
            for file in self.folder.iterdir():
                if file.name != _INDEX and file.name not in listed:
                    remove(file)


def _read(file: Path) -> _Index:
    """An empty one if there is none, or it is damaged."""
    try:
        return _INDEXES.decode(read_file(file, limit=STATE_LIMIT))
    except (OSError, ValueError, msgspec.MsgspecError):
        return _Index()
