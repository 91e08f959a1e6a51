"""The state of an address from one day to the next."""

from collections.abc import Sequence

import pytest

from ssg.ledger import LinkRecord, LinkState
from ssg.links.observation import Observation, Outcome
from ssg.links.transitions import update_record

URL = "https://example.org/"
GOOD = Observation(outcome=Outcome.GOOD, status=200)
FAILED = Observation(outcome=Outcome.FAILED, status=404, reason="the host has no such page")
BLOCKED = Observation(outcome=Outcome.BLOCKED, status=403, reason="the host refuses programs")
GONE = Observation(outcome=Outcome.GONE, status=200, reason="it leads to the home page")
REFUSED = Observation(outcome=Outcome.REFUSED, reason="it is at an address that is not public")
MOVED = Observation(outcome=Outcome.GOOD, status=200, to="https://new.example/", permanent=True)


def watch(*seen: tuple[str, Observation]) -> LinkRecord:
    """The record after these checks, each on a day of March 2026."""
    record = None
    for day, one in seen:
        record = update_record(URL, record, one, today=f"2026-03-{day}")
    assert record is not None
    return record


def states(*seen: Observation) -> Sequence[str]:
    """The states after each of these checks, one a day."""
    checks = [(f"{day:02}", one) for day, one in enumerate(seen, start=1)]
    return [watch(*checks[: count + 1]).state.value for count in range(len(checks))]


def test_an_address_is_dead_after_three_failures_on_three_days() -> None:
    assert states(FAILED, FAILED, FAILED) == ["failing", "failing", "dead"]


def test_failures_of_one_day_are_one() -> None:
    record = watch(("01", FAILED), ("01", FAILED), ("01", FAILED), ("02", FAILED))
    assert record.state is LinkState.FAILING
    assert record.failures == ("2026-03-01", "2026-03-02")


def test_a_good_answer_forgets_the_failures() -> None:
    assert states(FAILED, FAILED, GOOD, FAILED, FAILED, GOOD) == [
        "failing",
        "failing",
        "ok",
        "failing",
        "failing",
        "ok",
    ]


def test_a_host_that_refuses_programs_is_never_called_dead() -> None:
    assert states(*[BLOCKED] * 5) == ["blocked"] * 5


def test_a_refusal_in_between_neither_counts_nor_forgets() -> None:
    assert states(FAILED, BLOCKED, FAILED, BLOCKED, FAILED)[-1] == "dead"


def test_what_is_not_asked_is_never_called_dead() -> None:
    assert states(*[REFUSED] * 5) == ["failing"] * 5


def test_a_record_says_since_when_and_when_it_was_last_good() -> None:
    record = watch(("01", GOOD), ("02", FAILED), ("03", FAILED), ("04", FAILED), ("09", FAILED))
    assert record == LinkRecord(
        url=URL,
        state=LinkState.DEAD,
        checked="2026-03-09",
        since="2026-03-04",
        last_good="2026-03-01",
        status=404,
        reason="the host has no such page",
        failures=("2026-03-02", "2026-03-03", "2026-03-04"),
    )


def test_a_move_is_good() -> None:
    record = watch(("01", GOOD), ("02", MOVED))
    assert (record.state, record.to, record.permanent) == (LinkState.MOVED, MOVED.to, True)
    assert record.last_good == "2026-03-02"


@pytest.mark.parametrize("seen", [FAILED, BLOCKED, GONE, REFUSED])
def test_what_is_not_good_says_why(seen: Observation) -> None:
    record = watch(("01", GOOD), ("02", seen))
    assert (record.reason, record.last_good) == (seen.reason, "2026-03-01")
