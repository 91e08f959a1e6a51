"""`ssg check` for programs, for a part of a site, for a branch, and with its fixes."""

import json
import shutil
import subprocess
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.command import ssg
from tests.test_broken_sites import NOW, SITE, THREAD, written

BAD = THREAD.replace("[sleep]", "[slep]")
GUIDE = "---\ntitle: Sleeping badly\ntopics: [sleep]\n---\n\nRead [this](../threads/a.md).\n"


def check(site: Path, *arguments: str | Path, cwd: Path | None = None) -> CompletedProcess[str]:
    return ssg("--site", site, "check", "--now", NOW, *arguments, cwd=cwd)


def codes(site: Path, *arguments: str | Path) -> list[str]:
    """The codes and lines of what is reported."""
    found = json.loads(check(site, "--format", "json", *arguments).stdout)["diagnostics"]
    return [f"{one['path'].removeprefix('content/')} {one['code']}" for one in found]


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


def committed(folder: Path, files: dict[str, str], *, below: str = "") -> Path:
    """A site in a repository, in its folder `below`."""
    site = written(folder, {".gitignore": ".ssg/\noutput/\n", **files})
    if below:
        top = folder / "repository"
        top.mkdir()
        shutil.move(site, top / below)
        site = top / below
    git(site if not below else site.parent, "init", "--quiet", "--initial-branch=main")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "-m", "before")
    git(site, "checkout", "--quiet", "-b", "branch")
    return site


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit", "github"])
def test_a_document_is_all_of_the_standard_output(form: str, tmp_path: Path) -> None:
    site = written(tmp_path, {"content/threads/b.md": BAD})
    ended = check(site, "--format", form)
    assert (ended.returncode, "Found 1 error." in ended.stderr) == (1, True)
    document: Any = ended.stdout
    if form == "junit":
        assert ET.fromstring(document).attrib["failures"] == "1"
    elif form == "github":
        assert document.startswith("::error file=content/threads/b.md,line=4,col=10,title=R01")
    else:
        document = json.loads(document)
    assert check(site, "--format", form).stdout == ended.stdout


def test_paths_in_documents_start_at_the_top_of_the_repository(tmp_path: Path) -> None:
    site = committed(tmp_path, {"content/threads/b.md": BAD}, below="my site")
    (line,) = check(site, "--format", "github").stdout.splitlines()
    assert "file=my site/content/threads/b.md," in line
    (entry,) = json.loads(check(site, "--format", "gitlab").stdout)
    assert entry["location"]["path"] == "my site/content/threads/b.md"


def test_paths_limit_what_is_reported_and_what_fails(tmp_path: Path) -> None:
    site = written(tmp_path, {"content/threads/b.md": BAD, "content/guides/c.md": GUIDE})
    assert codes(site) == ["guides/c.md W01", "threads/b.md R01"]
    assert codes(site, site / "content/guides") == ["guides/c.md W01"]
    assert codes(site, site / "content/guides/c.md", site / "content/threads/a.md") == [
        "guides/c.md W01"
    ]
    assert codes(site, site) == codes(site)
    ended = check(site, site / "content/guides")
    assert ended.returncode == 0
    assert "1 problem elsewhere: 'ssg check' lists all." in ended.stderr
    assert check(site, "content/threads", cwd=site).returncode == 1


@pytest.mark.parametrize(
    ("path", "message"),
    [("nowhere.md", "there is no file or folder"), ("..", "is not in the site"), ("/", "is not")],
)
def test_a_path_that_is_not_in_the_site_is_refused(path: str, message: str, tmp_path: Path) -> None:
    site = written(tmp_path, {})
    ended = check(site, path, cwd=site)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr


@pytest.mark.parametrize("below", ["", "docs"])
def test_a_branch_answers_for_what_it_changed_and_broke(below: str, tmp_path: Path) -> None:
    files = {
        "content/threads/b.md": THREAD,
        "content/threads/old.md": BAD,
        "content/guides/c.md": GUIDE,
        "content/guides/d.md": GUIDE.replace("(../threads/a.md)", "(nowhere.md)"),
    }
    site = committed(tmp_path, files, below=below)
    assert codes(site, "--changed-since", "main") == []
    assert codes(site) == [
        "guides/c.md W01",
        "guides/d.md W01",
        "guides/d.md R06",
        "threads/old.md R01",
    ]
    # A deleted file breaks links elsewhere; a new one, and one that is not committed, count too.
    git(site, "rm", "--quiet", "content/threads/a.md")
    git(site, "commit", "--quiet", "-m", "after")
    (site / "content/threads/b.md").write_text(BAD)
    (site / "content/threads/new é.md").write_text(THREAD)
    assert codes(site, "--changed-since", "main") == [
        "guides/c.md R06",
        "threads/b.md R01",
        "threads/new é.md A04",
    ]
    assert codes(site, "--changed-since", "main", site / "content/guides") == ["guides/c.md R06"]
    assert check(site, "--changed-since", "main").returncode == 1


def test_a_branch_does_not_answer_for_what_was_committed_elsewhere(tmp_path: Path) -> None:
    site = committed(tmp_path, {"content/threads/b.md": THREAD})
    git(site, "checkout", "--quiet", "main")
    (site / "content/threads/b.md").write_text(BAD)
    git(site, "commit", "--quiet", "--all", "-m", "elsewhere")
    git(site, "checkout", "--quiet", "branch")
    assert codes(site, "--changed-since", "main") == []


