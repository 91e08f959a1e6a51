"""Workflow commands of GitHub Actions, which become notes beside the lines of a pull request.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from ssg.diagnostics import Diagnostic, escape_unsafe
from ssg.reports.findings import Findings, describe


def write(findings: Findings) -> str:
    return "".join(f"{_command(one, findings)}\n" for one in findings.diagnostics)


def _command(diagnostic: Diagnostic, findings: Findings) -> str:
    properties = {"file": escape_unsafe(findings.path_of(diagnostic))}
    if diagnostic.at.line:
        properties["line"] = str(diagnostic.at.line)
        properties["col"] = str(max(diagnostic.at.column, 1))
    properties["title"] = f"{diagnostic.code}: {diagnostic.rule.title}"
    written = ",".join(f"{name}={_escape_property(text)}" for name, text in properties.items())
    return f"::{diagnostic.severity.value} {written}::{_escape(describe(diagnostic))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
