"""Stages files that are no pages: media, static files, the theme's assets, headers for hosts."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from ssg import urls
from ssg.cache.stat_cache import StatCache
from ssg.config import Settings
from ssg.digest import Digest, digest_of, digest_of_file
from ssg.discover import CopiedFile
from ssg.files import copy_file
from ssg.model.states import Environment
from ssg.pages.host_redirects import HostRedirect, redirects_file
from ssg.pages.hosts import headers_file
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.output import Output


class MadeFile(Protocol):
    """A file whose bytes are in memory, such as an asset."""

    @property
    def output_path(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def digest(self) -> Digest: ...


class _HostFile(Struct, frozen=True, kw_only=True):
    output_path: str
    data: bytes
    digest: Digest


def host_files(
    settings: Settings,
    copied: Iterable[CopiedFile],
    redirects: Sequence[HostRedirect],
    *,
    environment: Environment,
) -> Iterator[MadeFile]:
    """The headers and redirects that hosts read from files, unless the site has files of their
    names.

    Hosts read them from their root alone, so there is none for a site in a folder of a host.
    """
    own = {urls.fold_path(file.output_path) for file in copied}
    made = {
        urls.HEADERS_FILE: headers_file(settings, environment),
        urls.REDIRECTS_FILE: redirects_file(redirects, settings),
    }
    for output_path, text in made.items():
        if text and not settings.prefix and output_path not in own:
            data = text.encode()
            yield _HostFile(output_path=output_path, data=data, digest=digest_of(data))


def stage_files(
    copied: Iterable[CopiedFile], made: Iterable[MadeFile], stat_cache: StatCache, output: Output
) -> Iterator[OutputFile]:
    """All these files; those that the output does not hold already are staged.

    Raises OSError when a file cannot be read or written.
    """
    for file in copied:
        digest = stat_cache.digest(file.path, file.file, file.stats)
        found = OutputFile(path=file.output_path, digest=digest, order=PublishOrder.ASSET)
        if not output.is_up_to_date(found):
            target = _target(output.staging, file.output_path)
            copy_file(file.file, target)
            # It may have changed since its stats were read: the staged copy counts.
            digest = digest_of_file(target)
            found = OutputFile(path=file.output_path, digest=digest, order=PublishOrder.ASSET)
        yield found
    for one in made:
        found = OutputFile(path=one.output_path, digest=one.digest, order=PublishOrder.ASSET)
        if not output.is_up_to_date(found):
            _target(output.staging, one.output_path).write_bytes(one.data)
        yield found


def _target(staging: Path, output_path: str) -> Path:
    target = staging / output_path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
