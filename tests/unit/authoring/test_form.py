"""Whatever is given for a field is read back from the new file as it was given."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from ssg.authoring.form import FORMS, find_missing, form_fields, make_fields
from ssg.authoring.ids import propose_id
from ssg.authoring.templates import fill_template
from ssg.config import Settings
from ssg.diagnostics import has_errors
from ssg.model.kinds import Kind
from ssg.model.scalars import ScalarError, parse_text
from ssg.parse.files import parse_source
from ssg.urls import id_problem
from tests.effort import EFFORT

SETTINGS = Settings(title="A", url="https://example.org")
NOWHERE = Path("/nonexistent")
SIGNS = st.sampled_from(
    ["'", '"', ": ", " #", "\n", "\t", "[", "]", "{", "}", "- ", "---\n", "&a", "*a", "!a", "%",
     "@", "`", "|", ">", "\\", "\u00a0", "\u2028", "\u0085", "\ufeff", "é", "日", "😀", "{{ x }}",
     "null", "true", "~", "2026-03-01", "\x00", "\x1b", ""]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(SIGNS, st.text(max_size=4)), max_size=8).map("".join)


@settings(max_examples=60 * EFFORT, deadline=None)
@given(title=HOSTILE, by=HOSTILE)
def test_a_hostile_title_is_read_back_as_it_was_given(title: str, by: str) -> None:
    asked = {"title": title, "by": by, "asked": "2026-03-01", "topic": ["sleep"]}
    found, problems = make_fields("thread", asked)
    if problems:
        assert all("control character" in one for one in problems)
        return
    if "title" not in found:
        return
    text = fill_template(NOWHERE, "thread", found, "")
    data = text.encode()
    parsed = parse_source(data, path="a.md", kind=Kind.THREAD, settings=SETTINGS)
    if not parse_text(title):
        assert has_errors(parsed.diagnostics)
        return
    assert parsed.document is not None, (text, parsed.diagnostics)
    assert parsed.document.meta.title == parse_text(title)
    assert parsed.document.meta.by == (parse_text(by) or "Guest")
    assert not has_errors(parsed.diagnostics)


@settings(max_examples=100 * EFFORT, deadline=None)
@given(title=HOSTILE, taken=st.sets(st.sampled_from(["thread", "a", "true", "null", "e", "ri"])))
def test_an_id_is_always_valid_and_free(title: str, taken: set[str]) -> None:
    found = propose_id(title, is_taken=taken.__contains__, otherwise="thread")
    assert id_problem(found) is None
    assert found not in taken


@pytest.mark.parametrize("form", FORMS)
def test_every_scalar_field_has_an_option_of_its_own(form: str) -> None:
    options = [one.option for one in form_fields(form)]
    assert len(options) == len(set(options))
    names = {one.where[0] for one in form_fields(form)}
    left_out = {one.name for one in fields(FORMS[form])} - names
    never = {"anchor_aliases", "cleared", "removed", "to"}
    assert left_out <= {"extra", "corrections", "sources"} | never


def test_what_is_required_is_what_the_format_requires() -> None:
    assert [one.option for one in find_missing("thread", {})] == ["--title", "--asked", "--topic"]
    assert [one.option for one in find_missing("resource", {"title": "A"})] == [
        "--publisher",
        "--url",
    ]
    assert [one.option for one in find_missing("answer", {})] == ["--posted"]


def test_each_wrong_value_is_named_by_its_option() -> None:
    _, problems = make_fields("thread", {"asked": "soon", "helpful": "-1", "source_url": "x"})
    assert [one.partition(":")[0] for one in problems] == ["--asked", "--helpful", "--source-url"]


def test_a_text_with_a_control_character_is_no_field() -> None:
    with pytest.raises(ScalarError):
        next(one for one in form_fields("guide") if one.name == "title").parse("a\x1bb")
