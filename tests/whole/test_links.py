"""Every link inside a built site leads somewhere, under a path prefix too."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.command import ROOT, ssg, tree


@pytest.fixture(scope="module")
def prefixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("prefixed") / "output"
    done = ssg("--site", ROOT, "build", "--output", output, "--url", "https://site.test/some/path")
    assert done.returncode == 0, done.stderr
    return output


def _links(html: bytes) -> Iterator[str]:
    for node in LexborHTMLParser(html).css("[href], [src]"):
        yield node.attributes.get("href") or node.attributes.get("src") or ""


def _broken(files: dict[str, bytes], prefix: str, host: str) -> Iterator[str]:
    ids = {
        path: {node.attributes.get("id") for node in LexborHTMLParser(html).css("[id]")}
        for path, html in files.items()
        if path.endswith(".html")
    }
    for page in ids:
        for link in _links(files[page]):
            parts = urlsplit(link)
            if parts.scheme and parts.netloc != host:
                continue
            path = unquote(parts.path)
            if path and not path.startswith(f"{prefix}/"):
                yield f"{page}: {link} leaves the site's prefix"
                continue
            target = path.removeprefix(f"{prefix}/") if path else page
            if not target or target.endswith("/"):
                target = posixpath.join(target, "index.html")
            if target not in files:
                yield f"{page}: {link} leads to nothing"
            elif parts.fragment and unquote(parts.fragment) not in ids.get(target, set()):
                yield f"{page}: {link} leads to no place on that page"


def test_every_link_leads_somewhere(built: Path) -> None:
    assert list(_broken(tree(built), "", "threads.example.org")) == []


def test_every_link_leads_somewhere_under_a_prefix(prefixed: Path) -> None:
    files = tree(prefixed)
    assert "threads/index.html" in files
    assert list(_broken(files, "/some/path", "site.test")) == []


def test_feeds_hold_absolute_links_only(prefixed: Path) -> None:
    feeds = [data for path, data in tree(prefixed).items() if path.endswith("feed.xml")]
    assert feeds
    for feed in feeds:
        # The second line names the style sheet, for browsers alone.
        _, style, *lines = feed.decode().splitlines()
        text = "\n".join(lines)
        assert style.startswith("<?xml-stylesheet ")
        assert 'href="/' not in text
        assert "href=&#34;/" not in text
        assert "href=&quot;/" not in text


def test_feed_ids_do_not_change_with_the_address(built: Path, prefixed: Path) -> None:
    def ids(folder: Path) -> list[str]:
        lines = (folder / "feed.xml").read_text().splitlines()
        return [line.strip() for line in lines if "<id>" in line]

    assert ids(built)
    assert ids(built) == ids(prefixed)
