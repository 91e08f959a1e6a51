"""`ssg links check`: asks outside addresses, and keeps what they answer in the ledger."""

from pathlib import Path

from msgspec import Struct

from ssg.commands.exit_codes import ExitCode


class CheckOptions(Struct, frozen=True, kw_only=True):
    """The options as given on the command line."""

    site: Path
    every: bool = False
    minutes: float = 30
    strict: bool = False
    now: str | None = None
    only: tuple[str, ...] = ()


def check_links(options: CheckOptions) -> int:  # noqa: ARG001 (its body is to come)
    """Asks what is due and returns the exit code. Raises CommandError."""
    return ExitCode.SUCCESS
