"""A real site of a thousand files, which SSG_CORPUS names."""

import os
import shutil
from pathlib import Path

import pytest

CORPUS = Path(os.environ["SSG_CORPUS"]) if os.environ.get("SSG_CORPUS") else None

NO_CORPUS = "SSG_CORPUS names no site to build"

needs_corpus = pytest.mark.skipif(not CORPUS, reason=NO_CORPUS)


def copy_corpus(folder: Path) -> Path:
    """A copy of the corpus, since a build keeps a store beside the content."""
    assert CORPUS
    site = Path(shutil.copytree(CORPUS, folder / "site"))
    for path in site.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with (site / "site.yaml").open("a") as settings:
        settings.write("\nlimits: {file_seconds: 10000}\n")
    return site


def name_the_nameless(site: Path) -> None:
    """Gives a title to what has an empty one in the data, which is an error."""
    for path in [*(site / "content/guides").glob("da39a3ee*"), site / "content/resources/cdc.yaml"]:
        path.write_text(path.read_text().replace("title: ''", "title: Untitled"))
