"""Quick fixes: what would mend a mistake, made by the editor."""

from collections.abc import Iterator

from lsprotocol.types import CodeAction, CodeActionKind, Position, Range, TextEdit, WorkspaceEdit

from ssg.diagnostics import Diagnostic, Fix
from ssg.language_server.lines import Lines
from ssg.language_server.publishing import show


def find_actions(
    diagnostics: tuple[Diagnostic, ...], lines: Lines, uri: str, wanted: Range
) -> Iterator[CodeAction]:
    """The fixes of all diagnostics that touch the `wanted` range of the file at `uri`."""
    for diagnostic in diagnostics:
        shown = show(diagnostic, lines)
        if not diagnostic.fixes or not _touches(shown.range, wanted):
            continue
        for position, fix in enumerate(diagnostic.fixes):
            yield CodeAction(
                title=fix.title,
                kind=CodeActionKind.QuickFix,
                diagnostics=[shown],
                is_preferred=position == 0 and fix.is_safe,
                edit=WorkspaceEdit(changes={uri: [_edit(fix, lines)]}),
            )


def _edit(fix: Fix, lines: Lines) -> TextEdit:
    start, end = (
        lines.position(place.line - 1, place.column - 1) for place in (fix.start, fix.end)
    )
    return TextEdit(range=Range(start=start, end=end), new_text=fix.text)


def _touches(one: Range, other: Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: Position) -> tuple[int, int]:
    return position.line, position.character
