"""`ssg fmt` on the files of a new site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ssg, ssg_without_rights

THREAD = """\
---
by: Cat
title: A question
asked: 2026-01-01
topics: [sleep]
---

*  Text as it is,\x20\x20
and no other.

## Answer

```yaml
by: Dog
posted: 2026-01-02
```

1) One

### Reply

~~~~yaml
# who
by: Cat
posted:   2026-01-03
~~~~

```text
by:   no fields
```
"""
FORMATTED = (
    THREAD.replace("by: Cat\ntitle: A question\nasked: 2026-01-01\ntopics: [sleep]\n",
                   "title: A question\nasked: 2026-01-01\ntopics: [sleep]\nby: Cat\n")
    .replace("by: Dog\nposted: 2026-01-02\n", "posted: 2026-01-02\nby: Dog\n")
    .replace("# who\nby: Cat\nposted:   2026-01-03\n", "posted: 2026-01-03\n# who\nby: Cat\n")
)  # fmt: skip
NAME = "content/threads/a-question.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    assert ssg("init", folder).returncode == 0
    return folder


def write(site: Path, text: str, path: str = NAME) -> Path:
    file = site / path
    file.write_bytes(text.encode())
    return file


def fmt(site: Path, *arguments: Path | str) -> tuple[int, str, str]:
    ended = ssg("--site", site, "fmt", *arguments)
    return ended.returncode, ended.stdout, ended.stderr


def test_a_new_site_is_formatted(site: Path) -> None:
    assert fmt(site) == (0, "", "Files: 0 formatted, 9 unchanged.\n")


def test_the_fields_of_a_thread_and_its_posts_are_formatted(site: Path) -> None:
    file = write(site, THREAD)
    assert fmt(site) == (0, f"{NAME}: formatted\n", "Files: 1 formatted, 9 unchanged.\n")
    assert file.read_text() == FORMATTED
    assert fmt(site) == (0, "", "Files: 0 formatted, 10 unchanged.\n")
    assert ssg("--site", site, "check").returncode == 0


def test_a_mark_and_line_ends_stay(site: Path) -> None:
    file = write(site, "\ufeff" + THREAD.replace("\n", "\r\n"))
    file.chmod(0o640)
    assert fmt(site, file)[0] == 0
    assert file.read_bytes().decode() == "\ufeff" + FORMATTED.replace("\n", "\r\n")
    assert file.stat().st_mode & 0o777 == 0o640


def test_check_names_the_files_and_writes_nothing(site: Path) -> None:
    file = write(site, THREAD)
    code, said, counted = fmt(site, "--check")
    assert (code, said) == (1, f"{NAME}: to be formatted\n")
    assert counted == "Files: 1 to be formatted, 9 unchanged.\n"
    assert file.read_text() == THREAD
    write(site, FORMATTED)
    assert fmt(site, "--check")[0] == 0


def test_a_file_with_errors_is_left_alone_and_named(site: Path) -> None:
    file = write(site, THREAD.replace("posted: 2026-01-02", "poste: 2026-01-02"))
    before = file.read_bytes()
    other = write(site, "name: N\nid: other\n", "content/people/other.yaml")
    code, said, errors = fmt(site)
    assert (code, said) == (1, "content/people/other.yaml: formatted\n")
    assert "left alone: required field 'posted' is missing" in errors
    assert "1 with errors" in errors
    assert file.read_bytes() == before
    assert other.read_text() == "id: other\nname: N\n"


def test_settings_are_formatted(site: Path) -> None:
    settings = site / "site.yaml"
    settings.write_text("url: https://example.org\n# The name.\ntitle: T\n")
    assert fmt(site, settings)[0] == 0
    assert settings.read_text() == "# The name.\ntitle: T\nurl: https://example.org\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"---\n",
        b"---\ntitle: [\n---\n",
        b"---\ntitle: \x00\n---\n",
        b"\xef\xbb\xbf",
    ],
)
def test_what_is_no_document_is_named(site: Path, data: bytes) -> None:
    file = site / NAME
    file.write_bytes(data)
    code, _, errors = fmt(site)
    assert code == 1
    assert f"{NAME}" in errors
    assert "Traceback" not in errors
    assert file.read_bytes() == data


@pytest.mark.parametrize("path", ["README.md", "content/threads/a.txt", "content/media/a.md"])
def test_a_path_that_is_no_content_is_refused(site: Path, path: str) -> None:
    file = site / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(THREAD)
    code, _, errors = fmt(site, file)
    assert code == 2
    assert "is not a thread, guide, topic, page, resource or person" in errors


def test_links_and_files_of_others_are_refused(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "a.md"
    outside.write_text(THREAD)
    link = site / NAME
    link.symlink_to(outside)
    assert fmt(site, link)[0] == 2
    assert fmt(site, outside)[0] == 2
    assert fmt(site)[0] == 0
    assert outside.read_text() == THREAD


def test_without_a_site_it_says_so(tmp_path: Path) -> None:
    code, _, errors = fmt(tmp_path)
    assert code == 2
    assert "there is no site.yaml" in errors


def test_a_folder_that_cannot_be_written_is_no_bug(site: Path) -> None:
    file = write(site, THREAD)
    file.parent.chmod(0o500)
    ended = ssg_without_rights("--site", site, "fmt")
    file.parent.chmod(0o700)
    assert ended.returncode == 2
    assert "Permission denied" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_rewriting_texts_takes_files_and_no_check(site: Path) -> None:
    assert fmt(site, "--to-commonmark")[0] == 2
    assert fmt(site, "--to-commonmark", "--check", write(site, THREAD))[0] == 2


def test_who_reads_only_the_first_line_gets_all_files_formatted(site: Path) -> None:
    for name in ("a", "b", "c"):
        write(site, f"name: N\nid: {name}\n", f"content/people/{name}.yaml")
    command = f"'{sys.executable}' -m ssg --site '{site}' fmt | true"
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "Files: 3 formatted, 9 unchanged.\n")


def test_a_pipe_is_named_and_keeps_nobody_waiting(site: Path) -> None:
    pipe = site / NAME
    os.mkfifo(pipe)
    code, said, errors = fmt(site, pipe)
    assert (code, said) == (1, "")
    assert errors.startswith(f"{NAME}: left alone: it is a named pipe, not a file\n")
