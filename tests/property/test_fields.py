"""Fields are read the same way without pydantic as with it."""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields
from pydantic import TypeAdapter, ValidationError

from ssg.config import Settings
from ssg.model.frontmatter import (
    Fields,
    GuideMeta,
    PageMeta,
    PersonMeta,
    PostMeta,
    ResourceFileMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.scalars import Choice, Scalar, ScalarError
from ssg.schema.readers import Unclear, class_reader
from tests.effort import EFFORT

KINDS = (
    ThreadMeta,
    PostMeta,
    GuideMeta,
    TopicMeta,
    PageMeta,
    PersonMeta,
    ResourceFileMeta,
    Settings,
)
ADAPTERS: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in KINDS}

WORDS = [
    "a", "A title", "two-words", "--", "", " ", "  a\n b ", "x" * 100, "é", "\u00a0", "\u200b",
    "\x01", "\x7f", "\ufffe", "\ud800", "{error} %s", "No", "on", "null", "~", "true", "false",
    "True", "0", "3", "007", "-1", "4.5", "1e3", "9999999999", "٣", "2020-01-01", "2020-02-30",
    "2026-03-01T09:30", "2026-03-01T09:30:00Z", "2026-03-01T09:30+15:00", "0001-01-01",
    "20200101", "en", "pt-BR", "zh-Hant-TW", "EN", "english", "published", "draft", "withdrawn",
    "member", "clinician", "question", "answers", "commonmark", "python-markdown", "oldest",
    "helpful", "https://example.org/", "http://example.org:0/", "https://exa mple.org",
    "javascript:alert(1)", "//evil.example", "/about/", "/\\evil.example", "mailto:a@b.example",
    "mailto:a@b.example?subject={title}", "https://example.org/?id={id}", "https://{host}/",
    "tel:112", "112", "+44 20 7946 0000", "+44 (0)20 7946 0000", "DE", "de", "Germany", "UTC",
    "W04", "w4", "W40", "R01", "0123456789abcdef",
    "preview", "production", "../published", "s3://bucket/a", "s3://key:secret@bucket", "ftp://a",
    "static/picture.png", "content/media/a.jpeg", "static/../a.png",
]  # fmt: skip
"""Values that one field or another accepts, and values that none does."""

junk = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def values(draw: st.DrawFn, annotation: Any, mistakes: int) -> Any:
    """A value for a field with this annotation, in which `mistakes` of 20 values are any."""
    if draw(st.integers(0, 19)) < mistakes:
        return draw(junk)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        base, mark = arguments
        if isinstance(mark, Scalar | Choice):
            return draw(st.sampled_from(accepted_words(mark)))
        return draw(values(base, mistakes))
    if origin in (Union, UnionType):
        return draw(values(arguments[0], mistakes))
    if origin is tuple:
        return draw(st.lists(values(arguments[0], mistakes), max_size=3))
    if origin is dict:
        key, item = arguments
        return draw(st.dictionaries(values(key, mistakes=0), values(item, mistakes), max_size=3))
    if annotation is str:
        return draw(st.sampled_from(["a", "A title", "é"]))
    if annotation is Any:
        return draw(junk)
    return draw(mappings(annotation, mistakes))


@cache
def annotations_of(kind: type[Fields]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


@st.composite
def mappings(draw: st.DrawFn, kind: type[Fields], mistakes: int) -> dict[str, Any]:
    hints = annotations_of(kind)
    mapping = {
        one.name: draw(values(hints[one.name], mistakes))
        for one in fields(kind)
        if (one.required and not mistakes) or draw(st.booleans())
    }
    if draw(st.integers(0, 19)) < mistakes:
        mapping[draw(st.sampled_from(WORDS))] = draw(junk)
    return mapping


@cache
def accepted_words(mark: Scalar | Choice) -> list[str]:
    return [word for word in WORDS if accepts(mark, word)]


def accepts(mark: Scalar | Choice, word: str) -> bool:
    try:
        mark.parse(word)
    except ScalarError:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40 * EFFORT)
@given(data=st.data())
def test_fields_without_a_mistake_need_no_pydantic(kind: type[Fields], data: st.DataObject) -> None:
    mapping = data.draw(mappings(kind, mistakes=0))
    assert class_reader(kind)(mapping) == ADAPTERS[kind].validate_python(mapping)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=80 * EFFORT)
@given(data=st.data())
def test_whatever_is_read_is_what_pydantic_reads(kind: type[Fields], data: st.DataObject) -> None:
    mapping = data.draw(mappings(kind, mistakes=1))
    try:
        found = class_reader(kind)(mapping)
    except (Unclear, ScalarError):
        return
    try:
        expected = ADAPTERS[kind].validate_python(mapping)
    except ValidationError as error:
        pytest.fail(str(error))
    assert found == expected
    assert repr(found) == repr(expected)
