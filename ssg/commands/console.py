"""Console output: a progress bar on a terminal, plain lines everywhere else."""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ssg.diagnostics import Diagnostic, Severity
from ssg.model.states import State
from ssg.pipeline.report import Report
from ssg.pipeline.verdict import Cleared, SourceLines
from ssg.reports.excerpt import make_excerpt
from ssg.text import pluralize

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_MIN_STEPS = 20
"""A stage with fewer steps ends before a progress bar can be read."""
_COLORS = {"error": "red", "warning": "yellow", "cleared": "green"}
_MAX_PER_CODE = 5
"""How many warnings with the same code are printed by default."""


class Console:
    """Prints the progress of a run, and its report; with lines of the files of `site`, if given."""

    def __init__(self, site: Path | None = None) -> None:
        self._site = site
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def say(self, sentence: str) -> None:
        click.echo(sentence, err=True)

    def begin(self, stage: str, steps: int) -> None:
        self.end()
        if steps < _MIN_STEPS or not sys.stderr.isatty():
            return
        from rich.console import Console as RichConsole
        from rich.progress import Progress

        # No refresh thread: workers are forked while the bar is shown.
        self._progress = Progress(
            console=RichConsole(stderr=True), auto_refresh=False, transient=True
        )
        self._task = self._progress.add_task(stage, total=steps)
        self._progress.start()
        self._steps, self._done = steps, 0

    def step(self) -> None:
        if self._progress is None or self._task is None:
            return
        self._done += 1
        if self._done % max(1, self._steps // 100) == 0:
            self._progress.update(self._task, completed=self._done, refresh=True)
        if self._done == self._steps:
            self.end()

    def end(self) -> None:
        if self._progress:
            self._progress.stop()
            self._progress = None

    def print_report(
        self,
        report: Report,
        *,
        strict: bool,
        every_warning: bool = False,
        with_cleared: bool = False,
    ) -> None:
        """Prints every error, the warnings grouped by code, and a summary.

        Of many warnings with one code only a few are printed, unless they count as errors or
        `every_warning` is set.
        """
        errors, warnings = self.print_problems(
            report.diagnostics, every_warning=strict or every_warning
        )
        if with_cleared:
            self._print_cleared(report.cleared)
        for line in summarize(report):
            click.echo(line)
        self._print_result(report, errors, warnings, strict=strict)

    def print_problems(
        self, diagnostics: Sequence[Diagnostic], *, every_warning: bool = False
    ) -> tuple[int, int]:
        """Prints every error, then the warnings grouped by code; the numbers of both."""
        errors = [d for d in diagnostics if d.severity is Severity.ERROR]
        warnings = [d for d in diagnostics if d.severity is Severity.WARNING]
        lines = self._open_lines()
        for diagnostic in errors:
            self._print_diagnostic(diagnostic, lines)
        limit = len(warnings) if every_warning else _MAX_PER_CODE
        self._print_warnings(warnings, lines, limit=limit)
        return len(errors), len(warnings)

    def _open_lines(self) -> SourceLines | None:
        """Anew for each report: files change while a preview runs."""
        return SourceLines(self._site) if self._site else None

    def _print_cleared(self, cleared: Sequence[Cleared]) -> None:
        lines = self._open_lines()
        for one in cleared:
            self._print_diagnostic(one.diagnostic, lines, cleared=one.reason)

    def _print_diagnostic(
        self, diagnostic: Diagnostic, lines: SourceLines | None, *, cleared: str | None = None
    ) -> None:
        severity = diagnostic.severity.value if cleared is None else "cleared"
        color = _COLORS[severity]
        name = click.style(f"{severity}[{diagnostic.code}]", fg=color, bold=True)
        click.echo(f"{diagnostic.at}: {name} {diagnostic.message}", err=True)
        if lines:
            _print_excerpt(diagnostic, lines, color)
        said = diagnostic.hint if cleared is None else f"cleared: {cleared}"
        if said:
            click.echo(f"    {said}", err=True)

    def _print_warnings(
        self, warnings: Sequence[Diagnostic], lines: SourceLines | None, *, limit: int
    ) -> None:
        by_code = sorted(warnings, key=lambda d: d.code)
        for code, group in groupby(by_code, key=lambda d: d.code):
            similar = list(group)
            for diagnostic in similar[:limit]:
                self._print_diagnostic(diagnostic, lines)
            if len(similar) > limit:
                title = similar[0].rule.title.lower()
                more = f"… and {len(similar) - limit} more {code} warnings ({title})"
                click.echo(f"    {more}: 'ssg check --all' lists them", err=True)

    def _print_result(self, report: Report, errors: int, warnings: int, *, strict: bool) -> None:
        found = count_found(errors, warnings)
        if report.cleared:
            click.echo(f"cleared: {pluralize(len(report.cleared), 'warning')}")
        if errors or (strict and warnings):
            click.echo(f"Found {found}. Nothing was written.", err=True)
        elif report.published and report.output:
            done = report.published
            click.echo(
                f"Wrote {pluralize(done.written, 'file')} to {report.output}"
                f" ({done.unchanged} unchanged, {done.removed} removed)."
            )
        elif found:
            click.echo(f"Found {found}.")
        else:
            click.echo("No problems found.")


def _print_excerpt(diagnostic: Diagnostic, lines: SourceLines, color: str) -> None:
    at = diagnostic.at
    excerpt = make_excerpt(diagnostic, lines.line(at.path, at.line))
    if excerpt:
        margin, bar = " " * len(str(at.line)), click.style("|", dim=True)
        click.echo(f"  {click.style(str(at.line), dim=True)} {bar} {excerpt.line}", err=True)
        click.echo(f"  {margin} {bar} {click.style(excerpt.marks, fg=color)}", err=True)


def count_found(errors: int, warnings: int) -> str:
    """Such as `1 error, 2 warnings`; empty for none."""
    counts = ((errors, "error"), (warnings, "warning"))
    return ", ".join(pluralize(count, noun) for count, noun in counts if count)


def summarize(report: Report) -> list[str]:
    """The state of all documents, the number of pages, and the time of the next change."""
    lines = []
    for kind, states in report.counts.items():
        total = sum(states.values())
        parts = ", ".join(f"{states[state]} {state.value}" for state in State if state in states)
        lines.append(f"{kind.value}: {total} ({parts})")
    if report.minor_changes:
        count = report.minor_changes
        lines.append(f"minor changes since reviews: {count} ('ssg review --queue' lists them)")
    if report.pages:
        lines.append(f"site: {pluralize(report.pages, 'page')}, {report.rendered} rendered")
    if report.next_change:
        lines.append(f"next change due: {report.next_change.isoformat()}")
    elif report.pages:
        lines.append("next change due: none")
    return lines
