"""`ssg review` on the files of a new site."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command import ROOT, ssg, ssg_without_rights

GUIDE = "content/guides/sleeping-well.md"
THREAD = "content/threads/how-much-sleep-do-i-need.md"
NOW = "2026-11-01T12:00"
DIGEST = "  digest: "


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site, which no test changes."""
    folder = tmp_path_factory.mktemp("new") / "site"
    assert ssg("init", folder).returncode == 0
    reviewer = folder / "content/people/rivera.yaml"
    reviewer.write_text("id: rivera\nname: Dr. Rivera\n")
    return folder


@pytest.fixture
def site(new_site: Path, tmp_path: Path) -> Path:
    return shutil.copytree(new_site, tmp_path / "site")


def review(site: Path, *arguments: str | Path) -> tuple[int, str, str]:
    files = [site / one if str(one).startswith("content/") else one for one in arguments]
    ended = ssg("--site", site, "review", *files)
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stdout, ended.stderr


def record(site: Path, *arguments: str | Path) -> str:
    code, out, err = review(site, *arguments, "--by", "rivera", "--now", NOW)
    assert (code, out) == (0, "")
    return err


def refuse(site: Path, *arguments: str | Path) -> str:
    before = files(site)
    code, out, err = review(site, *arguments)
    assert (code, out) == (2, "")
    assert files(site) == before
    return err


def files(site: Path) -> dict[str, bytes]:
    found = (one for one in (site / "content").rglob("*") if one.is_file())
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in found}


def edit(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text()
    assert old in text
    (site / path).write_text(text.replace(old, new))


def check(site: Path) -> str:
    ended = ssg("--site", site, "check", "--now", NOW)
    assert ended.returncode == 0
    return ended.stdout + ended.stderr


def queue(site: Path, now: str = NOW) -> list[dict[str, Any]]:
    code, out, err = review(site, "--queue", "--format", "json", "--now", now)
    assert (code, err) in (
        (0, ""),
        (0, "ssg or its settings have changed; reading all files again\n"),
    )
    found: list[dict[str, Any]] = json.loads(out)
    return found


def git(site: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=site, capture_output=True, check=True, text=True).stdout


def commit(site: Path) -> None:
    git(site, "init", "-q")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "All")


def test_a_review_is_recorded_and_said(site: Path) -> None:
    said = record(site, GUIDE, "--due", "2028-11-01")
    assert (
        said == f"{GUIDE}: reviewed by rivera on 2026-11-01; the next review is due on 2028-11-01\n"
    )
    assert (
        "  by: rivera\n  date: 2026-11-01\n  due: 2028-11-01\n  digest: "
        in (site / GUIDE).read_text()
    )
    assert "W35" not in check(site)


def test_a_changed_text_is_a_warning_until_it_is_reviewed_again(site: Path) -> None:
    record(site, GUIDE)
    edit(site, GUIDE, "Most adults", "Many adults")
    assert f"{GUIDE}:7:7: warning[W35]" in check(site)
    record(site, GUIDE)
    assert "W35" not in check(site)


def test_a_page_says_that_it_has_changed_and_has_no_seal(site: Path) -> None:
    page = site / "output/guides/sleeping-well/index.html"
    home = site / "output/topics/sleep/index.html"
    record(site, GUIDE)
    assert ssg("--site", site, "build", "--now", NOW).returncode == 0
    assert "ssg-review-sealed" in page.read_text()
    assert "ssg-sealed" in home.read_text()
    edit(site, GUIDE, "Most adults", "Many adults")
    assert ssg("--site", site, "build", "--now", NOW).returncode == 0
    assert "Changed since the review of" in page.read_text()
    assert "ssg-review-sealed" not in page.read_text()
    assert "Changed since its review" in home.read_text()


def test_a_minor_change_keeps_the_review_and_is_counted_and_listed(site: Path) -> None:
    record(site, GUIDE)
    edit(site, GUIDE, "Most adults", "Many adults")
    code, out, err = review(site, GUIDE, "--minor", "A word:  “many”", "--now", NOW)
    reason = "A word: “many”"
    assert (code, out) == (0, "")
    assert err == (
        f"{GUIDE}: the review of 2026-11-01 by rivera is kept, for a minor change: {reason}\n"
    )
    said = check(site)
    assert "W35" not in said
    assert "minor changes since reviews: 1" in said
    (entry,) = queue(site)
    assert entry["reasons"] == ["1 minor change since the review"]
    assert entry["minor"] == [{"date": "2026-11-01", "reason": reason}]
    code, out, _ = review(site, "--queue", "--now", NOW)
    assert out == (
        f"{GUIDE}: 1 minor change since the review\n    2026-11-01: {reason}\nNo review to do.\n"
    )


