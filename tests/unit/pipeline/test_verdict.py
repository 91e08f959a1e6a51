from pathlib import Path

import pytest

from ssg.diagnostics import Clearing, Diagnostic, Location, Severity
from ssg.pipeline.verdict import SourceLines, Verdict, judge, place_of

FILE = "content/guides/a.md"
TEXT = "---\ntitle: A\n---\n\nSee [b](https://b.example).\n\nSee [b](https://b.example) again.\n"


@pytest.fixture(autouse=True)
def written(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(TEXT)
    return tmp_path


def warning(
    line: int = 5, code: str = "W04", message: str = "no file lists https://b.example"
) -> Diagnostic:
    return Diagnostic(code=code, at=Location(path=FILE, line=line, column=5), message=message)


def entry(found: Diagnostic, site: Path, *, line: int = 2, reason: str = "fine") -> Diagnostic:
    clearing = Clearing(code=found.code, digest=place_of(found, SourceLines(site)), reason=reason)
    at = Location(path=FILE, line=line, column=1)
    return Diagnostic(code="W40", at=at, message="nothing left", clears=clearing)


def judged(
    site: Path, *found: Diagnostic, errors: tuple[str, ...] = (), hidden: str = ""
) -> Verdict:
    return judge(found, errors=errors, lines=SourceLines(site), hidden={hidden})


def test_an_entry_clears_the_warning_that_it_names_and_no_other(tmp_path: Path) -> None:
    verdict = judged(tmp_path, warning(), warning(7), entry(warning(), tmp_path))
    assert verdict.diagnostics == (warning(7),)
    assert [(one.diagnostic, one.reason) for one in verdict.cleared] == [(warning(), "fine")]


def test_an_entry_with_nothing_left_to_clear_is_a_warning(tmp_path: Path) -> None:
    stale = entry(warning(), tmp_path)
    (tmp_path / FILE).write_text(TEXT.replace("See [b]", "Read [b]"))
    assert judged(tmp_path, warning(), stale).diagnostics == (stale, warning())


def test_of_two_equal_entries_one_has_nothing_to_clear(tmp_path: Path) -> None:
    first, second = (entry(warning(), tmp_path, line=line) for line in (2, 3))
    verdict = judged(tmp_path, warning(), first, second)
    assert verdict.diagnostics == (second,)


def test_an_entry_clears_one_of_two_lines_with_the_same_text(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TEXT.replace(" again", ""))
    one, other = entry(warning(), tmp_path), entry(warning(7), tmp_path, line=3)
    verdict = judged(tmp_path, warning(), warning(7), one)
    assert verdict.diagnostics == (warning(7),)
    assert judged(tmp_path, warning(), warning(7), one, other).diagnostics == ()


def test_a_line_may_move_and_be_indented(tmp_path: Path) -> None:
    one = entry(warning(), tmp_path)
    (tmp_path / FILE).write_text(TEXT.replace("\nSee", "\r\n\r\n  See ", 1))
    assert judged(tmp_path, warning(6), one).diagnostics == ()


def test_what_a_warning_is_about_counts_and_its_other_words_do_not(tmp_path: Path) -> None:
    one = entry(warning(), tmp_path)
    other_words = warning(message="https://b.example is in no file")
    moved = warning(message="https://b.example on line 12")
    assert judged(tmp_path, moved, one).diagnostics == ()
    other_subject = warning(message="no file lists https://c.example")
    assert judged(tmp_path, other_words, one).diagnostics == ()
    assert other_subject in judged(tmp_path, other_subject, one).diagnostics


def test_with_errors_nobody_knows_what_is_left_to_clear(tmp_path: Path) -> None:
    error = Diagnostic(code="R01", at=Location(path="content/a.md"), message="")
    assert judged(tmp_path, error, entry(warning(), tmp_path)).diagnostics == (error,)


def test_a_hidden_document_is_not_checked_for_all_warnings(tmp_path: Path) -> None:
    assert judged(tmp_path, entry(warning(), tmp_path), hidden=FILE).diagnostics == ()


def test_a_warning_counts_as_an_error_where_the_site_says_so(tmp_path: Path) -> None:
    verdict = judged(tmp_path, warning(), warning(5, "W15"), errors=("W04", "R01"))
    assert [(one.code, one.severity) for one in verdict.diagnostics] == [
        ("W04", Severity.ERROR),
        ("W15", Severity.WARNING),
    ]
    assert verdict.blocks(strict=False)
    assert not judged(tmp_path, warning()).blocks(strict=False)
    assert judged(tmp_path, warning()).blocks(strict=True)


def test_a_raised_warning_can_be_cleared(tmp_path: Path) -> None:
    verdict = judged(tmp_path, warning(), entry(warning(), tmp_path), errors=("W04",))
    assert (verdict.diagnostics, len(verdict.cleared)) == ((), 1)
    assert not verdict.blocks(strict=True)
