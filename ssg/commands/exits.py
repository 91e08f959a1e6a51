"""One place that turns every ending into a message and an exit code."""

import sys
import traceback
from enum import IntEnum
from typing import Any, NoReturn

import click

from ssg.signals import Terminated, raise_on_sigterm


class Exit(IntEnum):
    CLEAN = 0
    CONTENT = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130
    TERMINATED = 143


class Refusal(Exception):
    """A command cannot do what was asked: `message` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Exits(click.Group):
    """A group of commands whose return values are exit codes."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        kwargs["standalone_mode"] = False
        raise_on_sigterm()
        try:
            code = super().main(*args, **kwargs)
        except click.ClickException as error:
            error.show()
            code = Exit.USAGE
        except (KeyboardInterrupt, click.Abort) as error:
            click.echo("Interrupted. The published site is whole.", err=True)
            # Click turns the one into the other.
            asked = isinstance(error.__cause__ or error, Terminated)
            code = Exit.TERMINATED if asked else Exit.INTERRUPTED
        except Refusal as refusal:
            tell(refusal.message, refusal.hint)
            code = Exit.USAGE
        except Exception:
            _report_bug()
            code = Exit.BUG
        sys.exit(code or Exit.CLEAN)


def tell(message: str, hint: str = "") -> None:
    """An error that is not about a place in a file."""
    click.echo(f"error: {message}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def _report_bug() -> None:
    from ssg import __version__

    click.echo(traceback.format_exc(), err=True)
    click.echo(
        "This is a bug in ssg; the published site is whole. Please report it with the"
        f" lines above, the command, ssg {__version__} and Python {sys.version.split()[0]}.",
        err=True,
    )
