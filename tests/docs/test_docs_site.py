"""The documentation as a site: `make docs-site` builds it without a warning, and it is whole."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pyromark
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.command import ROOT
from tests.docs.blocks import pages, without_blocks

PAGES = {path: text for path, text in pages().items() if path != "README.md"}

_BLOCKS = ("h2", "h3", "li", "pre", "td", "th", "img")
_OPTIONS = pyromark.Options.ENABLE_TABLES


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs-site")
    # It says that MkDocs will end one day, which docs/decisions/ knows.
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def _address_of(path: str) -> str:
    name = path.removeprefix("docs/").removesuffix(".md")
    return "index.html" if name == "index" else f"{name}/index.html"


def _count_blocks(part: LexborNode | None) -> dict[str, int]:
    assert part
    return {name: len(part.css(name)) for name in _BLOCKS}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_same_blocks_as_where_the_repository_is_hosted(
    site: Path, path: str
) -> None:
    html = (site / _address_of(path)).read_text(encoding="utf-8")
    on_host = LexborHTMLParser(pyromark.html(PAGES[path], options=_OPTIONS))
    on_site = LexborHTMLParser(html).css_first("article")
    assert _count_blocks(on_site) == _count_blocks(on_host.body)


def test_the_links_of_the_readme_lead_somewhere(site: Path) -> None:
    readme = without_blocks(pages()["README.md"])
    links = re.findall(r"\]\(([^)#:\s]+)(?:#([^)\s]+))?\)", readme)
    assert len(links) > 20
    for path, anchor in links:
        assert (ROOT / path).is_file(), path
        if anchor:
            assert f'id="{anchor}"' in (site / _address_of(path)).read_text(encoding="utf-8")


def test_the_site_loads_nothing_from_other_hosts(site: Path) -> None:
    loaded = {
        address
        for page in site.rglob("*.html")
        for address in re.findall(
            r"<(?:script|img|link|iframe|source)\b[^>]*\b(?:src|href)=\"?([^\s\">]+)",
            page.read_text(encoding="utf-8"),
        )
    }
    assert loaded
    assert [one for one in loaded if re.match(r"\w+:|//", one) and "data:" not in one] == []
