import markdown
import pytest
from pyromark import Options

from ssg.config import DEFAULT_EXTENSIONS
from ssg.parse.editorial.structure import compare_structure, without_abbreviations
from ssg.parse.html.events import OPTIONS, scan_events
from ssg.parse.html.source import Source
from tests.unit.parse.samples import format_all


def differences(text: str) -> list[str]:
    source = Source(path="a.md", text=without_abbreviations(text), first_line=1)
    html = markdown.markdown(text, extensions=list(DEFAULT_EXTENSIONS))
    scan = scan_events(source, OPTIONS | Options.ENABLE_DEFINITION_LIST)
    return format_all(compare_structure(html, scan, source))


@pytest.mark.parametrize(
    "text",
    [
        "", "A.\n\nB.\n", "# A\n\nB.\n\n## C\n\nD\n", "Setext\n---\n\nA.\n", "- a\n- b\n\nC.\n",
        "- a\n\n- b\n", "1. a\n2. b\n", "- a\n    - b\n    - c\n", "> a\n> b\n\nC.\n",
        "> - a\n> - b\n", "A.\n\n***\n\nB.\n", "    code\n\nA.\n", "```\ncode\n```\n",
        "|a|b|\n|-|-|\n|c|d|\n", "Term\n:   What it is.\n", "A.[^1]\n\n[^1]: Note.\n\n    More.\n",
        "*[GP]: doctor\n\nA GP.\n", "- a\n\n    More of a.\n\n- b\n",
    ],
)  # fmt: skip
def test_blocks_that_both_dialects_read_alike_are_not_reported(text: str) -> None:
    assert differences(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A.\n- b\n- c\n",
            "2:1 W08 the page shows nothing more where a git host's preview shows a list",
        ),
        (
            "- a\n  - b\n",
            "2:3 W08 the page shows a list item where a git host's preview shows a list",
        ),
        (
            "A.\n\n1) b\n",
            "3:1 W08 the page shows a paragraph where a git host's preview shows a numbered list",
        ),
        ("A.\n> b\n", None),
        (
            "#Not a heading\n",
            "1:1 W08 the page shows a heading (h1) where a git host's preview shows a paragraph",
        ),
    ],
)
def test_the_first_difference_is_reported(text: str, expected: str | None) -> None:
    assert differences(text) == ([expected] if expected else [])


def test_a_difference_has_a_hint() -> None:
    text = "A.\n- b\n"
    source = Source(path="a.md", text=text, first_line=1)
    (found,) = compare_structure("<p>A.\n- b</p>", scan_events(source), source)
    assert (
        found.hint
        == "put a blank line before a list, and indent the content of a list item by four spaces"
    )


def test_blocks_after_raw_html_are_not_compared() -> None:
    assert differences("A.\n\n<div>\n\n- b\n  - c\n\n</div>\n") == []


def test_definitions_of_abbreviations_are_blanked_in_their_place() -> None:
    text = "é *[a]: b\n*[GP]: médecin\n   *[b]: c\n    *[d]: e\n"
    blank = without_abbreviations(text)
    assert len(blank.encode()) == len(text.encode())
    assert blank.split("\n")[0] == "é *[a]: b"
    assert blank.split("\n")[1].strip() == ""
    assert blank.split("\n")[2].strip() == ""
    assert blank.split("\n")[3] == "    *[d]: e"
