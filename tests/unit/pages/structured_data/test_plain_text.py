import pytest

from ssg.pages.structured_data.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One\ntwo</p>\n<p>three</p>\n", "One two\nthree"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<ul>\n<li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\nc"),
        ('<p>a<strong>b</strong>c <a href="/x/">d</a></p>', "abc d"),
        ('<p><a href="/x/" title="a > b">c</a></p>', "c"),
        ('<p><a href="/x/" title="<p>&quot;</p>">c</a></p>', "c"),
        ('<p><img src="/x" alt="&lt;p>"></p>', ""),
        ("<p>1 &lt; 2 &amp;&amp; 3 &gt; 2&nbsp;m &amp;lt;</p>", "1 < 2 && 3 > 2\xa0m &lt;"),
        ("<pre><code>&lt;b&gt;\n  x</code></pre>", "<b> x"),
        ('<p>a<sup class="footnote-ref" id="fr"><a href="#f">1</a></sup></p>', "a1"),
        ('<h2 id="a">One</h2><blockquote><p>two</p></blockquote><hr>', "One\ntwo"),
        ("<details><summary>one</summary>two</details>", "one\ntwo"),
        (
            "<p> one  two\tthree\u2003four\n\nfive </p>\n \n<p>six</p>",
            "one two three four five\nsix",
        ),
        ("<p>one <b> two</b> <i> </i>three</p>", "one two three"),
        ("<p>soft\xadhyphen\u200b</p>", "soft\xadhyphen\u200b"),
    ],
)
def test_each_block_is_a_line_without_tags(html: str, text: str) -> None:
    assert plain_text(html) == text
