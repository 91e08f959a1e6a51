"""`ssg clear`, and what becomes of a warning that was cleared."""

import sqlite3
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command import ssg, ssg_without_rights
from tests.test_broken_sites import NOW, written

LINKS = "See [b](https://b.example) and\n[c](https://c.example).\n"
GUIDE = f"---\ntitle: Sleeping badly # or not\ntopics: [sleep]\n---\n\n{LINKS}"
FILE = "content/guides/a.md"


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    return written(tmp_path, {FILE: GUIDE})


def clear(site: Path, place: str, *arguments: str) -> CompletedProcess[str]:
    command = ("--site", site, "clear", site / place, "--now", NOW)
    return ssg(*command, *arguments, *(() if "--reason" in arguments else ("--reason", "fine")))


def check(site: Path, *arguments: str) -> CompletedProcess[str]:
    return ssg("--site", site, "check", "--now", NOW, *arguments)


def test_a_cleared_warning_is_counted_and_listed_with_its_reason(site: Path) -> None:
    ended = clear(site, f"{FILE}:6", "--reason", "their own: a 'page' #1")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"{FILE}:6:5: cleared[W04] no resource file lists https://b.example\n"
    text = (site / FILE).read_text()
    head, body = text.split("cleared:\n")[0], text.rpartition("---\n")[2]
    assert (head, body) == (GUIDE.rpartition("---\n")[0], f"\n{LINKS}")
    ended = check(site)
    assert "https://b.example" not in ended.stderr
    assert "no resource file lists https://c.example" in ended.stderr
    assert "cleared: 1 warning\n" in ended.stdout
    listed = check(site, "--cleared").stderr
    assert "cleared[W04] no resource file lists https://b.example" in listed
    assert "cleared: their own: a 'page' #1" in listed


def test_cleared_warnings_do_not_keep_a_strict_build_from_publishing(site: Path) -> None:
    build = ("--site", site, "build", "--strict", "--now", NOW)
    for place, code in ((f"{FILE}:7", "W04"), (f"{FILE}:10", "W04"), (FILE, "W01")):
        assert ssg(*build).returncode == 1
        assert clear(site, place, "--code", code).returncode == 0
    ended = ssg(*build)
    assert (ended.returncode, "cleared: 3 warnings" in ended.stdout) == (0, True)
    # What the next build finds out without reading anything is the same.
    assert "cleared: 3 warnings" in ssg(*build).stdout
    assert not any(b"fine" in file.read_bytes() for file in (site / "output").rglob("*.html"))


def test_a_changed_line_is_reported_again_and_so_is_its_clearing(site: Path) -> None:
    clear(site, f"{FILE}:6")
    text = (site / FILE).read_text()
    (site / FILE).write_text(text.replace("See [b]", "Look at [b]"))
    ended = check(site)
    assert "no resource file lists https://b.example" in ended.stderr
    assert f"{FILE}:5:5: warning[W40]" in ended.stderr
    assert check(site, "--strict").returncode == 1


def test_a_draft_keeps_its_clearings_and_none_of_its_words_are_stored(site: Path) -> None:
    clear(site, f"{FILE}:6", "--reason", "xyzzy")
    text = (site / FILE).read_text()
    (site / FILE).write_text(text.replace("topics:", "status: draft\ntopics:"))
    for _ in range(2):
        assert "W40" not in check(site).stderr
    ended = check(site, "--drafts")
    assert ("W40" in ended.stderr, "cleared: 1 warning" in ended.stdout) == (False, True)
    check(site)
    assert b"xyzzy" not in (site / ".ssg/store.sqlite").read_bytes()
    with sqlite3.connect(site / ".ssg/store.sqlite") as store:
        paths = [path for (path,) in store.execute("SELECT path FROM documents")]
    store.close()
    assert FILE not in paths


def test_a_person_and_a_file_of_resources_can_clear_theirs(tmp_path: Path) -> None:
    resources = (
        "publisher: A library\nresources:\n- id: tea\n  title: Tea\n  url: https://a.example"
    )
    site = written(tmp_path, {"content/resources/library.yaml": resources})
    assert clear(site, "content/resources/library.yaml:3").returncode == 0
    assert (site / "content/resources/library.yaml").read_text().startswith(f"{resources}\n")
    assert check(site, "--strict").returncode == 0


def test_a_dry_run_shows_the_change_and_makes_none(site: Path) -> None:
    ended = clear(site, f"{FILE}:6", "--dry-run")
    assert "+  - code: W04" in ended.stdout
    assert (site / FILE).read_text() == GUIDE


@pytest.mark.parametrize(
    ("place", "arguments", "message"),
    [
        (f"{FILE}:1", ("--code", "W04"), "there is no such warning in content/guides/a.md"),
        (f"{FILE}:1", ("--code", "W99"), "there is no code W99"),
        (f"{FILE}:1", ("--code", "R01"), "R01 is an error, which cannot be cleared"),
        (f"{FILE}:1", ("--code", "w40"), "W40 is about a clearing, which cannot be cleared"),
        (FILE, (), "there are 3 warnings there: 1:1 W01, 6:5 W04, 7:1 W04"),
        ("site.yaml:1", (), "warnings about site.yaml cannot be cleared"),
        ("content/guides/nowhere.md:1", (), "there is no file or folder"),
        (f"{FILE}:6", ("--reason", " "), "--reason is empty"),
        (f"{FILE}:6", ("--reason", "\x1b[31m"), "--reason contains a control character"),
        ("../site:1", (), "warnings about . cannot be cleared"),
        ("content:1", (), "warnings about content cannot be cleared"),
    ],
)
def test_what_cannot_be_cleared_is_refused_with_the_reason(
    site: Path, place: str, arguments: tuple[str, ...], message: str
) -> None:
    ended = clear(site, place, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr
    assert (site / FILE).read_text() == GUIDE


def test_an_error_or_a_cleared_warning_cannot_be_cleared(site: Path) -> None:
    (site / FILE).write_text(GUIDE.replace("[sleep]", "[slep]"))
    assert "R01 cannot be cleared" in clear(site, f"{FILE}:3").stderr
    (site / FILE).write_text(GUIDE)
    clear(site, f"{FILE}:6")
    assert "this warning is cleared already" in clear(site, f"{FILE}:10").stderr


def test_a_file_that_cannot_be_written_is_named(site: Path) -> None:
    (site / "content/guides").chmod(0o555)
    options = ("--now", NOW, "--reason", "fine")
    ended = ssg_without_rights("--site", site, "clear", site / f"{FILE}:6", *options)
    (site / "content/guides").chmod(0o755)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "Permission denied" in ended.stderr
