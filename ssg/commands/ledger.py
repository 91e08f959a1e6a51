"""Reads the ledger of links for a command that would write it again."""

from pathlib import Path

from ssg.commands.exit_codes import CommandError
from ssg.files import FileTooLarge
from ssg.ledger import LEDGER_FILE, Ledger, read_ledger


def load_ledger(site: Path) -> Ledger:
    """What is known of outside links. Raises CommandError for a ledger with lines that are none."""
    try:
        ledger = read_ledger(site)
    except FileTooLarge:
        hint = "remove it, then run 'ssg links check'"
        raise CommandError(f"{LEDGER_FILE} is too large to be read", hint) from None
    except OSError as error:
        hint = "check that it is a file and can be read"
        message = f"{LEDGER_FILE} cannot be read: {error.strerror or error}"
        raise CommandError(message, hint) from error
    if ledger.broken:
        hint = "after a merge conflict, keep the lines of both sides and remove the marks"
        message = f"line {ledger.broken[0]} of {LEDGER_FILE} is no record of a link"
        raise CommandError(message, hint)
    return ledger
