"""Pipes, devices, links and strange names wherever ssg reads or writes: a message, no harm."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import ROOT, ssg, tree, without_rights
from tests.incremental.samples import NOW, SmallSite, thread
from tests.machine import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made for Linux")

_NOT_UTF_8 = os.fsdecode(b"caf\xe9.txt")


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    """The small site, not built yet."""
    return SmallSite(tmp_path / "site", tmp_path / "site/output")


def run(
    small: SmallSite, *command: str, prefix: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """What the command says, which must not be a traceback, and must not take for ever."""
    when = () if command[0] == "verify" else ("--now", NOW)
    arguments = ("--site", str(small.folder), *command, *when)
    if prefix:
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "ssg", *arguments],
            capture_output=True,
            text=True,
            errors="surrogateescape",
            check=False,
            timeout=PATIENCE,
        )
    else:
        done = ssg(*arguments)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 1, 2), done.stderr
    return done


def _pipe(place: Path) -> None:
    os.mkfifo(place)


def _socket(place: Path) -> None:
    # The address of a socket is short.
    before = Path.cwd()
    os.chdir(place.parent)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(place.name)
    finally:
        os.chdir(before)


def _endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


def _folder(place: Path) -> None:
    (place / "within").mkdir(parents=True)


def _dangling(place: Path) -> None:
    place.symlink_to("nowhere")


STRANGE = [_pipe, _socket, _endless, _folder, _dangling]


def put(strange: Callable[[Path], None], place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    strange(place)


@pytest.mark.parametrize("strange", [_pipe, _socket, _endless])
def test_what_is_no_file_of_the_content_is_named(
    small: SmallSite, strange: Callable[[Path], None]
) -> None:
    paths = ["content/threads/q1.md", "content/media/drawing.svg", "static/CNAME", "templates"]
    for path in paths:
        put(strange, small.folder / path)
    done = run(small, "build")
    assert done.returncode == 1
    for path in paths:
        assert f"{path}: error[T0" in done.stderr
    for path in ("content", "static", "site.yaml"):
        put(strange, small.folder / path)
        assert f"{path}: error[T0" in run(small, "build").stderr


@pytest.mark.parametrize("strange", [_pipe, _endless])
@pytest.mark.parametrize(
    "path",
    ["templates/locale/es.po", "templates/pages/thread.html", "templates/assets/css/own.css"],
)
def test_what_is_no_file_of_the_theme_is_named(
    small: SmallSite, path: str, strange: Callable[[Path], None]
) -> None:
    put(strange, small.folder / path)
    done = run(small, "build")
    assert (done.returncode, f"{path}: error[S03]" in done.stderr) == (1, True)


STATE = [
    ".ssg/store.sqlite",
    ".ssg/store.sqlite-journal",
    ".ssg/store.sqlite.bad",
    ".ssg/store.new",
    ".ssg/store.lock",
    ".ssg/stat-cache",
    ".ssg/stat-cache.new",
    ".ssg/up-to-date",
    ".ssg/up-to-date.new",
    ".ssg/clock",
    ".ssg/media/index",
    ".ssg/media/index.new",
    "output/.ssg/lock",
    "output/.ssg/stat-cache",
    "output/.ssg/stat-cache.new",
    "output/.ssg/staging",
    "output/.ssg/journal.json.new",
]

MAY_STAY = (".ssg/up-to-date.new", "json.new")
"""Nothing is written there where a source is so new that its stats cannot be trusted yet."""


@pytest.mark.parametrize("strange", STRANGE)
def test_what_ssg_keeps_for_itself_is_made_again(
    small: SmallSite, strange: Callable[[Path], None]
) -> None:
    small.build()
    published = tree(small.output)
    small.edit("content/threads/q3.md", "This is answer 3", "Here is answer 3")
    for path in STATE:
        put(strange, small.folder / path)
    assert run(small, "build").returncode == 0
    assert tree(small.output).keys() == published.keys()
    assert b"Here is answer 3" in tree(small.output)["threads/q3/index.html"]
    for path in STATE:
        place = small.folder / path
        is_regular = place.is_file() and not place.is_symlink()
        assert is_regular or not os.path.lexists(place) or path.endswith(MAY_STAY)
    done = run(small, "build")
    assert (" 0 rendered" in done.stdout, "cannot use" in done.stderr) == (True, False)


@pytest.mark.parametrize("strange", STRANGE)
def test_what_stands_in_place_of_the_folder_of_images_is_removed(
    small: SmallSite, strange: Callable[[Path], None]
) -> None:
    small.write("content/threads/q7.md", f"{thread(7)}\n![It](../media/drawing.svg)\n")
    small.build()
    published = tree(small.output)
    put(strange, small.folder / ".ssg/media")
    shutil.rmtree(small.output)
    assert run(small, "build").returncode == 0
    assert tree(small.output) == published


@pytest.mark.parametrize("strange", [_pipe, _endless, _folder])
@pytest.mark.parametrize("name", ["manifest.json", "journal.json"])
def test_a_manifest_or_journal_that_is_no_file_is_named(
    small: SmallSite, name: str, strange: Callable[[Path], None]
) -> None:
    small.build()
    published = tree(small.output)
    put(strange, small.folder / "output/.ssg" / name)
    for command in ("build", "verify"):
        assert run(small, command).returncode == 2
    assert tree(small.output) == published


@pytest.mark.parametrize("strange", [_pipe, _folder])
def test_with_adopt_a_manifest_that_is_no_file_is_replaced(
    small: SmallSite, strange: Callable[[Path], None]
) -> None:
    small.build()
    put(strange, small.folder / "output/.ssg/manifest.json")
    assert run(small, "build", "--adopt").returncode == 0
    assert run(small, "verify").returncode == 0


def test_no_link_in_the_state_folders_is_written_through(small: SmallSite) -> None:
    victim = small.folder.parent / "victim"
    victim.write_text("precious")
    for _ in range(2):
        for path in STATE:
            put(lambda place: place.symlink_to(victim), small.folder / path)
        before = victim.stat().st_mtime_ns
        assert run(small, "build").returncode == 0
        assert (victim.read_text(), victim.stat().st_mtime_ns) == ("precious", before)
        small.edit("content/threads/q3.md", "answer 3", "answer 3 again")


def test_a_state_folder_that_is_a_link_is_not_used(small: SmallSite) -> None:
    elsewhere = small.folder.parent / "elsewhere"
    elsewhere.mkdir()
    for name in ("up-to-date", "stat-cache", "clock", "store.sqlite"):
        (elsewhere / name).write_text("precious")
    (small.folder / ".ssg").symlink_to(elsewhere)
    done = run(small, "build")
    assert (done.returncode, "it is a symbolic link" in done.stderr) == (0, True)
    assert {file.name: file.read_text() for file in elsewhere.iterdir()} == dict.fromkeys(
        ("up-to-date", "stat-cache", "clock", "store.sqlite"), "precious"
    )


@pytest.mark.parametrize("path", ["content", "static", "content/threads", "content/media"])
@pytest.mark.parametrize("is_dangling", [True, False])
def test_a_folder_of_the_site_that_is_a_link_is_named(
    small: SmallSite, path: str, is_dangling: bool
) -> None:
    (small.folder / path).rename(small.folder.parent / ("elsewhere" if is_dangling else "linked"))
    (small.folder / path).symlink_to(small.folder.parent / "linked")
    done = run(small, "check")
    assert (done.returncode, f"{path}: error[T08]" in done.stderr) == (1, True)


def test_templates_may_be_a_link_but_not_one_that_leads_nowhere(small: SmallSite) -> None:
    (small.folder / "templates").symlink_to(small.folder.parent / "shared")
    assert "templates: error[T08]" in run(small, "check").stderr
    css = small.folder.parent / "shared/assets/css"
    css.mkdir(parents=True)
    (css / "own.css").write_text("own{color:red}")
    run(small, "build")
    (sheet,) = (small.output / "assets/css").glob("site.*.css")
    assert "own{color:red}" in sheet.read_text()


def test_assets_in_a_linked_folder_are_published(small: SmallSite) -> None:
    css = small.folder.parent / "shared/css"
    css.mkdir(parents=True)
    (css / "own.css").write_text("own{color:red}")
    (small.folder / "templates").mkdir()
    (small.folder / "templates/assets").symlink_to(css.parent)
    (css / "more").symlink_to(css)
    assert "is a folder in itself" in run(small, "build").stderr
    (css / "more").unlink()
    run(small, "build")
    (sheet,) = (small.output / "assets/css").glob("site.*.css")
    assert "own{color:red}" in sheet.read_text()


def _put_names(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.d")).mkdir(parents=True)
    (folder / _NOT_UTF_8).write_text("x")


def test_names_in_the_content_that_are_not_utf_8_are_named(small: SmallSite) -> None:
    small.build()
    paths = ("content", "content/threads", "content/media", "static", "static/sub")
    for path in paths:
        _put_names(small.folder / path)
    for command in ("check", "build", "verify"):
        done = run(small, command)
        assert done.returncode == 1
        assert done.stderr.count("has a name that is not UTF-8") == 2 * len(paths)


@pytest.mark.parametrize("path", ["", "pages", "assets", "assets/css", "locale"])
def test_names_in_the_theme_that_are_not_utf_8_are_named(small: SmallSite, path: str) -> None:
    small.build()
    _put_names(small.folder / "templates" / path)
    for command in ("build", "verify"):
        done = run(small, command)
        assert (done.returncode, "has a name that is not UTF-8" in done.stderr) == (1, True)


def test_untracked_files_of_any_name_are_listed(small: SmallSite) -> None:
    small.build()
    (small.output / _NOT_UTF_8).write_text("x")
    (small.output / "threads" / _NOT_UTF_8).write_text("x")
    os.mkfifo(small.output / "pipe")
    assert run(small, "build").returncode == 0
    done = run(small, "verify")
    assert (done.returncode, done.stdout.count("untracked: ")) == (0, 3)


@pytest.mark.parametrize("command", ["check", "build", "verify"])
def test_a_site_whose_path_is_not_utf_8_is_refused(small: SmallSite, command: str) -> None:
    strange = small.folder.with_name(_NOT_UTF_8)
    small.folder.rename(strange)
    moved = SmallSite.__new__(SmallSite)
    moved.folder = strange
    done = run(moved, command)
    assert (done.returncode, "is not UTF-8" in done.stderr) == (2, True)
    other = ssg("--site", ROOT, "build", "--output", strange / "output")
    assert (other.returncode, "is not UTF-8" in other.stderr) == (2, True)
    assert ssg("init", strange / "new").returncode == 2


def _make_deep(folder: Path) -> None:
    """Folders as deep as a system call for each can make them: far too deep for a path."""
    before = os.open(".", os.O_RDONLY)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        for _ in range(3000):
            Path("d").mkdir()
            os.chdir("d")
    finally:
        os.fchdir(before)
        os.close(before)


def _remove_deep(folder: Path) -> None:
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.mark.parametrize(
    ("path", "code"), [("content/media", "T11"), ("static", "T11"), ("templates", "S03")]
)
def test_folders_that_are_nested_too_deeply_are_named(
    small: SmallSite, path: str, code: str
) -> None:
    _make_deep(small.folder / path)
    try:
        assert f"error[{code}]" in run(small, "build").stderr
    finally:
        _remove_deep(small.folder / path)


def test_folders_in_the_output_may_be_of_any_depth(small: SmallSite) -> None:
    small.build()
    (small.output / "404.html").unlink()
    for path in ("mine", "threads/mine"):
        _make_deep(small.output / path)
    try:
        assert run(small, "build").returncode == 0
        assert run(small, "verify").returncode == 0
    finally:
        for path in ("mine", "threads/mine"):
            _remove_deep(small.output / path)


@pytest.mark.parametrize(
    "path",
    [
        "templates",
        "templates/assets",
        "templates/assets/css",
        "templates/assets/css/own.css",
        "templates/pages",
        "templates/pages/not_found.html",
        "templates/locale",
        "templates/locale/es.po",
    ],
)
def test_what_cannot_be_read_of_a_theme_is_never_left_out(small: SmallSite, path: str) -> None:
    small.write("templates/assets/css/own.css", "own{color:red}")
    small.write("templates/pages/not_found.html", "Not here.\n")
    shutil.copy(ROOT / "templates/locale/es.po", _made(small.folder / "templates/locale"))
    (small.folder / path).chmod(0)
    prefix = without_rights()
    try:
        done = run(small, "build", prefix=prefix)
        assert done.returncode == 1
        assert f"{path}: error[S03] cannot be read: Permission denied" in done.stderr
    finally:
        (small.folder / path).chmod(0o755)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("within", ["", "a/b"])
def test_an_empty_folder_in_the_place_of_a_page_is_replaced(small: SmallSite, within: str) -> None:
    small.build()
    published = tree(small.output)
    for page in ("index.html", "threads/q1/index.html"):
        (small.output / page).unlink()
        (small.output / page / within).mkdir(parents=True)
    assert run(small, "build").returncode == 0
    assert tree(small.output) == published


def test_other_things_in_the_place_of_a_page_are_named(small: SmallSite) -> None:
    small.build()
    page = small.output / "threads/q1/index.html"
    page.unlink()
    page.mkdir()
    (page / "mine").write_text("x")
    done = run(small, "build")
    assert done.returncode == 2
    assert f"{page}/mine is in its place, and ssg did not publish that" in done.stderr
