"""Stages files that are copied: media, static files and the theme's assets."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ssg.cache.stat_cache import StatCache
from ssg.digest import digest_of_file
from ssg.discover import CopiedFile
from ssg.files import copy_file
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.output import Output
from ssg.render.assets import Asset


def stage_files(
    copied: Iterable[CopiedFile], assets: Iterable[Asset], stat_cache: StatCache, output: Output
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
    for asset in assets:
        found = OutputFile(path=asset.output_path, digest=asset.digest, order=PublishOrder.ASSET)
        if not output.is_up_to_date(found):
            _target(output.staging, asset.output_path).write_bytes(asset.data)
        yield found


def _target(staging: Path, output_path: str) -> Path:
    target = staging / output_path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
