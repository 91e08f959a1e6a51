"""What Markdown alone makes of a text, and of its links, is read as it is in general."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.model.frontmatter import Dialect
from ssg.parse.editorial import text as editorial
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.html import sanitize
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import EDITORS_OPTIONS, scan_events
from ssg.parse.html.links import LinkBase
from ssg.parse.html.sanitize import clean_plain, sanitize_editors, sanitize_post
from ssg.parse.html.source import Source
from ssg.text import CONTROL
from tests.effort import EFFORT
from tests.property.test_plain_threads import NOT_ALL_PLAIN, PLAIN

TRAPS = [
    "a\u00a0b", "a&nbsp;b", "a&#13;b", "a&#1;b", "a&#12;b", "&#xfeff;a", "a&#0;b", "a&#xffff;b",
    "[a <https://b.org/> c](https://d.org/)", "[<https://b.org/>](d)", "[a](b 't')", "![a](b.png)",
    "3. a\n4. b", "0) a", "a\n: b", "## A {#b}", "## A {.ssg-b}", "[^1]\n\n[^1]: a",
    "```ssg-a\nb\n```",
    "- [ ] a", "|a|\n|-:|\n|b|", "|a|b|\n|-|-|\n|c|d|e|", "||\n|-|", "***a****b*", "    \n    a",
    "*a *b *c *d *e* f* g* h*", "**a *b **c *d* e** f* g**", "- a\n\n  - b\n\n    > c\n    > # d",
    "[a](javascript:b)", "[a](<java script:b>)", "[a](java&#10;script:b)", "[a](https:)", "[a]()",
    "[a](https://b.123/)", "[a](//b)", "[a](&#x6a;avascript:b)", "<javascript:a>", "<mailto:a@b.c>",
    "![a](data:b)", "[a][b]\n\n[b]: vbscript:c", "www.a.org/'b'", "https://a.org/?b=c&d=e",
    "a<br>b",
    "<em>a", "a</p>b", "[a](\u00a0)", "[a](\u2028javascript:b)", '"a" & <b', "~~a~~ ~b~",
    "a  \nb\\\nc",
    "![a 'b'](c.png 'd')", "![a > b & c](d.png)", "![a\nb](c.png 'd\ne')", "![](a.png)",
    "[a](b '&')",
    "[a](https://b.org/c_(d)?e=f&g=h)", "[a](https://b.org/'c')", "![a](https://b.org/c.png)",
    "* * *", "`<b>`", "<p><li>a", "<!-- a -->", "# *a* `b`\n\nc\n===",
]  # fmt: skip
texts = st.lists(
    st.sampled_from([*PLAIN, *NOT_ALL_PLAIN, *TRAPS, "\n", "\n\n", " "]), max_size=8
).map("".join)


def is_plain(text: str) -> bool:
    """Whether the HTML of `text` is plain; then it is what the sanitizers make of it."""
    source = Source(path="", text=text, first_line=1)
    scan = scan_events(source, EDITORS_OPTIONS)
    if scan.html or scan.too_deep is not None:
        return False
    html = render_commonmark(
        source.data,
        start=0,
        end=len(source.data),
        runs=scan.runs,
        footnotes="fn-",
        options=EDITORS_OPTIONS,
    )
    plain = clean_plain(html)
    assert plain in (None, sanitize_post(html))
    assert plain in (None, sanitize_editors(html))
    assert plain is None or not CONTROL.search(plain)
    return plain is not None


@pytest.mark.parametrize("text", PLAIN)
def test_the_html_of_what_most_people_write_is_plain(text: str) -> None:
    assert is_plain(text)
    assert is_plain(f"## A\n\n{text}\n\n1. a\n2. b\n\n|a|b|\n|-|-|\n|c|d|\n")


def check_traps() -> None:
    for text in TRAPS:
        is_plain(text)


def test_no_trap_is_sanitized_otherwise_than_in_general() -> None:
    check_traps()


@given(texts)
@settings(max_examples=1000 * EFFORT)
def test_plain_html_is_what_the_sanitizers_make_of_it(text: str) -> None:
    is_plain(text)


GUARDS: list[tuple[str, Any]] = [
    *(("SIGNS", [one for one in sanitize.SIGNS if one != sign]) for sign in sanitize.SIGNS),
    ("has_closed_links", lambda _html: True),
    ("_PLAIN_TAG", re.compile("(?s).*")),
    ("_PLAIN_TAG", re.compile('a href="[^"]*"|ol start="[0-9]+"')),
    ("remove_control", lambda html: html),
]


@pytest.mark.parametrize(("name", "without"), GUARDS)
def test_each_guard_of_plain_html_is_needed(
    name: str, without: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sanitize, name, without)
    with pytest.raises(AssertionError):
        check_traps()


def test_html_that_an_author_wrote_is_never_taken_for_plain() -> None:
    html = "<p>a</p></li><p>b"
    assert sanitize_post(html) == "<p>a</p><p>b</p>"
    assert sanitize_editors(html) == "<p>a</p><p>b</p>"


def diagnostics_of(text: str) -> list[Any]:
    source = Source(path="x.md", text=text, first_line=1)
    reading = Reading(dialect=Dialect.COMMONMARK)
    return render_editors_text(source, LinkBase(folder="guides"), reading)[1]


@given(texts)
@settings(max_examples=300 * EFFORT)
def test_no_unsafe_link_is_only_in_the_html_of_a_text(text: str) -> None:
    found = diagnostics_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editorial, "_has_unsafe_link", lambda _scan, _base: True)
        assert found == diagnostics_of(text)


@pytest.mark.parametrize("text", TRAPS)
def test_each_unsafe_link_of_a_trap_is_found(text: str) -> None:
    found = diagnostics_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editorial, "_has_unsafe_link", lambda _scan, _base: True)
        assert found == diagnostics_of(text)
