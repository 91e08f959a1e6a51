"""Readers are told of resources that are gone, and are led to the archived copy."""

import json
import re
from pathlib import Path

import pytest

from ssg.ledger import LinkState, write_ledger
from tests.command import ssg
from tests.ledger import make_record

URL = "https://old.example/page"
COPY = "https://archive.example/page"
FILES = {
    "site.yaml": "title: A site\nurl: https://example.org/\n",
    "content/topics/t.md": "---\ntitle: T\n---\n",
    "content/threads/q.md": (
        "---\ntitle: Q\nasked: 2026-01-01\ntopics: [t]\nresources: [r]\n---\n\nWhy?\n\n"
        "## Answer\n\n```yaml\nposted: 2026-01-02\n```\n\nSo.\n"
    ),
}
GONE = "The original page is no longer there."


def build(site: Path, archived: str, state: LinkState) -> dict[str, str]:
    """The pages that show the resource, in whose file is `archived`."""
    resource = (
        f"publisher: P\nresources:\n- id: r\n  title: R\n  url: {URL}\n"
        f"  checked: 2026-01-05\n{archived}"
    )
    for path, text in {**FILES, "content/resources/p.yaml": resource}.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    record = make_record(URL, state=state, last_good="2026-02-01")
    write_ledger(site, [record])
    ended = ssg("--site", site, "build", "--now", "2026-03-01", "--output", site / "output")
    assert ended.returncode == 0, ended.stderr
    names = ("resources/r/index.html", "resources/index.html", "threads/q/index.html")
    return {name: (site / "output" / name).read_text() for name in names}


def about(page: str) -> dict[str, str]:
    """What the page of the resource tells machines about it."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    graph = json.loads(found[1])
    described: dict[str, str] = next(one["about"] for one in graph["@graph"] if "about" in one)
    return described


def test_a_dead_resource_leads_to_its_archived_copy(tmp_path: Path) -> None:
    pages = build(tmp_path, f"  archived: {COPY}\n", LinkState.DEAD)
    for name, page in pages.items():
        assert f"{GONE} The link leads to an archived copy." in page, name
        assert f'href="{COPY}"' in page, name
    own = pages["resources/r/index.html"]
    assert own.index(COPY) < own.index(f'href="{URL}"')
    assert "Link checked on" not in own
    assert about(own)["url"] == COPY


def test_without_a_copy_it_is_no_link(tmp_path: Path) -> None:
    pages = build(tmp_path, "", LinkState.DEAD)
    for name, page in pages.items():
        assert GONE in page, name
        is_own = name == "resources/r/index.html"
        assert (f'href="{URL}"' in page) == is_own, name
    assert "url" not in about(pages["resources/r/index.html"])


@pytest.mark.parametrize("state", [state for state in LinkState if state is not LinkState.DEAD])
def test_any_other_resource_is_as_before(tmp_path: Path, state: LinkState) -> None:
    pages = build(tmp_path, f"  archived: {COPY}\n", state)
    for name, page in pages.items():
        assert GONE not in page, name
        assert f'href="{URL}"' in page, name
    own = pages["resources/r/index.html"]
    assert 'Link checked on <time datetime="2026-02-01">' in own
    assert about(own)["url"] == URL
