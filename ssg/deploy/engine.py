"""A deployment: makes a target what a version is, so that it can be broken off at any moment."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Protocol

from msgspec import Struct

from ssg.deploy.errors import DeployError
from ssg.deploy.kept import Deployments
from ssg.deploy.lease import LEASE_SECONDS, Lease
from ssg.deploy.plan import Plan, Step, plan_deployment
from ssg.deploy.session import CALL_SECONDS, Session
from ssg.deploy.state import TargetState
from ssg.deploy.target import Target, Upload
from ssg.deploy.version import Version, fingerprints_of
from ssg.text import pluralize

_BATCH = 200
"""How many files are put or deleted by one call."""
_SECONDS_PER_FILE = 5.0
_SLOWEST = 20_000
"""In bytes per second: a slower connection counts as none."""
_FINISH_SECONDS = 1800.0
_SAVE_SECONDS = 30.0
"""How long what was done may be unknown to the next run, which would do it again."""


class Watcher(Protocol):
    """Who is told of the progress."""

    def say(self, sentence: str) -> None: ...
    def begin(self, stage: str, steps: int) -> None: ...
    def step(self) -> None: ...
    def end(self) -> None: ...


class Rules(Struct, frozen=True, kw_only=True):
    """What a deployment may do."""

    approve: Callable[[TargetState | None], None]
    """Raises DeployError for a state that must stay as it is."""
    dry_run: bool = False
    allow_deletions: bool = False
    adopt: bool = False


class Outcome(Struct, frozen=True, kw_only=True):
    plan: Plan
    keeps_history: bool | None


async def deploy(
    version: Version, target: Target, kept: Deployments, rules: Rules, watcher: Watcher
) -> Outcome:
    """Makes the target what the version is, or, in a dry run, says what it would do.

    Raises DeployError if that is refused, or if the target fails. The next run goes on from there.
    """
    session = Session(target, watcher.say)
    try:
        if rules.dry_run:
            state = await _read_state(session, rules)
            return Outcome(plan=_plan(version, state, rules, target), keeps_history=None)
        async with _hold_lock(session, kept, watcher) as lease:
            state = await _read_state(session, rules)
            plan = _plan(version, state, rules, target)
            work = _Work(version, plan, session, lease, watcher)
            await work.run(state)
        return Outcome(plan=plan, keeps_history=target.keeps_history)
    finally:
        watcher.end()
        await session.close()


@asynccontextmanager
async def _hold_lock(
    session: Session, kept: Deployments, watcher: Watcher
) -> AsyncIterator[Lease | None]:
    lock = session.target.lock
    if lock is None:
        yield None
        return
    own = kept.read_tokens()
    lease = Lease(session, lock, token=kept.add_token(), own=own, seconds=LEASE_SECONDS)
    try:
        await lease.acquire(watcher.say)
        renewal = asyncio.create_task(lease.renew_for_ever())
        try:
            yield lease
        finally:
            renewal.cancel()
            with suppress(asyncio.CancelledError):
                await renewal
    finally:
        if await lease.release():
            kept.drop_tokens()


async def _read_state(session: Session, rules: Rules) -> TargetState | None:
    """Raises DeployError if the state must stay as it is, or if others have put files there."""
    target = session.target
    state = await session.call(target.read_state)
    if state is None and not rules.adopt:
        other = await session.call(target.find_untracked)
        if other is not None:
            raise DeployError(
                f"{target.label} has files that ssg did not put there, such as {other}",
                "name an empty place, or deploy with --adopt: files of the same path are"
                " replaced, and all others stay",
            )
    rules.approve(state)
    return state


def _plan(version: Version, state: TargetState | None, rules: Rules, target: Target) -> Plan:
    manifest = version.manifest
    plan = plan_deployment(fingerprints_of(manifest.files), manifest.orders or {}, state)
    if plan.deletes_much and not (rules.allow_deletions or rules.dry_run):
        raise DeployError(
            f"{pluralize(len(plan.removed), 'file')} would be deleted from {target.label},"
            f" such as {plan.removed[0]}",
            "look at what 'ssg deploy --dry-run' prints; if it is right, add --allow-deletions",
        )
    return plan


class _Work:
    """The steps of a plan, of which the target knows how far they are."""

    def __init__(
        self,
        version: Version,
        plan: Plan,
        session: Session,
        lease: Lease | None,
        watcher: Watcher,
    ) -> None:
        self._version = version
        self._plan = plan
        self._session = session
        self._lease = lease
        self._watcher = watcher
        self._target = session.target
        self._fingerprints = fingerprints_of(version.manifest.files)
        self._pending: set[str] = set()
        self._saved = 0.0

    async def run(self, state: TargetState | None) -> None:
        """Leaves the target alone if it has the version already."""
        plan = self._plan
        if plan.is_empty and state == self._state():
            return
        self._pending = {*plan.added, *plan.changed, *plan.removed}
        if self._pending:
            self._watcher.begin("Deploying", len(self._pending))
            await self._save()
        for step in plan.steps:
            await self._take(step)
        await self._save()
        await self._session.call(self._target.finish, seconds=_FINISH_SECONDS)

    async def _take(self, step: Step) -> None:
        new = self._version.manifest.files
        for paths in _batches(step.delete):
            await self._change(partial(self._target.delete, paths), CALL_SECONDS)
            # What is put later is not done yet.
            await self._settle([path for path in paths if path not in new])
        for paths in _batches(step.put):
            uploads = [self._version.upload(path) for path in paths]
            await self._change(partial(self._target.put, uploads), _limit_seconds(uploads))
            await self._settle(paths)

    async def _change(self, ask: Callable[[], Awaitable[None]], seconds: float) -> None:
        if self._lease:
            await self._lease.check()
        await self._session.call(ask, seconds=seconds)

    async def _settle(self, paths: Sequence[str]) -> None:
        """These are what they should be."""
        for path in paths:
            self._pending.discard(path)
            self._watcher.step()
        if asyncio.get_running_loop().time() > self._saved + _SAVE_SECONDS:
            await self._save()
            # For logs, which have no progress bar.
            self._watcher.say(f"{pluralize(len(self._pending), 'file')} to go")

    async def _save(self) -> None:
        state = self._state()
        await self._change(partial(self._target.write_state, state), CALL_SECONDS)
        self._saved = asyncio.get_running_loop().time()

    def _state(self) -> TargetState:
        files = {path: m for path, m in self._fingerprints.items() if path not in self._pending}
        return TargetState(build=self._version.build, files=files, pending=frozenset(self._pending))


def _batches(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(paths), _BATCH):
        yield paths[start : start + _BATCH]


def _limit_seconds(uploads: Sequence[Upload]) -> float:
    size = sum(one.source.stat().st_size for one in uploads)
    return CALL_SECONDS + _SECONDS_PER_FILE * len(uploads) + size / _SLOWEST
