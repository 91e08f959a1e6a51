"""The real site builds completely."""

import shutil
from pathlib import Path

import pytest

from tests.command import ssg
from tests.corpus import copy_corpus, name_the_nameless, needs_corpus

pytestmark = needs_corpus

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
    return copy_corpus(tmp_path_factory.mktemp("corpus"))


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
    name_the_nameless(site)
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
