"""JUnit's XML, which most build servers show as tests: one for each diagnostic.

There is no standard; this is the part that Jenkins and GitLab read
(https://github.com/testmoapp/junitxml).
"""

from itertools import groupby
from xml.etree import ElementTree as ET

from ssg.diagnostics import Diagnostic, Severity
from ssg.reports.findings import Findings, describe, to_text
from ssg.text import remove_control


def write(findings: Findings) -> str:
    """What does not fail the check is a test that was skipped."""
    failures = [one for one in findings.diagnostics if _fails(one, findings)]
    skipped = len(findings.diagnostics) - len(failures)
    counts = _counts(len(findings.diagnostics) or 1, len(failures), skipped)
    root = ET.Element("testsuites", {"name": "ssg check", **counts})
    for _, group in groupby(findings.diagnostics, key=lambda one: one.at.path):
        _add_suite(root, list(group), findings)
    if not findings.diagnostics:
        suite = ET.SubElement(root, "testsuite", {"name": "ssg", **_counts(1, 0, 0)})
        ET.SubElement(suite, "testcase", {"name": "no problems", "classname": "ssg check"})
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_suite(root: ET.Element, found: list[Diagnostic], findings: Findings) -> None:
    failures = sum(_fails(one, findings) for one in found)
    counts = _counts(len(found), failures, len(found) - failures)
    name = _clean(findings.path_of(found[0]))
    suite = ET.SubElement(root, "testsuite", {"name": name, **counts})
    for one in found:
        title = _clean(f"{one.code} {one.rule.title}")
        place = f" ({one.at.line}:{max(one.at.column, 1)})" if one.at.line else ""
        attributes = {"name": f"{title}{place}", "classname": name}
        case = ET.SubElement(suite, "testcase", attributes)
        is_failure = _fails(one, findings)
        mark = ET.SubElement(case, "failure" if is_failure else "skipped")
        mark.set("message", _clean(one.message))
        if is_failure:
            mark.set("type", one.severity.value)
        mark.text = _clean(f"{name}{place}: {describe(one)}")


def _counts(tests: int, failures: int, skipped: int) -> dict[str, str]:
    counts = {"tests": tests, "failures": failures, "errors": 0, "skipped": skipped}
    return {name: str(count) for name, count in counts.items()}


def _fails(diagnostic: Diagnostic, findings: Findings) -> bool:
    return findings.is_strict or diagnostic.severity is Severity.ERROR


def _clean(text: str) -> str:
    """`text` without what XML cannot hold, even as an escape."""
    return remove_control(to_text(text))
