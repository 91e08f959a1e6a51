"""`ssg links fix` writes the new addresses of pages that have moved for good."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.editing.journal import journal_file
from ssg.ledger import parse_ledger, read_ledger, write_ledger
from tests.command import ROOT, ssg
from tests.commands.links_site import OLD, write_site
from tests.ledger import make_moved, make_record

NEW = "https://www.old.example/new/page"
MOVED = make_moved(OLD, NEW, last_good="2026-02-20", status=200)
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


def commit(site: Path) -> None:
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *names, *command], cwd=site, check=True)


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
    assert records[MOVED.to] == make_record(NEW, last_good="2026-02-20", status=200)
    assert FOR_NOW.url in records


_KILLED = """
import os, signal, sys
from ssg.editing import journal

def write_file(*arguments, left=[int(sys.argv[1])], write=journal.write_file, **options):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    write(*arguments, **options)

journal.write_file = write_file
from ssg.cli import cli
cli(["--site", sys.argv[2], "links", "fix"])
"""


@pytest.mark.parametrize("written", range(7))
def test_after_a_kill_the_next_command_makes_the_rest_with_the_ledger(
    site: Path, written: int
) -> None:
    command = [sys.executable, "-c", _KILLED, str(written), str(site)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    ended = ssg("--site", site, "check", "--now", "2026-03-01")
    assert "Finished an edit of 7 files that was interrupted:" in ended.stderr
    assert NEW in read_ledger(site).records
    assert "There is nothing to fix." in fix(site)[1]
    assert not journal_file(site).exists()


def test_a_ledger_that_is_not_committed_can_be_changed(site: Path) -> None:
    commit(site)
    write_ledger(site, [MOVED])
    assert fix(site)[0] == 0


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
    commit(site)
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
