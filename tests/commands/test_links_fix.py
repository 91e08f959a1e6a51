"""`ssg links fix` writes the new addresses of pages that have moved for good."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.ledger import LinkRecord, LinkState, parse_ledger, read_ledger, write_ledger
from tests.command import ssg
from tests.commands.links_site import OLD, write_site

MOVED = LinkRecord(
    url=OLD,
    state=LinkState.MOVED,
    checked="2026-02-20",
    since="2026-02-01",
    last_good="2026-02-20",
    status=200,
    to="https://www.old.example/new/page",
    permanent=True,
)
ELSEWHERE = replace(MOVED, url="https://sold.example/a", to="https://casino.example/a")
HOME = replace(MOVED, url="https://old.example/other", to="https://www.old.example/")
FOR_NOW = replace(MOVED, url="https://old.example/for-now", permanent=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path)
    write_ledger(tmp_path, [MOVED, ELSEWHERE, HOME, FOR_NOW])
    return tmp_path


def fix(site: Path, *options: str) -> tuple[int, str]:
    ended = ssg("--site", site, "links", "fix", *options)
    return ended.returncode, ended.stdout + ended.stderr


def read_all(site: Path) -> dict[str, str]:
    files = [site / "site.yaml", *(site / "content").rglob("*.*")]
    return {str(file.relative_to(site)): file.read_bytes().decode() for file in files}


def test_every_place_gets_the_new_address_and_every_other_byte_stays(site: Path) -> None:
    before = read_all(site)
    code, said = fix(site)
    assert code == 0, said
    assert read_all(site) == {
        path: text.replace("code https://old.example/page", "KEPT")
        .replace("https://old.example/page", "https://www.old.example/new/page")
        .replace("KEPT", "code https://old.example/page")
        for path, text in before.items()
    }
    assert "Fixed 19 links in 6 files, at these places:" in said
    assert "content/guides/g.md:6:26: https://old.example/page → https://www" in said


def test_the_ledger_has_the_record_under_the_new_address(site: Path) -> None:
    fix(site)
    records = read_ledger(site).records
    assert records[MOVED.to] == LinkRecord(
        url=MOVED.to,
        state=LinkState.OK,
        checked="2026-02-20",
        since="2026-02-01",
        last_good="2026-02-20",
        status=200,
    )
    assert FOR_NOW.url in records


def test_what_leads_to_another_host_is_listed_and_stays(site: Path) -> None:
    _, said = fix(site)
    assert "https://sold.example/a → https://casino.example/a" in said
    assert "https://sold.example/a" in read_all(site)["content/threads/t.md"]


@pytest.mark.parametrize("options", [["https://sold.example/a"], ["--other-hosts"]])
def test_it_is_fixed_where_an_editor_says_so(site: Path, options: list[str]) -> None:
    assert fix(site, *options)[0] == 0
    assert "https://casino.example/a" in read_all(site)["content/threads/t.md"]


@pytest.mark.parametrize("url", [HOME.url, FOR_NOW.url, "https://nobody.example/"])
def test_what_has_not_moved_for_good_cannot_be_named(site: Path, url: str) -> None:
    before = read_all(site)
    code, said = fix(site, url)
    assert code == 2
    assert url in said
    assert read_all(site) == before


def test_a_dry_run_shows_a_diff_and_changes_nothing(site: Path) -> None:
    before, ledger = read_all(site), (site / "links.jsonl").read_bytes()
    _, said = fix(site, "--dry-run")
    assert "+    url: https://www.old.example/new/page" in said
    assert read_all(site) == before
    assert (site / "links.jsonl").read_bytes() == ledger


def test_a_file_that_is_not_committed_is_not_changed_without_force(site: Path) -> None:
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *names, *command], cwd=site, check=True)
    person = site / "content/people/ann.yaml"
    person.write_text(f"{person.read_text()}# changed\n")
    code, said = fix(site)
    assert code == 2
    assert "people/ann.yaml has changes that are not committed" in said
    assert fix(site, "--force")[0] == 0


def test_a_review_that_held_still_holds(site: Path) -> None:
    assert (
        ssg(
            "--site", site, "review", site / "content/guides/g.md", "--by", "ann", "--force"
        ).returncode
        == 0
    )
    assert "digest" in (site / "content/guides/g.md").read_text()
    assert fix(site, "--force")[0] == 0
    assert "W35" not in ssg("--site", site, "check", "--now", "2026-03-01").stderr


def test_a_file_with_errors_is_named_and_the_others_are_fixed(site: Path) -> None:
    guide = site / "content/guides/g.md"
    guide.write_bytes(guide.read_bytes().replace(b"title: G", b"title: G\r\nunknown: x"))
    code, said = fix(site)
    assert code == 1
    assert "Not changed: content/guides/g.md: it has errors" in said
    assert OLD in guide.read_text()
    assert OLD in parse_ledger((site / "links.jsonl").read_bytes()).records


def test_a_ledger_with_a_merge_conflict_is_an_error_that_says_so(site: Path) -> None:
    ledger = site / "links.jsonl"
    ledger.write_bytes(b"<<<<<<< HEAD\n" + ledger.read_bytes())
    code, said = fix(site)
    assert code == 2
    assert "links.jsonl:1: this line is no record of a link" in said
