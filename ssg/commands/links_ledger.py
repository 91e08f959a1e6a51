"""The link ledger as commands read and write it."""

import time
from collections.abc import Callable, Collection
from pathlib import Path

from ssg.commands.exit_codes import CommandError
from ssg.files import FileTooLarge
from ssg.ledger import LEDGER_FILE, Ledger, LinkRecord, read_ledger, write_ledger

_SECONDS_BETWEEN_WRITES = 10.0


def open_ledger(site: Path) -> Ledger:
    """What is known of outside links. Raises CommandError, also if a line of it is none."""
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
        message = f"{LEDGER_FILE}:{ledger.broken[0]}: this line is no record of a link"
        raise CommandError(message, hint)
    return ledger


class LedgerKeeper:
    """Writes into the ledger now and then what becomes known, so that little can be lost.

    What others write into the ledger meanwhile stays there.
    """

    def __init__(self, site: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.changed: dict[str, LinkRecord] = {}
        self._site = site
        self._clock = clock
        self._dropped: frozenset[str] = frozenset()
        self._is_written = True
        self._written_at = clock()

    def keep(self, record: LinkRecord) -> None:
        self.changed[record.url] = record
        self._is_written = False
        if self._clock() - self._written_at > _SECONDS_BETWEEN_WRITES:
            self.write()

    def drop(self, urls: Collection[str]) -> None:
        """Has the records of these addresses left out when the ledger is written."""
        self._dropped = frozenset(urls)
        self._is_written &= not urls

    def write(self) -> None:
        """Writes all that is not written yet. Raises CommandError."""
        if self._is_written:
            return
        known = open_ledger(self._site).records
        kept = {url: one for url, one in known.items() if url not in self._dropped}
        try:
            write_ledger(self._site, {**kept, **self.changed}.values())
        except OSError as error:
            raise CommandError(f"{LEDGER_FILE}: {error.strerror or error}") from error
        self._is_written = True
        self._written_at = self._clock()
