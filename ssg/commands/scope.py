"""What of a site a check reports on: some of its files, or what a branch has changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from ssg.cache.temporary import TemporaryFolder
from ssg.commands.paths import path_in_site
from ssg.commands.revisions import Revision
from ssg.diagnostics import Diagnostic
from ssg.pipeline.progress import Progress
from ssg.pipeline.publishing import check
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request

Scope = Callable[[Diagnostic], bool]


def select(report: Report, scope: Scope) -> Report:
    """The report with what is in the scope alone."""
    return replace(
        report,
        diagnostics=tuple(filter(scope, report.diagnostics)),
        cleared=tuple(one for one in report.cleared if scope(one.diagnostic)),
    )


def scope_of_paths(site: Path, paths: Sequence[Path]) -> Scope:
    """What is in these files, and in all files in these folders. Raises CommandError."""
    names = {path_in_site(site, path) for path in paths}
    folders = tuple(f"{name}/" for name in names)
    if "." in names:
        return lambda _: True
    return lambda one: one.at.path in names or one.at.path.startswith(folders)


def scope_of_changes(
    report: Report, revision: Revision, request: Request, progress: Progress
) -> Scope:
    """What is in files that have changed, and what their change broke in others."""
    changed = revision.changed_paths()
    elsewhere = [one for one in report.diagnostics if one.at.path not in changed]
    new: set[Diagnostic] = set()
    if elsewhere:
        renders = any(one.code == "S03" for one in elsewhere)
        before = _check_before(revision, request, progress, renders=renders)
        known = Counter(map(_identify, before))
        # Of several that are the same, the last ones count as new.
        for one in elsewhere:
            known[_identify(one)] -= 1
            if known[_identify(one)] < 0:
                new.add(one)
    return lambda one: one.at.path in changed or one in new


def _check_before(
    revision: Revision, request: Request, progress: Progress, *, renders: bool
) -> tuple[Diagnostic, ...]:
    """What was found in the site as it was at the revision, in a folder of its own."""
    with TemporaryFolder() as folder:
        revision.write_files(folder.path)
        site = folder.path / "site"
        site.mkdir(exist_ok=True)
        before = replace(request, site=site, cache=folder.path / "cache")
        return check(before, progress, renders=renders).diagnostics


def _identify(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What stays the same when lines are added above it."""
    return diagnostic.code, diagnostic.at.path, diagnostic.message
