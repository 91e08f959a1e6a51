import os
import time
from pathlib import Path

import pytest

from ssg.cache.stat_cache import StatCache
from ssg.digest import Digest, digest_of, digest_of_file
from ssg.publish.manifest import OutputFile, PublishOrder
from ssg.publish.unmodified import find_unmodified, record_published

FILES = {f"{n}/page.html": digest_of(b"%d" % n) for n in range(5)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in range(5):
        (tmp_path / f"{n}").mkdir()
        (tmp_path / f"{n}/page.html").write_bytes(b"%d" % n)
    return tmp_path


def unmodified(root: Path) -> frozenset[str]:
    stat_cache = StatCache(root / "stat_cache")
    found = find_unmodified(root, FILES, seen={}, stat_cache=stat_cache)
    stat_cache.save()
    return frozenset(found)


@pytest.fixture
def settled(root: Path) -> Path:
    """Files whose entries in the stat cache are not racy: they were read long after the write."""
    time.sleep(0.05)
    assert unmodified(root) == FILES.keys()
    return root


def record_reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    read: list[Path] = []

    def watched(path: Path) -> Digest:
        read.append(path)
        return digest_of_file(path)

    monkeypatch.setattr("ssg.cache.stat_cache.digest_of_file", watched)
    return read


def test_changed_missing_and_replaced_files_are_found(root: Path) -> None:
    (root / "0/page.html").write_bytes(b"changed")
    (root / "1/page.html").unlink()
    (root / "2/page.html").unlink()
    (root / "2/page.html").mkdir()
    (root / "3/page.html").rename(root / "3/other.html")
    (root / "3/page.html").symlink_to(root / "3/other.html")
    assert unmodified(root) == {"4/page.html"}


def test_a_file_behind_a_link_is_not_unmodified(root: Path) -> None:
    (root / "0").rename(root / "elsewhere")
    (root / "0").symlink_to(root / "elsewhere")
    assert unmodified(root) == FILES.keys() - {"0/page.html"}


def test_a_file_behind_a_link_in_a_folder_is_not_unmodified(tmp_path: Path) -> None:
    files = {f"threads/{n}/page.html": digest_of(b"%d" % n) for n in range(3)}
    for n, path in enumerate(files):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(b"%d" % n)
    (tmp_path / "threads/0").rename(tmp_path / "elsewhere")
    (tmp_path / "threads/0").symlink_to(tmp_path / "elsewhere")
    stat_cache = StatCache(tmp_path / "stat_cache")
    found = find_unmodified(tmp_path, files, seen={}, stat_cache=stat_cache)
    assert found.keys() == files.keys() - {"threads/0/page.html"}


def test_a_file_with_the_same_stats_is_not_read_again(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = record_reads(monkeypatch)
    assert unmodified(settled) == FILES.keys()
    assert read == []


def test_a_change_that_keeps_size_and_time_is_found(settled: Path) -> None:
    before = (settled / "0/page.html").stat()
    (settled / "0/page.html").write_bytes(b"X")
    os.utime(settled / "0/page.html", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert unmodified(settled) == FILES.keys() - {"0/page.html"}


def test_new_times_alone_are_no_change(settled: Path) -> None:
    for path in FILES:
        os.utime(settled / path)
    assert unmodified(settled) == FILES.keys()


def test_racy_files_are_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.cache.stat_cache._FINE_TICK", 10**15)
    unmodified(root)
    read = record_reads(monkeypatch)
    assert unmodified(root) == FILES.keys()
    assert len(read) == 5


def test_a_corrupt_stat_cache_is_ignored(settled: Path) -> None:
    (settled / "stat_cache").write_bytes(b"\xff" * 20)
    assert unmodified(settled) == FILES.keys()


def test_a_stat_cache_that_cannot_be_written_is_ignored(root: Path) -> None:
    (root / "stat_cache").mkdir()
    assert unmodified(root) == FILES.keys()


def record_all(root: Path, *, staged_at: int) -> None:
    files = [OutputFile(path=path, digest=FILES[path], order=PublishOrder.PAGE) for path in FILES]
    stat_cache = StatCache(root / "stat_cache")
    record_published(root, files, stat_cache=stat_cache, staged_at=staged_at)
    stat_cache.save()


def test_a_file_that_was_just_published_is_not_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.05)
    record_all(root, staged_at=time.time_ns())
    read = record_reads(monkeypatch)
    assert unmodified(root) == FILES.keys()
    assert read == []


def test_a_file_that_was_modified_during_the_publish_is_read(root: Path) -> None:
    staged_at = time.time_ns()
    time.sleep(0.05)
    (root / "0/page.html").write_bytes(b"by hand")
    time.sleep(0.05)
    record_all(root, staged_at=staged_at)
    assert unmodified(root) == FILES.keys() - {"0/page.html"}


def test_earlier_entries_stay_in_the_stat_cache(
    settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat_cache = StatCache(settled / "stat_cache")
    find_unmodified(settled, FILES, seen={}, stat_cache=stat_cache)
    record_published(settled, [], stat_cache=stat_cache, staged_at=time.time_ns())
    stat_cache.save()
    read = record_reads(monkeypatch)
    assert unmodified(settled) == FILES.keys()
    assert read == []
