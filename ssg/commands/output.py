"""Prints what a command was asked for, to a reader that may be gone."""

import os
import sys
from collections.abc import Iterable

import click

from ssg.commands.exit_codes import CommandError


def print_lines(lines: Iterable[str]) -> None:
    """Prints lines to standard output. Raises CommandError if they cannot be written."""
    try:
        for line in lines:
            click.echo(line)
        # It is None when the shell has closed it (`>&-`).
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader has enough, as in `ssg review --queue | head -1`.
        discard_output()
    except OSError as error:
        discard_output()
        raise CommandError(f"the output cannot be written: {error.strerror or error}") from error


def discard_output() -> None:
    """Lets nothing that is printed from here on fail, as its reader is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
