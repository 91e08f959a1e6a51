"""Each format is what its readers expect, whatever an author's file contains."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree

from ssg.diagnostics import RULES, Diagnostic, Fix, Location, Position
from ssg.pipeline.verdict import Cleared, SourceLines
from ssg.reports import FORMATS, sarif, write_report
from ssg.reports.findings import Findings
from tests.command import ROOT

# The schema of the standard, which OASIS publishes at the address of its `id`.
SARIF_SCHEMA = json.loads((ROOT / "tests/schemas/sarif-schema-2.1.0.json").read_text())
HOSTILE = "a]]>&<b> \x1b[31m % : , \r\n::error::x \ufffe \ud800 “字” é\u0301"


def diagnostic(
    code: str = "R01", line: int = 2, message: str = "topic 'slep' does not exist"
) -> Any:
    at = Location(path="content/threads/a b.md", line=line, column=10 if line else 0)
    fix = Fix(
        title="replace it with 'sleep'",
        start=Position(2, 10),
        end=Position(2, 14),
        text="sleep",
        is_safe=True,
    )
    return Diagnostic(code=code, at=at, message=message, hint="do this", fixes=(fix,))


def findings(site: Path, *found: Diagnostic, **options: Any) -> Findings:
    file = site / "content/threads/a b.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.write_text("---\ntopics: [slep]\n---\n")
    return Findings(diagnostics=found, lines=SourceLines(site), **options)


def hostile(site: Path) -> Findings:
    """Every code, with texts that may do harm in one of the formats."""
    found = [
        Diagnostic(
            code=code,
            at=Location(path=f"content/{HOSTILE}.md", line=number % 3, column=number % 2),
            message=HOSTILE,
            hint=HOSTILE,
            fixes=(Fix(title=HOSTILE, start=Position(1), end=Position(1, 2), text=HOSTILE),),
        )
        for number, code in enumerate(RULES)
    ]
    cleared = (Cleared(diagnostic=diagnostic("W04"), reason=HOSTILE),)
    return findings(site, *found, cleared=cleared)


@pytest.mark.parametrize("form", FORMATS)
def test_no_text_of_an_author_can_damage_a_document(form: str, tmp_path: Path) -> None:
    text = write_report(form, hostile(tmp_path))
    assert text.encode().endswith(b"\n")
    assert "\x1b" not in text
    if form == "github":
        commands = text.splitlines()
        assert len(commands) == len(RULES)
        assert all(line.startswith(("::error file=", "::warning file=")) for line in commands)
    elif form == "junit":
        root = etree.fromstring(text.encode())
        assert len(root.findall(".//testcase")) == len(RULES)
    else:
        json.loads(text)


def test_sarif_is_valid_against_the_schema_of_the_standard(tmp_path: Path) -> None:
    validator = Draft4Validator(SARIF_SCHEMA, format_checker=FormatChecker())
    for one in (hostile(tmp_path), findings(tmp_path), findings(tmp_path, diagnostic("W04", 0))):
        document = json.loads(write_report("sarif", one))
        assert [error.message for error in validator.iter_errors(document)] == []


def test_sarif_says_where_a_result_is_and_what_would_mend_it(tmp_path: Path) -> None:
    one = findings(
        tmp_path,
        diagnostic(),
        folder="my site/",
        cleared=(Cleared(diagnostic=diagnostic("W04"), reason="fine"),),
    )
    (run,) = json.loads(write_report("sarif", one))["runs"]
    result, cleared = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert place["artifactLocation"]["uri"] == "my%20site/content/threads/a%20b.md"
    assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
    assert place["region"] == {"startLine": 2, "startColumn": 10}
    rules = run["tool"]["driver"]["rules"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "R01"
    assert RULES["R01"].why in rules[0]["help"]["text"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "sleep"}
    assert "suppressions" not in result
    assert cleared["suppressions"][0]["justification"] == "fine"


def test_rules_in_sarif_lead_to_the_documentation_that_the_project_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "_documentation", lambda: "https://docs.example/diagnostics.md")
    (run,) = json.loads(write_report("sarif", findings(tmp_path, diagnostic())))["runs"]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["helpUri"] == "https://docs.example/diagnostics.md#R01"


def test_json_has_one_documented_shape(tmp_path: Path) -> None:
    cleared = (Cleared(diagnostic=diagnostic("W04", 0), reason="fine"),)
    document = json.loads(write_report("json", findings(tmp_path, diagnostic(), cleared=cleared)))
    assert document["version"] == 1
    assert document["summary"] == {"errors": 1, "warnings": 0, "cleared": 1}
    assert document["diagnostics"] == [
        {
            "code": "R01",
            "severity": "error",
            "title": "Unknown topic",
            "path": "content/threads/a b.md",
            "line": 2,
            "column": 10,
            "message": "topic 'slep' does not exist",
            "hint": "do this",
            "fixes": [
                {
                    "title": "replace it with 'sleep'",
                    "start": {"line": 2, "column": 10},
                    "end": {"line": 2, "column": 14},
                    "text": "sleep",
                    "safe": True,
                }
            ],
        }
    ]
    (one,) = document["cleared"]
    assert (one["line"], one["column"], one["reason"]) == (None, None, "fine")
    described = (ROOT / "docs/checks.md").read_text()
    assert all(f'"{name}"' in described for name in (*document, *document["diagnostics"][0]))


def test_github_gets_a_command_for_each_line(tmp_path: Path) -> None:
    one = findings(tmp_path, diagnostic(message="50% of: a, b"), diagnostic("W04", 0))
    assert write_report("github", one) == (
        "::error file=content/threads/a b.md,line=2,col=10,title=R01%3A Unknown topic"
        "::50%25 of: a, b%0Ado this\n"
        "::warning file=content/threads/a b.md,title=W04%3A External link not in a resource file"
        "::topic 'slep' does not exist%0Ado this\n"
    )


def test_a_fingerprint_stays_while_its_line_moves_and_no_two_are_the_same(tmp_path: Path) -> None:
    def fingerprints(*found: Diagnostic) -> list[str]:
        text = write_report("gitlab", findings(tmp_path, *found))
        return [one["fingerprint"] for one in json.loads(text)]

    before = fingerprints(diagnostic(), diagnostic())
    (tmp_path / "content/threads/a b.md").write_text("---\nby: x\n  topics:  [slep]\n---\n")
    assert fingerprints(diagnostic(line=3), diagnostic(line=3)) == before
    assert len(set(before)) == 2
    (tmp_path / "content/threads/a b.md").write_text("---\nby: x\ntopics: [slep, tea]\n---\n")
    assert fingerprints(diagnostic(line=3))[0] not in before


def test_gitlab_gets_errors_as_major_and_warnings_as_minor(tmp_path: Path) -> None:
    text = write_report("gitlab", findings(tmp_path, diagnostic(), diagnostic("W04", 0)))
    found = json.loads(text)
    assert [one["severity"] for one in found] == ["major", "minor"]
    assert [one["location"]["lines"]["begin"] for one in found] == [2, 1]


def test_junit_fails_for_what_fails_the_check(tmp_path: Path) -> None:
    def counts(**options: Any) -> dict[str, str]:
        one = findings(tmp_path, diagnostic(), diagnostic("W04"), **options)
        return ET.fromstring(write_report("junit", one)).attrib

    assert (counts()["failures"], counts()["skipped"]) == ("1", "1")
    assert (counts(is_strict=True)["failures"], counts()["tests"]) == ("2", "2")
    clean = ET.fromstring(write_report("junit", findings(tmp_path)))
    assert clean.attrib["tests"] == "1"
    assert clean.attrib["failures"] == "0"
