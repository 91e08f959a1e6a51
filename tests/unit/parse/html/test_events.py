import pytest

from ssg.diagnostics import Location
from ssg.parse.html.events import (
    EXCERPT,
    MAX_DEPTH,
    Block,
    CodeSeen,
    FootnoteSeen,
    HeadingSeen,
    LinkSeen,
    Seen,
    Source,
    excerpt,
    observe,
    within,
)


def source(text: str, first_line: int = 1) -> Source:
    return Source(path="a.md", text=text, first_line=first_line)


def seen(text: str) -> Seen:
    return observe(source(text))


def test_an_offset_in_bytes_is_a_line_and_a_column_in_characters() -> None:
    body = source("é😀b\n\nçd\n", first_line=7)
    assert body.at(body.data.index(b"b")) == Location(path="a.md", line=7, column=3)
    assert body.at(body.data.index(b"d")) == Location(path="a.md", line=9, column=2)
    assert body.line(body.data.index(b"d")) == 9
    assert body.at(0) == Location(path="a.md", line=7, column=1)
    assert body.at(len(body.data)) == Location(path="a.md", line=10, column=1)


def test_every_link_of_a_long_line_has_its_column() -> None:
    body = source("é[a](b.md) " * 20_000)
    columns = [body.at(link.start).column for link in observe(body).links]
    assert columns == list(range(2, 20_000 * 11, 11))


def test_headings_are_seen_with_their_text_and_depth() -> None:
    assert seen("# One *two* `three`\n\n> Four\n> ---\n").headings == [
        HeadingSeen(level=1, start=0, end=20, depth=0, text="One two three"),
        HeadingSeen(level=2, start=23, end=34, depth=1, text="Four"),
    ]


def test_code_blocks_are_seen_with_what_is_in_them() -> None:
    assert seen("```yaml a=b\nx\ny\n```\n\n- z\n\n      indented\n\n~~~\n").code == [
        CodeSeen(info="yaml a=b", start=0, end=19, depth=0, text="x\ny\n", text_start=12),
        CodeSeen(info=None, start=32, end=41, depth=2, text="indented\n", text_start=32),
        CodeSeen(info="", start=42, end=46, depth=0, text="", text_start=46),
    ]


def test_links_are_seen_with_the_label_that_defines_them() -> None:
    text = "[a](b) ![c](d) [e][F] [f] <gg:h> <i@j.example>\n\n[f]: k\n"
    assert seen(text).links == [
        LinkSeen(href="b", start=0, is_image=False, label=None),
        LinkSeen(href="d", start=7, is_image=True, label=None),
        LinkSeen(href="k", start=15, is_image=False, label="F"),
        LinkSeen(href="k", start=22, is_image=False, label="f"),
        LinkSeen(href="gg:h", start=26, is_image=False, label=None),
        LinkSeen(href="mailto:i@j.example", start=33, is_image=False, label=None),
    ]


def test_runs_of_text_are_in_no_link_and_no_code() -> None:
    text = "a &amp; b [c](d) `e` f\ng\n\n    h\n"
    assert [text[start:end] for start, end in seen(text).runs] == ["a &amp; b ", " ", " f", "g"]


def test_raw_html_is_seen_once_a_block_and_once_a_tag() -> None:
    assert seen("a <b>c</b>\n\n<div>\n<p>\n</div>\n").html == [2, 6, 12]


def test_footnotes_are_seen_where_they_are_used_and_defined() -> None:
    found = seen("a[^1] b[^N]\n\n[^1]: x\n\n> [^ n ]: y\n")
    assert found.footnotes_used == [
        FootnoteSeen(label="1", start=1),
        FootnoteSeen(label="N", start=7),
    ]
    assert found.footnotes_defined == [
        FootnoteSeen(label="1", start=13),
        FootnoteSeen(label="n", start=24),
    ]


def test_blocks_are_named_as_html_names_them() -> None:
    text = "# A\n\nb\n\n- c\n\n1. d\n\n> e\n\n***\n\n|f|\n|-|\n\n```\ng\n```\n"
    assert [(block.depth, block.tag) for block in seen(text).blocks] == [
        (0, "h1"), (0, "p"), (0, "ul"), (1, "li"), (0, "ol"), (1, "li"), (0, "blockquote"),
        (1, "p"), (0, "hr"), (0, "table"), (0, "pre"),
    ]  # fmt: skip
    assert seen("a\n\n- b\n").blocks[1] == Block(0, "ul", 3)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", None),
        ("\n \n", None),
        ("[a]: b\n", None),
        ("***\n", None),
        ("<!-- a -->\n", None),
        ("- \n\n>\n", None),
        ("> a", 2),
        ("    a", 4),
        ("![](a.png)", 0),
        ("`a`", 0),
        ("```\n```", 0),
    ],
)
def test_the_first_word_is_what_a_reader_would_see(text: str, first: int | None) -> None:
    assert seen(text).first_word(0, len(text)) == first


def test_the_first_word_is_looked_for_between_two_places() -> None:
    found = seen("aa\n\nbb\n\ncc\n")
    assert found.first_word(1, 8) == 4
    assert found.first_word(1, 4) is None


def test_nesting_is_counted_and_bounded() -> None:
    assert seen("> " * MAX_DEPTH + "a").too_deep is None
    assert seen("> " * (MAX_DEPTH + 1) + "a").too_deep == 2 * MAX_DEPTH
    assert source("").too_deep(0).message == f"blocks are nested deeper than {MAX_DEPTH}"
    assert seen("- " * 100_000 + "a").too_deep is not None


def test_within_gives_what_starts_between_two_places() -> None:
    found = seen("a\n\n# b\n\n# c\n\n# d\n").headings
    assert [heading.text for heading in within(found, 4, 13)] == ["c"]
    assert [heading.text for heading in within(found, 3, 13)] == ["b", "c"]


def test_an_excerpt_is_the_first_running_text_without_headings_and_code() -> None:
    text = "# No\n\nSome *words*, `code`\nand [a link](b).\n\n    no\n\n- An item.\n- Another.\n"
    assert excerpt(seen(text)) == "Some words, code and a link. An item. Another."
    assert excerpt(seen("|a|b|\n|-|-|\n|c|d|\n")) == "a b c d"


def test_an_excerpt_ends_at_a_word_and_with_an_ellipsis() -> None:
    assert excerpt(seen("word, " * 100)) == "word, " * 32 + "word…"
    assert excerpt(seen("x" * 500)) == "x" * EXCERPT + "…"
    assert excerpt(seen("x" * EXCERPT)) == "x" * EXCERPT


def test_an_excerpt_ends_where_another_text_begins() -> None:
    assert excerpt(seen("One.\n\nTwo.\n"), until=6) == "One."


def test_an_excerpt_holds_no_control_character() -> None:
    assert excerpt(seen("a&#1;b&#xFFFE;c")) == "abc"
