import time
from pathlib import Path

import pytest

from ssg.cache.stat_cache import StatCache, Stats, disk_time, is_any_racy, stat_fingerprint

SECOND = 1_000_000_000
FRACTION = 1_700_000_000 * SECOND + 123_456_789
WHOLE = 1_700_000_000 * SECOND


def stats(mtime: int, ctime: int) -> Stats:
    return Stats(size=1, mtime=mtime, ctime=ctime, inode=7)


@pytest.mark.parametrize(
    ("mtime", "ctime", "seconds_later", "settled"),
    [
        (FRACTION, FRACTION, 0.01, False),
        (FRACTION, FRACTION, 0.03, True),
        (WHOLE, FRACTION, 0.2, True),
        (WHOLE, WHOLE, 1.9, False),
        (WHOLE, WHOLE, 2.1, True),
        (FRACTION + 9 * SECOND, FRACTION, 1, False),
    ],
)
def test_a_file_is_racy_while_its_disk_might_give_a_change_the_same_time(
    mtime: int, ctime: int, seconds_later: float, settled: bool
) -> None:
    now = ctime + int(seconds_later * SECOND)
    assert stats(mtime, ctime).is_racy(now) is not settled
    others = [stats(1, 2), stats(FRACTION - 9 * SECOND, WHOLE - 9 * SECOND)]
    assert not is_any_racy(others, now)
    assert is_any_racy([*others, stats(mtime, ctime)], now) is not settled


def test_each_of_the_stats_is_in_the_digest() -> None:
    one = stats(1, 2)
    different = [
        [("a", one)],
        [("b", one)],
        [("a", one), ("b", one)],
        *([("a", one._replace(**{name: 99}))] for name in one._fields),
    ]
    assert len({stat_fingerprint(files) for files in different}) == len(different)


def test_the_clock_of_a_disk_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "new/stat_cache"
    first = disk_time(file)
    assert disk_time(file) >= first
    assert Stats.of(file.stat()).mtime >= first


def test_the_coarsest_clock_is_not_trusted_for_two_seconds(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("1")
    stat_cache = StatCache(tmp_path / "stat_cache")
    found = Stats.of(file.stat())
    whole = found._replace(ctime=found.ctime // SECOND * SECOND)
    first = stat_cache.digest("x", str(file), whole)
    stat_cache.save()
    file.write_text("2")
    assert StatCache(tmp_path / "stat_cache").digest("x", str(file), whole) != first


def test_a_racy_file_is_named_until_it_is_recorded_again(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("1")
    found = Stats.of(file.stat())
    stat_cache = StatCache(tmp_path / "stat_cache")
    stat_cache.digest("x", str(file), found._replace(mtime=found.mtime + 9 * SECOND))
    assert stat_cache.racy == {"x"}
    time.sleep(0.05)
    stat_cache.look_at_clock()
    stat_cache.digest("x", str(file), found)
    assert not stat_cache.racy


def test_digests_that_were_made_in_another_way_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would look like those of files that have changed."""
    file = tmp_path / "file"
    file.write_bytes(b"words")
    time.sleep(0.05)
    old, found = StatCache(tmp_path / "cache"), Stats.of(file.stat())
    digest = old.digest("file", str(file), found)
    old.save()
    monkeypatch.setattr("ssg.cache.stat_cache.digest_of_file", lambda _: "made anew")
    assert StatCache(tmp_path / "cache").digest("file", str(file), found) == digest
    monkeypatch.setattr("ssg.cache.stat_cache._DIGESTS", "another way")
    assert StatCache(tmp_path / "cache").digest("file", str(file), found) == "made anew"
