import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssg.commands.console import Console, summarize
from ssg.diagnostics import Diagnostic, Location
from ssg.model.kinds import Kind
from ssg.model.states import State
from ssg.pipeline.report import Report
from ssg.pipeline.verdict import Cleared
from ssg.publish.published import Published


def problem(code: str, line: int = 1, hint: str = "") -> Diagnostic:
    at = Location(path="content/threads/a.md", line=line, column=2)
    return Diagnostic(code=code, at=at, message=f"problem {line}", hint=hint)


def said(
    capsys: pytest.CaptureFixture[str],
    report: Report,
    *,
    strict: bool = False,
    every_warning: bool = False,
) -> tuple[list[str], list[str]]:
    """What is printed for a report: on standard output, and on standard error."""
    Console().print_report(report, strict=strict, every_warning=every_warning)
    out, err = capsys.readouterr()
    return out.splitlines(), err.splitlines()


def test_a_clean_check_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, Report(diagnostics=())) == (["No problems found."], [])


def test_a_build_says_what_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    published = Published(written=1, unchanged=2, removed=3)
    report = Report(diagnostics=(), published=published, output=Path("out"))
    assert said(capsys, report) == (["Wrote 1 file to out (2 unchanged, 3 removed)."], [])


def test_every_error_has_its_place_its_code_and_a_way_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = Report(diagnostics=(problem("T01", 1, hint="do this"), problem("T02", 2)))
    assert said(capsys, report) == (
        [],
        [
            "content/threads/a.md:1:2: error[T01] problem 1",
            "    do this",
            "content/threads/a.md:2:2: error[T02] problem 2",
            "Found 2 errors. Nothing was written.",
        ],
    )


def test_errors_come_before_warnings_and_none_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    diagnostics = [problem("W01", 1), *(problem("T01", line) for line in range(2, 30))]
    _, lines = said(capsys, Report(diagnostics=tuple(diagnostics)))
    assert len([line for line in lines if "error[T01]" in line]) == 28
    assert lines[-2:] == [
        "content/threads/a.md:1:2: warning[W01] problem 1",
        "Found 28 errors, 1 warning. Nothing was written.",
    ]


def test_of_many_warnings_of_one_code_a_few_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    diagnostics = [problem("W03", line) for line in range(1, 9)] + [problem("W01", 9)]
    out, lines = said(capsys, Report(diagnostics=tuple(diagnostics)))
    assert lines == [
        "content/threads/a.md:9:2: warning[W01] problem 9",
        *(f"content/threads/a.md:{n}:2: warning[W03] problem {n}" for n in range(1, 6)),
        "    … and 3 more W03 warnings (thread without an answer): 'ssg check --all' lists them",
    ]
    assert out == ["Found 9 warnings."]


def test_every_warning_is_shown_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report(diagnostics=tuple(problem("W03", line) for line in range(1, 9)))
    _, lines = said(capsys, report, every_warning=True)
    assert lines == [f"content/threads/a.md:{n}:2: warning[W03] problem {n}" for n in range(1, 9)]


def test_strict_treats_warnings_as_errors(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = said(capsys, Report(diagnostics=(problem("W01"),)), strict=True)
    assert lines[-1] == "Found 1 warning. Nothing was written."


def test_no_colours_are_written_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = said(capsys, Report(diagnostics=(problem("T01"), problem("W01"))))
    assert "\x1b" not in "".join(lines)


def test_the_state_of_every_document_is_summarized() -> None:
    report = Report(
        diagnostics=(),
        counts={
            Kind.THREAD: {State.WITHDRAWN: 1, State.PUBLISHED: 3},
            Kind.GUIDE: {State.SCHEDULED: 2},
        },
        pages=7,
        rendered=4,
        next_change=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    )
    assert summarize(report) == [
        "threads: 4 (3 published, 1 withdrawn)",
        "guides: 2 (2 scheduled)",
        "site: 7 pages, 4 rendered",
        "next change due: 2026-03-01T09:30:00+00:00",
    ]


def test_a_site_that_changes_by_itself_never_says_so() -> None:
    assert summarize(Report(diagnostics=(), pages=1)) == [
        "site: 1 page, 0 rendered",
        "next change due: none",
    ]
    assert summarize(Report(diagnostics=())) == []


def test_no_progress_is_shown_but_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.begin("Reading", 100)
    for _ in range(100):
        console.step()
    console.end()
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_is_gone_when_it_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    console = Console()
    console.begin("Reading", 3)
    console.step()
    assert capsys.readouterr().err == ""
    console.begin("Reading", 100)
    for _ in range(50):
        console.step()
    assert "Reading" in capsys.readouterr().err
    console.begin("Rendering", 100)
    console.step()
    console.end()
    assert "Rendering" in capsys.readouterr().err
    console.step()
    console.end()
    assert "Re" not in capsys.readouterr().err


def test_a_sentence_is_printed_at_once_and_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Console().say("another build is waited for")
    assert capsys.readouterr() == ("", "another build is waited for\n")


def test_the_line_of_a_problem_is_shown_with_a_mark_under_the_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "content/threads").mkdir(parents=True)
    (tmp_path / "content/threads/a.md").write_text("one\n\ttwo\x1b[31m\n")
    found = (problem("T01", 2, hint="do this"), problem("T02", 9))
    cleared = (Cleared(diagnostic=problem("W15", 1), reason="a reason"),)
    report = Report(diagnostics=found, cleared=cleared)
    Console(tmp_path).print_report(report, strict=False, with_cleared=True)
    out, err = capsys.readouterr()
    assert out.splitlines() == ["cleared: 1 warning"]
    assert err.splitlines() == [
        "content/threads/a.md:2:2: error[T01] problem 2",
        "  2 |     two\\x1b[31m",
        "    |     ^",
        "    do this",
        "content/threads/a.md:9:2: error[T02] problem 9",
        "content/threads/a.md:1:2: cleared[W15] problem 1",
        "  1 | one",
        "    |  ^",
        "    cleared: a reason",
        "Found 2 errors. Nothing was written.",
    ]
