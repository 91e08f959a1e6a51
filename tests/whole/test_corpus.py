"""A real site of a thousand files, named by SSG_CORPUS, builds completely."""

import os
import shutil
from pathlib import Path

import pytest

from tests.command import ssg

CORPUS = os.environ.get("SSG_CORPUS", "")

pytestmark = pytest.mark.skipif(not CORPUS, reason="SSG_CORPUS names no site to build")

# A strict reading of the format: a title is required, and these are empty in the data.
_WITHOUT_TITLE = [
    "content/guides/da39a3ee-2.md:2:1",
    "content/guides/da39a3ee-3.md:2:1",
    "content/guides/da39a3ee.md:2:1",
    "content/resources/cdc.yaml:104:3",
    "content/resources/cdc.yaml:269:3",
    "content/resources/cdc.yaml:274:3",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the corpus, since a build keeps a store beside the content."""
    folder = tmp_path_factory.mktemp("corpus") / "site"
    shutil.copytree(CORPUS, folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with (folder / "site.yaml").open("a") as settings:
        settings.write("\nlimits: {file_seconds: 10000}\n")
    return folder


def test_its_only_errors_are_the_empty_titles(corpus: Path, tmp_path: Path) -> None:
    done = ssg("--site", corpus, "build", "--output", tmp_path / "output")
    errors = [line for line in done.stderr.splitlines() if "error[" in line]
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in errors] == _WITHOUT_TITLE
    assert all("error[F08] required field" in line for line in errors)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("dialect", ["python-markdown", "commonmark"])
def test_with_titles_every_document_has_its_page(
    corpus: Path, tmp_path: Path, dialect: str
) -> None:
    site = tmp_path / "site"
    shutil.copytree(corpus, site, ignore=shutil.ignore_patterns(".ssg"))
    _name_the_nameless(site)
    with (site / "site.yaml").open("a") as settings:
        settings.write(f"markdown:\n  dialect: {dialect}\n")
    output = tmp_path / "output"
    done = ssg("--site", site, "build", "--output", output)
    assert done.returncode == 0, done.stderr
    for kind in ("threads", "guides", "topics"):
        ids = {path.stem for path in (site / "content" / kind).glob("*.md")}
        pages = {path.parent.name for path in (output / kind).glob("*/index.html")}
        assert ids
        assert ids - pages == set()


def _name_the_nameless(site: Path) -> None:
    for path in [*(site / "content/guides").glob("da39a3ee*"), site / "content/resources/cdc.yaml"]:
        path.write_text(path.read_text().replace("title: ''", "title: Untitled"))
