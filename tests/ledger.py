"""Records of the ledger of links, of which a test writes only what it is about."""

from typing import Any

from ssg.ledger import LinkRecord, LinkState


def make_record(url: str = "https://example.org/", **fields: Any) -> LinkRecord:
    """An address that was right on 2026-02-20, but for these fields."""
    given = {"state": LinkState.OK, "checked": "2026-02-20", "since": "2026-02-01", **fields}
    return LinkRecord(url=url, **given)


def make_moved(url: str, to: str, **fields: Any) -> LinkRecord:
    """An address that has moved for good."""
    return make_record(url, **{"state": LinkState.MOVED, "to": to, "permanent": True, **fields})
