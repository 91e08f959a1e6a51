"""A run: what counts, and when it ends."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import pytest

from ssg.links.check import Run, ask_targets
from ssg.links.observation import Observation, Outcome
from ssg.links.pace import Postponed
from ssg.links.probe import Target
from tests.links.loops import run_virtually

GOOD = Observation(outcome=Outcome.GOOD, status=200)
OFFLINE = Observation(outcome=Outcome.FAILED, reason="there is no such host", may_be_offline=True)


class Fake:
    """Sees what it is told at each path, after as many seconds as its number is large."""

    def __init__(
        self,
        seen: Mapping[str, Observation | None],
        *,
        online: bool = False,
        answers_again: bool = False,
    ) -> None:
        self.seen = seen
        self.online = online
        self.answers_again = answers_again

    async def ask(self, target: Target) -> Observation:
        await asyncio.sleep(float(target.url.rpartition("/")[2]))
        seen = self.seen[target.url]
        if seen is None:
            raise Postponed
        return seen

    async def is_online(self, answered: Iterable[str]) -> bool:
        return self.online or (self.answers_again and any(answered))


def run(fake: Fake, *, seconds: float = 100) -> tuple[Run, Sequence[str]]:
    kept: list[str] = []
    targets = [Target(url=url) for url in fake.seen]

    async def ask() -> Run:
        return await ask_targets(
            targets, fake, seconds=seconds, keep=lambda target, _: kept.append(target.url)
        )

    return run_virtually(ask()), kept


def test_a_failure_counts_once_something_else_has_answered() -> None:
    ended, kept = run(Fake({"http://a/1": OFFLINE, "http://b/2": GOOD}))
    assert (ended, kept) == (Run(), ["http://a/1", "http://b/2"])


def test_when_the_network_fails_what_failed_since_does_not_count() -> None:
    ended, kept = run(Fake({"http://a/2": OFFLINE, "http://b/1": GOOD}))
    assert (ended, kept) == (Run(unreachable=1), ["http://b/1"])


def test_a_failure_after_the_only_answer_counts_if_that_address_answers_again() -> None:
    ended, kept = run(Fake({"http://a/1": GOOD, "http://b/2": OFFLINE}, answers_again=True))
    assert (ended, kept) == (Run(), ["http://a/1", "http://b/2"])


@pytest.mark.parametrize(("online", "expected"), [(True, ["http://a/1"]), (False, [])])
def test_where_all_fail_known_addresses_decide(online: bool, expected: list[str]) -> None:
    ended, kept = run(Fake({"http://a/1": OFFLINE}, online=online))
    assert (ended.unreachable, kept) == (1 - len(expected), expected)


def test_a_run_ends_in_its_time_and_keeps_what_it_knows() -> None:
    ended, kept = run(Fake({"http://a/1": GOOD, "http://b/50": GOOD}), seconds=10)
    assert (ended, kept) == (Run(is_late=True), ["http://a/1"])


def test_what_a_host_postpones_is_counted() -> None:
    ended, kept = run(Fake({"http://a/1": None, "http://b/2": GOOD}))
    assert (ended, kept) == (Run(postponed=1), ["http://b/2"])


def test_an_error_of_ours_is_raised() -> None:
    class Broken(Fake):
        async def ask(self, target: Target) -> Observation:  # noqa: ARG002 (its signature)
            raise ZeroDivisionError

    with pytest.raises(ExceptionGroup):
        run(Broken({"http://a/1": GOOD}))
