# Full-width punctuation is the subject of some of these tests.
# ruff: noqa: RUF001


import pytest

from ssg.parse.html.events import scan_events
from ssg.parse.html.literal_markup import check_literal_markup
from ssg.parse.html.source import ByteRange, Source
from tests.machine import least_cpu_seconds
from tests.unit.parse.samples import format_all


def source(text: str) -> Source:
    return Source(path="a.md", text=text, first_line=1)


def found(text: str, html: str | None = None) -> list[str]:
    body = source(text)
    return format_all(check_literal_markup(body, scan_events(body), html=html))


def codes(text: str) -> list[str]:
    return [one.split()[1] for one in found(text)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a][b]", "1:1 W12 '[a][b]' is shown as text: '[b]' is not defined"),
        ("x ![a][b]", "1:3 W12 '![a][b]' is shown as text: '[b]' is not defined"),
        ("x [*a*][b c]", "1:3 W12 '[*a*][b c]' is shown as text: '[b c]' is not defined"),
        ("[a][]", "1:1 W12 '[a][]' is shown as text: '[a]' is not defined"),
        ("é[^b].", "1:2 W12 '[^b]' is shown as text: this footnote is not defined"),
        ("> - x[^é]", "1:6 W12 '[^é]' is shown as text: this footnote is not defined"),
        (
            "a\n[b]: https://c.example",
            "2:1 W12 '[b]: https://c.example' is shown as text, and defines no link",
        ),
        (
            "[b]: ../media/my c.pdf",
            "1:1 W12 '[b]: ../media/my c.pdf' is shown as text, and defines no link",
        ),
    ],
)
def test_a_reference_without_a_definition_is_reported(text: str, message: str) -> None:
    assert message in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "[a] [ ] [x]", "- [ ] a\n- [x] b", "\\[a][b] \\[^c]", "`[a][b] [^c]`", "    [a][b]",
        "```\n[a][b] [^c]\n```", "sleep[1][2]", "list[i][j]", "[a][b](https://c.example)",
        "[a][b]\n\n[B]: c.md", "a[^b]\n\n[^B]: c", "[[a]]",
        "[[a][b]](c.md)", "[^_^]", "[Note]: this is text",
    ],
)  # fmt: skip
def test_brackets_that_are_text_are_not_reported(text: str) -> None:
    assert found(text) == []


SPACE = "its address has a space"
TITLE = "its title is malformed"
PARENTHESIS = "its closing parenthesis is missing"


@pytest.mark.parametrize(
    ("text", "written", "reason"),
    [
        ("[a](b c.pdf)", "1:1 W13 '[a](b c.pdf)'", SPACE),
        ("é ![a](../b c.png)", "1:3 W13 '![a](../b c.png)'", SPACE),
        ("[**a**](tel:+34 1).", "1:1 W13 '[**a**](tel:+34 1)'", SPACE),
        ("[a](https://b.example/c\nd)", "1:1 W13 '[a](https://b.example/c d)'", SPACE),
        ("[a](b.md “c”)", "1:1 W13 '[a](b.md “c”)'", TITLE),
        ('[a](b.md "c "d" e")', '1:1 W13 \'[a](b.md "c "d" e")\'', TITLE),
        ("[a](/b and", "1:1 W13 '[a](/b and'", PARENTHESIS),
        ("[a](/b_(c)", "1:1 W13 '[a](/b_(c)'", PARENTHESIS),
        ("[a] (/b).", "1:1 W13 '[a] (/b)'", "there is a space between ']' and '('"),
        (
            "[a]（https://b.example）、",
            "1:1 W13 '[a]（https://b.example）'",
            "its parentheses are full-width",
        ),
        ("a <https://b.example/c d>", "1:3 W13 '<https://b.example/c d>'", SPACE),
        ("<www.b.example>", "1:1 W13 '<www.b.example>'", "its address has no scheme"),
        ("[a] [b]\n\n[b]: c", "1:1 W13 '[a] [b]'", "there is a space between ']' and '['"),
        ("(a)[../b.md]", "1:1 W13 '(a)[../b.md]'", "its brackets are reversed"),
        (
            "[a [b](c.md)](d.md)",
            "1:1 W13 '[a [b](c.md)](d.md)'",
            "a link cannot contain another link",
        ),
    ],
)
def test_a_malformed_link_is_reported_with_the_reason(text: str, written: str, reason: str) -> None:
    assert found(text) == [f"{written} is shown as text: {reason}"]


