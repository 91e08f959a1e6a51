"""The link ledger: what is remembered of every outside address, in `links.jsonl` beside site.yaml.

It is a file for git: one line of JSON for an address, sorted, so that a check changes only the
lines of what it asked.
"""

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from ssg.files import MIB, read_file, replace_file

LEDGER_FILE = "links.jsonl"
"""The path of the ledger in the folder of a site."""
_LARGEST_LEDGER = 256 * MIB


class LinkState(StrEnum):
    OK = "ok"
    MOVED = "moved"
    """Another address answers in its place."""
    BLOCKED = "blocked"
    """The host refuses programs, so nobody knows what it shows to people."""
    SOFT_404 = "soft-404"
    """The page that answers says that there is none, or is the home page."""
    FAILING = "failing"
    """It failed, but not often enough to call it dead."""
    DEAD = "dead"


GONE = (LinkState.DEAD, LinkState.SOFT_404)
"""The states in which readers get nothing."""


class LinkRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of an address. Days are `YYYY-MM-DD` in UTC; an empty text is none."""

    url: str
    """Without a fragment."""
    state: LinkState
    checked: str
    """The day of the last answer, or of the last failure to get one."""
    since: str
    """The day on which it was first seen in this state."""
    last_good: str = ""
    """The last day on which a reader would have got the page, there or where it moved to."""
    status: int = 0
    """The status of the last response; 0 if there was none."""
    reason: str = ""
    """Why it is not ok, in a few words in English, from ssg alone: nothing that a host sent."""
    to: str = ""
    """Where it moved to, without a fragment unless the host gave one."""
    permanent: bool = False
    """Whether every redirect on the way there was a permanent one (301 or 308)."""
    failures: tuple[str, ...] = ()
    """The days, at most three, on which it failed since it was last good."""
    missing: tuple[str, ...] = ()
    """Fragments that the site links to and the page does not have."""
    etag: str = ""
    last_modified: str = ""


class Ledger(Struct, frozen=True, kw_only=True):
    records: Mapping[str, LinkRecord]
    """By address."""
    broken: tuple[int, ...] = ()
    """The numbers of the lines that are none of a ledger, such as the marks of a merge conflict."""


NO_LEDGER = Ledger(records={})

_DECODER = msgspec.json.Decoder(LinkRecord)
_ENCODER = msgspec.json.Encoder()


def read_ledger(site: Path) -> Ledger:
    """The ledger of the site in this folder; an empty one where there is none. Raises OSError.

    Of two lines for one address, which a merge may leave, the one that was checked last counts.
    """
    data = read_ledger_bytes(site)
    return NO_LEDGER if data is None else parse_ledger(data)


def read_ledger_bytes(site: Path) -> bytes | None:
    """The bytes of the ledger; None if there is none. Raises OSError."""
    try:
        return read_file(site / LEDGER_FILE, limit=_LARGEST_LEDGER)
    except FileNotFoundError:
        return None


def parse_ledger(data: bytes) -> Ledger:
    """The ledger with these bytes."""
    records: dict[str, LinkRecord] = {}
    broken: list[int] = []
    # Some editors begin a file with a mark.
    for number, line in enumerate(data.removeprefix(BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = _DECODER.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            broken.append(number)
            continue
        known = records.get(record.url)
        if known is None or known.checked <= record.checked:
            records[record.url] = record
    return Ledger(records=records, broken=tuple(broken))


def format_ledger(records: Iterable[LinkRecord]) -> bytes:
    """The bytes of the ledger of these records, whatever their order."""
    ordered = sorted(records, key=lambda one: one.url)
    return b"".join(_ENCODER.encode(one) + b"\n" for one in ordered)


def write_ledger(site: Path, records: Iterable[LinkRecord]) -> None:
    """Replaces the ledger, at any moment by a whole one. Raises OSError."""
    replace_file(site / LEDGER_FILE, format_ledger(records), sync=True)
