"""Every mistake, made on purpose: one tiny site each, and exactly what `ssg check` says of it.

`make snapshots` writes what it says now into each expected.txt. Read the difference as the editor
would who made the mistake, before you keep it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ssg.config import Settings
from ssg.diagnostics import RULES, Severity
from ssg.model.kinds import Kind
from ssg.parse.files import parse_file
from ssg.parse.result import ParseTask
from tests.command import ssg, without_rights
from tests.plugin import install, path_of
from tests.snapshots import Snapshots, kept

BROKEN = Path(__file__).parent / "fixtures" / "broken"
NAMES = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
EXPECTED = "expected.txt"
NOW = "2026-03-01"

# No folder in git can make a process end, or install a plugin; tests below do.
MADE_BELOW = {"T10", "S07"}

SITE = "title: Night and day\nurl: https://example.org\n"
TOPIC = "---\ntitle: Sleep\n---\n"
FIELDS = "title: Does late coffee keep me awake?\nasked: 2026-01-10\ntopics: [sleep]\n"
ANSWER = "\n## Answer\n\n```yaml\nposted: 2026-01-11\n```\n\nTry a cup of herbal tea.\n"
THREAD = f"---\n{FIELDS}---\n\nI drink coffee at six.\n{ANSWER}"
CODE = re.compile(r"\b(?:error|warning)\[(\w+)\]")


def copied(name: str, folder: Path) -> Path:
    return Path(shutil.copytree(BROKEN / name, folder / "site", symlinks=True))


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """A site with `files`, and a clean beginning of one."""
    site = folder / "site"
    sound = {"site.yaml": SITE, "content/topics/sleep.md": TOPIC, "content/threads/a.md": THREAD}
    for path, text in {**sound, **files}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    return site


def run(site: Path, *arguments: str, command: tuple[str, ...] = ()) -> str:
    """The exit code of `ssg`, and what it wrote to both streams, as in an expected.txt."""
    arguments = ("--site", site.name, *arguments, "--now", NOW)
    if command:
        ended = subprocess.run(
            [*command, sys.executable, "-m", "ssg", *arguments],
            cwd=site.parent,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    else:
        # Whichever worker is faster, the order is the same.
        ended = ssg(*arguments, "--jobs", "2", cwd=site.parent)
    text = f"exit {ended.returncode}\n{ended.stderr}--- stdout\n{ended.stdout}"
    return text.replace(f"{site.resolve().parent}/", "")


def lines_with_codes(text: str) -> list[str]:
    """`path:line:column: error[code]` of each diagnostic in `text`."""
    return [line[: found.end()] for line in text.splitlines() if (found := CODE.search(line))]


def expected(name: str) -> str:
    return kept(BROKEN / name / EXPECTED)


def with_errors() -> Iterator[str]:
    for name in NAMES:
        if expected(name).startswith("exit 1\n"):
            yield name


def published(site: Path) -> dict[str, tuple[int, bytes]]:
    """All that is in the output folder but for the lock, which stays where a build began."""
    output = site / "output"
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*")}
    return {
        name: (file.stat().st_mtime_ns, file.read_bytes())
        for name, file in files.items()
        if file.is_file() and name != ".ssg/lock"
    }


# In one process, since the command's start would take longer than all of these builds.
BUILD_ALL = f"""
import json, sys
from ssg.cli import cli
codes = []
for site in sys.argv[1:]:
    try:
        cli.main(["--site", site, "build", "--jobs", "1", "--now", "{NOW}"])
    except SystemExit as end:
        codes.append(end.code)
