"""JSON for scripts, in a shape of our own: see docs/checks.md."""

import json
from typing import Any

from ssg.diagnostics import Diagnostic, Fix, Position, Severity
from ssg.reports.findings import Findings, to_text

VERSION = 1
"""Changes when a script that reads the document would have to change."""


def write(findings: Findings) -> str:
    document = {
        "version": VERSION,
        "summary": {
            "errors": findings.count(Severity.ERROR),
            "warnings": findings.count(Severity.WARNING),
            "cleared": len(findings.cleared),
        },
        "diagnostics": [_describe(one) for one in findings.diagnostics],
        "cleared": [
            {**_describe(one.diagnostic), "reason": one.reason} for one in findings.cleared
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _describe(diagnostic: Diagnostic) -> dict[str, Any]:
    at = diagnostic.at
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "title": diagnostic.rule.title,
        "path": to_text(at.path),
        "line": at.line or None,
        "column": max(at.column, 1) if at.line else None,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fixes": [_describe_fix(fix) for fix in diagnostic.fixes],
    }


def _describe_fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "start": _describe_position(fix.start),
        "end": _describe_position(fix.end),
        "text": to_text(fix.text),
        "safe": fix.is_safe,
    }


def _describe_position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}
