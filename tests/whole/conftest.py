"""Sites for tests of the whole way from Markdown to a published folder."""

import shutil
from pathlib import Path

import pytest

from tests.command import ROOT


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of this repository's own site, to be changed at will."""
    folder = tmp_path / "site"
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "site.yaml").read_text(encoding="utf-8")
    # However busy the machine is, reading these files never takes that long.
    settings += "limits: {file_seconds: 10000}\n"
    (folder / "site.yaml").write_text(settings, encoding="utf-8")
    return folder