print(json.dumps(codes))
"""


def test_a_build_with_an_error_writes_nothing(tmp_path: Path) -> None:
    sites = [copied(name, tmp_path / name) for name in with_errors()]
    ended = subprocess.run(
        [sys.executable, "-c", BUILD_ALL, *map(str, sites)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    codes = json.loads(ended.stdout.splitlines()[-1])
    assert dict(zip(sites, codes, strict=True)) == dict.fromkeys(sites, 1)
    assert {str(site): published(site) for site in sites if published(site)} == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_exactly_this(name: str, tmp_path: Path, snapshots: Snapshots) -> None:
    snapshots.expect(BROKEN / name / EXPECTED, run(copied(name, tmp_path), "check"))


def test_each_folder_shows_what_it_is_named_after() -> None:
    for name in NAMES:
        text = expected(name)
        severities = {RULES[code].severity for code in CODE.findall(text)}
        assert text.startswith(f"exit {int(Severity.ERROR in severities)}\n"), name
        assert name.startswith("OK-") or name.partition("-")[0] in CODE.findall(text), name
        assert not (name.startswith("OK-") and severities), name


def test_every_code_has_a_folder() -> None:
    shown = {name.partition("-")[0] for name in NAMES}
    assert set(RULES) - shown == MADE_BELOW


def test_no_leftover_was_lost_on_its_way_through_git() -> None:
    folder = BROKEN / "OK-leftovers"
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"late-coffee.md~", ".late-coffee.md.swp", ".DS_Store", "4913", "tea.md"} <= left


def test_a_build_with_an_error_leaves_the_published_site_as_it_is(tmp_path: Path) -> None:
    site = written(tmp_path, {})
    assert run(site, "build").startswith("exit 0\n")
    before = published(site)
    (site / "content/threads/a.md").write_text(THREAD.replace("[sleep]", "[slep]"))
    (site / "content/threads/b.md").write_text(THREAD)
    assert run(site, "build").startswith("exit 1\n")
    assert published(site) == before
    assert "index.html" in before


def test_strict_takes_a_warning_for_an_error(tmp_path: Path) -> None:
    site = copied("W05-empty-topic", tmp_path)
    assert run(site, "check", "--strict").startswith("exit 1\n")
    assert run(site, "build", "--strict").startswith("exit 1\n")
    assert published(site) == {}
    assert run(site, "check").startswith("exit 0\n")


def test_strict_has_nothing_against_a_clean_site(tmp_path: Path) -> None:
    assert run(written(tmp_path, {}), "check", "--strict").startswith("exit 0\n")


def test_ten_mistakes_are_told_in_one_run_by_file_and_line(tmp_path: Path) -> None:
    fields = "title: Sleeping badly\ntopics: [sleep]\nreview: {by: nobody, date: 2026-01-05}\n"
    tea = THREAD.replace("[sleep]", "[sleep]\nrelated: [b]")
    site = written(
        tmp_path,
        {
            "content/guides/insomnia.md": f"---\n{fields}---\n\nRead [on](naps.md).\n",
            "content/media/late coffee.txt": "coffee\n",
            "content/people/sample-lind.yaml": "id: sample-lynd\nname: Sample Lind\n",
            "content/resources/library.yaml": "publisher: A library: the old one\n",
            "content/threads/coffee.md": THREAD.replace("2026-01-10", "2026-02-30")
            .replace("herbal tea.", "tea<br>with milk.")
            .replace("I drink coffee at six.\n", ""),
            "content/threads/tea.md": tea.replace("Try a", "![A cup](cup.png)\nTry a"),
        },
    )
    text = run(site, "check")
    assert lines_with_codes(text) == [
        "content/guides/insomnia.md:4:14: error[R04]",
        "content/guides/insomnia.md:7:6: error[R06]",
        "content/media/late coffee.txt: error[A04]",
        "content/people/sample-lind.yaml:1:5: error[F12]",
        "content/resources/library.yaml:1:21: error[F04]",
        "content/threads/coffee.md:3:8: error[F09]",
        "content/threads/coffee.md:7:1: error[P05]",
        "content/threads/coffee.md:14:17: error[T03]",
        "content/threads/tea.md:5:11: error[R05]",
        "content/threads/tea.md:16:1: error[R08]",
    ]
    assert "Found 10 errors. Nothing was written." in text


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """It was a file when the folder was read; permissions would not stop root."""
    task = ParseTask(path="content/threads/a.md", kind=Kind.THREAD, file=str(tmp_path))
    settings = Settings(title="Night and day", url="https://example.org")
    (problem,) = parse_file(task, settings).diagnostics
    assert (problem.code, str(problem.at)) == ("T09", "content/threads/a.md")
    assert problem.message == "cannot be read: Is a directory"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes")
@pytest.mark.parametrize("path", ["content/threads/a.md", "static/a.txt"])
def test_a_file_without_permission_is_named(tmp_path: Path, path: str) -> None:
    site = written(tmp_path, {"static/a.txt": "a\n"})
    (site / path).chmod(0)
    text = run(site, "check", command=without_rights())
    assert lines_with_codes(text) == [f"{path}: error[T09]"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no modes")
@pytest.mark.parametrize("path", [".ssg", ".ssg/store.sqlite"])
def test_a_store_that_cannot_be_written_stops_no_build(tmp_path: Path, path: str) -> None:
    site = written(tmp_path, {})
    run(site, "build")
    (site / path).chmod(0o555)
    (site / "content/threads/a.md").touch()
    text = run(site, "build", command=without_rights())
    (site / path).chmod(0o755)
    assert text.startswith("exit 0\n")
    assert "site/.ssg: Permission denied; nothing is kept for the next build" in text


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_file_on_which_a_process_ends_is_named(tmp_path: Path) -> None:
    """The system ends a process that has used up its processor time, here on a hostile text.

    Nothing else in this site needs nearly as much of it.
    """
    hostile = f"---\ntitle: Sleep\n---\n\n{'[' * 8000}\n"
    limits = f"{SITE}limits: {{file_seconds: 10000}}\nmarkdown: {{dialect: python-markdown}}\n"
    site = written(tmp_path, {"content/topics/rest.md": hostile, "site.yaml": limits})
    limited = ("sh", "-c", 'ulimit -t 4 && exec "$@"', "sh")
    text = run(site, "check", command=limited)
    assert text.startswith("exit 1\n")
    message = "the worker process that read this file ended unexpectedly ("
    assert f"content/topics/rest.md: error[T10] {message}" in text
    assert lines_with_codes(text) == ["content/topics/rest.md: error[T10]"]


def test_a_check_of_a_plugin_that_fails_is_named_with_the_file(tmp_path: Path) -> None:
    code = "@hookimpl\ndef ssg_checks(): return [check('own', lambda document: 1 / 0)]\n"
    install(tmp_path / "plugins", code)
    site = written(tmp_path, {"site.yaml": f"{SITE}plugins: [house-style]\n"})
    done = ssg("--site", site, "check", env=path_of(tmp_path / "plugins"))
    message = "the check 'house-style/own' failed: division by zero (__init__.py, line 8)"
    assert f"content/topics/sleep.md: error[S07] {message}\n" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse or change such names")
def test_names_that_no_checkout_could_carry_everywhere_are_told(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "café")
    decomposed = unicodedata.normalize("NFD", "café")
    site = written(
        tmp_path,
        {
            f"content/media/{composed}.txt": "coffee\n",
            f"content/media/{decomposed}.txt": "coffee\n",
            "static/walk.txt": "walk\n",
            "static/WALK.txt": "walk\n",
            "static/.ssg/manifest": "mine\n",
            "static/a\\b.txt": "a\n",
        },
    )
    Path(os.fsdecode(os.fsencode(site) + b"/content/media/caf\xe9.txt")).write_text("coffee\n")
    assert lines_with_codes(run(site, "check")) == [
        f"content/media/{composed}.txt: error[A03]",
        "content/media/caf\N{REPLACEMENT CHARACTER}.txt: error[A04]",
        "static/.ssg/manifest: error[A04]",
        "static/a\\b.txt: error[A04]",
        "static/walk.txt: error[A03]",
    ]