@pytest.mark.parametrize(
    "text",
    [
        "[sic](as he said)", "[x](see the note)", "[1] (see below)", "(see [b])", "(and)[/or]",
        "`[a](b c.pdf)`", "\\[a](b c.pdf)", "[a\\](b c.pdf)", "[a](<b c.pdf>)", '[a](b.md "c d")',
        "[a](b_(c).md)", "[a](b.md 'c')", "`<www.b.example>`",
        "\\<www.b.example>", "<https://b.example>", "[1] [b]", "[a] [1]\n\n[1]: c", "a < b > c",
        "[a]\n\n[a]: <b c>", "    <www.b.example>", "[a](\nb.md)", "[![a](b.png)](c.md)",
        "f(x) [0, 1)",
    ],
)  # fmt: skip
def test_a_text_that_needs_no_address_is_not_reported(text: str) -> None:
    assert found(text) == []


UNDESCRIBED = "W31 this image has no text for those who cannot see it"


def test_a_link_without_text_is_reported() -> None:
    assert found("[](a.md) [ ](b.md) [![](c.png)](d.md) [](#e)") == [
        "1:1 W15 the link to 'a.md' has no text",
        "1:10 W15 the link to 'b.md' has no text",
        "1:20 W15 the link to 'd.md' has no text",
        "1:39 W15 the link to '#e' has no text",
        f"1:21 {UNDESCRIBED}",
    ]
    assert (
        found("[`a`](b.md) [![c](d.png)](e.md) ![f](f.png) [<b>g</b>](h.md) <https://i.example>")
        == []
    )


def test_a_heading_without_text_is_reported() -> None:
    assert found("##\n\n# \n\n> #\n\n# *a*\n\n# `b`\n\n# ![c](d.png)\n\n# ![](e.png)\n") == [
        "1:1 W15 this heading has no text",
        "3:1 W15 this heading has no text",
        "5:3 W15 this heading has no text",
        "13:1 W15 this heading has no text",
        f"13:3 {UNDESCRIBED}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "![](a.png)",
        "![ ](a.png 'A title')",
        "![][a]\n\n[a]: a.png",
        "<img src='a.png'>",
        '<img src="a.png" alt="">',
        "<IMG SRC=a.png ALT=' '>",
    ],
)
def test_an_image_without_alternative_text_is_reported(text: str) -> None:
    assert found(text) == [f"1:1 {UNDESCRIBED}"]


@pytest.mark.parametrize(
    "text",
    [
        "![A bed](a.png)",
        "![`x`](a.png)",
        "![](https://example.org/a.png)",
        "<img src=a.png alt=bed>",
        '<img alt="A bed" src="a.png">',
        "`![](a.png)`",
    ],
)
def test_an_image_with_a_text_in_its_place_is_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("これは**「重要」**です", "1:4 W16 '**' opens no emphasis between 'は' and '「'"),
        ("這是**我的事。**所以", "1:9 W16 '**' closes no emphasis between '。' and '所'"),
        ("**(중요)**은", "1:7 W16 '**' closes no emphasis between ')' and '은'"),
        ("# 他**“好”**", "1:4 W16 '**' opens no emphasis between '他' and '“'"),
        ("- **！**あ", "1:6 W16 '**' closes no emphasis between '！' and 'あ'"),
        ("**`a`**です", "1:6 W16 '**' closes no emphasis between '`' and 'で'"),
        ("は**[a](b.md)**で", "1:2 W16 '**' opens no emphasis between 'は' and '['"),
        ("は***「a」***で", "1:2 W16 '***' opens no emphasis between 'は' and '「'"),
        ("*「a」*です", "1:5 W16 '*' closes no emphasis between '」' and 'で'"),
        ("は~~「a」~~で", "1:2 W16 '~~' opens no emphasis between 'は' and '「'"),
        ("は__重要__です", "1:2 W16 '__' opens no emphasis between 'は' and '重'"),
        ("**Note:**take it", "1:8 W16 '**' closes no emphasis between ':' and 't'"),
        ("**A: **B", "1:1 W16 '**' is no emphasis with a space between it and the words inside"),
    ],
)  # fmt: skip
def test_emphasis_that_is_shown_as_asterisks_is_reported(text: str, message: str) -> None:
    assert found(text) == [message]


@pytest.mark.parametrize("text", ["***b*é*) c", "***a*[c](d)é*()** d", "***b*é*"])
def test_emphasis_that_begins_with_emphasis_is_no_strong_emphasis(text: str) -> None:
    assert found(text) == []


