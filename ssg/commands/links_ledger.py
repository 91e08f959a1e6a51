"""The link ledger as commands read and write it."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from ssg.commands.editing import convert_edit_errors
from ssg.commands.exit_codes import CommandError
from ssg.files import FileTooLarge, make_folder, remove_irregular
from ssg.ledger import (
    LEDGER_FILE,
    NO_LEDGER,
    Ledger,
    LinkRecord,
    parse_ledger,
    read_ledger_bytes,
    write_ledger,
)

_SECONDS_BETWEEN_WRITES = 10.0


def open_ledger(site: Path) -> Ledger:
    """What is known of outside links. Raises CommandError, also if a line of it is none."""
    return open_ledger_file(site)[1]


def open_ledger_file(site: Path) -> tuple[bytes | None, Ledger]:
    """As `open_ledger`, with the bytes of the file; None if there is none."""
    try:
        data = read_ledger_bytes(site)
    except FileTooLarge:
        hint = "remove it, then run 'ssg links check'"
        raise CommandError(f"{LEDGER_FILE} is too large to be read", hint) from None
    except OSError as error:
        hint = "check that it is a file and can be read"
        message = f"{LEDGER_FILE} cannot be read: {error.strerror or error}"
        raise CommandError(message, hint) from error
    ledger = NO_LEDGER if data is None else parse_ledger(data)
    if ledger.broken:
        hint = "after a merge conflict, keep the lines of both sides and remove the marks"
        message = f"{LEDGER_FILE}:{ledger.broken[0]}: this line is no record of a link"
        raise CommandError(message, hint)
    return data, ledger


@contextmanager
def lock_check(site: Path) -> Iterator[None]:
    """Raises CommandError while another check of the site runs.

    Together, they would ask each host twice as often as one may.
    """
    # It takes longer to load than most commands take.
    from filelock import FileLock, Timeout

    file = site / ".ssg" / "links-lock"
    lock = FileLock(file, timeout=0)
    try:
        make_folder(file.parent)
        remove_irregular(file)
        lock.acquire()
    except Timeout:
        message = "another 'ssg links check' of this site is running"
        raise CommandError(message, "wait until it has ended") from None
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


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
        # Loading it takes long, and most commands only read the ledger.
        from ssg.editing.changes import hold_site

        with convert_edit_errors(), hold_site(self._site):
            self._replace()
        self._is_written = True
        self._written_at = self._clock()

    def _replace(self) -> None:
        known = open_ledger(self._site).records
        kept = {url: one for url, one in known.items() if url not in self._dropped}
        try:
            write_ledger(self._site, {**kept, **self.changed}.values())
        except OSError as error:
            raise CommandError(f"{LEDGER_FILE}: {error.strerror or error}") from error
