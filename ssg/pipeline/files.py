"""Stages what is published as it is: media, static files and the theme's assets."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ssg.digest import digest_of_file
from ssg.discover import CopiedFile
from ssg.publish import OutputFile, Rank
from ssg.render.assets import Asset


def stage_files(
    copied: Iterable[CopiedFile], assets: Iterable[Asset], staging: Path
) -> Iterator[OutputFile]:
    """Copy everything below `staging`; raises OSError when a file cannot be read or written."""
    for file in copied:
        target = _target(staging, file.output_path)
        shutil.copyfile(file.file, target)
        yield OutputFile(path=file.output_path, digest=digest_of_file(target), rank=Rank.ASSET)
    for asset in assets:
        _target(staging, asset.output_path).write_bytes(asset.data)
        yield OutputFile(path=asset.output_path, digest=asset.digest, rank=Rank.ASSET)


def _target(staging: Path, output_path: str) -> Path:
    target = staging / output_path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target
