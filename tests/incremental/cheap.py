"""Makes the builds that a test runs in its own process cheap enough to run many of them."""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from types import CodeType

import pytest
from jinja2.bccache import Bucket

from ssg.workers import Done, Outcome, Start, Workers


def _run_here(
    _workers: Workers, tasks: Sequence[bytes], *, start: Start, settings: bytes, **_: object
) -> Iterator[tuple[int, Outcome]]:
    """Does the work of worker processes in this one: to start them takes most of a small build."""
    work = start(settings)
    for index, task in enumerate(tasks):
        yield index, Done(result=work(task))


_unpack = Bucket.bytecode_from_string
_unpacked: dict[bytes, CodeType | None] = {}


def _unpack_once(bucket: Bucket, string: bytes) -> None:
    """Each build unpacks the templates, which takes a sixth of a small one."""
    if string not in _unpacked:
        _unpack(bucket, string)
        _unpacked[string] = bucket.code
    bucket.code = _unpacked[string]


def make_builds_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out what starts processes, and reads only once what packages and templates are."""
    monkeypatch.setattr(Workers, "run", _run_here)
    monkeypatch.setattr(Workers, "begin", _run_here)
    monkeypatch.setattr(Workers, "start", lambda _: None)
    monkeypatch.setattr("ssg.render.staging._FEW", 10**6)
    known = cache(version)
    monkeypatch.setattr("ssg.cache.fingerprints.version", known)
    monkeypatch.setattr(Bucket, "bytecode_from_string", _unpack_once)
