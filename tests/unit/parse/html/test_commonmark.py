# Full-width punctuation is the subject of some of these tests.
# ruff: noqa: RUF001

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg.parse.html import commonmark
from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import Source
from tests.effort import EFFORT


def rendered(text: str, start: int = 0, end: int | None = None) -> str:
    source = Source(path="a.md", text=text, first_line=1)
    end = len(source.data) if end is None else end
    runs = [run for run in scan_events(source).runs if start <= run[0] < end]
    return render_commonmark(
        source.data, start=start, end=end, runs=runs, footnotes="p-fn-"
    ).strip()


def test_markdown_becomes_html() -> None:
    assert rendered("# A\n\n- [x] *b* ~~c~~\n\n|d|\n|:-|\n|e|\n") == (
        '<h1>A</h1>\n<ul>\n<li><input disabled="" type="checkbox" checked=""/>\n'
        "<em>b</em> <del>c</del></li>\n</ul>\n"
        '<table><thead><tr><th style="text-align: left">d</th></tr></thead><tbody>\n'
        '<tr><td style="text-align: left">e</td></tr>\n</tbody></table>'
    )


def test_quotation_marks_and_dashes_are_typographic() -> None:
    assert rendered('"It\'s" -- so...') == "<p>“It’s” – so…</p>"


def test_only_the_text_between_two_places_is_rendered() -> None:
    assert rendered("é\n\nb https://b.example\n\nc https://c.example\n", 4, 25) == (
        '<p>b <a href="https://b.example">https://b.example</a></p>'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "see https://a.example/b_c_d, ok",
            'see <a href="https://a.example/b_c_d">https://a.example/b_c_d</a>, ok',
        ),
        ("(http://a.example/)", '(<a href="http://a.example/">http://a.example/</a>)'),
        ("www.a.org/b_c", '<a href="https://www.a.org/b_c">www.a.org/b_c</a>'),
        ("HTTPS://A.EXAMPLE", '<a href="HTTPS://A.EXAMPLE">HTTPS://A.EXAMPLE</a>'),
        (
            "http://a.example/?b=1&c=2",
            '<a href="http://a.example/?b=1&amp;c=2">http://a.example/?b=1&amp;c=2</a>',
        ),
        (
            "http://a.example/?b=1&amp;c",
            '<a href="http://a.example/?b=1&amp;c">http://a.example/?b=1&amp;c</a>',
        ),
        ("www.a.org/?b=1&amp;c", '<a href="https://www.a.org/?b=1&amp;c">www.a.org/?b=1&amp;c</a>'),
        (
            "http://a.example/?b=1&copy=2",
            '<a href="http://a.example/?b=1&amp;copy=2">http://a.example/?b=1&amp;copy=2</a>',
        ),
        (
            "http://a.example http://b.example",
            '<a href="http://a.example">http://a.example</a> <a href="http://b.example">http://b.example</a>',
        ),
        (
            "**http://a.example**",
            '<strong><a href="http://a.example">http://a.example</a></strong>',
        ),
        ("[http://a.example](/b)", '<a href="/b">http://a.example</a>'),
        ("<http://a.example>", '<a href="http://a.example">http://a.example</a>'),
        ("`http://a.example`", "<code>http://a.example</code>"),
        ("a@b.example ftp://a.example a.example", "a@b.example ftp://a.example a.example"),
        ("http:// https://", "http:// https://"),
    ],
)
def test_a_bare_web_address_becomes_a_link(text: str, html: str) -> None:
    assert rendered(text) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/g: b", "https://a.example/g"),
        ("https://a.example/g?!.,:*_~ b", "https://a.example/g"),
        ("https://a.example/** b", "https://a.example/"),
        ("https://a.example:8080: b", "https://a.example:8080"),
        ("(https://a.example/b_(c))", "https://a.example/b_(c)"),
        ("https://a.example/b).", "https://a.example/b"),
        ("https://a.example/b:) c", "https://a.example/b"),
        ("https://a.example/b&amp; c", "https://a.example/b"),
        ("https://a.example/?b=c&hl; d", "https://a.example/?b=c"),
        ("&lt;https://a.example/b&gt;", "https://a.example/b"),
        ("https://a.example/b&nbsp;c", "https://a.example/b"),
        ("https://a.example/b<c", "https://a.example/b"),
        ("https://a.example/b's c", "https://a.example/b"),
        ("https://a.example/b’s c", "https://a.example/b"),
        ("“https://a.example/b”", "https://a.example/b"),
        ("«https://a.example/b».", "https://a.example/b"),
        ("https://a.example/b…", "https://a.example/b"),
        ("https://a.example/b—c", "https://a.example/b"),
        ("https://a.example/b、次", "https://a.example/b"),
        ("https://a.example/b。次", "https://a.example/b"),
        ("「https://a.example/b」と", "https://a.example/b"),
        ("（https://a.example/b）で", "https://a.example/b"),
        ("参照https://a.example/b", "https://a.example/b"),
        ("参照：https://a.example/b", "https://a.example/b"),
        ("https://a.example/b، c", "https://a.example/b"),
        ("https://a.example/b؟", "https://a.example/b"),
        ("~~https://a.example/b~~", "https://a.example/b"),
        ("_https://a.example/b_", "https://a.example/b"),
        ("https://a.example/b:c,d;e", "https://a.example/b:c,d;e"),
        ("https://a.example/#:~:text=b", "https://a.example/#:~:text=b"),
    ],
)
def test_a_bare_web_address_ends_before_the_punctuation_of_the_sentence(
    text: str, address: str
) -> None:
    assert f'<a href="{address}">{address}</a>' in rendered(text)


