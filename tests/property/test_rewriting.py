"""What `ssg fmt` changes shows the same: rendered, not as its own proof sees it."""

import re

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ssg.config import DEFAULT_EXTENSIONS
from ssg.model.frontmatter import Dialect
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source
from ssg.rewrite.document import rewrite_text
from tests.property.texts import texts
from tests.unit.parse.samples import render

SNIPPETS = [
    "A *b* **c** `d`", "- a", "- b\n- c", "  - two", "    - four", "  more", "    more",
    "        code", "1. one", "2) two", "   ## indented", "## H {: #h }", "## I", "#tag",
    "> quoted",
    "> - in it", "```\ncode\n```", "    ```\n    in a list\n    ```", "~~~\ntilde\n~~~",
    "| a | b |\n|---|---|\n| c | d |", "~~gone~~", "- [ ] task", "x \\< y \\~ z \\* w", "end\\",
    "next", "T\n:   what it is", "A GP", "*[GP]: doctor", "Note[^1]", "[^1]: it\n    - more",
    "[a]: /b", "[a] [c](d e)", "<div>", "</div>", "H<sub>2</sub>O<br>x", "***", "===",
    "\"q\" -- it's",
    "P\n{: .c }", "https://a.example/b", "&lt; & <", "_a_ __b__ a_b_c", "* star", "+ plus",
]  # fmt: skip
_separators = st.sampled_from(["\n", "\n\n", "\n\n"])
_snippets = st.lists(st.tuples(st.sampled_from(SNIPPETS), _separators), max_size=7).map(
    lambda pairs: "".join(snippet + separator for snippet, separator in pairs)
)
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "′": "'", "″": '"'})
_BLOCKS = frozenset({
    "blockquote", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "pre",
    "table", "td", "th", "ul",
})  # fmt: skip


def source(text: str) -> Source:
    return Source(path="content/guides/x.md", text=text, first_line=1)


def shown(text: str, dialect: Dialect) -> tuple[list[str], str]:
    """The tags of the blocks of a page, and its words."""
    reading = Reading(dialect=dialect, extensions=DEFAULT_EXTENSIONS)
    found, _ = render_editors_text(source(text), LinkBase(folder="guides"), reading)
    html = re.sub(r"<title of=\w+>", "", render(found.fragment))
    tree = LexborHTMLParser(html, is_fragment=True)
    # Each dialect shows footnotes in its own form.
    for node in tree.css("div.footnote, sup"):
        node.decompose()
    words = re.sub(r"\s+", "", tree.text()).translate(_TYPOGRAPHY)
    return [node.tag or "" for node in tree.css("*") if node.tag in _BLOCKS], words


@given(_snippets | texts)
def test_what_is_rewritten_shows_the_same(text: str) -> None:
    new = rewrite_text(source(text), DEFAULT_EXTENSIONS)
    if new.text == text:
        return
    old = shown(text, Dialect.PYTHON_MARKDOWN)
    assert shown(new.text, Dialect.PYTHON_MARKDOWN) == old
    if not new.kept:
        assert shown(new.text, Dialect.COMMONMARK) == old


@given(_snippets | texts)
def test_rewriting_again_changes_nothing(text: str) -> None:
    once = rewrite_text(source(text), DEFAULT_EXTENSIONS)
    again = rewrite_text(source(once.text), DEFAULT_EXTENSIONS)
    assert again.text == once.text
    assert len(again.kept) == len(once.kept)
