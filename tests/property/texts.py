"""Malicious and damaged texts, as from a forum, an importer or an attacker."""

from hypothesis import strategies as st

# Code that includes the text after it, and fences that look closed.
_CODE = [
    "```", "````", "```text", "~~~~ text", "```yaml", "```yaml title=x", "````yaml", "~~~",
    "~~~~ yaml", "    indented", "\ttabbed", "> ```", "- ```", "1. ~~~", "  ```", "   ~~~",
    "`unclosed", "``` ` ```", "```<script>", "```\"><b>",
]  # fmt: skip
# Fields without a post heading, and separators.
_FIELDS = [
    "by: Mallory", "posted: 2001-01-01", "---", "===", "...", "***",
]  # fmt: skip
# HTML, complete and incomplete.
_HTML = [
    "<!--", "-->", "<div>", "</div>", "<pre>", "<script>alert(1)</script>", "<style>", "<?php",
    "?>", "<![CDATA[", "]]>", "<!DOCTYPE x>", "<a href='javascript:alert(1)'>",
    "<img src=x onerror=a()>", "<svg onload=a()>", "<math><mi>", "<iframe src=//evil.example>",
    "<b", "<x@y.example>", "a < b", "</p></blockquote></section>",
    "<https://x.example/?a=1&amp;b=2>", "<javascript:alert(1)>",
]  # fmt: skip
# Definitions and references to them.
_DEFINITIONS = [
    "[a]", "[a]: https://a.example/ 'title", "[a]: <https://b.example/>", "[a]:", "'unclosed",
    "[^1]", "[^1]: note", "[^1]:", "    in the note", "[^n]: > quoted", "[^1]: ```", "![a]",
    "[a][]", "[a][^1]", "[a]: javascript:alert(1)", "- [^2]: in a list", "> [a]: /quoted",
    "[b]: ../x.md#y",
]  # fmt: skip
# Links and images.
_LINKS = [
    "[x](javascript:alert(1))", "[x](JaVa&#10;script:alert(1))", "[x](data:text/html;base64,AA)",
    "[x](vbscript:a)", "[x](//evil.example)", "[x](/\\evil.example)", "[x](../guides/g.md#a)",
    "![x](http://evil.example/p.png \"t\")", "![x](../media/m.png)", "[x](<a b> 't')", "[x](#y)",
    "[![x](https://e.example/i.png)](https://e.example)", "[x](tel:112)", "[x](sms:112?body=y)",
    "[x](mailto:a@b.example)", "https://e.example/\"onmouseover=a()", "https://e.example/`a`",
    "www.e.org/<b>", "!www.e.org", "[x](www.e.org", "https://e.example/a\\_b",
    "http://e.example/?a&copy;b", "[https://e.example/]",
]  # fmt: skip
# Containers, and text that ends them.
_CONTAINERS = [
    "- item", "  - deeper", "      - deepest", "1. one", "10) ten", "> quoted", "> > twice", ">",
    "- > - both", "* * *", "+ plus", "lazy", "- [ ] task", "- [x] done", "> [!CAUTION]",
    "# Heading", "Setext\n---", "Setext\n===", "#", "####### seven", "| a | b |\n|:-:|--:|",
    "| c | d |", "| `|` | \\| |",
]  # fmt: skip
# Invisible characters, entities, quotation marks.
_SIGNS = [
    "\u00a0", "\u200b", "\u2028", "\u0085", "\ufeff", "\u202e", "\u3000x", "&nbsp;", "&#0;",
    "&#1;", "&#x202e;", "&lt;script&gt;", "&quot; onclick=&quot;a()", "\"'", "''", "\\", "\\\\",
    "a  ", "a\\", "*", "**bold**", "_", "~~gone~~", "~", "$x$", "{.class #id}", "{{ x }}",
    "{% x %}", "%%", "é\u0301", "😀", "",
]  # fmt: skip
PIECES = [*_CODE, *_FIELDS, *_HTML, *_DEFINITIONS, *_LINKS, *_CONTAINERS, *_SIGNS]
"""Lines and parts of lines, none of which resembles a post heading."""

MARKUP = [
    "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<mtext>", "<table>",
    "<mglyph>", "<p>", "</p>", "<iframe srcdoc='<script>a()</script>'>", "<noscript>",
    "<template>", "<textarea>", "<title>", "<xmp>", "<form>", "<a href=\"javascript:a()\">",
    "<a href=' \tjava\nscript:a()'>", "<a href=data:text/html,a>", "<a href>", "<a>", "</a>",
    "<img src=javascript:a()>", "<img src=x onerror=a()>",
    "<img alt='\"><script>a()</script>' src=a.png>", "<h1>", "</h1>",
    "<p title='<h1>&quot; onclick=a() x=&quot;'>", "<code class='<h1 id=x>'>",
    "<p title='</a><img src=x onerror=a()>'>", "<blockquote>", "</blockquote>", "<p>[!NOTE]</p>",
    "<h2 id='a b\" onclick=\"a()'>", "<details open ontoggle=a()>",
    "<td style='background:url(//evil.example);text-align:left'>", "<p style=position:fixed>",
    "<input type=text>", "<input type=checkbox onfocus=a() autofocus>",
    "<base href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//evil.example>", "<object data=a>", "<embed src=a>", "<button>",
    "<video src=a>", "<!--><script>",
]  # fmt: skip
"""HTML that an editor may write or paste."""

MALFORMED_HEADINGS = [
    " ## Answer", "   ### Reply", "    ## Answer", "\t## Answer", "> ## Answer", "- ## Answer",
    "1. ### Reply", "[^1]: ## Answer", "## Answer ##", "##  Answer", "##\tAnswer", "## answer",
    "# Answer", "#### Reply", "### Reply:", "## **Answer**", "## Answer\u00a0", "## Answer\u200b",
    "## &#65;nswer", "Answer\n---", "Reply\n===", "Answer\n:---", "| a |\n|---|\n## Answer",
    "<!--\n## Answer", "```\n## Answer\n```", "~~~\n### Reply", "\\## Answer", "#Answer",
    "- - ## Answer", "> Reply\n> ---", "## Answers", "## [Answer](x.md)", "lazy\n## Answer",
    "## Answer\n---", "<div>\n## Answer\n</div>", "- item\n\n  ## Answer",
    "[^1]: note\n\n    ## Answer", "## Answer\ntext",
]  # fmt: skip
"""Text that a reader might take for a post heading, or an author may have meant as one."""

# Without w and y, no random text is "answer" or "reply".
_characters = st.text(
    alphabet=" \t\u00a0\u200b\u2028>-+*_#`~=|[]()!<&;:\\\"'^1aé{}/.,$%@", min_size=1, max_size=12
)
_lines = st.lists(st.sampled_from(PIECES) | _characters, min_size=1, max_size=3).map(" ".join)
_separators = st.sampled_from(["\n", "\n\n", "\n", "\n    ", "\n> ", "\n  "])


@st.composite
def _texts(draw: st.DrawFn, lines: st.SearchStrategy[str]) -> str:
    text = draw(lines)
    for _ in range(draw(st.integers(0, 6))):
        text += draw(_separators) + draw(lines)
    return text


texts = _texts(_lines)
"""Markdown without anything that resembles a post heading."""

texts_with_malformed_headings = _texts(_lines | st.sampled_from(MALFORMED_HEADINGS))
"""Markdown that may contain text that resembles a post heading."""
