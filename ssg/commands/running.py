"""Runs the pipeline for a command and tells how it ended."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ssg.commands.console import Console
from ssg.commands.exits import Exit, Refusal
from ssg.commands.options import RunOptions
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request
from ssg.publish.errors import PublishError


@contextmanager
def refusals() -> Iterator[None]:
    """Turns what a disk or an output folder says no to into a Refusal."""
    try:
        yield
    except PublishError as error:
        raise Refusal(error.message, error.hint) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "the published site is whole; put this right and try again"
        raise Refusal(f"{where}{error.strerror or error}", hint) from error


def run(options: RunOptions, console: Console, work: Callable[[Request], Report]) -> int:
    """The exit code of `work`, after telling all that it found.

    Raises Refusal when the disk or the output folder keeps it from being done.
    """
    with refusals():
        report = work(options.request())
    try:
        console.show(report, strict=options.strict)
        # None where the shell has closed it (`>&-`).
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        # Nobody reads what is told, as in `ssg build | head -1`. What was done is done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if report.failed or (options.strict and report.diagnostics):
        return Exit.CONTENT
    return Exit.CLEAN
