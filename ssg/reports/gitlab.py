"""The Code Quality report of GitLab, which it shows in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
from typing import Any

from ssg.diagnostics import Diagnostic, Severity
from ssg.reports.findings import Findings

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def write(findings: Findings) -> str:
    entries = [
        _describe(one, fingerprint, findings)
        for one, fingerprint in findings.with_fingerprints(findings.diagnostics)
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _describe(diagnostic: Diagnostic, fingerprint: str, findings: Findings) -> dict[str, Any]:
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    return {
        "description": f"{diagnostic.message}{hint}",
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": findings.path_of(diagnostic),
            "lines": {"begin": max(diagnostic.at.line, 1)},
        },
    }
