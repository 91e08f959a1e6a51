"""Exit codes: the one place that turns the end of a command into a message and an exit code."""

import sys
import traceback
from enum import IntEnum
from typing import Any, NoReturn

import click

from ssg.signals import Terminated, raise_on_sigterm


class ExitCode(IntEnum):
    SUCCESS = 0
    CONTENT_ERROR = 1
    USAGE_ERROR = 2
    BUG = 3
    INTERRUPTED = 130
    TERMINATED = 143


class CommandError(Exception):
    """A command cannot run: `message` says why, `hint` how to fix it."""

    def __init__(
        self, message: str, hint: str = "", *, code: ExitCode = ExitCode.USAGE_ERROR
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class CommandGroup(click.Group):
    """A group of commands that return an exit code; exceptions are mapped to exit codes."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        kwargs["standalone_mode"] = False
        raise_on_sigterm()
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            error.show()
            code = ExitCode.USAGE_ERROR
        except (KeyboardInterrupt, click.Abort) as error:
            click.echo("Interrupted. The published site is undamaged.", err=True)
            # Click replaces a KeyboardInterrupt by an Abort.
            is_terminated = isinstance(error.__cause__ or error, Terminated)
            code = ExitCode.TERMINATED if is_terminated else ExitCode.INTERRUPTED
        except CommandError as error:
            _print_error(error.message, error.hint)
            code = error.code
        except Exception:
            _print_bug_report()
            code = ExitCode.BUG
        sys.exit(code or ExitCode.SUCCESS)


def _print_error(message: str, hint: str) -> None:
    click.echo(f"error: {message}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def _print_bug_report() -> None:
    from ssg import __version__

    click.echo(traceback.format_exc(), err=True)
    click.echo(
        "This is a bug in ssg. The published site is undamaged. Please report the bug with the"
        f" traceback above, the command, ssg {__version__} and Python {sys.version.split()[0]}.",
        err=True,
    )
