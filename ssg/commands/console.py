"""Console output: a progress bar on a terminal, plain lines everywhere else."""

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ssg.diagnostics import RULES, Diagnostic, Severity
from ssg.model.states import State
from ssg.pipeline.report import Report
from ssg.text import pluralize

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_MIN_STEPS = 20
"""A stage with fewer steps ends before a progress bar can be read."""
_MAX_PER_CODE = 5
"""How many warnings with the same code are printed by default."""


class Console:
    """Prints the progress of a run, and its report."""

    def __init__(self) -> None:
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

    def print_report(self, report: Report, *, strict: bool, every_warning: bool = False) -> None:
        """Prints every error, the warnings grouped by code, and a summary.

        Of many warnings with one code only a few are printed, unless they count as errors or
        `every_warning` is set.
        """
        errors, warnings = self.print_problems(
            report.diagnostics, every_warning=strict or every_warning
        )
        for line in summarize(report):
            click.echo(line)
        self._print_result(report, errors, warnings, strict=strict)

    def print_problems(
        self, diagnostics: Sequence[Diagnostic], *, every_warning: bool = False
    ) -> tuple[int, int]:
        """Prints every error, then the warnings grouped by code; the numbers of both."""
        errors = [d for d in diagnostics if d.severity is Severity.ERROR]
        warnings = [d for d in diagnostics if d.severity is Severity.WARNING]
        for diagnostic in errors:
            self._print_diagnostic(diagnostic)
        self._print_warnings(warnings, limit=len(warnings) if every_warning else _MAX_PER_CODE)
        return len(errors), len(warnings)

    def _print_diagnostic(self, diagnostic: Diagnostic) -> None:
        severity = diagnostic.severity.value
        color = "red" if diagnostic.severity is Severity.ERROR else "yellow"
        name = click.style(f"{severity}[{diagnostic.code}]", fg=color, bold=True)
        click.echo(f"{diagnostic.at}: {name} {diagnostic.message}", err=True)
        if diagnostic.hint:
            click.echo(f"    {diagnostic.hint}", err=True)

    def _print_warnings(self, warnings: Sequence[Diagnostic], *, limit: int) -> None:
        by_code = sorted(warnings, key=lambda d: d.code)
        for code, group in groupby(by_code, key=lambda d: d.code):
            similar = list(group)
            for diagnostic in similar[:limit]:
                self._print_diagnostic(diagnostic)
            if len(similar) > limit:
                title = RULES[code].title.lower()
                more = f"… and {len(similar) - limit} more {code} warnings ({title})"
                click.echo(f"    {more}: 'ssg check --all' lists them", err=True)

    def _print_result(self, report: Report, errors: int, warnings: int, *, strict: bool) -> None:
        found = ", ".join(
            part
            for count, part in (
                (errors, pluralize(errors, "error")),
                (warnings, pluralize(warnings, "warning")),
            )
            if count
        )
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
