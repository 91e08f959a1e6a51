"""The preview decides as a check does what counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ssg.ledger import LinkState, write_ledger
from ssg.model.states import BuildTime
from ssg.pipeline.living.site import LiveSite
from ssg.pipeline.request import Request
from tests.command import ssg
from tests.incremental.samples import Silent
from tests.ledger import make_record
from tests.test_broken_sites import NOW, SITE, written

FILE = "content/guides/a.md"
GUIDE = "---\ntitle: Sleeping badly\ntopics: [sleep]\n---\n\nSee [b](https://b.example).\n"
TIME = BuildTime(now=f"{NOW}T00:00:00+00:00", preview=True)


@pytest.fixture(name="live")
def opened_site(tmp_path: Path) -> Iterator[LiveSite]:
    site = written(tmp_path, {FILE: GUIDE})
    request = Request(site=site, time=TIME, jobs=1, cache=tmp_path / "cache")
    live = LiveSite(request, lambda: TIME.now, Silent())
    live.open()
    try:
        yield live
    finally:
        live.close()


def found(live: LiveSite) -> list[str]:
    return [f"{one.code} {one.severity}" for one in live.diagnostics()]


def test_the_preview_follows_what_is_cleared_and_what_counts_as_an_error(live: LiveSite) -> None:
    assert found(live) == ["W01 warning", "W04 warning"]
    place = live.folder / f"{FILE}:6"
    assert ssg("--site", live.folder, "clear", place, "--reason", "x").returncode == 0
    live.update([FILE])
    assert found(live) == ["W01 warning"]
    (live.folder / "site.yaml").write_text(f"{SITE}checks: {{errors: [W01, W40]}}\n")
    live.update(["site.yaml"])
    assert found(live) == ["W01 error"]
    text = (live.folder / FILE).read_text()
    (live.folder / FILE).write_text(text.replace("See [b]", "Read [b]"))
    live.update([FILE])
    assert found(live) == ["W01 error", "W40 error", "W04 warning"]


def test_the_preview_follows_a_check_of_links(live: LiveSite) -> None:
    dead = make_record("https://b.example", state=LinkState.DEAD)
    write_ledger(live.folder, [dead])
    live.update(["links.jsonl"])
    assert found(live) == ["W01 warning", "W04 warning", "W27 warning"]
    (live.folder / "links.jsonl").write_text("<<<<<<< HEAD\n")
    live.update(["links.jsonl"])
    assert found(live) == ["W01 warning", "W04 warning", "W37 warning"]
    (live.folder / "links.jsonl").unlink()
    live.update(["links.jsonl"])
    assert found(live) == ["W01 warning", "W04 warning"]


def test_the_preview_follows_the_list_of_addresses(live: LiveSite) -> None:
    file = live.folder / "addresses.txt"
    file.write_text("/guides/a/\n/guides/b/\n")
    live.update(["addresses.txt"])
    assert "A07 error" in found(live)
    (live.folder / FILE).write_text(GUIDE.replace("topics:", "aliases: [/guides/b/]\ntopics:"))
    live.update([FILE])
    assert "A07 error" not in found(live)
    file.write_text("<<<<<<< HEAD\n")
    live.update(["addresses.txt"])
    assert "A08 error" in found(live)
    file.unlink()
    live.update(["addresses.txt"])
    assert found(live) == ["W01 warning", "W04 warning"]


def test_the_preview_says_that_a_published_page_is_a_draft_again(live: LiveSite) -> None:
    (live.folder / "addresses.txt").write_text("/guides/a/\n")
    (live.folder / FILE).write_text(GUIDE.replace("topics:", "status: draft\ntopics:"))
    live.update(None)
    assert "A07 error" in found(live)
    assert live.page("guides/a/index.html")
