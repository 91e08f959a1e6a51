import pytest

from ssg.config import DEFAULT_EXTENSIONS
from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source
from tests.unit.parse.samples import format_all


def find(text: str, *more_extensions: str) -> list[tuple[str, str]]:
    """The diagnostics of a text for Python-Markdown, each with its hint."""
    source = Source(path="a.md", text=text, first_line=1)
    extensions = (*DEFAULT_EXTENSIONS, *more_extensions)
    reading = Reading(dialect=Dialect.PYTHON_MARKDOWN, extensions=extensions)
    _, found = render_editors_text(source, LinkBase(folder="guides"), reading)
    return list(zip(format_all(found), [one.hint for one in found], strict=True))


def places(text: str, *more_extensions: str) -> list[str]:
    """`line:column code` of each diagnostic."""
    return [" ".join(one.split()[:2]) for one, _ in find(text, *more_extensions)]


@pytest.mark.parametrize(
    "text",
    [
        "", "A.\n\nB.\n", "# A\n\nB.\n\n## C\n\nD\n", "Setext\n---\n\nA.\n", "- a\n- b\n\nC.\n",
        "- a\n\n- b\n", "1. a\n2. b\n", "3. a\n4. b\n", "- a\n    - b\n    - c\n", "A.\n> b\n",
        "> a\n> b\n\nC.\n", "> - a\n> - b\n", "> a\nb\n\n> c\n", "A.\n\n***\n\nB.\n", "A\n***\nB\n",
        "    code\n\nA.\n", "\tcode\n", "```\ncode\n```\n", "~~~python\ncode\n~~~\n",
        "|a|b|\n|-|-|\n|c|d|\n", "a | b\n--|:-:\nc | d\n", "|a|b|\n|-|-|\n|c|\n",
        "Term\n:   What it is.\n", "T\n: d\n: e\n\nU\n: f\n", "T\n:   d\n\n    - a\n    - b\n",
        "A.[^1]\n\n[^1]: Note.\n\n    More.\n", "A.[^b] C.[^a]\n\n[^a]: x\n[^b]: y\n",
        "*[GP]: doctor\n\nA GP.\n", "- a\n\n    More of a.\n\n- b\n",
        "-   a\n\n    b\n\n        code\n\n- c\n", "> [!NOTE]\n> Rest.\n",
        "## A {: #b }\n\nC\n{: .d }\n\n[e](f.md){: title=\"g\" }\n", "\"A\" -- it's 5'10\"...\n",
        "A <b>b</b> H<sub>2</sub>O<br>c\n\n<!-- d -->\n\n- e\n",
        "<https://a.example> <b@c.example>\n",
        "<div class=\"box\">\nText.\n</div>\n\n- a\n", "&copy; AT&T 3 < 4\n",
        "\\\\ \\* \\_ \\[a\\] \\!\n",
        "A *b **c** d* e **f**g\n", "a_b_c snake*case*word\n", "`` a`b `` and `c\\`\n", "a  \nb\n",
        "[a]: /b \"c\"\n\n[a], [d][a] ![e](../media/f.png)\n", "\u00a0a\n",
    ],
)  # fmt: skip
def test_what_both_dialects_read_alike_is_not_reported(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "place", "page_and_preview", "hint"),
    [
        ("A.\n- b\n- c\n", "2:1", "'- b' as part of what is above it, a git host's preview as"
         " a list", "put a blank line before the list"),
        ("> A.\n> - b\n", "2:3", "'- b' as part of what is above it",
         "a line with only '>' before"),
        ("- a\n  - b\n", "2:3", "'- b' as a list item, a git host's preview as a list inside"
         " a list", "indent a list inside a list item by four spaces"),
        ("1. a\n   - b\n", "2:4", "'- b' as part of what is above it", "four spaces"),
        ("A.\n\n1) b\n", "3:1", "'1) b' as a paragraph, a git host's preview as a numbered list",
         "write '1.' instead of '1)'"),
        ("- a\n1. b\n", "2:1", "'1. b' as part of", "use one kind of marker"),
        ("-\n  a\n", "1:1", "'-'", "on the line of its marker"),
        ("- a\n\n  b\n\n- c\n", "3:3", "'b' as a paragraph outside the block above it",
         "indent the content of a list item by four spaces"),
        ("1. a\n\n    ```\n    b\n    ```\n\n2. c\n", "3:5", "'```' as a paragraph, a git host's"
         " preview as a code block", "eight spaces"),
        ("> ```\n> a\n> ```\n", "1:3", "'```'", "after '> '"),
        ("  ```\n  a\n  ```\n", "1:3", "'```'", "remove the spaces before the fences"),
        ("```python x=1\na\n```\n", "1:1", "'```python x=1'", "only the language"),
        ("```\na\n", "1:1", "'```'", "close the code block"),
        ("#Not a heading\n", "1:1", "'#Not a heading' as a heading (h1), a git host's preview as a"
         " paragraph", "put a space after #"),
        ("A\n#b\n", "2:1", "'#b' as a heading (h1)", "put a space after #"),
        ("1. a\n\n   ## B\n", "3:4", "'## B' as a paragraph, a git host's preview as a heading"
         " (h2)", "indent a heading in a list item by four spaces"),
        ("A\n\n   ## B\n", "3:4", "'## B' as a paragraph", "remove the spaces before the heading"),
        ("A\nB\n---\n", "1:1", "'A' as a paragraph", "write a heading on one line"),
        ("A\n| b | c |\n|---|---|\n| d | e |\n", "2:1", "'| b | c |' as part of what is above it,"
         " a git host's preview as a table", "put a blank line before the table"),
        ("- a\n\n  | b |\n  |---|\n  | c |\n", "3:3", "'| b |' as", "four spaces"),
        ("- a\n\n      b\n", "3:7", "'b' as a paragraph, a git host's preview as a code block",
         "eight spaces"),
        ("A.[^1]\n\n[^1]: B\n    - c\n", "4:5", "'- c'", "blank line before"),
    ],
)  # fmt: skip
def test_a_block_that_differs_is_reported_with_a_way_out(
    text: str, place: str, page_and_preview: str, hint: str
) -> None:
    ((report, way_out),) = find(text)
    assert report.startswith(f"{place} W08 the page shows {page_and_preview}")
    assert hint in way_out


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("A \\< b \\$ c.\n", "1:3", "the backslash of '\\<', '\\$'",
         "remove the backslash, or write &lt; for \\<"),
        ("A \\$ b.\n", "1:3", "the backslash of '\\$'", "remove the backslash"),
        ("A\\\nb\n", "1:2", "the backslash at the end of 'A\\'", "two spaces"),
        ("| a |\n|---|\n| `b \\| c` |\n", "3:6", "the backslash of '\\|'", "another character"),
        ("A ~~b~~.\n", "1:3", "'~~b~~' as typed", "<del>b</del>"),
        ("- [ ] a\n", "1:1", "the brackets of '- [ ] a'", "without brackets"),
        ("See https://a.example/b_c.\n", "1:5", "'https://a.example/b_c' as text",
         "write <https://a.example/b_c>"),
        ("www.a.example/b\\_c www.d.example\n", "1:1", "'www.a.example/b_c' as text, a git host's"
         " preview as a link, and 1 more", "write <https://www.a.example/b_c>"),
        ("[a](b c.md)\n", "1:1", "a link in '[a](b c.md)'", "<> around it"),
        ("A.[^1]\n\n[^1]: B \\~ c.\n", "3:9", "the backslash of '\\~'", "&#126; for \\~"),
    ],
)  # fmt: skip
def test_a_text_that_differs_is_reported_with_a_way_out(
    text: str, place: str, message: str, hint: str
) -> None:
    reports = [one for one in find(text) if " W08 " in one[0]]
    ((report, way_out),) = reports
    assert report.startswith(f"{place} W08 the page shows {message}")
    assert hint in way_out


