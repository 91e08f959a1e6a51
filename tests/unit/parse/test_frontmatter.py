from datetime import UTC

import pytest

from ssg.diagnostics import Diagnostic
from ssg.model.frontmatter import PageMeta, ThreadMeta, TopicMeta
from ssg.parse.frontmatter import (
    SplitDocument,
    check_front_matter,
    read_front_matter,
    split_front_matter,
)
from ssg.yamltext import YamlMapping
from tests.unit.parse.samples import SETTINGS, format_all


def split(text: str) -> SplitDocument:
    found, diagnostics = split_front_matter(text, path="a.md")
    assert diagnostics == []
    assert found is not None
    return found


def fields_of(text: str) -> YamlMapping:
    fields = split(text).fields
    assert fields is not None
    return fields


def error_of(text: str) -> Diagnostic:
    found, (diagnostic,) = split_front_matter(text, path="a.md")
    assert found is None
    assert str(diagnostic.at) == "a.md:1:1"
    return diagnostic


def test_a_document_is_its_fields_and_its_body() -> None:
    found = split("---\ntitle: T\n---\nThe body.\n---\nMore.\n")
    assert found.fields is not None
    assert found.fields.value == {"title": "T"}
    assert found.body == "\nThe body.\n---\nMore.\n"
    assert found.body_line == 3


def test_the_bodys_first_indentation_stays() -> None:
    assert split("---\na: b\n---\n    code\n").body == "\n    code\n"
    assert split("---\na: b\n---\n\n    code\n").body.endswith("\n    code\n")


@pytest.mark.parametrize(
    "text", ["", "words\n", "\n--- a: b\n---\n", "--\na: b\n--\n", "a\n---\n---\n"]
)
def test_a_document_without_front_matter_is_an_error(text: str) -> None:
    found = error_of(text)
    assert (found.code, found.message) == ("F01", "the file has no front matter")
    assert (
        found.hint == "start the file with a line '---', then the fields, then another line '---'"
    )


@pytest.mark.parametrize("before", ["\n", " ", "\t\n \n"])
def test_text_before_front_matter_is_an_error(before: str) -> None:
    found = error_of(f"{before}---\na: b\n---\n")
    assert (found.code, found.message) == ("F01", "front matter must start on line 1")
    assert found.hint == "remove the blank lines and spaces before the first '---'"


def test_front_matter_that_is_not_closed_is_an_error() -> None:
    found = error_of("---\ntitle: T\n\nThe body, with a --- in it.\n --- \n")
    assert (found.code, found.message) == ("F02", "the front matter is not closed")
    assert found.hint == "add a line '---' after the fields"


def test_the_body_is_read_even_if_the_fields_are_broken() -> None:
    found, diagnostics = split_front_matter("---\n\n\na: b: c\n---\nBody\n", path="a.md")
    assert found is not None
    assert (found.fields, found.body) == (None, "\nBody\n")
    assert format_all(diagnostics) == [
        "4:5 F04 the value contains ': ', which YAML reads as a field"
    ]
    front, diagnostics = read_front_matter(found, PageMeta, {}, SETTINGS)
    assert (front.meta, diagnostics) == (None, [])


@pytest.mark.parametrize(
    ("body", "line"), [("", 0), ("\n \n\t\n", 0), ("a", 4), ("\n\n  a\n", 6), ("\n\u00a0\nb", 6)]
)
def test_the_first_line_of_text_is_found(body: str, line: int) -> None:
    assert split(f"---\ntitle: T\n---\n{body}").first_text_line == line


def test_valid_fields_become_an_instance() -> None:
    meta, diagnostics = check_front_matter(PageMeta, fields_of("---\ntitle: T\n---\n"), UTC)
    assert (meta, diagnostics) == (PageMeta(title="T"), [])


def test_errors_have_their_lines_in_the_file() -> None:
    meta, diagnostics = check_front_matter(PageMeta, fields_of("---\ntitle: T\nnav: x\n---\n"), UTC)
    assert meta is None
    assert format_all(diagnostics) == ["3:6 F07 nav: expects a whole number, 0 or more, not 'x'"]


def test_topics_must_name_at_least_one_topic() -> None:
    text = "---\ntitle: T\nasked: 2020-01-01\ntopics: []\n---\n"
    _, diagnostics = check_front_matter(ThreadMeta, fields_of(text), UTC)
    assert format_all(diagnostics) == ["4:1 F08 required field 'topics' is empty"]
    _, diagnostics = check_front_matter(ThreadMeta, fields_of(text.replace("title", "titel")), UTC)
    assert "4:1 F08 required field 'topics' is empty" in format_all(diagnostics)
    _, diagnostics = check_front_matter(TopicMeta, fields_of("---\ntitle: T\n---\n"), UTC)
    assert diagnostics == []


@pytest.mark.parametrize(
    "line", ["-" * 500_000 + "x", "---" + " " * 500_000 + "x", " \n" * 200_000]
)
def test_a_long_line_that_resembles_a_delimiter_takes_linear_time(line: str) -> None:
    assert split(f"---\ntitle: T\n# {line}\n---\n").fields is not None
    assert error_of(f"---\n{line}").code == "F02"
