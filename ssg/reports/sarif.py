"""SARIF 2.1.0, which code hosts and editors show beside the lines that it is about.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any
from urllib.parse import quote

from ssg import __version__
from ssg.diagnostics import RULES, Diagnostic, Fix, Rule
from ssg.remedies import REMEDIES
from ssg.reports.findings import Findings, describe, to_text

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
"""What all paths are relative to: the repository, or the site's folder where there is none."""
_FINGERPRINT = "ssgPlace/v1"


def write(findings: Findings) -> str:
    cleared = {one.diagnostic: one.reason for one in findings.cleared}
    found = [*findings.diagnostics, *cleared]
    rules = {one.code: one.rule for one in sorted(found, key=lambda one: one.code)}
    indexes = {code: index for index, code in enumerate(rules)}
    run = {
        "tool": {"driver": _describe_tool(rules.values())},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": {"text": "The top folder of the repository."}}
        },
        "results": [
            _describe(one, fingerprint, indexes, findings, cleared.get(one))
            for one, fingerprint in findings.with_fingerprints(found)
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _describe_tool(rules: Iterable[Rule]) -> dict[str, Any]:
    address = _documentation()
    tool: dict[str, Any] = {"name": "ssg", "semanticVersion": __version__}
    if address:
        tool["informationUri"] = address
    tool["rules"] = [_describe_rule(rule, address) for rule in rules]
    return tool


def _describe_rule(rule: Rule, address: str) -> dict[str, Any]:
    how = rule.how or REMEDIES[rule.code].how
    described: dict[str, Any] = {
        "id": rule.code,
        "name": _camel_case(rule.title),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.title}. {rule.why} {how}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }
    if rule.code not in RULES:
        # A plugin's words are text, whatever signs are in them, and it has other documentation.
        return described
    described["help"]["markdown"] = f"**{rule.code}: {rule.title}.** {rule.why} {how}"
    if address:
        described["helpUri"] = f"{address}#{rule.code}"
    return described


def _documentation() -> str:
    """The address of docs/diagnostics.md, if the project says where that is published."""
    try:
        urls: list[str] = metadata("ssg").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.partition(", ")[2] for url in urls if url.startswith("Diagnostics, ")), "")


def _describe(
    diagnostic: Diagnostic,
    fingerprint: str,
    indexes: Mapping[str, int],
    findings: Findings,
    reason: str | None,
) -> dict[str, Any]:
    artifact = {"uri": quote(findings.path_of(diagnostic)), "uriBaseId": _ROOT}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if diagnostic.at.line:
        column = max(diagnostic.at.column, 1)
        physical["region"] = {"startLine": diagnostic.at.line, "startColumn": column}
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": indexes[diagnostic.code],
        "level": diagnostic.severity.value,
        "message": {"text": describe(diagnostic)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    if diagnostic.fixes:
        result["fixes"] = [_describe_fix(fix, artifact) for fix in diagnostic.fixes]
    if reason is not None:
        result["suppressions"] = [
            {"kind": "inSource", "status": "accepted", "justification": reason}
        ]
    return result


def _describe_fix(fix: Fix, artifact: dict[str, str]) -> dict[str, Any]:
    region = {
        "startLine": fix.start.line,
        "startColumn": fix.start.column,
        "endLine": fix.end.line,
        "endColumn": fix.end.column,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": to_text(fix.text)}}
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _camel_case(title: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in title).split()
    return "".join(word[:1].upper() + word[1:] for word in words)
