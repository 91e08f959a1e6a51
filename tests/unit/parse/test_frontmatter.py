import pytest

from ssg.diagnostics import Diagnostic
from ssg.model.frontmatter import PageMeta, ThreadMeta, TopicMeta
from ssg.parse.frontmatter import Divided, check_front_matter, divide
from tests.unit.parse.samples import told


def divided(text: str) -> Divided:
    found, diagnostics = divide(text, path="a.md")
    assert diagnostics == []
    assert found is not None
    return found


def refusal(text: str) -> Diagnostic:
    found, (diagnostic,) = divide(text, path="a.md")
    assert found is None
    assert str(diagnostic.at) == "a.md:1:1"
    return diagnostic


def test_a_document_is_its_fields_and_its_body() -> None:
    found = divided("---\ntitle: T\n---\nThe body.\n---\nMore.\n")
    assert found.fields is not None
    assert found.fields.value == {"title": "T"}
    assert found.body == "\nThe body.\n---\nMore.\n"
    assert found.body_line == 3


def test_the_bodys_first_indentation_stays() -> None:
    assert divided("---\na: b\n---\n    code\n").body == "\n    code\n"
    assert divided("---\na: b\n---\n\n    code\n").body.endswith("\n    code\n")


@pytest.mark.parametrize(
    "text", ["", "words\n", "\n--- a: b\n---\n", "--\na: b\n--\n", "a\n---\n---\n"]
)
def test_a_document_without_front_matter_is_refused(text: str) -> None:
    found = refusal(text)
    assert (found.code, found.message) == ("F01", "has no front matter")
    assert found.hint == "start the file with a line '---', its fields, and another '---'"


@pytest.mark.parametrize("before", ["\n", " ", "\t\n \n"])
def test_nothing_stands_before_front_matter(before: str) -> None:
    found = refusal(f"{before}---\na: b\n---\n")
    assert (found.code, found.message) == ("F01", "front matter must start on line 1")
    assert found.hint == "remove the blank lines and spaces before the first '---'"


def test_front_matter_that_is_not_closed_is_refused() -> None:
    found = refusal("---\ntitle: T\n\nThe body, with a --- in it.\n --- \n")
    assert (found.code, found.message) == ("F02", "the front matter is not closed")
    assert found.hint == "end the fields with a line '---'"


def test_broken_fields_leave_the_body_to_be_read() -> None:
    found, diagnostics = divide("---\n\n\na: b: c\n---\nBody\n", path="a.md")
    assert found is not None
    assert (found.fields, found.body) == (None, "\nBody\n")
    assert told(diagnostics) == ["4:5 F04 mapping values are not allowed in this context"]
    assert check_front_matter(PageMeta, found) == (None, [])


@pytest.mark.parametrize(
    ("body", "line"), [("", 0), ("\n \n\t\n", 0), ("a", 4), ("\n\n  a\n", 6), ("\n\u00a0\nb", 6)]
)
def test_the_first_line_of_text_is_known(body: str, line: int) -> None:
    assert divided(f"---\ntitle: T\n---\n{body}").first_text_line == line


def test_sound_fields_become_an_instance() -> None:
    meta, diagnostics = check_front_matter(PageMeta, divided("---\ntitle: T\n---\n"))
    assert (meta, diagnostics) == (PageMeta(title="T"), [])


def test_mistakes_have_their_lines_in_the_file() -> None:
    meta, diagnostics = check_front_matter(PageMeta, divided("---\ntitle: T\nnav: x\n---\n"))
    assert meta is None
    assert told(diagnostics) == ["3:6 F07 nav: expects a whole number, 0 or more, not 'x'"]


def test_whoever_has_topics_names_at_least_one() -> None:
    text = "---\ntitle: T\nasked: 2020-01-01\ntopics: []\n---\n"
    _, diagnostics = check_front_matter(ThreadMeta, divided(text))
    assert told(diagnostics) == ["4:1 F08 required field 'topics' is empty"]
    _, diagnostics = check_front_matter(ThreadMeta, divided(text.replace("title", "titel")))
    assert "4:1 F08 required field 'topics' is empty" in told(diagnostics)
    _, diagnostics = check_front_matter(TopicMeta, divided("---\ntitle: T\n---\n"))
    assert diagnostics == []


@pytest.mark.parametrize(
    "line", ["-" * 500_000 + "x", "---" + " " * 500_000 + "x", " \n" * 200_000]
)
def test_a_long_line_that_is_almost_a_boundary_costs_its_length(line: str) -> None:
    assert divided(f"---\ntitle: T\n# {line}\n---\n").fields is not None
    assert refusal(f"---\n{line}").code == "F02"