def test_a_build_that_does_nothing_still_counts_minor_changes(site: Path) -> None:
    record(site, GUIDE)
    edit(site, GUIDE, "Most adults", "Many adults")
    assert review(site, GUIDE, "--minor", "x", "--now", NOW)[0] == 0
    for _ in range(3):
        ended = ssg("--site", site, "build", "--now", NOW)
        assert "minor changes since reviews: 1" in ended.stdout


def test_the_queue_has_the_worst_first(site: Path) -> None:
    people = "content/people/sample-reviewer.yaml"
    assert (site / people).exists()
    text = (site / GUIDE).read_text()
    for name in ("overdue", "very-overdue", "soon", "later", "never", "draft", "gone", "broken"):
        (site / f"content/guides/{name}.md").write_text(text)
    record(site, "content/guides/overdue.md", "--date", "2026-01-01", "--due", "2026-10-31")
    record(site, "content/guides/very-overdue.md", "--date", "2026-01-01", "--due", "2026-09-01")
    record(site, "content/guides/soon.md", "--due", "2026-12-31")
    record(site, "content/guides/later.md", "--due", "2027-01-01")
    record(site, GUIDE, THREAD)
    edit(site, THREAD, "feel like enough", "feel enough")
    for name in ("never", "draft", "gone"):
        path = f"content/guides/{name}.md"
        start, end = text.index("review:"), text.index("resources:")
        (site / path).write_text(text[:start] + text[end:])
    edit(site, "content/guides/draft.md", "topics:", "status: draft\ntopics:")
    edit(site, "content/guides/gone.md", "topics:", "expires_on: 2026-01-01\ntopics:")
    edit(site, "content/guides/broken.md", "topics:", "tropics:")
    code, out, err = review(site, "--queue", "--now", NOW)
    assert (code, out.splitlines()) == (0, [
        "content/guides/very-overdue.md: overdue by 61 days",
        "content/guides/overdue.md: overdue by 1 day",
        f"{THREAD}: changed since the review of 2026-11-01",
        "content/guides/draft.md (draft): never reviewed",
        "content/guides/never.md: never reviewed",
        "content/guides/soon.md: due in 60 days",
        "6 reviews to do.",
    ])  # fmt: skip
    assert "Without 1 file that have errors" not in err
    assert "1 file has errors and is left out" in err


def test_several_files_are_changed_or_none(site: Path) -> None:
    said = record(site, GUIDE, THREAD)
    assert len(said.splitlines()) == 2
    (site / "content/guides/broken.md").write_text("---\ntitle: x\n")
    edit(site, GUIDE, "Most adults", "Many adults")
    error = refuse(site, GUIDE, "content/guides/broken.md", "--by", "rivera")
    assert "error: content/guides/broken.md:1:1: F02" in error


def test_a_dry_run_shows_a_diff_and_changes_nothing(site: Path) -> None:
    before = files(site)
    code, out, err = review(site, GUIDE, "--by", "rivera", "--date", "2026-02-01", "--dry-run")
    assert (code, err, files(site)) == (0, "", before)
    assert f"+++ b/{GUIDE}\n" in out
    assert "\n+  date: 2026-02-01\n" in out


def test_a_single_file_may_be_reviewed_before_it_is_committed(site: Path) -> None:
    commit(site)
    edit(site, GUIDE, "Most adults", "Many adults")
    error = refuse(site, GUIDE, THREAD, "--by", "rivera", "--now", NOW)
    assert f"error: {GUIDE} has changes that are not committed" in error
    record(site, GUIDE)
    record(site, GUIDE, THREAD, "--force")


