"""Finds the entries that clear a warning of their file."""

from collections.abc import Iterator

from ssg.diagnostics import Clearing, Diagnostic
from ssg.model.frontmatter import Cleared
from ssg.yamltext import YamlMapping


def find_clearings(cleared: tuple[Cleared, ...], fields: YamlMapping) -> Iterator[Diagnostic]:
    """W40 for each entry: whether there is something to clear is only known once all is checked."""
    for index, entry in enumerate(cleared):
        yield Diagnostic(
            code="W40",
            at=fields.locate(("cleared", index)),
            message=f"there is no {entry.code} left that this entry clears",
            hint="remove the entry, or clear the warning as it is now: ssg clear FILE:LINE",
            clears=Clearing(code=entry.code, digest=entry.digest, reason=entry.reason),
        )
