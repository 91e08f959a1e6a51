"""Starts a cache from that of the last build, so that not every file is read again."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from ssg.files import remove

STORE, STAT_CACHE = "store.sqlite", "stat-cache"


def seed_cache(cache: Path, built: Path) -> None:
    """Copies what a build has left in the folder `built` into `cache`, if that is new.

    It only saves time: whatever cannot be copied, or does not fit, is made again. A build that
    runs at the same time is not disturbed.
    """
    if (cache / STORE).exists() or not (built / STORE).is_file():
        return
    try:
        source = f"{(built / STORE).as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(source, uri=True, timeout=0.1)) as given,
            closing(sqlite3.connect(cache / STORE)) as taken,
        ):
            given.backup(taken)
        shutil.copyfile(built / STAT_CACHE, cache / STAT_CACHE, follow_symlinks=False)
    except (OSError, sqlite3.Error):
        remove(cache / STORE)
