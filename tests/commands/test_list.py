"""`ssg list` as people run it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree

SITE = "title: Night and day\nurl: https://example.org\n"
FILES = {
    "topics/health.md": "---\ntitle: Health\n---\n",
    "topics/sleep.md": "---\ntitle: Sleep\nparent: health\n---\n",
    "threads/coffee.md": (
        "---\ntitle: Coffee?\nasked: 2026-01-10\ntopics: [sleep]\n---\n\nI drink coffee.\n\n"
        "## Answer\n\n```yaml\nposted: 2026-01-11\nperson: lind\nrole: clinician\n```\n\nTea.\n\n"
        "## Answer\n\n```yaml\nposted: 2026-01-12\nremoved: {date: 2026-01-13, reason: spam}\n```\n"
    ),
    "threads/tea.md": (
        "---\ntitle: Tea?\nasked: 2026-02-10T08:00\ntopics: [health]\nlang: es\n---\n\nI drink.\n"
    ),
    "threads/naps.md": (
        "---\ntitle: Naps?\nasked: 2025-02-10\ntopics: [sleep]\nstatus: draft\n---\n\nI nap.\n"
    ),
    "threads/later.md": (
        "---\ntitle: Later?\nasked: 2026-02-11\ntopics: [health]\npublish_on: 2030-01-01\n"
        "---\n\nL.\n"
    ),
    "threads/broken.md": "no front matter\n",
    "guides/sleeping.md": (
        "---\ntitle: Sleeping\ntopics: [sleep]\n"
        "review: {by: lind, date: 2025-01-01, due: 2026-01-01}\n---\n\nRest.\n"
    ),
    "guides/resting.md": "---\ntitle: Resting\ntopics: [sleep]\n---\n\nRest.\n",
    "people/lind.yaml": "id: lind\nname: Sample Lind\n",
    "resources/library.yaml": (
        "publisher: The Library\nresources:\n  - id: a\n    title: =1+1\n    url: https://a.example\n"
    ),
}


@pytest.fixture(name="site")
def made_site(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text(SITE)
    for path, text in FILES.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text)
    return tmp_path


def ids(site: Path, *arguments: str) -> list[str]:
    finished = ssg("--site", site, "list", *arguments, "--format", "json", "--now", "2026-03-01")
    assert finished.returncode == 0, finished.stderr
    return [one["id"] for one in json.loads(finished.stdout)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("--where state=draft", ["naps"]),
        ("--where state=scheduled", ["later"]),
        ("threads --where state=failed", ["broken"]),
        ("--where review=overdue", ["sleeping"]),
        ("guides --where review=never", ["resting"]),
        ("guide --where review.by=lind", ["sleeping"]),
        ("threads --where answers=0 --where state=published", ["tea"]),
        ("threads --where answers=1", ["coffee"]),
        ("threads --where topics=sleep", ["coffee", "naps"]),
        ("threads --where topics=health --sort asked", ["naps", "coffee", "tea", "later"]),
        ("--where people=lind", ["sleeping", "coffee"]),
        ("threads --where lang=es", ["tea"]),
        ("threads --where lang=en --where state=published", ["coffee"]),
        ("threads --where asked=2026-02 --sort id", ["later", "tea"]),
        ("threads --where title=COFFEE?", ["coffee"]),
        ("guides --where review.due=", ["resting"]),
        ("resources --where publisher=the.library", []),
        ("topics --where parent=health", ["sleep"]),
    ],
)
def test_it_answers_everyday_questions(site: Path, arguments: str, expected: list[str]) -> None:
    assert ids(site, *arguments.split()) == expected


def test_a_table_names_the_fields_that_were_asked_for(site: Path) -> None:
    finished = ssg("--site", site, "list", "threads", "--where", "answers=1")
    assert finished.stdout == (
        "path                       state      title    answers\n"
        "content/threads/coffee.md  published  Coffee?  1\n"
    )
    assert finished.stderr == "1 document\n"


def test_it_writes_nothing(site: Path) -> None:
    before = tree(site)
    assert ids(site)
    assert tree(site) == before
    assert not (site / ".ssg").exists()


def test_it_gives_the_same_with_a_cache_and_without_and_sees_each_edit(site: Path) -> None:
    (site / "content/threads/broken.md").unlink()
    before = ssg("--site", site, "list", "--format", "json", "--now", "2026-03-01").stdout
    assert ssg("--site", site, "build", "--now", "2026-03-01").returncode == 0
    after = ssg("--site", site, "list", "--format", "json", "--now", "2026-03-01").stdout
    assert after == before
    file = site / "content/threads/tea.md"
    file.write_text(file.read_text().replace("Tea?", "Cocoa?"))
    (site / "content/guides/resting.md").unlink()
    assert ids(site, "--where", "title=Cocoa?") == ["tea"]
    assert ids(site, "guides") == ["sleeping"]


@pytest.mark.parametrize("damage", [b"", b"not a database" * 99, None])
def test_a_cache_that_cannot_be_read_is_passed_over(site: Path, damage: bytes | None) -> None:
    (site / ".ssg").mkdir()
    store = site / ".ssg/store.sqlite"
    if damage is None:
        store.mkdir()
    else:
        store.write_bytes(damage)
    assert ids(site, "guides") == ["resting", "sleeping"]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["--where", "stat=draft"], "there is no field 'stat'", "did you mean 'state'?"),
        (["topics", "--sort", "answers"], "there is no field 'answers' of topics", ""),
        (["--where", "draft"], "--where: 'draft' has no '='", "write --where FIELD=VALUE"),
        (["--where", "\x1b[2J=1"], "there is no field '\\x1b[2J'", "known fields: path"),
        (["posts"], "'posts' is not one of: threads", ""),
    ],
)
def test_what_it_does_not_know_is_an_error(
    site: Path, arguments: list[str], message: str, hint: str
) -> None:
    finished = ssg("--site", site, "list", *arguments)
    assert finished.returncode == 2
    assert message in finished.stderr
    assert hint in finished.stderr
    assert "\x1b" not in finished.stderr


def test_csv_holds_no_formula(site: Path) -> None:
    finished = ssg("--site", site, "list", "resources", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(finished.stdout))
    assert row["title"] == "'=1+1"
    assert (row["publisher"], row["url"]) == ("The Library", "https://a.example")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_title_cannot_control_a_terminal(site: Path, form: str) -> None:
    text = FILES["guides/resting.md"].replace("Resting", '"R\\u202eting\\x9b"')
    (site / "content/guides/resting.md").write_text(text)
    finished = ssg("--site", site, "list", "guides", "--format", form)
    assert "R\\u202eting" in finished.stdout
    assert not {"\u202e", "\x9b"} & set(finished.stdout)
    if form == "json":
        titles = [one["title"] for one in json.loads(finished.stdout)]
        assert "R\u202eting\x9b" in titles


def test_json_has_every_field_of_the_golden_site() -> None:
    finished = ssg("--site", ROOT / "tests/site", "list", "--format", "json")
    listed = json.loads(finished.stdout)
    assert {one["kind"] for one in listed} == {
        "threads", "guides", "topics", "pages", "resources", "people"
    }  # fmt: skip
    assert all(one["path"].startswith("content/") for one in listed)


def test_a_reader_that_ends_early_or_is_not_there_is_no_error(site: Path) -> None:
    command = f"{sys.executable} -m ssg --site {site} list"
    for ending in ("| head -1", ">&-"):
        done = subprocess.run(
            ["bash", "-c", f"{command} {ending}"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "Traceback" not in done.stderr


def test_a_folder_that_is_no_site_is_an_error(tmp_path: Path) -> None:
    finished = ssg("--site", tmp_path, "list")
    assert finished.returncode == 2
    assert "there is no site.yaml" in finished.stderr


def test_odd_files_are_listed_as_failed(site: Path) -> None:
    shutil.rmtree(site / "content/guides")
    (site / "content/guides").mkdir()
    (site / "content/guides/empty.md").touch()
    (site / "content/guides/text.md").write_bytes(b"\xff\xfe\x00")
    (site / "content/guides/marked.md").write_bytes(
        b"\xef\xbb\xbf---\r\ntitle: Marked\r\ntopics: [sleep]\r\n---\r\n\r\nText.\r\n"
    )
    assert ids(site, "guides", "--where", "state=failed") == ["empty", "text"]
    assert ids(site, "guides", "--where", "title=Marked") == ["marked"]
