"""How a run is told to people: progress on a terminal, plain lines everywhere else."""

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from ssg.diagnostics import RULES, Diagnostic, Severity
from ssg.model.states import State
from ssg.pipeline.report import Report

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_FEW = 20
"""A stage of fewer steps is over before a bar could be read."""
_ALIKE = 5
"""Of warnings of one code, this many are shown where they do no harm."""


class Console:
    """Watches a run and shows its report."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def say(self, sentence: str) -> None:
        click.echo(sentence, err=True)

    def begin(self, stage: str, steps: int) -> None:
        self.end()
        if steps < _FEW or not sys.stderr.isatty():
            return
        from rich.console import Console as RichConsole
        from rich.progress import Progress

        # Without a thread of its own: workers are forked while the bar is shown.
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

    def end(self) -> None:
        if self._progress:
            self._progress.stop()
            self._progress = None

    def show(self, report: Report, *, strict: bool) -> None:
        """Every error, the warnings grouped, and the accounting."""
        errors = [d for d in report.diagnostics if d.severity is Severity.ERROR]
        warnings = [d for d in report.diagnostics if d.severity is Severity.WARNING]
        for diagnostic in errors:
            self._line(diagnostic)
        self._warnings(warnings, most=len(warnings) if strict else _ALIKE)
        for line in accounting(report):
            click.echo(line)
        self._verdict(report, len(errors), len(warnings), strict=strict)

    def _line(self, diagnostic: Diagnostic) -> None:
        severity = diagnostic.severity.value
        color = "red" if diagnostic.severity is Severity.ERROR else "yellow"
        name = click.style(f"{severity}[{diagnostic.code}]", fg=color, bold=True)
        click.echo(f"{diagnostic.at}: {name} {diagnostic.message}", err=True)
        if diagnostic.hint:
            click.echo(f"    {diagnostic.hint}", err=True)

    def _warnings(self, warnings: Sequence[Diagnostic], *, most: int) -> None:
        by_code = sorted(warnings, key=lambda d: d.code)
        for code, group in groupby(by_code, key=lambda d: d.code):
            alike = list(group)
            for diagnostic in alike[:most]:
                self._line(diagnostic)
            if len(alike) > most:
                title = RULES[code].title.lower()
                click.echo(f"    … and {len(alike) - most} more of {code} ({title})", err=True)

    def _verdict(self, report: Report, errors: int, warnings: int, *, strict: bool) -> None:
        found = ", ".join(
            part
            for count, part in (
                (errors, counted(errors, "error")),
                (warnings, counted(warnings, "warning")),
            )
            if count
        )
        if errors or (strict and warnings):
            click.echo(f"Found {found}. Nothing was written.", err=True)
        elif report.published and report.output:
            done = report.published
            click.echo(
                f"Wrote {counted(done.written, 'file')} to {report.output}"
                f" ({done.unchanged} unchanged, {done.removed} removed)."
            )
        elif found:
            click.echo(f"Found {found}.")
        else:
            click.echo("No mistakes found.")


def accounting(report: Report) -> list[str]:
    """What became of every document, how many pages there are, and what comes next."""
    lines = []
    for kind, states in report.counts.items():
        total = sum(states.values())
        parts = ", ".join(f"{states[state]} {state.value}" for state in State if state in states)
        lines.append(f"{kind.value}: {total} read, {parts}")
    if report.pages:
        lines.append(f"site: {report.pages} pages, {report.rendered} rendered")
    if report.next_change:
        lines.append(f"next change due: {report.next_change.isoformat()}")
    elif report.pages:
        lines.append("next change due: none")
    return lines


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