def test_the_day_of_the_review_is_todays_in_the_sites_time_zone(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("timezone: Asia/Tokyo\n")
    code, _, err = review(site, GUIDE, "--by", "rivera", "--now", "2026-11-01T20:00Z")
    assert code == 0
    assert "reviewed by rivera on 2026-11-02" in err


def test_a_review_by_a_layperson_says_that_it_gets_no_seal(site: Path) -> None:
    code, _, err = review(site, GUIDE, "--by", "sample-reviewer", "--now", NOW)
    assert code == 0
    assert "it gets no seal" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no file is named"),
        ([GUIDE], "nobody is named"),
        ([GUIDE, "--by", ""], "nobody is named"),
        ([GUIDE, "--by", "riviera"], "\n  did you mean 'rivera'?"),
        ([GUIDE, "--by", "../people/rivera"], "there is no person"),
        ([GUIDE, "--by", "x\x1b[31m"], "there is no person 'x\\x1b[31m'"),
        ([GUIDE, "--by", "rivera", "--date", "1 May"], "--date: "),
        ([GUIDE, "--by", "rivera", "--date", "2026-11-02"], "--date 2026-11-02 is in the future"),
        ([GUIDE, "--by", "rivera", "--due", "2026-13-01"], "--due: "),
        ([GUIDE, "--by", "rivera", "--due", "2026-11-01"], "--due 2026-11-01 is not after"),
        ([GUIDE, "--by", "rivera", "--minor", "x"], "--minor keeps a review"),
        ([GUIDE, "--minor", "x", "--due", "2028-01-01"], "--minor keeps a review"),
        ([GUIDE, "--minor", "  "], "--minor needs a reason"),
        ([GUIDE, "--minor", "x" * 301], "--minor needs a reason"),
        ([GUIDE, "--minor", "x"], "does not know which text it was of"),
        ([THREAD, "--minor", "x"], "has no review"),
        (["content/topics/sleep.md", "--by", "rivera"], "is not a guide or thread"),
        (["content/guides", "--by", "rivera"], "is not a guide or thread"),
        (["content/guides/missing.md", "--by", "rivera"], "there is no file or folder"),
        (["content/guides/../../../x.md", "--by", "rivera"], "is not in the site"),
        (["/etc/passwd", "--by", "rivera"], "is not in the site"),
        (["--queue", GUIDE], "--queue takes no file"),
        (["--queue", "--minor", ""], "--queue takes no file"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused(site: Path, arguments: list[str], message: str) -> None:
    assert message in refuse(site, *arguments, "--now", NOW)


def test_odd_files_are_refused(site: Path) -> None:
    guides = site / "content/guides"
    (guides / "link.md").symlink_to(guides / "sleeping-well.md")
    (guides / "folder.md").mkdir()
    (guides / "empty.md").touch()
    (guides / "latin.md").write_bytes(b"---\ntitle: \xe9\n---\n")
    for name, message in (
        ("link", "is a symbolic link"),
        ("folder", "folder.md"),
        ("empty", "F01 the file has no front matter"),
        ("latin", "T01 byte 0xe9 is not UTF-8"),
    ):
        assert message in refuse(site, f"content/guides/{name}.md", "--by", "rivera")


def test_a_folder_that_cannot_be_written_is_an_error(site: Path) -> None:
    (site / "content/guides").chmod(0o500)
    ended = ssg_without_rights("--site", site, "review", site / GUIDE, "--by", "rivera")
    (site / "content/guides").chmod(0o700)
    assert ended.returncode == 2
    assert "Permission denied" in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has such a device")
@pytest.mark.parametrize(
    ("redirection", "code"), [(">/dev/full", 2), (">&-", 0), ("| true", 0)], ids=str
)
@pytest.mark.parametrize("arguments", ["--queue", f"{GUIDE} --by rivera --dry-run"], ids=str)
def test_output_that_nobody_takes_is_no_bug(
    site: Path, arguments: str, redirection: str, code: int
) -> None:
    command = f"{sys.executable} -m ssg review {arguments} {redirection}"
    ended = subprocess.run(
        ["bash", "-c", command], cwd=site, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr
    assert ("the output cannot be written: No space" in ended.stderr) is (code == 2)


def test_a_site_that_cannot_be_read_is_an_error(site: Path, tmp_path: Path) -> None:
    assert "S01" not in refuse(site, GUIDE, "--by", "rivera", "--now", "never")
    ended = ssg("--site", tmp_path, "review", "--queue")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "site.yaml" in ended.stderr
    ended = ssg("--site", tmp_path, "review", site / GUIDE, "--by", "rivera")
    assert ended.returncode == 2


def test_words_of_authors_cannot_control_the_terminal(site: Path) -> None:
    record(site, GUIDE)
    edit(site, GUIDE, "Most adults", "Many adults")
    assert review(site, GUIDE, "--minor", "a\u202eb", "--now", NOW)[0] == 0
    code, out, _ = review(site, "--queue", "--now", NOW)
    assert code == 0
    assert "\u202e" not in out
    assert "a\\u202eb" in out
