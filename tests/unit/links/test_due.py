"""Which addresses a run asks, and in which order."""

from datetime import date

import pytest

from ssg.ledger import LinkRecord, LinkState
from ssg.links.due import group_by_host, is_due
from ssg.links.probe import Target
from tests.ledger import make_record

TODAY = date(2026, 3, 31)


def known(state: LinkState, checked: str, *, status: int = 200) -> LinkRecord:
    return make_record(state=state, checked=checked, status=status)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, True),
        (known(LinkState.OK, "2026-03-02"), False),
        (known(LinkState.OK, "2026-03-01"), True),
        (known(LinkState.MOVED, "2026-03-02"), False),
        (known(LinkState.BLOCKED, "2026-03-02", status=403), False),
        (known(LinkState.BLOCKED, "2026-03-30", status=429), True),
        (known(LinkState.DEAD, "2026-03-30", status=404), True),
        (known(LinkState.FAILING, "2026-03-31", status=404), False),
        (known(LinkState.SOFT_404, "2026-03-30"), True),
        (known(LinkState.OK, "2026-04-02"), True),
        (known(LinkState.OK, "yesterday"), True),
    ],
)
def test_what_was_right_is_asked_each_month_and_the_rest_each_day(
    record: LinkRecord | None, expected: bool
) -> None:
    assert is_due(record, today=TODAY, ok_days=30, failing_days=1) is expected


def test_the_host_with_most_addresses_comes_first_and_in_it_what_was_never_asked() -> None:
    old = known(LinkState.OK, "2026-01-01")
    urls = ["https://b.example/1", "https://a.example/1", "https://a.example/2", "http://["]
    targets = [Target(url=url, before=old if url.endswith("/1") else None) for url in urls]
    grouped = [[one.url for one in found] for found in group_by_host(targets)]
    assert grouped == [
        ["https://a.example/2", "https://a.example/1"],
        ["http://["],
        ["https://b.example/1"],
    ]
