"""Redacts withdrawn documents while they are parsed, before any stage can show their text."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from ssg.diagnostics import Diagnostic, has_errors
from ssg.model.documents import Guide, Page, Thread
from ssg.model.fragments import EMPTY
from ssg.parse.frontmatter import SplitDocument
from ssg.parse.result import Parsed

D = TypeVar("D", Thread, Guide, Page)


def redact_document(
    document: D, split: SplitDocument, diagnostics: Sequence[Diagnostic]
) -> Parsed[D]:
    """The withdrawn `document` with what its tombstone page needs, without any text.

    `document` has no text yet, only its front matter. References and aliases are
    kept: they are ids and addresses, and are still checked.
    """
    redacted = replace(
        document,
        meta=document.meta.redact(),
        dates=(),
        outside=(),
        tombstone_text_line=split.first_text_line,
    )
    return Parsed(
        document=None if has_errors(diagnostics) else redacted,
        fragments=(EMPTY,),
        diagnostics=tuple(diagnostics),
    )
