"""A page that is found to be like its preview, without outlines, has no difference."""

import re
from functools import cache
from typing import Any

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyromark import Options

from ssg.config import DEFAULT_EXTENSIONS
from ssg.parse.editorial import plain_structure
from ssg.parse.editorial.plain_structure import is_like_preview
from ssg.parse.editorial.python_markdown import ConversionFailed, convert
from ssg.parse.editorial.structure import compare_structure
from ssg.parse.html.events import OPTIONS as GIT_HOSTS
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from tests.corpus import CORPUS, needs_corpus
from tests.effort import EFFORT
from tests.property.test_prefilter import TOKENS

OPTIONS = GIT_HOSTS | Options.ENABLE_DEFINITION_LIST

ALIKE = [
    "a", "a\nb", "a\n\nb", "# a\n\nb", "## a\n\n### b", "- a\n- b", "- a\n\n- b", "- a\n    - b",
    "1. a\n2. b", "> a\n> b\n\nc", "> - a\n> - b", "a\n\n- b\n\nc", "- a\n\n    b\n\n- c", "* * *",
    "*a*", "**a**", "a *b **c** d*", "`a`", "[a](b)", '[a](b "c")', "![a](b.png)", "a  \nb",
    "\"a\" 'b' it's", "a -- b --- c...", "“a” ‘b’ … – —", "a & b &amp; c", "5 < 6 > 4", "a\\*b",
    "    a\n    b\n", "```\na\n```", "```py\n\"a\"\n```", "|a|b|\n|-|-|\n|c|d|", "|a|\n|:-:|\n|c|",
    "a\n:   b", "a\n:   b\n\n    c",
]  # fmt: skip
OTHERS = [
    "", "b", "a b", "ab", "*a* b", "a *b*", "*a b*", "a\n\n\nb", "- a", "- b", "- a b", "1. a",
    "2. a", "3. a\n4. b", "> a", "> > a", "> a\n\n> b", "## a", "# a # b", "`a b`", "`a  b`",
    "[a](c)", "[a b](c)", "![b](b.png)", "![c](b.png) a", "a https://b.org c", "a www.b.org",
    "<https://a.org>", "[https://a.org](b)", "a[^1]\n\n[^1]: b", "*[a]: b\n\na", "~~a~~", "- [ ] a",
    "[TOC]", "a {: #b }", "## a {#b}", "a\n{: .b }", "a\n---", "    a", "    a b", "```\na\nb\n```",
    "```\na\n\nb\n```", "```\n\na\n```", "|a|\n|-|\n|b|", "|a b|\n|-|\n|c|", "a\n: b\n: c",
    "a&nbsp;b", "a\u00a0b", "&copy;", "©", "&quot;a&quot;", "&ldquo;a&rdquo;", '"a"', "a\tb",
    "- a\n  - b", "- a\n- b\n\nc", "- a\n\n  c", "a\n- b", "a\n> b", "1) a", "a * b", "a_b_c",
    "<b>a</b>", "<p>a</p>", "<div>\na\n</div>", "a<br>b", "<!-- a -->", "[b]\n\n[b]: c",
    "![a *b*](c.png)", "[*a*](b)", "*[a](b)*", "***a***", "\\# a", "*a*\nb", "*a*b",
    "```\na b\n```", "\\<em\\>a\\</em\\>",
    "# a\nb", "a\n\n# b\nc", "a\n***\nb", "``a`b``",
]  # fmt: skip


@cache
def page_of(text: str) -> str | None:
    try:
        return convert(text, DEFAULT_EXTENSIONS)
    except ConversionFailed:
        return None


@cache
def has_html(text: str) -> bool:
    return bool(scan_events(Source(path="a.md", text=text, first_line=1), OPTIONS).html)


@cache
def differences(page: str, text: str) -> list[str]:
    source = Source(path="a.md", text=text, first_line=1)
    return [str(one) for one in compare_structure(page, source, OPTIONS, DEFAULT_EXTENSIONS)]


def check(page: str | None, text: str) -> None:
    if page is not None and not has_html(text) and is_like_preview(page, text, OPTIONS):
        assert differences(page, text) == []


def check_all() -> None:
    for page in (*ALIKE, *OTHERS):
        for text in (*ALIKE, *OTHERS):
            check(page_of(page), text)
        # As an extension could write it.
        check(pyromark.html(page, options=OPTIONS), page)


@pytest.mark.parametrize("text", ALIKE)
def test_what_both_read_alike_needs_no_outline(text: str) -> None:
    page = page_of(text)
    assert page is not None
    assert is_like_preview(page, text, OPTIONS)


def test_no_page_is_taken_for_that_of_another_text() -> None:
    check_all()


texts = st.lists(st.sampled_from([*ALIKE, *OTHERS, *TOKENS, "\n", "\n\n"]), max_size=8).map("".join)


@given(texts, st.data())
@settings(max_examples=300 * EFFORT)
def test_random_pages_that_need_no_outline_have_no_difference(
    text: str, data: st.DataObject
) -> None:
    page = page_of(text)
    check(page, text)
    other = data.draw(st.sampled_from(["a", "*", "\n", "\n\n", "- ", " ", '"', "> "]))
    at = data.draw(st.integers(0, len(text)))
    check(page, text[:at] + other + text[at:])


@needs_corpus
def test_most_real_guides_need_no_outline() -> None:
    assert CORPUS
    texts = [
        path.read_text().partition("\n---\n")[2]
        for path in (CORPUS / "content/guides").glob("*.md")
    ]
    pages = [(page, text) for text in texts if (page := page_of(text)) is not None]
    for page, text in pages:
        check(page, text)
    assert sum(is_like_preview(*pair, OPTIONS) for pair in pages) > len(pages) / 2


MISTAKES: list[tuple[str, Any]] = [
    ("_OTHER_TAG", re.compile(r"(?!)")),
    ("_OTHER_TAG", re.compile("<input")),
    ("_may_hold_address", lambda _preview: False),
    ("_may_hold_address", lambda preview: "://" in preview),
    ("_may_hold_address", lambda preview: "www." in preview),
    ("_PARAGRAPH_TAGS", ("<p>", "</p>", "<blockquote>", "</blockquote>")),
    ("_PARAGRAPH_TAGS", ("<p>", "</p>", "<hr />")),
    ("_BLOCK_TAG", re.compile(r"(</?(?:em|li|p|ul)>)\n*")),
    ("_WITH_ATTRIBUTES", re.compile("<(a|img|li|ol)[^<>]*>")),
    ("_SAME", {**plain_structure._SAME, "&lt;": "<", "&gt;": ">"}),
    ("_SAME", {**plain_structure._SAME, "*": ""}),
    ("_SAME", {**plain_structure._SAME, "code>": "em>"}),
    ("_SAME", {**plain_structure._SAME, " ": ""}),
    ("_split_blocks", lambda html: re.sub(r"\s*</?p>\s*", " ", html).split()),
    ("_split_blocks", lambda html: re.findall("<[^>]*>", html)),
]


@pytest.mark.parametrize(("name", "mistake"), MISTAKES)
def test_each_mistake_would_be_found(
    name: str, mistake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_structure, name, mistake)
    with pytest.raises(AssertionError):
        check_all()
