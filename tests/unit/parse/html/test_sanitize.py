from collections.abc import Callable

import pytest

from ssg.parse.html.sanitize import sanitize_editors, sanitize_post
from ssg.urls import LINK_SCHEMES

Sanitizer = Callable[[str], str]

both = pytest.mark.parametrize("sanitize", [sanitize_post, sanitize_editors])


@both
@pytest.mark.parametrize(
    "html",
    [
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>",
        '<a href="https://a.example/?b=c&amp;d" title="e">f</a>',
        '<a href="../guides/a.md#b">c</a>',
        '<img src="../media/a.png" alt="b" title="c">',
        '<ol start="3"><li>a</li></ol>',
        "<table><thead><tr><th>a</th></tr></thead></table>",
        '<pre><code class="language-yaml">a: b\n</code></pre>',
        '<p>a<sup class="footnote-ref" id="a-fn-ref-1"><a href="#a-fn-1">1</a></sup></p>',
        '<div class="footnote"><ol><li id="a-fn-1"><p>'
        '<a class="footnote-backref" href="#a-fn-ref-1">↩</a></p></li></ol></div>',
        "<blockquote><p>a</p></blockquote><hr><h2>b</h2>",
    ],
)
def test_html_from_markdown_is_kept(sanitize: Sanitizer, html: str) -> None:
    assert sanitize(html) == html


@both
@pytest.mark.parametrize("scheme", LINK_SCHEMES)
def test_a_link_of_each_scheme_is_kept(sanitize: Sanitizer, scheme: str) -> None:
    html = f'<a href="{scheme}:112?body=a%20b">c</a>'
    assert sanitize(html) == html


@both
@pytest.mark.parametrize(
    ("cell", "clean"),
    [
        ('<td style="text-align: left">a</td>', '<td class="ssg-align-left">a</td>'),
        ('<th style="text-align:right;">a</th>', '<th class="ssg-align-right">a</th>'),
        ('<td style="text-align:center;color:red">a</td>', '<td class="ssg-align-center">a</td>'),
        ('<td style="text-align:url(x)">a</td>', "<td>a</td>"),
        ('<td style="color:red">a</td>', "<td>a</td>"),
        ('<td>style="text-align: left"</td>', '<td>style="text-align: left"</td>'),
    ],
)
def test_the_alignment_of_a_cell_is_a_class(sanitize: Sanitizer, cell: str, clean: str) -> None:
    assert sanitize(f"<table><tbody><tr>{cell}</tr></tbody></table>") == (
        f"<table><tbody><tr>{clean}</tr></tbody></table>"
    )


def test_the_alignment_of_a_cell_is_added_to_its_classes() -> None:
    html = '<td title="a > b" style="text-align:right" class="c" colspan="2">d</td>'
    clean = sanitize_editors(f"<table><tbody><tr>{html}</tr></tbody></table>")
    assert "style=" not in clean
    assert 'class="c ssg-align-right"' in clean
    assert 'title="a > b"' in clean or 'title="a &gt; b"' in clean
    assert 'colspan="2"' in clean


@both
def test_a_task_is_kept(sanitize: Sanitizer) -> None:
    html = sanitize('<li><input disabled="" type="checkbox" checked=""/>a</li>')
    assert 'type="checkbox"' in html
    assert "checked" in html
    assert "disabled" in html


@both
@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("a<style>* { color: red }</style>b", "ab"),
        ("<iframe src=//a.example>x</iframe>", "x"),
        ("<svg><script>a()</script><a href=x>b</a></svg>", None),
        ("<math><mi//xlink:href='data:x,a'>b</mi></math>", None),
        ("<p onclick=a() style=position:fixed>b</p>", "<p>b</p>"),
        ("<a href='javascript:a()'>b</a>", "<a>b</a>"),
        ("<a href=' java\nscript:a()'>b</a>", "<a>b</a>"),
        ("<a href='data:text/html,x'>b</a>", "<a>b</a>"),
        ("<img src='data:image/svg+xml,x'>", "<img>"),
        ("<form action=/x><button>a</button></form>", "a"),
        ("<td style='background:url(x);text-align:left'>a</td>", "a"),
        ("<!-- a --><?php b ?>c", "c"),
        ("<base href=//a.example><meta http-equiv=refresh><link rel=stylesheet>a", "a"),
        ("<object data=a><embed src=b></object>c", "c"),
        ("<template><b>a</b></template>b", None),
        ("<a target=_blank rel=opener href=/x>a</a>", '<a href="/x">a</a>'),
    ],
)
def test_harmful_html_is_removed(sanitize: Sanitizer, html: str, left: str | None) -> None:
    clean = sanitize(html)
    if left is not None:
        assert clean == left
    for word in (
        "<script",
        "<svg",
        "<math",
        "<template",
        "javascript",
        "data:",
        "onclick",
        "href=x",
    ):
        assert word not in clean


@both
def test_characters_that_xml_does_not_allow_are_removed(sanitize: Sanitizer) -> None:
    assert sanitize("<p title='&#1;'>a&#1;b&#xB;c&#xFFFE;d\x7f</p>").endswith(">abcd</p>")


@both
def test_a_markup_character_in_a_value_is_escaped(sanitize: Sanitizer) -> None:
    """`ssg.parse.html.fragment` relies on this: `<` appears only at the start of a tag."""
    html = sanitize('<a href=/ title=\'<h1 id="x">&quot; onclick=a()\'>&lt;a&gt; > "</a>')
    assert html == (
        '<a href="/" title="&lt;h1 id=&quot;x&quot;&gt;&quot; onclick=a()">&lt;a&gt; &gt; "</a>'
    )


def test_an_editors_text_may_contain_more_tags_than_a_post() -> None:
    html = '<details open=""><summary>a</summary><kbd lang="en" class="b" id="c">d</kbd></details>'
    assert sanitize_post(html) == "ad"
    assert sanitize_editors(html) == html.replace(' open=""', "")


def test_text_cannot_imitate_the_theme() -> None:
    html = '<p class="ssg-care ssg-care-tip note" id="ssg-nav">a</p><p id="own">b</p>'
    assert sanitize_editors(html) == '<p class="note">a</p><p id="own">b</p>'
    assert sanitize_post(html) == "<p>a</p><p>b</p>"
