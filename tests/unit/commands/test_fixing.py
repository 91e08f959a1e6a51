from pathlib import Path

import pytest

from ssg.commands.fixing import apply_fixes, plan_fixes
from ssg.diagnostics import Diagnostic, Fix, Location, Position


def fix(start: tuple[int, int], end: tuple[int, int], text: str, *, is_safe: bool = True) -> Fix:
    return Fix(title="", start=Position(*start), end=Position(*end), text=text, is_safe=is_safe)


def diagnostic(*fixes: Fix, path: str = "content/a.md") -> Diagnostic:
    return Diagnostic(code="R01", at=Location(path=path, line=1), message="", fixes=fixes)


@pytest.mark.parametrize(
    ("text", "fixes", "expected"),
    [
        ("ab\ncd", [fix((1, 2), (1, 3), "x"), fix((2, 1), (2, 1), "y")], "ax\nycd"),
        ("é字\r\ncd\r\n", [fix((1, 2), (2, 1), "\n\n")], "é\r\n\r\ncd\r\n"),
        ("\ufeffab\r\n", [fix((1, 1), (1, 2), "x")], "\ufeffxb\r\n"),
        ("ab\rcd", [fix((2, 3), (2, 3), "!")], "ab\rcd!"),
    ],
)
def test_all_but_what_is_fixed_stays(text: str, fixes: list[Fix], expected: str) -> None:
    assert apply_fixes(text, fixes) == expected


def test_of_fixes_that_overlap_the_first_is_made(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("abcdef\n")
    first = diagnostic(fix((1, 1), (1, 4), "x"))
    second = diagnostic(fix((1, 3), (1, 5), "y"))
    insertions = [diagnostic(fix((1, 6), (1, 6), text)) for text in "pq"]
    (change,), mended = plan_fixes(tmp_path, [second, first, *insertions])
    assert change.after == b"xdepf\n"
    assert mended == [first, insertions[0]]


def test_only_a_safe_fix_that_comes_first_is_made(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("ab\n")
    unsafe, safe = fix((1, 1), (1, 2), "x", is_safe=False), fix((1, 1), (1, 2), "y")
    assert plan_fixes(tmp_path, [diagnostic(unsafe, safe), diagnostic()]) == ((), [])


def test_a_file_that_is_gone_or_no_text_or_a_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/b.md").write_bytes(b"\xff")
    (tmp_path / "content/c.md").symlink_to("b.md")
    paths = ("content/a.md", "content/b.md", "content/c.md", "../x.md", "content")
    found = [diagnostic(fix((1, 1), (1, 1), "x"), path=path) for path in paths]
    assert plan_fixes(tmp_path, found) == ((), [])
