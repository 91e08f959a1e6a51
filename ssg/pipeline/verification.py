"""Proves that an output folder holds what a build from nothing would put there."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from msgspec.structs import replace

from ssg.digest import Digest, digest_of_file
from ssg.model.states import BuildTime
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.publish.manifest import Manifest
from ssg.publish.published import published_files, read_published


class Difference(Struct, frozen=True, kw_only=True):
    """A file that is not what it should be: `missing`, `altered`, `stale` or `left over`."""

    path: str
    kind: str


class Verification(Struct, frozen=True, kw_only=True):
    """`strangers` are files that no build has published; they are nobody's fault."""

    report: Report
    built: str = ""
    files: int = 0
    differences: tuple[Difference, ...] = ()
    strangers: tuple[str, ...] = ()


def verify(request: Request, output: Path, progress: Progress) -> Verification:
    """Build the site from nothing, as `output` was built, and compare every byte.

    Raises PublishError when nothing was published into `output`.
    """
    manifest = read_published(output)
    with TemporaryDirectory(prefix="ssg-verify-") as folder:
        fresh = Path(folder) / "output"
        anew = replace(
            request,
            time=BuildTime(now=manifest.built, drafts=manifest.drafts),
            url=manifest.url or None,
            memory=Path(folder) / "memory",
        )
        report = build(anew, Target(output=fresh), progress)
        if report.published is None:
            return Verification(report=report, built=manifest.built)
        expected = read_published(fresh).files
    found = set(published_files(output))
    return Verification(
        report=report,
        built=manifest.built,
        files=len(expected),
        differences=tuple(_differences(output, manifest, dict(expected), found)),
        strangers=tuple(sorted(found - manifest.files.keys() - expected.keys())),
    )


def _differences(
    output: Path, manifest: Manifest, expected: dict[str, Digest], found: set[str]
) -> Iterator[Difference]:
    for path in sorted(expected.keys() | manifest.files.keys()):
        if path not in expected:
            if path in found:
                yield Difference(path=path, kind="left over")
        elif path not in found:
            yield Difference(path=path, kind="missing")
        else:
            actual = digest_of_file(output / path)
            if actual != expected[path]:
                was_published = actual == manifest.files.get(path)
                yield Difference(path=path, kind="stale" if was_published else "altered")
