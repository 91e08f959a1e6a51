"""Saves the report of a build, and finds it again when the next build would do nothing.

What this needs loads in a tenth of the time that the stages take to load, so the modules that it
imports stay light.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

import ssg
from ssg.addresses import ADDRESSES_FILE
from ssg.cache.leftovers import find_leftovers, plan_cache_file
from ssg.cache.stat_cache import FileStats, is_any_racy, stat_files, stat_tree
from ssg.cache.up_to_date import UpToDateCheck
from ssg.diagnostics import Diagnostic
from ssg.digest import Digest, digest_of_parts
from ssg.ledger import LEDGER_FILE
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request, Target
from ssg.pipeline.verdict import Cleared
from ssg.publish.layout import OutputLayout
from ssg.publish.published import Published, stat_published
from ssg.render.theme import theme_dir

if TYPE_CHECKING:
    from ssg.publish.output import Output

_FOLDERS = ("content", "static", "templates")
_FILES = ("site.yaml", LEDGER_FILE, ADDRESSES_FILE)


class _SavedReport(Struct, frozen=True, kw_only=True):
    diagnostics: tuple[Diagnostic, ...]
    cleared: tuple[Cleared, ...]
    counts: dict[Kind, dict[State, int]]
    pages: int
    files: int
    next_change: str
    minor_changes: int


_SAVED_REPORTS = msgspec.msgpack.Decoder(_SavedReport)


def start_check(request: Request, target: Target) -> UpToDateCheck:
    """An up-to-date check, to be started before anything is read."""
    return UpToDateCheck(
        request.cache_folder / "up-to-date",
        request=_request_digest(request, target),
        inputs=_input_files(request.site),
    )


def begin_reading(check: UpToDateCheck, request: Request) -> None:
    # A folder that is no site gets no folder of ours.
    if (request.site / "site.yaml").exists():
        check.begin_reading()


def find_report(check: UpToDateCheck, request: Request, target: Target) -> Report | None:
    """The report of a build that has nothing to do; None if there may be something to do."""
    if any(find_leftovers(request.store_file)):
        return None
    now = datetime.fromisoformat(request.time.now)
    data = check.find(now, _find_output_files(request, target))
    if data is None:
        return None
    saved = _SAVED_REPORTS.decode(data)
    return Report(
        diagnostics=saved.diagnostics,
        cleared=saved.cleared,
        counts=saved.counts,
        pages=saved.pages,
        next_change=datetime.fromisoformat(saved.next_change) if saved.next_change else None,
        minor_changes=saved.minor_changes,
        published=Published(written=0, unchanged=saved.files, removed=0),
        output=target.output,
    )


def save_report(
    check: UpToDateCheck, report: Report, request: Request, target: Target, output: "Output"
) -> None:
    """Saves `report` for builds that find all files as they are now.

    Nothing is saved when that could hide a change, when a diagnostic may quote what no reader may
    see, or when the disk does not take it.
    """
    with suppress(OSError):
        if not check.clear() or report.published is None or report.may_quote_secrets:
            return
        now = check.settle(_state_files(request, target))
        # Somebody may have changed a file since the build last looked at it.
        unmodified = output.find_unmodified()
        is_whole = output.manifest is not None and len(unmodified) == len(output.manifest.files)
        if not is_whole or is_any_racy(unmodified.values(), now):
            return
        saved = _SavedReport(
            diagnostics=report.diagnostics,
            cleared=report.cleared,
            counts={kind: dict(states) for kind, states in report.counts.items()},
            pages=report.pages,
            files=report.published.written + report.published.unchanged,
            next_change=report.next_change.isoformat() if report.next_change else "",
            minor_changes=report.minor_changes,
        )
        check.save(
            msgspec.msgpack.encode(saved),
            output=_output_files(request, target, sorted(unmodified.items())),
            built=datetime.fromisoformat(request.time.now),
            next_change=saved.next_change,
        )


def reads_through_links(site: Path) -> bool:
    """Whether settings or templates are read through a symbolic link, which hides changes."""
    if (site / "site.yaml").is_symlink():
        return True
    templates = site / "templates"
    return templates.is_symlink() or any(
        os.path.islink(file)  # noqa: PTH114
        for file, _ in stat_tree(str(templates))
    )


def _request_digest(request: Request, target: Target) -> Digest:
    """All that was requested but the time, and what makes no difference to the output."""
    return digest_of_parts(
        sys.version,
        # Where Markdown extensions come from, among others.
        repr(sys.path),
        str(request.site),
        str(target.output),
        request.url or "",
        repr((request.time.drafts, request.strict, request.environment)),
    )


def _input_files(site: Path) -> Iterator[FileStats]:
    """All that a build may read of a site, of the theme, and of the code."""
    yield from stat_files([str(site / name) for name in _FILES])
    for folder in (*(site / name for name in _FOLDERS), theme_dir(), Path(ssg.__file__).parent):
        yield from stat_tree(str(folder))
    # Installing a package changes the folder that it is put into: site-packages, dist-packages.
    yield from stat_files(folder for folder in sys.path if folder.endswith("-packages"))


def _find_output_files(request: Request, target: Target) -> Iterator[FileStats]:
    # Only once they are asked for: if the inputs have changed, nobody does.
    yield from _output_files(request, target, stat_published(target.output))


def _output_files(
    request: Request, target: Target, published: list[FileStats]
) -> Iterator[FileStats]:
    """The published site, and what a build leaves beside it, which might be damaged."""
    yield from published
    yield from _state_files(request, target)


def _state_files(request: Request, target: Target) -> Iterator[FileStats]:
    """Those that a build writes last."""
    manifest = OutputLayout(target.output).manifest
    plans = plan_cache_file(request.store_file)
    return stat_files([str(manifest), str(request.store_file), str(plans)])
