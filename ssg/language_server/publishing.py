"""Diagnostics as an editor shows them."""

from collections.abc import Mapping

from lsprotocol.types import Diagnostic as Shown
from lsprotocol.types import DiagnosticSeverity, Range

from ssg.diagnostics import Diagnostic, Severity, has_errors
from ssg.language_server.lines import Lines

_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
}
MOST_FILES = 500
"""Of so many files that are not open, an editor is told; those with errors come first."""
_MOST_IN_FILE = 1000


def show(diagnostic: Diagnostic, lines: Lines) -> Shown:
    message = diagnostic.message
    return Shown(
        range=_range_of(diagnostic, lines),
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        source="ssg",
        message=f"{message}\n{diagnostic.hint}" if diagnostic.hint else message,
    )


def _range_of(diagnostic: Diagnostic, lines: Lines) -> Range:
    at = diagnostic.at
    for fix in diagnostic.fixes:
        # It knows exactly what is wrong.
        if fix.start == (at.line, at.column) and fix.end.line == at.line and fix.end > fix.start:
            return lines.span(at.line - 1, at.column - 1, fix.end.column - 1)
    return lines.range_at(at.line, at.column)


def show_all(diagnostics: tuple[Diagnostic, ...], lines: Lines) -> list[Shown]:
    return [show(one, lines) for one in diagnostics[:_MOST_IN_FILE]]


def choose(
    diagnostics: Mapping[str, tuple[Diagnostic, ...]], is_open: Mapping[str, object]
) -> dict[str, tuple[Diagnostic, ...]]:
    """What to tell of which files: of all that are open, and of some that are not."""
    chosen = {path: diagnostics.get(path, ()) for path in is_open}
    others = [path for path in diagnostics if path not in is_open]
    if len(others) > MOST_FILES:
        others.sort(key=lambda path: (not has_errors(diagnostics[path]), path))
    return chosen | {path: diagnostics[path] for path in others[:MOST_FILES]}
