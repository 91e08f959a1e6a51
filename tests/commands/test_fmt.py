"""`ssg fmt --to-commonmark` on the files of a new site."""

import os
from pathlib import Path

import pytest

from tests.command import ssg

FRONT = '---\ntitle: "A"   # kept\ntopics: [sleep]\n{}---\n'
OLD = "\nWhat helps:\n\n- a dark room\n\n        # not a heading\n\n- tea  \n  or milk\n"
NEW = "\nWhat helps:\n\n-   a dark room\n\n        # not a heading\n\n-   tea  \n    or milk\n"
BY_HAND = "\nText\n{: .big }\n"
OWN = "dialect: python-markdown\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert ssg("init", folder).returncode == 0
    return folder


def write(site: Path, text: str, path: str = "content/guides/a.md") -> Path:
    file = site / path
    file.write_bytes(text.encode())
    return file


def fmt(site: Path, *files: Path | str) -> tuple[int, str]:
    ended = ssg("--site", site, "fmt", "--to-commonmark", *files)
    return ended.returncode, ended.stdout + ended.stderr


def test_a_file_is_rewritten_and_its_own_dialect_removed(site: Path) -> None:
    file = write(site, FRONT.format(OWN) + OLD)
    assert fmt(site, file) == (0, "content/guides/a.md: rewritten\n")
    assert file.read_text() == FRONT.format("") + NEW
    code, said = fmt(site, file)
    assert (code, file.read_text()) == (0, FRONT.format("") + NEW)
    assert said.startswith("content/guides/a.md: unchanged, as it is CommonMark already")


def test_the_page_is_the_same_before_and_after(site: Path) -> None:
    file = write(site, FRONT.format(OWN) + OLD)
    page = site / "output/guides/a/index.html"
    assert ssg("--site", site, "build").returncode == 0
    before = page.read_text().split()
    fmt(site, file)
    assert ssg("--site", site, "build").returncode == 0
    after = page.read_text().split()
    assert "".join(after).replace("<p>", "") == "".join(before).replace("<p>", "")


def test_the_dialect_of_the_site_counts_and_stays(site: Path) -> None:
    with (site / "site.yaml").open("a") as settings:
        settings.write("markdown: {dialect: python-markdown}\n")
    file = write(site, FRONT.format("") + OLD)
    assert fmt(site, file) == (0, "content/guides/a.md: rewritten\n")
    assert fmt(site, file) == (0, "content/guides/a.md: unchanged\n")
    assert file.read_text() == FRONT.format("") + NEW


def test_what_stays_is_named_with_its_line(site: Path) -> None:
    file = write(site, FRONT.format(OWN) + OLD + BY_HAND)
    code, said = fmt(site, file)
    assert code == 1
    assert said.startswith(
        "content/guides/a.md: rewritten, 1 place to rewrite by hand:\n    17: '{:"
    )
    assert file.read_text() == FRONT.format(OWN) + NEW + BY_HAND


def test_the_bytes_around_the_text_stay(site: Path) -> None:
    text = "\ufeff" + (FRONT.format(OWN) + OLD).replace("\n", "\r\n")
    file = write(site, text)
    file.chmod(0o640)
    assert fmt(site, file)[0] == 0
    expected = "\ufeff" + (FRONT.format("") + NEW).replace("\n", "\r\n")
    assert file.read_bytes() == expected.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_file_without_changes_is_not_written(site: Path) -> None:
    file = write(site, FRONT.format(OWN) + BY_HAND)
    os.utime(file, (1, 1))
    before = file.stat()
    assert fmt(site, file)[0] == 1
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize(
    "path", ["content/threads/how-long-should-a-nap-be.md", "site.yaml", "content/guides.md"]
)
def test_other_files_of_the_site_are_refused(site: Path, path: str) -> None:
    guide = write(site, FRONT.format(OWN) + OLD)
    if not (site / path).exists():
        write(site, OLD, path)
    code, said = fmt(site, guide, site / path)
    assert code == 2
    assert "is not a guide, topic or page\n  name files in content/guides" in said
    assert guide.read_text() == FRONT.format(OWN) + OLD


def test_files_outside_the_site_are_refused(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "a.md"
    outside.write_text(FRONT.format(OWN) + OLD)
    link = site / "content/guides/link.md"
    link.symlink_to(outside)
    assert "is not in the site" in fmt(site, outside)[1]
    assert "is a symbolic link" in fmt(site, link)[1]
    assert outside.read_text() == FRONT.format(OWN) + OLD


def test_a_file_with_errors_is_refused(site: Path) -> None:
    file = write(site, "No front matter.\n")
    code, said = fmt(site, file)
    assert code == 2
    assert "content/guides/a.md:1:1: the file has no front matter" in said
