"""A version of the site that can be deployed: its files, their fingerprints and their headers."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import fields

from ssg import urls
from ssg.content_types import content_type
from ssg.deploy.target import FileHeaders, Upload
from ssg.digest import Digest, digest_of_parts
from ssg.pages.headers import CHECKED_EACH_TIME, FOREVER
from ssg.publish.manifest import COMPRESSED_ENDINGS, Build, Manifest

_ENCODINGS = dict(zip(COMPRESSED_ENDINGS, ("br", "gzip"), strict=True))


class Version(Struct, frozen=True, kw_only=True):
    """The files of a build, below `folder`, which is not changed by builds."""

    folder: Path
    manifest: Manifest

    @property
    def build(self) -> Build:
        return build_of(self.manifest)

    def upload(self, path: str) -> Upload:
        return Upload(
            path=path,
            source=self.folder / path,
            headers=headers_of(path, self.manifest.files),
            order=self.manifest.order_of(source_of(path, self.manifest.files) or path),
        )


def build_of(manifest: Manifest) -> Build:
    """What a manifest says of its build, without the files."""
    return Build(**{one.name: getattr(manifest, one.name) for one in fields(Build)})


def source_of(path: str, files: Mapping[str, object]) -> str:
    """The one of these files that `path` is a compressed version of; empty if it is none."""
    source, dot, ending = path.rpartition(".")
    return source if dot + ending in COMPRESSED_ENDINGS and source in files else ""


def headers_of(path: str, files: Mapping[str, object]) -> FileHeaders:
    """What a host should send with one of these files."""
    source = source_of(path, files)
    is_asset = f"/{path}".startswith(urls.ASSETS)
    return FileHeaders(
        content_type=content_type(PurePosixPath(source or path)),
        cache_control=FOREVER if is_asset else CHECKED_EACH_TIME,
        content_encoding=_ENCODINGS[path[len(source) :]] if source else "",
    )


def fingerprints_of(files: Mapping[str, Digest]) -> dict[str, Digest]:
    """The fingerprints of files by their paths: of their bytes and their headers."""
    return {path: _fingerprint(digest, headers_of(path, files)) for path, digest in files.items()}


def _fingerprint(digest: Digest, headers: FileHeaders) -> Digest:
    return digest_of_parts(
        digest, headers.content_type, headers.cache_control, headers.content_encoding
    )
