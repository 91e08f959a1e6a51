"""Which addresses a run asks, and in which order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from ssg.ledger import LinkRecord, LinkState
from ssg.links.probe import Target

_RIGHT = (LinkState.OK, LinkState.MOVED, LinkState.BLOCKED)
"""What is blocked today will hardly be open tomorrow."""


def is_due(record: LinkRecord | None, *, today: date, ok_days: int, failing_days: int) -> bool:
    """Whether the address is to be asked again on the day `today`."""
    if record is None:
        return True
    try:
        age = (today - date.fromisoformat(record.checked)).days
    except ValueError:
        return True
    is_right = record.state in _RIGHT and record.status not in (429, 503)
    # A check from the future was made with a wrong clock.
    return age < 0 or age >= (ok_days if is_right else failing_days)


def group_by_host(targets: Iterable[Target]) -> list[list[Target]]:
    """The targets of each host, what was never asked first; hosts with most of them first.

    A host is asked slowly, so that the one with most addresses decides how long a run takes.
    """
    hosts: defaultdict[str, list[Target]] = defaultdict(list)
    for target in targets:
        hosts[_host(target.url)].append(target)
    for found in hosts.values():
        found.sort(key=lambda one: (one.before.checked if one.before else "", one.url))
    return sorted(hosts.values(), key=lambda found: (-len(found), found[0].url))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
