"""Runs the pipeline for a command, prints its report and returns the exit code."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ssg.commands.console import Console
from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import RunOptions
from ssg.commands.output import discard_output
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request
from ssg.publish.errors import PublishError


@contextmanager
def convert_errors() -> Iterator[None]:
    """Raises CommandError in place of a PublishError or an OSError."""
    try:
        yield
    except PublishError as error:
        raise CommandError(error.message, error.hint) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "the published site is undamaged; fix this and try again"
        raise CommandError(f"{where}{error.strerror or error}", hint) from error


def run_pipeline(options: RunOptions, console: Console, work: Callable[[Request], Report]) -> int:
    """Calls `work`, prints its report and returns the exit code.

    Raises CommandError for an invalid option, and when a file cannot be read or written.
    """
    finish_edit(options.site)
    with convert_errors():
        report = work(options.to_request())
    with guard_output():
        console.print_report(report, strict=options.strict, every_warning=options.every_warning)
    return exit_code(report, strict=options.strict)


@contextmanager
def guard_output() -> Iterator[None]:
    """Writes what was printed. A reader who has closed the pipe is no reason to fail."""
    try:
        yield
        # It is None when the shell has closed it (`>&-`).
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        # The reader has closed the pipe, as in `ssg build | head -1`. The run itself succeeded.
        discard_output()


def exit_code(report: Report, *, strict: bool) -> ExitCode:
    if report.failed or (strict and report.diagnostics):
        return ExitCode.CONTENT_ERROR
    return ExitCode.SUCCESS
