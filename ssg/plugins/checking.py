"""Runs the checks of plugins on a document. What they do wrong is reported there, too."""

import traceback
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ssg.diagnostics import Diagnostic, Location, Rule
from ssg.plugins.api import Check, Document, Finding, Place
from ssg.plugins.foreign import describe_failure
from ssg.plugins.loading import PluginError, load_plugin

MOST_FINDINGS = 1000
"""Of one check in one document."""
_MOST_SIGNS = 500
"""Of a message or a hint, which may quote a whole text."""


class _CheckFailed(Exception):
    """A check gave what is no finding; the text says what."""


def run_checks(
    names: Sequence[str], document: Document, *, lines: Sequence[str]
) -> Iterator[Diagnostic]:
    """What the checks of these plugins find in a document, whose file has these lines."""
    for name in names:
        try:
            plugin = load_plugin(name)
        except PluginError as error:
            problem = f"the plugin '{name}' cannot be used: {error}"
            yield report_failure(document.path, problem)
        else:
            for check, rule in zip(plugin.checks, plugin.rules, strict=True):
                yield from _run_check(check, rule, document, lines)


def report_failure(path: str, problem: str) -> Diagnostic:
    """S07 for the file at `path`."""
    hint = "tell the plugin's author, or remove the plugin from site.yaml"
    return Diagnostic(code="S07", at=Location(path=path), message=_cut(problem), hint=hint)


def _run_check(
    check: Check, rule: Rule, document: Document, lines: Sequence[str]
) -> Sequence[Diagnostic]:
    try:
        return [
            _make_diagnostic(finding, rule, document.path, lines)
            for finding in _find(check, document)
        ]
    except BaseException as error:  # foreign code may raise anything
        reason = describe_failure(error) + _describe_place(error)
        return [report_failure(document.path, f"the check '{rule.code}' failed: {reason}")]


def _find(check: Check, document: Document) -> Iterator[Finding]:
    found = check.find(document)
    for count, finding in enumerate(islice(found, MOST_FINDINGS + 1)):
        if count == MOST_FINDINGS:
            raise _CheckFailed(f"it finds more than {MOST_FINDINGS:,} problems in one file")
        if not isinstance(finding, Finding):
            raise _CheckFailed(f"it gives a {type(finding).__name__} in place of a Finding")
        yield finding


def _make_diagnostic(finding: Finding, rule: Rule, path: str, lines: Sequence[str]) -> Diagnostic:
    message, hint, place = finding.message, finding.hint, finding.place
    if not (isinstance(message, str) and message.strip() and isinstance(hint, str)):
        raise _CheckFailed("it gives a finding without a message, or a hint that is no text")
    return Diagnostic(
        code=rule.code,
        at=_locate(place, path, lines) if place is not None else Location(path=path),
        message=_cut(message),
        hint=_cut(hint),
        plugin_rule=rule,
    )


def _locate(place: object, path: str, lines: Sequence[str]) -> Location:
    match place:
        case Place(line=int(line), column=int(column)) if 0 < line <= len(lines):
            # An end is a place, too.
            if 0 < column <= len(lines[line - 1]) + 1:
                return Location(path=path, line=line, column=column)
    raise _CheckFailed(f"it gives a place that is not in the file: {place}")


def _describe_place(error: BaseException) -> str:
    """Where in the plugin's code it was raised, for its author."""
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, _CheckFailed) or not frames:
        return ""
    return f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1] + "…"
