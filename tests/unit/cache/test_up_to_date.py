"""How long a build waits until it can trust the stats of what it has written."""

import os
import time
from pathlib import Path

import pytest

from ssg.cache import up_to_date
from ssg.cache.stat_cache import TICK_SECONDS, Stats, stat_files
from ssg.cache.up_to_date import UpToDateCheck
from ssg.digest import digest_of

_YEAR = 31_536_000


@pytest.fixture
def check(tmp_path: Path) -> UpToDateCheck:
    return UpToDateCheck(tmp_path / "check", request=digest_of(b""), inputs=())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "written").touch()
    return tmp_path / "written"


def test_a_file_that_was_just_written_is_waited_for(check: UpToDateCheck, file: Path) -> None:
    now = check.settle(stat_files([str(file)]))
    assert not Stats.of(file.lstat()).is_racy(now)


def test_one_that_was_written_long_ago_is_not(
    check: UpToDateCheck, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(2 * TICK_SECONDS)
    monkeypatch.setattr(up_to_date, "sleep", lambda _: pytest.fail("it waits"))
    check.settle(stat_files([str(file)]))


def test_no_clock_that_was_set_back_keeps_it_waiting(check: UpToDateCheck, file: Path) -> None:
    later = time.time() + _YEAR
    os.utime(file, (later, later))
    assert check.settle(stat_files([str(file)])) < file.lstat().st_mtime_ns
