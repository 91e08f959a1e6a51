"""Makes the builds that a test runs in its own process cheap enough to run many of them."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version

import pytest

from ssg.workers import Done, Outcome, Start, Workers


def _run_here(
    _workers: Workers, tasks: Sequence[bytes], *, start: Start, settings: bytes, **_: object
) -> Iterator[tuple[int, Outcome]]:
    """Does the work of worker processes in this one: to start them takes most of a small build."""
    work = start(settings)
    for index, task in enumerate(tasks):
        yield index, Done(result=work(task))


def make_builds_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out what starts processes, and reads what packages are installed only once."""
    monkeypatch.setattr(Workers, "run", _run_here)
    monkeypatch.setattr(Workers, "start", lambda _: None)
    monkeypatch.setattr("ssg.render.staging._FEW", 10**6)
    known = cache(version)
    monkeypatch.setattr("ssg.cache.fingerprints.version", known)
