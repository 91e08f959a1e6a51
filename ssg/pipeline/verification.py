"""Compares an output folder with a clean build of the site."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ssg.cache.temporary import TemporaryFolder
from ssg.digest import Digest, digest_of_file
from ssg.model.states import BuildTime
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.publish.manifest import Manifest
from ssg.publish.published import list_output_files, read_published
from ssg.render.environment import COMPILED


class Difference(Struct, frozen=True, kw_only=True):
    """A file that is not what a clean build gives: `missing`, `modified`, `stale` or `orphaned`."""

    path: str
    kind: str


class Verification(Struct, frozen=True, kw_only=True):
    """`untracked` are files that no build has published; they are no differences."""

    report: Report
    built: str = ""
    files: int = 0
    differences: tuple[Difference, ...] = ()
    untracked: tuple[str, ...] = ()


def verify(request: Request, output: Path, progress: Progress) -> Verification:
    """Make a clean build with the time and options of `output`, and compare every byte.

    Raises PublishError when nothing was published into `output`.
    """
    manifest = read_published(output)
    # What is kept of the theme would be compared with itself.
    COMPILED.ignore_kept()
    with TemporaryFolder() as folder:
        clean = folder.path / "output"
        clean_request = replace(
            request,
            time=BuildTime(now=manifest.built, drafts=manifest.drafts),
            url=manifest.url or None,
            environment=manifest.environment,
            cache=folder.path / "cache",
        )
        report = build(clean_request, Target(output=clean), progress)
        if report.published is None:
            return Verification(report=report, built=manifest.built)
        expected = read_published(clean).files
    found = set(list_output_files(output))
    return Verification(
        report=report,
        built=manifest.built,
        files=len(expected),
        differences=tuple(_differences(output, manifest, dict(expected), found)),
        untracked=tuple(sorted(found - manifest.files.keys() - expected.keys())),
    )


def _differences(
    output: Path, manifest: Manifest, expected: dict[str, Digest], found: set[str]
) -> Iterator[Difference]:
    for path in sorted(expected.keys() | manifest.files.keys()):
        if path not in expected:
            if path in found:
                yield Difference(path=path, kind="orphaned")
        elif path not in found:
            yield Difference(path=path, kind="missing")
        else:
            actual = _digest(output / path)
            if actual != expected[path]:
                was_published = actual == manifest.files.get(path)
                yield Difference(path=path, kind="stale" if was_published else "modified")


def _digest(file: Path) -> Digest | None:
    """None for what is no longer a file that can be read."""
    try:
        return digest_of_file(file)
    except OSError:
        return None
