"""What ssg accepts, its JSON Schemas accept, as an editor's parser of YAML 1.2 reads it."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ssg.formats.core_types import core_scalar
from ssg.formats.json_schema import schema_of
from ssg.formats.kinds import FORMATS, Format
from ssg.model.frontmatter import Fields
from ssg.model.scalars import ScalarError
from ssg.schema.readers import Unclear, class_reader
from tests.effort import EFFORT
from tests.property.test_fields import mappings


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(FORMATS[name]))


def without_blanks(value: Any) -> Any:
    """As ssg reads it: what is blank counts as absent."""
    if isinstance(value, list):
        return [without_blanks(one) for one in value if not is_blank(one)]
    if isinstance(value, dict):
        return {key: without_blanks(one) for key, one in value.items() if not is_blank(one)}
    return value


def is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def typed(value: Any) -> Any:
    """As an editor reads it without quotes, but that the word `null` is a text with quotes."""
    if isinstance(value, list):
        return [typed(one) for one in value]
    if isinstance(value, dict):
        return {key: typed(one) for key, one in value.items()}
    return value if core_scalar(value) is None and value else core_scalar(value)


def accepts(kind: type[Fields], mapping: Any) -> bool:
    try:
        class_reader(kind)(without_blanks(mapping))
    except (Unclear, ScalarError):
        return False
    # These are checked beside the types, in ssg.parse.frontmatter.
    review = mapping.get("review")
    return mapping.get("topics") != [] and not (
        isinstance(review, dict) and review.get("covers") == []
    )


@pytest.mark.parametrize("given_format", FORMATS.values(), ids=list(FORMATS))
@settings(max_examples=60 * EFFORT)
@given(data=st.data())
def test_what_ssg_accepts_a_schema_accepts(given_format: Format, data: st.DataObject) -> None:
    mistakes = data.draw(st.sampled_from([0, 1]))
    mapping = data.draw(mappings(given_format.fields, mistakes))
    if mistakes:
        # The name of a field that does not exist is a mistake, even where ssg says nothing of it.
        mapping = without_blanks(mapping)
    if not accepts(given_format.fields, mapping):
        return
    check = validator(given_format.name)
    # With every scalar in quotes, and with none.
    for form in (mapping, typed(mapping)):
        assert [one.message for one in check.iter_errors(form)] == []
