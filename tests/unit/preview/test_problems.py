import os
from pathlib import Path

import pytest

from ssg.diagnostics import Diagnostic, Location
from ssg.preview.problems import EditorUrlError, editor_url, make_problem
from ssg.preview.shown import Excerpt, Problem

THREAD = "content/threads/sleep.md"
PATTERN = editor_url({})


def _problem(site: Path, path: str = THREAD, line: int = 0, column: int = 0) -> Problem:
    at = Location(path=path, line=line, column=column)
    return make_problem(Diagnostic(code="F06", at=at, message="unknown"), site, PATTERN)


def _write(site: Path, data: bytes, path: str = THREAD) -> Path:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def test_an_excerpt_has_three_lines_before_and_two_after(tmp_path: Path) -> None:
    _write(tmp_path, b"1\n2\n3\n4\n5\n6\n7\n8\n9")
    excerpt = _problem(tmp_path, line=5, column=1).excerpt
    assert excerpt == Excerpt(first_line=2, lines=("2", "3", "4", "5", "6", "7"))


def test_an_excerpt_ends_where_the_file_does(tmp_path: Path) -> None:
    _write(tmp_path, b"1\n2\n3")
    assert _problem(tmp_path, line=1).excerpt == Excerpt(first_line=1, lines=("1", "2", "3"))
    assert _problem(tmp_path, line=3).excerpt == Excerpt(first_line=1, lines=("1", "2", "3"))


def test_lines_are_those_that_locations_count(tmp_path: Path) -> None:
    _write(tmp_path, b"\xef\xbb\xbfa\r\nb\rc\xe2\x80\xa8c\x0cc\nd")
    excerpt = _problem(tmp_path, line=1, column=1).excerpt
    assert excerpt == Excerpt(first_line=1, lines=("a", "b", "c\u2028c\x0cc"))


def test_what_is_not_utf_8_is_replaced(tmp_path: Path) -> None:
    _write(tmp_path, b"caf\xe9 au lait")
    excerpt = _problem(tmp_path, line=1, column=4).excerpt
    assert excerpt == Excerpt(first_line=1, lines=("caf\ufffd au lait",))


def test_a_problem_of_the_whole_file_has_a_link_but_no_excerpt(tmp_path: Path) -> None:
    file = _write(tmp_path, b"\x89PNG", "content/media/x.png")
    problem = _problem(tmp_path, "content/media/x.png")
    assert problem.excerpt is None
    assert problem.edit_url == f"vscode://file{file}:1:1"


def test_a_file_that_has_become_shorter_has_no_excerpt(tmp_path: Path) -> None:
    _write(tmp_path, b"1\n2")
    assert _problem(tmp_path, line=3, column=1).excerpt is None


def test_a_file_that_is_too_large_to_be_a_text_has_no_excerpt(tmp_path: Path) -> None:
    file = _write(tmp_path, b"1\n2")
    os.truncate(file, 2**40)
    assert _problem(tmp_path, line=1, column=1).excerpt is None


def test_what_is_no_file_of_the_site_is_neither_read_nor_linked(tmp_path: Path) -> None:
    site = tmp_path / "site"
    outside = _write(tmp_path, b"secret", "secret.md")
    _write(site, b"text", "content/threads/sleep.md")
    (site / "content/link.md").symlink_to(outside)
    (site / "content/inner.md").symlink_to("threads/sleep.md")
    (site / "content/loop.md").symlink_to("loop.md")
    (site / "templates").symlink_to(tmp_path)
    os.mkfifo(site / "content/pipe.md")
    for path in (
        "content",
        "content/missing.md",
        "content/link.md",
        "content/inner.md",
        "content/loop.md",
        "content/pipe.md",
        "content/nul\0.md",
        "content/surrogate\udcff.md",
        f"content/{'long' * 100}.md",
        "templates/secret.md",
        "../secret.md",
        str(outside),
        # In a site without templates of its own: the theme's are somewhere else.
        "templates/pages/thread.html",
    ):
        problem = _problem(site, path, line=1, column=1)
        assert (problem.excerpt, problem.edit_url) == (None, ""), path


def test_a_link_leads_to_the_line_and_column(tmp_path: Path) -> None:
    file = _write(tmp_path, b"1\n2\n3")
    assert _problem(tmp_path, line=2, column=7).edit_url == f"vscode://file{file}:2:7"
    assert _problem(tmp_path, line=2).edit_url == f"vscode://file{file}:2:1"


def test_a_link_is_absolute_and_percent_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, b"", "static/a b?{line}#é:.md")
    monkeypatch.chdir(tmp_path)
    url = _problem(Path(), "static/a b?{line}#é:.md").edit_url
    assert url == f"vscode://file{tmp_path}/static/a%20b%3F%7Bline%7D%23%C3%A9%3A.md:1:1"


def test_a_site_behind_a_link_is_edited_where_the_editor_has_it(tmp_path: Path) -> None:
    _write(tmp_path / "disk", b"1", "site.yaml")
    (tmp_path / "site").symlink_to("disk")
    problem = _problem(tmp_path / "site", "site.yaml", line=1, column=1)
    assert problem.edit_url == f"vscode://file{tmp_path}/site/site.yaml:1:1"
    assert problem.excerpt


def test_the_editor_is_set_in_the_environment(tmp_path: Path) -> None:
    file = _write(tmp_path, b"1\n2")
    pattern = editor_url({"SSG_EDITOR_URL": "idea://open?file={file}&line={line}"})
    found = Diagnostic(code="F06", at=Location(path=THREAD, line=2, column=1), message="x")
    assert make_problem(found, tmp_path, pattern).edit_url == f"idea://open?file={file}&line=2"


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert editor_url({"SSG_EDITOR_URL": ""}) == "vscode://file{file}:{line}:{column}"


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("vscode://file/{path}", "has {path}, which stands for nothing"),
        ("vscode://file{file}{}", "has {}, which stands for nothing"),
        ("vscode://file/{file.parent}", "has {file.parent}, which stands for nothing"),
        ("vscode://file/%f", "does not say where {file} goes"),
        ("{file}:{line}", "is not an address"),
        ("code {file}", "is not an address"),
        ("java\nscript:alert('{file}')", "is not an address"),
        (" javascript:alert('{file}')", "is not an address"),
        ("javascript:alert('{file}')", "starts with 'javascript:', which does not open an editor"),
        ("JavaScript:'{file}'", "starts with 'JavaScript:', which does not open an editor"),
        ("data:text/html,{file}", "starts with 'data:', which does not open an editor"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern: str, problem: str) -> None:
    with pytest.raises(EditorUrlError) as error:
        editor_url({"SSG_EDITOR_URL": pattern})
    hint = "write it like vscode://file{file}:{line}:{column}"
    assert str(error.value) == f"SSG_EDITOR_URL {problem}; {hint}"
