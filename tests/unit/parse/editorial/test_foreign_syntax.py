import pytest

from ssg.parse.editorial.foreign_syntax import check_foreign_syntax
from ssg.parse.html.events import EDITORS_OPTIONS, scan_events
from ssg.parse.html.source import Source

_END = "' is a"


def found(text: str) -> list[str]:
    source = Source(path="a.md", text=text, first_line=1)
    diagnostics = check_foreign_syntax(source, scan_events(source, EDITORS_OPTIONS))
    return [
        f"{one.at.line}:{one.at.column} {one.message[1:].rpartition(_END)[0]}"
        for one in diagnostics
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A.\n{: .note #own }\n", "2:1 {: .note #own }"),
        ("[a](https://a.example){ .button }\n", "1:23 { .button }"),
        ("![a](b.png){width=50}\n", "1:12 {width=50}"),
        ("A.\n\n[TOC]\n", "3:1 [TOC]"),
        ("!!! note\n    Text\n", "1:1 !!! note"),
        ("??? warning\n    Text\n", "1:1 ??? warning"),
        ("<div markdown='1'>\n\nA.\n\n</div>\n", "1:6 markdown='1'"),
        ("<details markdown>\n\nA.\n\n</details>\n", "1:10 markdown"),
        ("[[wiki page]]\n", "1:1 [[wiki page]]"),
        ("``` {.python}\na\n```\n", "1:1 {.python}"),
        ('=== "Linux"\n    Text\n', '1:1 === "Linux"'),
        ('--8<-- "note.md"\n', '1:1 --8<-- "note.md"'),
        ("A.\n\n///Footnotes Go Here///\n", "3:1 ///Footnotes Go Here///"),
    ],
)
def test_syntax_of_python_markdown_is_named_at_its_place(text: str, expected: str) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "## A {#own}\n", "## A {: #own }\n", "`{: .a }`\n", "```\n[TOC]\n!!! note\n```\n",
        "Wow!!! note that.\n", "What???\n", "A [TOC] in a line.\n", "Use {.5 mg} and {x}.\n",
        "<p class='markdown'>a</p>\n", '```sh {file="x"}\na\n```\n',
        "A \\{: .a } \\[[b]]\n", "As in [[1]] and [[2, 3]].\n", "A {{ .Date }}\n",
        "<b title='a markdown b'>c</b>\n",
        '```python linenums="1"\na\n```\n', "[a][b]\n\n[b]: c.md\n",
    ],
)  # fmt: skip
def test_nothing_else_is_reported(text: str) -> None:
    assert found(text) == []
