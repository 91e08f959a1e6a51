import pytest

from ssg.config import DEFAULT_EXTENSIONS
from ssg.parse.html.source import Source
from ssg.rewrite.document import Rewritten, rewrite_text


def rewrite(text: str, *more_extensions: str) -> Rewritten:
    source = Source(path="a.md", text=text, first_line=1)
    return rewrite_text(source, (*DEFAULT_EXTENSIONS, *more_extensions))


@pytest.mark.parametrize(
    "text",
    [
        "", "A.\n\n- b\n    - c\n\n> d\n", "1. a\n2. b\n\n\n\nC  \nd\n", "```\na\n```\nB\n",
        "*[GP]: doctor\n\nA GP[^1] \"b\".\n\n[^1]: C.\n", "<div>\n*a*\n</div>\n", "- a\n\n    b\n",
        "T\n:   a\n\n        code\n", "|a|b|\n|-|-:|\n|c|d|\n", "[a]\n\n[a]: /b\n", "https://a.b\n",
    ],
)  # fmt: skip
def test_what_both_dialects_read_alike_stays(text: str) -> None:
    assert rewrite(text) == Rewritten(text=text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A.\n- b\n", "A.\n\\- b\n"),
        ("- a\n  - b\n", "- a\n- b\n"),
        ("- a\n\n  b\n\n- c\n", "- a\n\nb\n\n- c\n"),
        ("1. a\n\n        code\n\n    - b\n", "1.  a\n\n        code\n\n    -   b\n"),
        ("- a\n\n      b\n", "- a\n\n    b\n"),
        ("* a\n- b\n", "- a\n- b\n"),
        ("A\n\n1) b\n", "A\n\n1\\) b\n"),
        ("#a\n", "# a\n"),
        ("A\n| b |\n|---|\n", "A\n| b |\n\\|---|\n"),
        ("## A {: #b }\n\nC\n", "## A {#b}\n\nC\n"),
        ("A \\< b \\* c\\\nd\n", "A \\\\< b \\* c\\\\\nd\n"),
        ("~~a~~ `~~`\n", "&#126;&#126;a&#126;&#126; `~~`\n"),
        ("- [ ] a\n", "- \\[ ] a\n"),
        ("[a](b c.md)\n", "[a](<b c.md>)\n"),
        ("A[^1]\n\n[^1]: b \\~ c\n", "A[^1]\n\n[^1]: b \\\\~ c\n"),
    ],
)
def test_a_part_is_rewritten_as_the_page_shows_it(old: str, new: str) -> None:
    assert rewrite(old) == Rewritten(text=new)
    assert rewrite(new) == Rewritten(text=new)


@pytest.mark.parametrize(
    ("extension", "old", "new"),
    [
        ("admonition", "!!! note\n    A.\n\n    - b\n", "> [!NOTE]\n> A.\n>\n> - b\n"),
        ("md_in_html", '<div markdown="1">\n*a*\n</div>\n',
         '<div markdown="1">\n\n*a*\n\n</div>\n'),
        ("nl2br", "A\nb\n", "A  \nb\n"),
    ],
)  # fmt: skip
def test_an_extension_is_replaced_by_what_both_read(extension: str, old: str, new: str) -> None:
    assert rewrite(old, extension) == Rewritten(text=new)
    assert rewrite(new, extension) == Rewritten(text=new)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("A\n\nB\n{: .c }\n", 4, "'{: .c }' is an attribute list of Python-Markdown"),
        ("A\n\n!!! warning\n    B\n", 3, "'!!! warning' is an admonition"),
        ("[TOC]\n\n## A\n", 1, "'[TOC]' is a table of contents"),
        ("1. a\n\n    ```\n    b\n    ```\n", 3, "Python-Markdown has no fences in lists"),
        ("<div>\n\n*a*\n\n</div>\n", 3, "the page shows '*a*' as typed"),
    ],
)
def test_what_cannot_be_proven_stays_and_is_explained(text: str, line: int, why: str) -> None:
    found = rewrite(text, "admonition", "toc")
    assert found.text == text
    (kept,) = found.kept
    assert kept.line == line
    assert why in kept.why


def test_a_part_that_stays_does_not_keep_others() -> None:
    found = rewrite("- a\n  - b\n\nC\n{: .d }\n\n\n~~e~~\n")
    assert found.text == "- a\n- b\n\nC\n{: .d }\n\n\n&#126;&#126;e&#126;&#126;\n"
    assert [kept.line for kept in found.kept] == [5]
