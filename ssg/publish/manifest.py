"""The files of a site, and the manifest: the list of what the last build published."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import IntEnum
from pathlib import Path

import msgspec
from msgspec import Struct, field

from ssg.digest import Digest
from ssg.urls import find_folder_clashes, fold_path

# The folder in the output folder where everything is that isn't the site itself.
OURS = ".ssg"

_FORMAT = 1


class Rank(IntEnum):
    """In which order files are put in place: what a page needs comes before the page."""

    ASSET = 0
    PAGE = 1
    LIST = 2


class OutputFile(Struct, frozen=True, kw_only=True):
    """One file of the site.

    `path` is relative to the output folder, with `/` and in Unicode's form NFC. Raises ValueError
    if it could lead anywhere else.
    """

    path: str
    digest: Digest
    rank: Rank
    key: Digest | None = None
    """The digest of all that a page was made from; None for what is only copied."""

    def __post_init__(self) -> None:
        check_path(self.path)


class Manifest(Struct, frozen=True, kw_only=True):
    """What a build published, the keys of its pages, and how the build was asked for.

    `built` is its time in ISO 8601; `url` what was asked for in place of the site's own address.
    """

    built: str
    drafts: bool = False
    url: str = ""
    files: Mapping[str, Digest]
    keys: Mapping[str, Digest] = field(default_factory=dict)
    format: int = _FORMAT


def encode_manifest(manifest: Manifest) -> bytes:
    """The same bytes for equal manifests, one file a line."""
    data = msgspec.json.encode(manifest, order="sorted")
    return msgspec.json.format(data, indent=1) + b"\n"


def read_manifest(file: Path) -> Manifest | None:
    """None if there is no file. Raises ValueError if it cannot be understood."""
    try:
        manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    if manifest.format != _FORMAT:
        raise ValueError(f"a manifest of format {manifest.format}")
    datetime.fromisoformat(manifest.built)
    for path in manifest.files:
        check_path(path)
    return manifest


def check_path(path: str) -> None:
    """Raises ValueError unless `path` names a file in the output folder, and none of ours."""
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or not {"\\", "\0"}.isdisjoint(path):
        raise ValueError(f"not a path below the output folder: {path!r}")
    if fold_path(parts[0]) == OURS:
        raise ValueError(f"a path in our own folder: {path!r}")
    if not (path.isascii() or unicodedata.is_normalized("NFC", path)):
        raise ValueError(f"a path that is not in NFC: {path!r}")


def check_together(paths: Iterable[str]) -> None:
    """Raises ValueError if not all these files can be on one disk, whatever disk that is."""
    by_fold: dict[str, str] = {}
    for path in paths:
        folded = fold_path(path)
        if folded in by_fold:
            raise ValueError(f"one place for two files: {by_fold[folded]!r} and {path!r}")
        by_fold[folded] = path
    for file, _ in find_folder_clashes(by_fold):
        raise ValueError(f"a file that is also the folder of another: {by_fold[file]!r}")
