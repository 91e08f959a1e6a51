from pathlib import Path
from time import sleep

import pytest

from ssg.cache.stat_cache import TICK_SECONDS
from tests.incremental.samples import SmallSite


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    """The small site, built once."""
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    # A build remembers nothing of files that were written right before it began.
    sleep(2 * TICK_SECONDS)
    site.build()
    return site
