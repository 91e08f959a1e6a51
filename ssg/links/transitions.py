"""What a check makes of what was known: the state of an address from one day to the next."""

from ssg.ledger import LinkRecord, LinkState
from ssg.links.observation import Observation, Outcome

FAILURES_OF_THE_DEAD = 3
"""On so many days it must have failed since it was last good."""


def update_record(
    url: str, before: LinkRecord | None, seen: Observation, *, today: str
) -> LinkRecord:
    """The record of the address after it was asked on the day `today` (`YYYY-MM-DD`)."""
    is_good = seen.outcome is Outcome.GOOD
    failures = () if is_good or before is None else before.failures
    if seen.outcome is Outcome.FAILED:
        failures = tuple(sorted({*failures, today})[:FAILURES_OF_THE_DEAD])
    state = _find_state(seen, failures)
    is_same = before is not None and before.state is state
    return LinkRecord(
        url=url,
        state=state,
        checked=today,
        since=before.since if before and is_same else today,
        last_good=today if is_good else before.last_good if before else "",
        status=seen.status,
        reason=seen.reason,
        to=seen.to,
        permanent=seen.permanent,
        failures=failures,
        missing=seen.missing,
        etag=seen.etag,
        last_modified=seen.last_modified,
    )


def _find_state(seen: Observation, failures: tuple[str, ...]) -> LinkState:
    match seen.outcome:
        case Outcome.GOOD:
            return LinkState.MOVED if seen.to else LinkState.OK
        case Outcome.BLOCKED:
            return LinkState.BLOCKED
        case Outcome.GONE:
            return LinkState.SOFT_404
        case Outcome.FAILED:
            is_dead = len(failures) == FAILURES_OF_THE_DEAD
            return LinkState.DEAD if is_dead else LinkState.FAILING
        case Outcome.REFUSED:
            # Nobody asked it, so that it is never called dead.
            return LinkState.FAILING
