"""`ssg check`: reports every problem and publishes nothing."""

from pathlib import Path

import click
from msgspec import Struct

from ssg.commands.console import Console, count_found, summarize
from ssg.commands.editing import convert_edit_errors, finish_edit
from ssg.commands.exit_codes import CommandError
from ssg.commands.fixing import plan_fixes
from ssg.commands.options import RunOptions
from ssg.commands.revisions import find_folder, find_revision
from ssg.commands.runner import convert_errors, exit_code, guard_output
from ssg.commands.scope import Scope, scope_of_changes, scope_of_paths, select
from ssg.diagnostics import Severity
from ssg.editing.changes import apply_changes, diff_of
from ssg.pipeline.publishing import check as check_site
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request
from ssg.pipeline.verdict import SourceLines
from ssg.reports import write_report
from ssg.reports.findings import Findings
from ssg.text import pluralize

_MOST_ROUNDS = 5
"""A fix may bring to light what another one can mend."""


class CheckOptions(Struct, frozen=True, kw_only=True):
    """The options of the command, as given."""

    run: RunOptions
    form: str = "text"
    paths: tuple[Path, ...] = ()
    changed_since: str | None = None
    fix: bool = False
    dry_run: bool = False
    force: bool = False
    with_cleared: bool = False


class _Checked(Struct, frozen=True, kw_only=True):
    """The report of the whole site, and of what was asked for."""

    whole: Report
    asked: Report


def check(options: CheckOptions) -> int:
    """Checks the site and returns the exit code. Raises CommandError."""
    if (options.dry_run or options.force) and not options.fix:
        name = "--dry-run" if options.dry_run else "--force"
        raise CommandError(f"{name} goes with --fix", "add --fix, or leave it out")
    console = Console(options.run.site)
    finish_edit(options.run.site)
    with convert_errors():
        run = _Run(options, options.run.to_request(), console)
        checked = run.fix() if options.fix and not options.dry_run else run.check()
    with guard_output():
        _print(options, checked.asked, console)
        others = len(checked.whole.diagnostics) - len(checked.asked.diagnostics)
        if others:
            console.say(f"{pluralize(others, 'problem')} elsewhere: 'ssg check' lists all.")
    return exit_code(checked.asked, strict=options.run.strict)


class _Run:
    """Checks a site, as often as fixes make it necessary."""

    def __init__(self, options: CheckOptions, request: Request, console: Console) -> None:
        self._options = options
        self._request = request
        self._console = console
        site = request.site
        self._paths: Scope | None = scope_of_paths(site, options.paths) if options.paths else None
        since = options.changed_since
        self._revision = find_revision(site, since) if since is not None else None

    def check(self) -> _Checked:
        whole = asked = check_site(self._request, self._console)
        if self._paths:
            asked = select(asked, self._paths)
        if self._revision:
            scope = scope_of_changes(asked, self._revision, self._request, self._console)
            asked = select(asked, scope)
        return _Checked(whole=whole, asked=asked)

    def fix(self) -> _Checked:
        """Makes the safe fixes of what was asked for; what is left. Raises CommandError."""
        checked = self.check()
        force = self._options.force
        for _ in range(_MOST_ROUNDS):
            changes, mended = plan_fixes(self._request.site, checked.asked.diagnostics)
            if not changes:
                break
            with convert_edit_errors():
                apply_changes(self._request.site, changes, force=force)
            # What was changed just now is not committed yet.
            force = True
            for one in mended:
                title = one.fixes[0].title
                self._console.say(f"{one.at}: fixed[{one.code}] {one.message}: {title}")
            files = pluralize(len(changes), "file")
            self._console.say(f"Fixed {pluralize(len(mended), 'problem')} in {files}.")
            checked = self.check()
        return checked


def _print(options: CheckOptions, report: Report, console: Console) -> None:
    run = options.run
    if options.dry_run:
        changes, mended = plan_fixes(run.site, report.diagnostics)
        click.echo(diff_of(changes), nl=False)
        files = pluralize(len(changes), "file")
        console.say(f"Would fix {pluralize(len(mended), 'problem')} in {files}.")
    elif options.form == "text":
        console.print_report(
            report,
            strict=run.strict,
            every_warning=run.every_warning,
            with_cleared=options.with_cleared,
        )
    else:
        _print_document(options, report, console)


def _print_document(options: CheckOptions, report: Report, console: Console) -> None:
    """The document alone goes to standard output."""
    findings = Findings(
        diagnostics=report.diagnostics,
        cleared=report.cleared,
        lines=SourceLines(options.run.site),
        folder=find_folder(options.run.site),
        is_strict=options.run.strict,
    )
    click.echo(write_report(options.form, findings), nl=False)
    for line in summarize(report):
        console.say(line)
    found = count_found(findings.count(Severity.ERROR), findings.count(Severity.WARNING))
    console.say(f"Found {found}." if found else "No problems found.")
