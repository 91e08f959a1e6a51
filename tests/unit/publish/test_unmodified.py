import os
import time
from pathlib import Path

import pytest

from ssg.digest import Digest, digest_of, digest_of_file
from ssg.publish.manifest import OutputFile, Rank
from ssg.publish.unmodified import find_unmodified, note_published

FILES = {f"{n}/page.html": digest_of(b"%d" % n) for n in range(5)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in range(5):
        (tmp_path / f"{n}").mkdir()
        (tmp_path / f"{n}/page.html").write_bytes(b"%d" % n)
    return tmp_path


def unmodified(root: Path) -> frozenset[str]:
    return frozenset(find_unmodified(root, FILES, cache_file=root / "stat_cache"))


@pytest.fixture
def settled(root: Path) -> Path:
    """Files that were looked at so long after they were written that their times can be trusted."""
    time.sleep(0.05)
    assert unmodified(root) == FILES.keys()
    return root


def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    seen: list[Path] = []

    def watched(path: Path) -> Digest:
        seen.append(path)
        return digest_of_file(path)

    monkeypatch.setattr("ssg.cache.stat_cache.digest_of_file", watched)
    return seen


def test_changed_missing_and_replaced_files_are_found(root: Path) -> None:
    (root / "0/page.html").write_bytes(b"changed")
    (root / "1/page.html").unlink()
    (root / "2/page.html").unlink()
    (root / "2/page.html").mkdir()
    (root / "3/page.html").rename(root / "3/other.html")
    (root / "3/page.html").symlink_to(root / "3/other.html")
    assert unmodified(root) == {"4/page.html"}


def test_a_file_behind_a_link_is_not_intact(root: Path) -> None:
    (root / "0").rename(root / "elsewhere")
    (root / "0").symlink_to(root / "elsewhere")
    assert unmodified(root) == FILES.keys() - {"0/page.html"}


def test_what_looks_the_same_is_not_read_again(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = reads(monkeypatch)
    assert unmodified(settled) == FILES.keys()
    assert seen == []


def test_a_change_is_seen_even_with_the_old_size_and_time(settled: Path) -> None:
    before = (settled / "0/page.html").stat()
    (settled / "0/page.html").write_bytes(b"X")
    os.utime(settled / "0/page.html", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert unmodified(settled) == FILES.keys() - {"0/page.html"}


def test_new_times_alone_are_no_change(settled: Path) -> None:
    for path in FILES:
        os.utime(settled / path)
    assert unmodified(settled) == FILES.keys()


def test_files_too_new_are_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.cache.stat_cache._FINE_TICK", 10**15)
    unmodified(root)
    seen = reads(monkeypatch)
    assert unmodified(root) == FILES.keys()
    assert len(seen) == 5


def test_damaged_notes_are_no_trouble(settled: Path) -> None:
    (settled / "stat_cache").write_bytes(b"\xff" * 20)
    assert unmodified(settled) == FILES.keys()


def test_notes_that_cannot_be_written_are_no_trouble(root: Path) -> None:
    (root / "stat_cache").mkdir()
    assert unmodified(root) == FILES.keys()


def published(root: Path, *, sealed: int) -> None:
    files = [OutputFile(path=path, digest=FILES[path], rank=Rank.PAGE) for path in FILES]
    note_published(root, files, cache_file=root / "stat_cache", sealed=sealed)


def test_what_was_just_published_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(0.05)
    published(root, sealed=time.time_ns())
    seen = reads(monkeypatch)
    assert unmodified(root) == FILES.keys()
    assert seen == []


def test_what_was_altered_while_it_was_published_is_read(root: Path) -> None:
    sealed = time.time_ns()
    time.sleep(0.05)
    (root / "0/page.html").write_bytes(b"by hand")
    time.sleep(0.05)
    published(root, sealed=sealed)
    assert unmodified(root) == FILES.keys() - {"0/page.html"}


def test_what_was_noted_before_stays_noted(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note_published(settled, [], cache_file=settled / "stat_cache", sealed=time.time_ns())
    seen = reads(monkeypatch)
    assert unmodified(settled) == FILES.keys()
    assert seen == []
