"""What a guide shows is what a git host's preview shows, but for the additions listed here.

docs/content-format.md lists the same additions for editors.
"""

import re
from pathlib import Path

import pyromark
import pytest
from selectolax.lexbor import LexborHTMLParser

from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.html.events import OPTIONS
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source
from tests.unit.parse.samples import render

DOCS = Path(__file__).parents[4] / "docs" / "content-format.md"
ADDITIONS = {
    "typography": (
        "\"Sleep\" -- it's 5'10\"...\n", "“Sleep” – it’s 5′10″…", "\"Sleep\" -- it's 5'10\""
    ),
    "the id of a heading": ("## How much {#amount}\n", "How much", "How much {#amount}"),
    "a definition list": ("CBT-I\n: A therapy.\n", "CBT-I\nA therapy.", "CBT-I\n: A therapy."),
    "an abbreviation": ("A GP.\n\n*[GP]: doctor\n", "A GP.", "A GP.\n*[GP]: doctor"),
    "a care card": ("> [!NOTE]\n> Rest.\n", "Rest.", "[!NOTE]\nRest."),
    "dos and don'ts": ("> [!DO]\n> - Rest.\n", "Rest.", "[!DO]\nRest."),
}  # fmt: skip
ALIKE = [
    "A *b* **c** ~~d~~ `e` <https://f.example> https://g.example\nh\\\ni\n",
    "## A\n\nB\n\n### C\n\n#### D\n",
    "Text:\n- a\n  - b\n- c\n\n1. d\n   1. e\n2) f\n",
    "1. a\n\n   ```sh {file=\"x\"}\n   b\n   ```\n\n2. c\n",
    "~~~python linenums=\"1\"\na\n~~~\n\n    b\n",
    "Text\n| a | b |\n|---|:-:|\n| c | `d \\| e` |\n",
    "- [ ] a\n- [x] b\n",
    "> a\n\n> b\nc\n",
    "<details>\n<summary>a</summary>\n\n- **b**\n\n</details>\n",
    "\\< \\~ \\$ &amp; #hashtag\n",
    "a <br> b H<sub>2</sub>O <!-- c -->\n\n***\n\n![d](../media/e.png)\n",
]  # fmt: skip


def words(html: str) -> str:
    text = LexborHTMLParser(html, is_fragment=True).text()
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def blocks(html: str) -> list[str]:
    """The tags of a page, but for links: pyromark leaves bare addresses as text."""
    nodes = LexborHTMLParser(html, is_fragment=True).css("*")
    return [node.tag or "" for node in nodes if node.tag not in ("html", "head", "body", "a")]


def page(text: str) -> str:
    source = Source(path="content/guides/x.md", text=text, first_line=1)
    found, diagnostics = render_editors_text(
        source, LinkBase(folder="guides"), Reading(dialect=Dialect.COMMONMARK)
    )
    assert diagnostics == []
    return re.sub("<title of=[a-z]+>", "", render(found.fragment))


def preview(text: str) -> str:
    return pyromark.html(text, options=OPTIONS)


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_is_shown_raw_by_a_preview(addition: str) -> None:
    text, on_page, in_preview = ADDITIONS[addition]
    assert words(page(text)) == on_page
    assert words(preview(text)).startswith(in_preview)


def test_the_docs_list_the_additions() -> None:
    table = DOCS.read_text().split("| The preview shows |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert [row.split("|")[1].strip() for row in table.splitlines()] == list(ADDITIONS)


@pytest.mark.parametrize("text", ALIKE)
def test_all_else_is_the_same(text: str) -> None:
    assert words(page(text)) == words(preview(text))
    assert blocks(page(text)) == blocks(preview(text))
