from pathlib import Path

import pytest

from tests.incremental.samples import SmallSite


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    """The small site, built once."""
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    site.build()
    return site