def test_every_place_is_reported_and_none_twice() -> None:
    text = "A.\n- b\n- c\n\nH<sub>2</sub>O\n\nD.\n- e\n  - f\n- g\n  - h\n\nI \\< j\n\n#k\n"
    assert places(text) == ["2:1 W08", "8:1 W08", "13:3 W08", "15:1 W08"]


def test_one_mistake_again_and_again_in_one_list_is_reported_once() -> None:
    assert places("- a\n  - b\n- c\n  - d\n\nE\n\n- f\n  - g\n") == ["2:3 W08", "9:3 W08"]


def test_an_admonition_is_reported() -> None:
    ((report, hint),) = find("!!! note\n    A.\n", "admonition")
    assert report.startswith("1:1 W08 the page shows '!!! note' as ")
    assert "write a care card" in hint


def test_what_follows_raw_html_is_compared() -> None:
    text = "A <br> b<!-- c -->\n\n<details>\n<summary>d</summary>\nE\n</details>\n\nF:\n- g\n"
    assert places(text) == ["9:1 W08"]


def test_markdown_in_raw_html_is_reported_until_an_extension_reads_it() -> None:
    text = "<div{}>\n\nA *b*.\n\n- c\n\n</div>\n"
    found = find(text.format(""))
    assert [one.split(" W08 ")[0] for one, _ in found] == ["5:1"]
    assert "add md_in_html to markdown.extensions" in found[0][1]
    ((_, hint),) = find(text.format(""), "md_in_html")
    assert hint.startswith('add markdown="1" to the tag')
    assert find(text.format(' markdown="1"'), "md_in_html") == []


@pytest.mark.parametrize(
    ("extension", "text"),
    [("toc", "[TOC]\n\n## A\n\n## B\n"), ("codehilite", "    code\n"), ("extra", "## A {#b}\n")],
)
def test_what_an_extension_adds_on_purpose_is_not_reported(extension: str, text: str) -> None:
    assert find(text, extension) == []


def test_line_breaks_of_an_extension_are_reported() -> None:
    ((report, hint),) = find("A\nb\n", "nl2br")
    assert report.startswith("1:1 W08 the page shows a line break in 'A'")
    assert "two spaces" in hint


@pytest.mark.parametrize(
    "text",
    [
        "A<br>b\n\n1. c\n\n   ## D\n\nE\n", "`<!--` <b>a</b>\n", "A<br>\n\n- b\n\n   > c\n",
        "<div>\n\nA\n\n</div>\n\n- b\n\n  ## C\n",
    ],
)  # fmt: skip
def test_raw_html_is_not_blamed_for_what_the_dialect_does(text: str) -> None:
    assert "T03" not in "".join(places(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A<br>b\n\n<div>\n\n## C\n\nD\n", "3:1"), ("A <b>b</b>\n\n<!-- c\n\n## D\n", "3:1"),
        ("<details>\n\n> a\n", "1:1"),
    ],
)  # fmt: skip
def test_raw_html_that_swallows_what_follows_is_named(text: str, place: str) -> None:
    assert places(text) == [f"{place} T03"]


def test_a_long_text_without_likeness_is_compared_in_time() -> None:
    text = "".join(f"{n}) a\n\n#b\n\n" for n in range(1, 2000))
    assert places(text)[0] == "1:1 W08"


def test_neighbours_that_differ_are_reported_one_by_one() -> None:
    text = "#a\n\nB\n| c |\n|---|\n| d |\n\nE\n- f\n\n1) g\n"
    assert places(text) == ["1:1 W08", "4:1 W08", "9:1 W08", "11:1 W08"]