def test_a_bare_host_after_a_letter_of_a_script_without_spaces_becomes_a_link() -> None:
    assert '参照<a href="https://www.a.org/b">www.a.org/b</a>。' in rendered("参照www.a.org/b。")


def test_an_address_of_another_script_ends_before_its_punctuation() -> None:
    assert ">http://例え.jp/x</a>、次</p>" in rendered("http://例え.jp/x、次")


def test_an_address_in_a_code_block_stays_code() -> None:
    assert "<a" not in rendered("```\nhttp://a.example\n```\n\n    http://b.example\n")


def test_addresses_in_a_very_long_word_are_not_linked() -> None:
    assert "<a" not in rendered("http://a.example/," * 10_000)
    assert rendered("http://a.example/ " * 500).count("<a") == 500


def test_footnotes_carry_the_prefix_of_their_post() -> None:
    html = rendered("a[^x]\n\n[^x]: c\n")
    assert html == (
        '<p>a<sup class="footnote-ref" id="p-fn-ref-1"><a href="#p-fn-1">1</a></sup></p>\n\n'
        '<div class="footnote">\n<hr>\n<ol>\n<li id="p-fn-1">\n'
        '<p>c <a class="footnote-backref" href="#p-fn-ref-1">↩</a></p>\n</li>\n</ol>\n</div>'
    )


def test_adding_a_link_never_turns_text_into_markup() -> None:
    for text in (
        "[x](www.a.org b)", "!www.a.org", "`www.a.org/`b ``c", "www.a.org/[x](y",
        "<www.a.org", "www.a.org/<b>", "http://a.example/`x", "[http://a.example/]: y",
    ):  # fmt: skip
        before = scan_events(Source(path="a.md", text=text, first_line=1)).html
        assert rendered(text).count("<b>") == len(before)


def test_an_exclamation_mark_before_an_address_makes_no_image_of_it() -> None:
    assert rendered("!www.e.org \\!www.f.org") == (
        '<p>!<a href="https://www.e.org">www.e.org</a> !<a href="https://www.f.org">www.f.org</a></p>'
    )


ADDRESS_PIECES = [
    "https://a.example", "HTTP://", "://", "www.b.example", "wWw.", "\\", "\\://", "\\www.", "*",
    "`",
    "_", "[", "](c)", " ", "\n", "\n\n", "- ", "é", "&amp;", ".", "<", ">", "|", "x", "<br>",
]  # fmt: skip


@given(st.lists(st.sampled_from(ADDRESS_PIECES), max_size=8).map("".join))
def test_addresses_are_looked_for_in_all_pieces_that_may_hold_one(text: str) -> None:
    found = rendered(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commonmark, "_find_suspect_pieces", lambda _data, _start, _end, runs: runs)
        assert found == rendered(text)


