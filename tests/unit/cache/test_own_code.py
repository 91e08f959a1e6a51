"""Our own sources are read again once one of them may have changed, and else not at all."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssg.cache import own_code as module
from ssg.cache.own_code import own_code
from ssg.digest import digest_of

Process = Callable[[], tuple[str, int]]

_LATER = 10_000_000_000


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One of two in the package."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr("ssg.__file__", str(tmp_path / "ssg/__init__.py"))
    (tmp_path / "ssg/parse").mkdir(parents=True)
    (tmp_path / "ssg/__init__.py").write_text("")
    file = tmp_path / "ssg/parse/links.py"
    file.write_text("a = 1\n")
    return file


@pytest.fixture
def process(source: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:  # noqa: ARG001
    """What another process would find, much later, and how many sources it reads."""
    read: list[bytes] = []

    def watched(data: bytes) -> str:
        read.append(data)
        return digest_of(data)

    def find() -> tuple[str, int]:
        read.clear()
        own_code.cache_clear()
        return own_code(), len(read)

    monkeypatch.setattr(module, "digest_of", watched)
    monkeypatch.setattr(module, "disk_time", lambda _: time.time_ns() + _LATER)
    yield find
    own_code.cache_clear()


def test_the_next_process_reads_no_source(process: Process) -> None:
    digest, read = process()
    assert read == 2
    assert process() == (digest, 0)


def test_a_changed_source_is_read(process: Process, source: Path) -> None:
    old, _ = process()
    source.write_text("a = 22\n")
    new, read = process()
    assert (new != old, read) == (True, 2)
    assert process() == (new, 0)


def test_a_source_that_may_still_change_without_new_stats_is_read_again(
    process: Process, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "disk_time", lambda _: source.stat().st_mtime_ns)
    digest, _ = process()
    assert process() == (digest, 2)


def test_a_damaged_file_counts_for_nothing(process: Process, source: Path) -> None:
    digest, _ = process()
    (kept,) = (source.parent.parent / "__pycache__").glob("*.code")
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert process() == (digest, 2)


@pytest.mark.parametrize(
    ("setting", "value"), [("dont_write_bytecode", True), ("pycache_prefix", "/elsewhere")]
)
def test_nothing_is_kept_where_python_keeps_no_bytecode_beside_the_sources(
    process: Process, source: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: object
) -> None:
    monkeypatch.setattr(sys, setting, value)
    digest, _ = process()
    assert process() == (digest, 2)
    assert not (source.parent.parent / "__pycache__").exists()
