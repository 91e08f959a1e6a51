"""The files of a site, and the manifest: the list of what the last build published."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import IntEnum
from pathlib import Path

import msgspec
from msgspec import Struct, field

from ssg.digest import Digest
from ssg.files import STATE_LIMIT, read_file
from ssg.model.states import Environment
from ssg.urls import find_folder_clashes, fold_path

# The folder in the output folder that holds everything that is not part of the site.
STATE_FOLDER = ".ssg"

COMPRESSED_ENDINGS = (".br", ".gz")
"""What the names of compressed versions of files have at the end, as hosts expect them."""

_FORMAT = 1

# Nearly all paths, of which a site may have a hundred thousand.
_PLAIN_PATH = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*", re.ASCII)


class PublishOrder(IntEnum):
    """The order in which files are moved into place: a page comes after what it needs."""

    ASSET = 0
    PAGE = 1
    LIST = 2


class OutputFile(Struct, frozen=True, kw_only=True):
    """One file of the site.

    `path` is relative to the output folder, with `/` and in Unicode's form NFC. Raises ValueError
    if it would be outside that folder or in the state folder.
    """

    path: str
    digest: Digest
    order: PublishOrder
    key: Digest | None = None
    """The cache key of a page, of a compressed file, or of the search index that the file is part
    of: the digest of all inputs. None for a file that is only copied.
    """
    source: str = ""
    """For a compressed file, the path of the file that it is a version of."""

    def __post_init__(self) -> None:
        check_path(self.path)


class Build(Struct, frozen=True, kw_only=True):
    """Which build it was: its time in ISO 8601, its options, and what deploying it depends on."""

    built: str
    drafts: bool = False
    url: str = ""
    """The address that replaced the site's own one."""
    address: str = ""
    """The address that the site was built for, whether that replaced its own one or not."""
    environment: Environment = Environment.PRODUCTION
    withdrawn: tuple[str, ...] = ()
    """The addresses of all that was taken back: of documents, and of posts with their anchors."""


class Manifest(Build, frozen=True, kw_only=True):
    """What a build published, and the cache keys of what it made."""

    files: Mapping[str, Digest]
    keys: Mapping[str, Digest] = field(default_factory=dict)
    orders: Mapping[str, PublishOrder] | None = None
    """Those of the files that are no pages, which most are; None if an older ssg wrote this."""
    format: int = _FORMAT

    def order_of(self, path: str) -> PublishOrder:
        return (self.orders or {}).get(path, PublishOrder.PAGE)


def is_page(path: str) -> bool:
    """Whether it is a page by its name, or a compressed version of one."""
    return path.endswith((".html", *(f".html{ending}" for ending in COMPRESSED_ENDINGS)))


def encode_manifest(manifest: Manifest) -> bytes:
    """The same bytes for equal manifests, with one file on each line."""
    data = msgspec.json.encode(manifest, order="sorted")
    return msgspec.json.format(data, indent=1) + b"\n"


def read_manifest(file: Path) -> Manifest | None:
    """None if there is no file. Raises ValueError for what is not a valid manifest, and OSError."""
    try:
        manifest = msgspec.json.decode(read_file(file, limit=STATE_LIMIT), type=Manifest)
    except FileNotFoundError:
        return None
    if manifest.format != _FORMAT:
        raise ValueError(f"its format is {manifest.format}, but this version reads {_FORMAT}")
    datetime.fromisoformat(manifest.built)
    for path in manifest.files:
        check_path(path)
    return manifest


def check_path(path: str) -> None:
    """Raises ValueError unless `path` is in the output folder, and outside the state folder."""
    if _PLAIN_PATH.fullmatch(path):
        return
    parts = path.split("/")
    if not {"", ".", ".."}.isdisjoint(parts) or not {"\\", "\0"}.isdisjoint(path):
        raise ValueError(f"not a path below the output folder: {path!r}")
    if fold_path(parts[0]) == STATE_FOLDER:
        raise ValueError(f"a path in the state folder: {path!r}")
    if not (path.isascii() or unicodedata.is_normalized("NFC", path)):
        raise ValueError(f"a path that is not in NFC: {path!r}")


def check_collisions(paths: Iterable[str]) -> None:
    """Raises ValueError if two of these files collide on some disk, such as one ignoring case."""
    by_fold: dict[str, str] = {}
    for path in paths:
        folded = fold_path(path)
        if folded in by_fold:
            raise ValueError(f"two files collide: {by_fold[folded]!r} and {path!r}")
        by_fold[folded] = path
    for file, _ in find_folder_clashes(by_fold):
        raise ValueError(f"a file that is also the folder of another: {by_fold[file]!r}")
