"""The engine, with a target in memory: what it does, refuses, and does again."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.deploy import session
from ssg.deploy.engine import Outcome, Rules, deploy
from ssg.deploy.errors import ConnectionLost, DeployError
from ssg.deploy.kept import Deployments, open_deployments
from ssg.deploy.session import Session
from ssg.deploy.state import TargetState, decode_state, read_target_state
from ssg.deploy.version import Version
from tests.deploy.memory import MemoryTarget, Place, lose_connection
from tests.deploy.versions import make_version, state_of

OLD = {"index.html": b"old", "index.html.br": b"old br", "gone.html": b"gone", "same.html": b"same"}
NEW = {"index.html": b"new", "index.html.br": b"new br", "same.html": b"same", "more.html": b"more"}


class Watcher:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.steps = 0

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def begin(self, stage: str, steps: int) -> None:  # noqa: ARG002 (the protocol's signature)
        self.steps = 0

    def step(self) -> None:
        self.steps += 1

    def end(self) -> None:
        pass


class Bench:
    """Deploys to a place in memory."""

    def __init__(self, folder: Path, kept: Deployments) -> None:
        self.place = Place()
        self.old = make_version(folder / "old", OLD)
        self.new = make_version(folder / "new", NEW, built="2026-03-02T00:00:00+00:00")
        self.kept = kept
        self.watcher = Watcher()

    def deploy(
        self,
        version: Version,
        rules: Rules | None = None,
        fail: Callable[[str], None] = lambda _: None,
    ) -> Outcome:
        target = MemoryTarget(self.place, fail)
        self.place.calls.clear()
        self.place.puts.clear()
        work = deploy(version, target, self.kept, rules or make_rules(), self.watcher)
        return asyncio.run(work)

    @property
    def state(self) -> TargetState:
        assert self.place.state
        return decode_state(self.place.state)


def make_rules() -> Rules:
    return Rules(approve=lambda _: None, allow_deletions=True)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(session, "_FIRST_PAUSE", 0)
    with open_deployments(tmp_path / ".ssg", "memory", print) as kept:
        yield Bench(tmp_path, kept)


def test_a_version_gets_to_an_empty_target(bench: Bench) -> None:
    outcome = bench.deploy(bench.old)
    assert bench.place.files == OLD
    assert bench.state == state_of(bench.old)
    assert bench.place.lock is None
    assert bench.place.puts[-2:] == ["index.html", "index.html.br"]
    assert sorted(outcome.plan.added) == sorted(OLD)


def test_only_what_changed_is_put(bench: Bench) -> None:
    bench.deploy(bench.old)
    outcome = bench.deploy(bench.new)
    assert bench.place.files == NEW
    assert bench.place.puts == ["more.html", "index.html", "index.html.br"]
    assert outcome.plan.removed == ("gone.html",)
    assert bench.watcher.steps == 4
    assert bench.state == state_of(bench.new)


def test_a_target_that_is_up_to_date_is_only_read(bench: Bench) -> None:
    bench.deploy(bench.old)
    bench.deploy(bench.old)
    kinds = {"connect", "read_state", "lock.read", "lock.create", "lock.remove"}
    assert set(bench.place.calls) == kinds


def test_a_dry_run_changes_nothing_and_takes_no_lock(bench: Bench) -> None:
    outcome = bench.deploy(bench.old, replace(make_rules(), dry_run=True))
    assert sorted(outcome.plan.added) == sorted(OLD)
    assert bench.place.calls == ["connect", "read_state", "find_untracked"]


def test_files_of_others_are_only_replaced_if_that_is_allowed(bench: Bench) -> None:
    bench.place.files = {"index.html": b"theirs", "notes.txt": b"theirs"}
    with pytest.raises(DeployError, match=r"such as index\.html"):
        bench.deploy(bench.old)
    assert bench.place.files["index.html"] == b"theirs"
    assert bench.place.lock is None
    bench.deploy(bench.old, replace(make_rules(), adopt=True))
    assert bench.place.files == {**OLD, "notes.txt": b"theirs"}
    assert "notes.txt" not in bench.state.paths


def test_many_deletions_must_be_allowed(bench: Bench, tmp_path: Path) -> None:
    many = make_version(tmp_path / "many", {f"{number}.html": b"x" for number in range(30)})
    bench.deploy(many)
    with pytest.raises(DeployError, match=r"30 files would be deleted from memory"):
        bench.deploy(bench.new, replace(make_rules(), allow_deletions=False))
    assert len(bench.place.files) == 30
    bench.deploy(bench.new, replace(make_rules(), allow_deletions=False, dry_run=True))
    bench.deploy(bench.new)
    assert bench.place.files == NEW


def test_whoever_decides_sees_the_state_first(bench: Bench) -> None:
    bench.deploy(bench.old)

    def refuse(state: TargetState | None) -> None:
        assert state == state_of(bench.old)
        raise DeployError("no")

    with pytest.raises(DeployError, match="no"):
        bench.deploy(bench.new, Rules(approve=refuse))
    assert bench.place.files == OLD


@pytest.mark.parametrize(
    "call",
    ["connect", "lock.create", "read_state", "write_state", "put", "delete", "finish"],
)
def test_a_lost_connection_is_made_again(bench: Bench, call: str) -> None:
    bench.deploy(bench.old)
    bench.deploy(bench.new, fail=lose_connection(at=call, times=4))
    assert bench.place.files == NEW
    assert bench.state == state_of(bench.new)
    assert bench.place.lock is None
    assert any("trying again" in said for said in bench.watcher.said)


def test_a_connection_that_stays_lost_ends_the_deployment_and_the_next_goes_on(
    bench: Bench,
) -> None:
    bench.deploy(bench.old)
    with pytest.raises(DeployError, match="memory does not answer: cut off"):
        bench.deploy(bench.new, fail=lose_connection(at="delete", times=5))
    assert bench.state.pending == {"index.html", "index.html.br", "gone.html", "more.html"}
    assert bench.state.build == bench.new.build
    bench.deploy(bench.new)
    assert bench.place.files == NEW
    assert bench.state == state_of(bench.new)


def test_what_is_done_is_known_to_the_next_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.deploy.engine._SAVE_SECONDS", -1)
    bench.deploy(bench.old)
    with pytest.raises(DeployError):
        bench.deploy(bench.new, fail=lose_connection(at="delete", times=5))
    assert bench.state.files.keys() == {"same.html", "more.html"}
    bench.deploy(bench.new)
    assert bench.place.puts == ["index.html", "index.html.br"]


def test_a_call_without_an_answer_counts_as_a_lost_connection(bench: Bench) -> None:
    async def run() -> None:
        calls = Session(MemoryTarget(bench.place), bench.watcher.say)
        await calls.call(asyncio.Event().wait, seconds=0.01)

    with pytest.raises(DeployError, match=r"memory does not answer: no answer within 0\.01"):
        asyncio.run(run())


def test_a_call_beside_another_ends_with_the_connection(bench: Bench) -> None:
    async def run() -> None:
        calls = Session(MemoryTarget(bench.place), bench.watcher.say)
        with pytest.raises(ConnectionLost, match="not connected"):
            await calls.call_beside(asyncio.Event().wait)
        await calls.call(asyncio.Lock().acquire)
        began = asyncio.Event()

        async def hang() -> None:
            began.set()
            await asyncio.Event().wait()

        beside = asyncio.create_task(calls.call_beside(hang))
        await began.wait()
        await calls.close()
        with pytest.raises(ConnectionLost, match="closed meanwhile"):
            await beside

    asyncio.run(run())


def test_a_run_that_is_cancelled_releases_the_lock(bench: Bench) -> None:
    is_late = asyncio.Event()

    class Slow(MemoryTarget):
        async def finish(self) -> None:
            is_late.set()
            await asyncio.Event().wait()

    async def run() -> None:
        work = deploy(bench.old, Slow(bench.place), bench.kept, make_rules(), bench.watcher)
        task = asyncio.create_task(work)
        await is_late.wait()
        assert bench.place.lock
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())
    assert bench.place.lock is None
    assert not bench.kept.read_tokens()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"build": {"built": "x"}, "files": {"../../etc/passwd": "x"}}',
        b'{"build": {"built": "x"}, "files": {"/etc/passwd": "x"}}',
        b'{"build": {"built": "x"}, "files": {}, "pending": [".ssg/deployment.lock"]}',
        b'{"build": {"built": "x"}, "files": {}, "format": 99}',
        b'{"x": %s}' % (100_000 * b"["),
    ],
)
def test_a_state_that_somebody_changed_is_a_message(bench: Bench, data: bytes) -> None:
    class Damaged(MemoryTarget):
        async def read_state(self) -> TargetState | None:
            return read_target_state(data, self.label)

    work = deploy(bench.old, Damaged(bench.place), bench.kept, make_rules(), bench.watcher)
    with pytest.raises(DeployError, match=r"deployment\.json on memory is damaged"):
        asyncio.run(work)
    assert bench.place.files == {}
    assert bench.place.lock is None