PLAIN_WORDS = [
    "https://a.example", "http://www.a-b.org/c/d_e-f.html.", "(www.a.org)", "www.A.b.gov/c/d.htm,",
    "(https://a.org/b/).", "www.a.org:", "https://a.org/b?c=d#e-1.",
]  # fmt: skip
ADDRESS_TRAPS = [
    "www.org", "www.a.example", "www.a.c", "www.a-.org", "www.a.org-", "www.a.org_", "www.a.org:80",
    "www.a.orgx", "www.a.museumx", "https://a", "https://a.b", "https://a.b1", "https://-a.org",
    f"https://{'a' * 64}.org/b", f"https://a.{'b' * 64}", f"www.{'a' * 64}.org", "https://a_b.org",
    "www.a.org/b_", "www.a.org/b__c", "www.a.org/b..c", "www.a.org/-b", "www.a.org/b)c",
    "www.a.org//b", "xwww.a.org", "www.a.org.b", "www.a.org..", "www.a.org/b...", "www.a.org.,.",
    "www.a.org/b,c", "www.a.org/b'c'", "www.a.org/b;", "www.a.org/b&amp;", "((www.a.org))",
    "www.museum", "www.a.MUSEUM.", "www.a.shop", "www.a.shops", "www.a.com.shops,", "www.shops/a",
    "www.a.org?b=c", "www.a.org/?b", "www.a.org/b?", "www.a.org/b?=c", "www.a.org/b%",
    "www.shops,www.a.org", "www.a.org@b.com", "https://a@b.org", "!www.a.org", "[www.a.org",
    "www.a.org]", "www.a.org.)b",
]  # fmt: skip
WORD_PIECES = [
    "https://", "http://", "www.", "a", "B1", "a.b", "-", "_", ".", ",", "/", "(", ")", ".org", "é",
    ".gov", ".example", ".museum", ".shop", ".c", "a" * 63, "~", ":", "?", "=", "#", "&amp;", "!",
    "'", " ", "*", "x.y",
]  # fmt: skip


def is_read_as_by_linkify(text: str) -> bool:
    found = rendered(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commonmark, "_PLAIN_WORD", re.compile("(?!)"))
        patch.setattr(commonmark, "_NO_ADDRESS", re.compile("(?!)"))
        return found == rendered(text)


def check_address_traps() -> None:
    for trap in [*PLAIN_WORDS, *ADDRESS_TRAPS]:
        for text in (trap, f"a {trap} b", f"({trap}", f"{trap}).", f"{trap}/", f"{trap}/c-d"):
            assert is_read_as_by_linkify(text)


@pytest.mark.parametrize("text", PLAIN_WORDS)
def test_addresses_as_most_people_write_them_need_no_linkify(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rendered(text)
    assert "<a href=" in expected
    monkeypatch.setattr(commonmark, "_make_linkify", None)
    assert rendered(text) == expected
    assert "<a href=" not in rendered("www.a.organd www.shops.")


@given(st.lists(st.sampled_from([*WORD_PIECES, *PLAIN_WORDS]), max_size=8).map("".join))
@settings(max_examples=300 * EFFORT)
def test_a_plain_address_is_read_as_by_linkify(text: str) -> None:
    assert is_read_as_by_linkify(text)


@pytest.mark.parametrize(
    ("name", "guard", "without"),
    [
        ("_PLAIN_WORD", "(?!.*[A-Za-z0-9-]{64})", ""),
        ("_PLAIN_WORD", "com|edu|gov|net|org", "[a-z]+"),
        ("_PLAIN_WORD", "[._?=#%+-]", "[._?=#%+),-]"),
        ("_PLAIN_WORD", "(?:[._?=#%+-][A-Za-z0-9]+)*)", "[._?=#%+-]*)"),
        ("_PLAIN_WORD", r"([.,:]?\)?[.,:]?)", "(.*)"),
        ("_PLAIN_WORD", r"(\(?)", "(.*?)"),
        ("_NO_ADDRESS", "(?!museum)", ""),
        ("_NO_ADDRESS", "{5,}", "{4,}"),
        ("_NO_ADDRESS", "[A-Za-z]{5,}[.,:]?", "[A-Za-z]{5,}.*"),
    ],
)
def test_each_guard_of_plain_addresses_is_needed(
    name: str, guard: str, without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_address_traps()
    full: re.Pattern[str] = getattr(commonmark, name)
    assert guard in full.pattern
    changed = re.compile(full.pattern.replace(guard, without), full.flags)
    monkeypatch.setattr(commonmark, name, changed)
    with pytest.raises(AssertionError):
        check_address_traps()