def test_a_second_mistake_of_a_kind_in_a_file_that_was_not_touched_is_new(tmp_path: Path) -> None:
    two = GUIDE.replace("(../threads/a.md)", "(../threads/b.md) and [it](../threads/b.md)")
    files = {"content/threads/b.md": THREAD, "content/guides/c.md": two}
    site = committed(tmp_path, files)
    (site / "content/threads/b.md").unlink()
    assert codes(site, "--changed-since", "main") == ["guides/c.md R06", "guides/c.md R06"]


@pytest.mark.parametrize("name", ["nowhere", "--all", "main:site.yaml", ""])
def test_what_is_no_revision_is_refused(name: str, tmp_path: Path) -> None:
    ended = check(committed(tmp_path, {}), f"--changed-since={name}")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"there is no revision '{name}'" in ended.stderr


def test_without_a_repository_or_a_common_commit_there_is_nothing_to_compare(
    tmp_path: Path,
) -> None:
    site = written(tmp_path, {})
    ended = check(site, "--changed-since", "main")
    assert (ended.returncode, "is not in a git repository" in ended.stderr) == (2, True)
    other = committed(tmp_path / "other", {})
    git(other, "checkout", "--quiet", "--orphan", "new")
    git(other, "commit", "--quiet", "--allow-empty", "-m", "other")
    ended = check(other, "--changed-since", "main")
    assert (ended.returncode, "no commit in common" in ended.stderr) == (2, True)


def test_safe_fixes_are_made_once_and_what_is_left_is_reported(tmp_path: Path) -> None:
    start = "\ufeff" + BAD.replace("title: ", "titel: ").replace("\n", "\r\n")
    other = GUIDE.replace("(../threads/a.md)", "(../threads/a.md#nowhere)")
    site = written(tmp_path, {"content/guides/c.md": other})
    (site / "content/threads/b.md").write_bytes(start.encode())
    shown = check(site, "--fix", "--dry-run")
    assert shown.stdout.count("\n+") == 3
    assert (site / "content/threads/b.md").read_bytes() == start.encode()
    ended = check(site, "--fix")
    expected = start.replace("slep", "sleep").replace("titel", "title")
    assert (site / "content/threads/b.md").read_bytes() == expected.encode()
    assert "content/threads/b.md:2:1: fixed[F06] unknown field 'titel'" in ended.stderr
    assert "Fixed 2 problems in 1 file." in ended.stderr
    assert ended.returncode == 1
    assert "error[R07]" in ended.stderr
    again = check(site, "--fix")
    assert "ixed" not in again.stderr
    assert (site / "content/threads/b.md").read_bytes() == expected.encode()


def test_a_fix_is_known_of_a_file_that_was_read_in_an_earlier_run(tmp_path: Path) -> None:
    text = THREAD.replace("at six.", "at six.\n[tea]: https://tea.example")
    site = written(tmp_path, {"content/threads/b.md": text})
    assert "warning[W12]" in check(site).stderr
    assert "fixed[W12]" in check(site, "--fix").stderr
    mended = text.replace("\n[tea]", "\n\n[tea]")
    assert (site / "content/threads/b.md").read_text() == mended
    assert "No problems found." in check(site, "--fix").stdout


def test_what_could_have_been_meant_in_two_ways_is_left_to_the_editor(tmp_path: Path) -> None:
    topic = "---\ntitle: Sleep\n---\n"
    files = {"content/topics/sleep-b.md": topic, "content/topics/sleep-c.md": topic}
    text = THREAD.replace("[sleep]", "[sleep-a]")
    site = written(tmp_path, {**files, "content/threads/b.md": text})
    ended = check(site, "--fix")
    assert "fixed[" not in ended.stderr
    assert "did you mean" in ended.stderr
    assert (site / "content/threads/b.md").read_text() == text


def test_fixes_spare_what_git_could_not_bring_back(tmp_path: Path) -> None:
    site = committed(tmp_path, {})
    (site / "content/threads/a.md").write_text(BAD)
    ended = check(site, "--fix")
    assert (ended.returncode, "--force" in ended.stderr) == (2, True)
    assert (site / "content/threads/a.md").read_text() == BAD
    assert check(site, "--fix", "--force").returncode == 0
    assert (site / "content/threads/a.md").read_text() == THREAD


@pytest.mark.parametrize("option", ["--dry-run", "--force"])
def test_an_option_of_fixes_needs_them(option: str, tmp_path: Path) -> None:
    ended = check(written(tmp_path, {}), option)
    assert (ended.returncode, f"{option} goes with --fix" in ended.stderr) == (2, True)


def test_a_site_may_take_a_warning_for_an_error_and_change_its_mind(tmp_path: Path) -> None:
    site = written(tmp_path, {"content/guides/c.md": GUIDE})
    build = ("--site", site, "build", "--now", NOW)
    # Each time from what the run before has kept.
    for settings, code, word in (
        ("", 0, "warning[W01]"),
        ("checks: {errors: [W01]}\n", 1, "error[W01]"),
        ("checks: {errors: [W02]}\n", 0, "warning[W01]"),
    ):
        (site / "site.yaml").write_text(SITE + settings)
        for ended in (check(site), ssg(*build), ssg(*build)):
            assert (ended.returncode, word in ended.stderr) == (code, True)


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    site = written(tmp_path, {"content/threads/b.md": BAD})
    command = f"ssg --site {site} check --format json | head -c 1"
    ended = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
