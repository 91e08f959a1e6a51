"""A small site with all kinds of files, as an editor opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.incremental.samples import SmallSite
from tests.language_server.client import Editor


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site", tmp_path / "output")


@pytest.fixture
def editor(site: SmallSite) -> Iterator[Editor]:
    with Editor(site.folder) as editor:
        yield editor
