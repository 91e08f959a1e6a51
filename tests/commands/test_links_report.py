"""`ssg links report` shows what is known of the outside links."""

import json
from pathlib import Path

import pytest

from ssg.ledger import LinkState, write_ledger
from tests.command import ssg
from tests.commands.links_site import OLD, write_site
from tests.ledger import make_moved, make_record


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path)
    reason = "there is no such page (404)"
    old = make_record(OLD, state=LinkState.DEAD, last_good="2026-01-15", status=404, reason=reason)
    moved = make_moved(
        "https://old.example/other",
        "https://new.example/other",
        checked="2026-02-19",
        since="2026-02-02",
    )
    write_ledger(tmp_path, [old, moved])
    return tmp_path


def report(site: Path, *options: str) -> str:
    ended = ssg("--site", site, "links", "report", "--now", "2026-03-01", *options)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_it_counts_by_publisher_and_lists_what_is_wrong_with_its_places(site: Path) -> None:
    said = report(site).splitlines()
    assert said[0].split() == [
        *("publisher", "links", "ok", "dead", "soft-404", "moved", "failing", "blocked"),
        *("not", "checked", "oldest", "check"),
    ]
    assert said[1].split() == ["P", "2", "1", "1", "2026-02-19"]
    assert said[2].split() == ["sold.example", "1", "1"]
    start = said.index("Dead: 1 link")
    assert said[start + 1 : start + 4] == [
        f"  {OLD}",
        "    since 2026-02-01, last good on 2026-01-15: there is no such page (404)",
        "    content/guides/g.md:6:26",
    ]
    assert "    moved for good to https://new.example/other" in said


def test_programs_get_the_same_as_json(site: Path) -> None:
    found = json.loads(report(site, "--format", "json"))
    assert found["publishers"][0] == {
        "publisher": "P",
        "links": 2,
        "states": {"dead": 1, "moved": 1},
        "unchecked": 0,
        "oldest_check": "2026-02-19",
    }
    first = found["links"][0]
    assert (first["url"], first["state"], first["since"]) == (OLD, "dead", "2026-02-01")
    assert "site.yaml:4:11" in first["places"]


def test_without_a_ledger_nothing_is_checked_yet(site: Path) -> None:
    (site / "links.jsonl").unlink()
    said = report(site).splitlines()
    assert said[1].split() == ["P", "2", "2"]
    assert len(said) == 3


def test_a_link_to_a_place_that_a_page_does_not_have_is_listed_with_the_places_that_name_it(
    site: Path,
) -> None:
    write_ledger(site, [make_record(OLD, missing=("part",))])
    said = report(site).splitlines()
    start = said.index("Without the place that a link names: 1 link")
    assert said[start + 1 :] == [
        f"  {OLD}",
        "    since 2026-02-01",
        "    it has no place '#part'",
        "    content/threads/t.md:8:36",
    ]
    assert json.loads(report(site, "--format", "json"))["links"][0]["missing"] == ["part"]


def test_a_page_that_leads_to_the_home_page_now_is_not_said_to_have_moved(site: Path) -> None:
    gone = make_record(
        OLD,
        state=LinkState.SOFT_404,
        reason="it leads to the home page",
        to="https://old.example/",
        permanent=True,
    )
    write_ledger(site, [gone])
    said = report(site)
    assert "since 2026-02-01: it leads to the home page" in said
    assert "moved for good" not in said


def test_of_publishers_that_share_a_host_each_has_its_own_pages(site: Path) -> None:
    other = (
        "publisher: Q\nresources:\n  - {id: q, title: Q, url: 'https://old.example/q#top'}\n"
        "  - {id: alone, title: Alone, url: 'https://alone.example/'}\n"
    )
    (site / "content/resources/q.yaml").write_text(other)
    rows = json.loads(report(site, "--format", "json"))["publishers"]
    counts = {row["publisher"]: row["links"] for row in rows}
    assert counts == {"P": 1, "Q": 2, "old.example": 1, "sold.example": 1}