def test_emphasis_that_goes_on_in_the_next_paragraph_is_reported() -> None:
    assert found("**a\n\nb**\n\n**c**\n\nf*\n\n** g\n\nh **\n") == [
        "1:1 W16 '**' opens no emphasis, since another paragraph closes it"
    ]


def test_each_broken_emphasis_of_a_paragraph_is_reported() -> None:
    text = "これは**「重要」**です。這是**我的事。**所以。"
    assert [one.split()[0] for one in found(text)] == ["1:4", "1:23"]


@pytest.mark.parametrize(
    "text",
    [
        "foo_bar_ foo__bar__baz __init__", "2*3*4 2 ** 3 ** 4", "5*(3+2)*7", "one*, two*.",
        "** p < 0.05, ** p < 0.01", "これは**重要**です", "これは **「重要」** です",
        "`a**「b」**c`",
        "a\\*\\*「b」\\*\\*c", "**", "a**", "は**「a\n\nb」**は", "**a",
        "a**\n\n**b", "|は**「a|b」**は|\n|-|-|",
        "**a** b **c**", "**م م *!`F`**", "see table* (p. 3) and *",
    ],
)  # fmt: skip
def test_asterisks_that_are_text_are_not_reported(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\u202f", "\u2007", "\u3000"])
def test_a_no_break_space_after_a_marker_is_reported(space: str) -> None:
    code = f"U+{ord(space):04X}"
    for marker in ("#", "######", "-", "*", "+"):
        expected = (
            f"1:1 W17 {code} after '{marker}' is no space, so the '{marker}' is shown as text"
        )
        assert found(f"{marker}{space}a") == [expected]
        assert found(f"{marker}{space} a") == [expected]
    assert codes(f"1.{space}a\n2.{space}b\n") == ["W17", "W17"]
    assert codes(f"> #{space}a\n") == ["W17"]
    assert codes(f"- a\n\n  -{space}b\n") == ["W17"]


def test_a_no_break_space_before_a_marker_is_reported() -> None:
    assert found("\xa0- a\n\n>\xa0# b\n\n\u3000> c\n\n\ufeff```\n") == [
        "1:1 W17 U+00A0 before '-' is no space, so the '-' is shown as text",
        "3:2 W17 U+00A0 before '#' is no space, so the '#' is shown as text",
        "5:1 W17 U+3000 before '>' is no space, so the '>' is shown as text",
        "7:1 W17 U+FEFF before '```' is no space, so the '```' is shown as text",
    ]


def test_a_line_of_no_break_spaces_between_two_lines_is_reported() -> None:
    assert found("a\n\xa0\nb") == [
        "2:1 W17 this line has a U+00A0, so it does not separate two paragraphs"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.\xa0May", "-\xa05 °C", "\u3000段落", "a\xa0b", "a -\xa0b", "`#\xa0a`", "    #\xa0a",
        ">\xa0a", "a\n\n\xa0\n\nb", "-\xa0", "\\#\xa0a",
    ],
)  # fmt: skip
def test_no_break_spaces_in_their_place_are_not_reported(text: str) -> None:
    assert found(text) == []


def test_only_what_the_page_shows_is_reported() -> None:
    assert found("[a](b c.pdf)", html='<a href="b c.pdf">a</a>') == []
    assert codes("[a](b c.pdf)") == ["W13"]
    assert len(found("[a](https://b c)", html="[a](<a>https://b</a> c)")) == 1


def test_only_the_texts_of_a_thread_are_checked() -> None:
    body = source("[a][b]\n\n[c][d]\n")
    texts = [ByteRange(start=8, end=len(body.data))]
    (one,) = check_literal_markup(body, scan_events(body), texts=texts)
    assert one.at.line == 3


@pytest.mark.parametrize(
    "text",
    [
        "[a](", "[a](https://x", "[a](https://x b ", "[a].md](", ")[ ", "(a)[", "[a]\xa0(", "[^a]",
        "a**「", "**「a」**a", "-\xa0\n",
        "**「a」**a *b*\n\n", "[a]: ../x y\n", "[^a]: x\n\n", "*a **",
    ],
)  # fmt: skip
def test_hostile_texts_take_linear_time(text: str) -> None:
    def seconds(count: int) -> float:
        body = source(text * count)
        scan = scan_events(body)
        return least_cpu_seconds(lambda: list(check_literal_markup(body, scan)))

    assert seconds(8000) < 16 * max(seconds(2000), 0.01)
