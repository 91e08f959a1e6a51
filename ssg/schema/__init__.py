"""Checks YAML mappings against the classes that define their fields.

Fields without a mistake are read by `readers`. Only `explanation` says what is wrong, with
pydantic, which takes longer to load than it takes to read a small site. Both follow the same
definitions, and what one reads is what the other would.
"""

from typing import TypeVar

from ssg.diagnostics import Diagnostic
from ssg.model.scalars import ScalarError
from ssg.schema.readers import Unclear, class_reader
from ssg.yamltext import YamlMapping

T = TypeVar("T")


def check_fields(kind: type[T], mapping: YamlMapping) -> tuple[T | None, list[Diagnostic]]:
    """An instance of `kind`, or None and all errors in `mapping`."""
    try:
        return class_reader(kind)(mapping.value), []
    except (Unclear, ScalarError):
        from ssg.schema.explanation import explain_fields  # noqa: PLC0415

        return explain_fields(kind, mapping)
