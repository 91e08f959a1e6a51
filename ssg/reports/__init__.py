"""What `ssg check` found, in the formats of the programs that read it: one module for each.

Each is a pure function from `Findings` to the whole text of a document.
"""

from importlib import import_module

from ssg.reports.findings import Findings

FORMATS = {
    "json": "json_document",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
}
"""The module of each format, which has a function `write`."""


def write_report(form: str, findings: Findings) -> str:
    """The document in the format `form`, which ends with a line end unless it is empty."""
    module = import_module(f"ssg.reports.{FORMATS[form]}")
    text: str = module.write(findings)
    return text
