import pytest

from ssg.diagnostics import Location
from ssg.parse.html.events import (
    EXCERPT,
    MAX_DEPTH,
    Block,
    CodeBlockNode,
    FootnoteNode,
    HeadingNode,
    LinkNode,
    Scan,
    make_excerpt,
    nesting_diagnostic,
    scan_events,
    select_range,
)
from ssg.parse.html.source import Source


def source(text: str, first_line: int = 1) -> Source:
    return Source(path="a.md", text=text, first_line=first_line)


def scan(text: str) -> Scan:
    return scan_events(source(text))


def test_an_offset_in_bytes_is_a_line_and_a_column_in_characters() -> None:
    body = source("é😀b\n\nçd\n", first_line=7)
    assert body.locate(body.data.index(b"b")) == Location(path="a.md", line=7, column=3)
    assert body.locate(body.data.index(b"d")) == Location(path="a.md", line=9, column=2)
    assert body.line_at(body.data.index(b"d")) == 9
    assert body.locate(0) == Location(path="a.md", line=7, column=1)
    assert body.locate(len(body.data)) == Location(path="a.md", line=10, column=1)


def test_every_link_of_a_long_line_has_its_column() -> None:
    body = source("é[a](b.md) " * 20_000)
    columns = [body.locate(link.start).column for link in scan_events(body).links]
    assert columns == list(range(2, 20_000 * 11, 11))


def test_headings_are_found_with_their_text_and_depth() -> None:
    assert scan("# One *two* `three`\n\n> Four\n> ---\n").headings == [
        HeadingNode(level=1, start=0, end=20, depth=0, text="One two three"),
        HeadingNode(level=2, start=23, end=34, depth=1, text="Four"),
    ]


@pytest.mark.parametrize("text", ["# a_ #", "# ``` #", "# b] ##"])
def test_a_heading_whose_last_word_ends_in_a_delimiter_may_have_a_closing_sequence(
    text: str,
) -> None:
    found = scan(text)
    words = text.strip("# ")
    assert [heading.text for heading in found.headings] == [words]
    assert max(found.visible) < len("# " + words)


def test_code_blocks_are_found_with_their_text() -> None:
    assert scan("```yaml a=b\nx\ny\n```\n\n- z\n\n      indented\n\n~~~\n").code_blocks == [
        CodeBlockNode(info="yaml a=b", start=0, end=19, depth=0, text="x\ny\n", text_start=12),
        CodeBlockNode(info=None, start=32, end=41, depth=2, text="indented\n", text_start=32),
        CodeBlockNode(info="", start=42, end=46, depth=0, text="", text_start=46),
    ]


def test_links_are_found_with_their_labels() -> None:
    text = "[a](b) ![c](d) [e][F] [f] <gg:h> <i@j.example>\n\n[f]: k\n"
    assert scan(text).links == [
        LinkNode(href="b", start=0, is_image=False, label=None),
        LinkNode(href="d", start=7, is_image=True, label=None),
        LinkNode(href="k", start=15, is_image=False, label="F"),
        LinkNode(href="k", start=22, is_image=False, label="f"),
        LinkNode(href="gg:h", start=26, is_image=False, label=None),
        LinkNode(href="mailto:i@j.example", start=33, is_image=False, label=None),
    ]


def test_runs_of_text_are_in_no_link_and_no_code() -> None:
    text = "a &amp; b [c](d) `e` f\ng\n\n    h\n"
    assert [text[start:end] for start, end in scan(text).runs] == ["a &amp; b ", " ", " f", "g"]


def test_raw_html_is_found_once_for_each_block_and_tag() -> None:
    assert scan("a <b>c</b>\n\n<div>\n<p>\n</div>\n").html == [(2, 5), (6, 10), (12, 29)]


def test_footnote_references_and_definitions_are_found() -> None:
    found = scan("a[^1] b[^N]\n\n[^1]: x\n\n> [^ n ]: y[^N]\n")
    assert found.footnote_references == [
        FootnoteNode(label="1", start=1, end=5),
        FootnoteNode(label="N", start=7, end=11),
        FootnoteNode(label="N", start=33, end=37, inside="n"),
    ]
    assert found.footnote_definitions == [
        FootnoteNode(label="1", start=13, end=22),
        FootnoteNode(label="n", start=24, end=38),
    ]


def test_blocks_are_named_as_html_names_them() -> None:
    text = "# A\n\nb\n\n- c\n\n1. d\n\n> e\n\n***\n\n|f|\n|-|\n\n```\ng\n```\n"
    assert [(block.depth, block.tag) for block in scan(text).blocks] == [
        (0, "h1"), (0, "p"), (0, "ul"), (1, "li"), (0, "ol"), (1, "li"), (0, "blockquote"),
        (1, "p"), (0, "hr"), (0, "table"), (0, "pre"),
    ]  # fmt: skip
    assert scan("a\n\n- b\n").blocks[1] == Block(0, "ul", 3)


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
def test_first_visible_is_what_a_reader_sees_first(text: str, first: int | None) -> None:
    assert scan(text).first_visible(0, len(text)) == first


def test_first_visible_searches_a_range() -> None:
    found = scan("aa\n\nbb\n\ncc\n")
    assert found.first_visible(1, 8) == 4
    assert found.first_visible(1, 4) is None


def test_nesting_is_counted_and_limited() -> None:
    assert scan("> " * MAX_DEPTH + "a").too_deep is None
    assert scan("> " * (MAX_DEPTH + 1) + "a").too_deep == 2 * MAX_DEPTH
    assert nesting_diagnostic(source(""), 0).message == (
        f"blocks are nested more than {MAX_DEPTH} levels deep"
    )
    assert scan("- " * 100_000 + "a").too_deep is not None


def test_select_range_returns_nodes_that_start_in_the_range() -> None:
    found = scan("a\n\n# b\n\n# c\n\n# d\n").headings
    assert [heading.text for heading in select_range(found, 4, 13)] == ["c"]
    assert [heading.text for heading in select_range(found, 3, 13)] == ["b", "c"]


def test_an_excerpt_is_the_first_running_text_without_headings_and_code() -> None:
    text = "# No\n\nSome *words*, `code`\nand [a link](b).\n\n    no\n\n- An item.\n- Another.\n"
    assert make_excerpt(scan(text)) == "Some words, code and a link. An item. Another."
    assert make_excerpt(scan("|a|b|\n|-|-|\n|c|d|\n")) == "a b c d"


def test_an_excerpt_ends_at_a_word_and_with_an_ellipsis() -> None:
    assert make_excerpt(scan("word, " * 100)) == "word, " * 32 + "word…"
    assert make_excerpt(scan("x" * 500)) == "x" * EXCERPT + "…"
    assert make_excerpt(scan("x" * EXCERPT)) == "x" * EXCERPT


def test_an_excerpt_has_no_footnotes_and_no_markers_of_alerts() -> None:
    assert make_excerpt(scan("a[^1] b\n\n[^1]: note\n\nc[^2]\n\n> [^2]: note\n")) == "a b c"
    assert make_excerpt(scan("> [!NOTE]\n> a\n")) == "a"
    cut = make_excerpt(scan("word " * 39 + "\n\n> [!IMPORTANT]\n> other words and more\n"))
    assert cut == "word " * 39 + "other…"


def test_an_excerpt_ends_at_no_opening_bracket() -> None:
    assert make_excerpt(scan("word " * 39 + "ab ( see below)")) == "word " * 39 + "ab" + "…"


@pytest.mark.parametrize("cluster", ["👨‍👩‍👧‍👦", "🇪🇸", "e\u0301\u0323", "क्षि", "각", "👍🏽"])
def test_an_excerpt_never_ends_inside_a_grapheme_cluster(cluster: str) -> None:
    excerpt = make_excerpt(scan(cluster * EXCERPT)).removesuffix("…")
    assert excerpt
    assert len(excerpt) <= EXCERPT
    assert excerpt.replace(cluster, "") == ""
    assert make_excerpt(scan("a" + "\u0301" * EXCERPT * 2)) == "…"


def test_an_excerpt_without_spaces_ends_at_punctuation_or_between_words() -> None:
    assert make_excerpt(scan("睡眠は大切です。" * 40)) == ("睡眠は大切です。" * 25)[:-1] + "…"
    assert make_excerpt(scan("モーニング" + "の" * 192 + "モーニング" * 9)) == (
        "モーニング" + "の" * 192 + "…"
    )
    assert len(make_excerpt(scan("睡眠、 " + "眠" * 400))) == EXCERPT + 1


def test_an_excerpt_ends_where_another_text_begins() -> None:
    assert make_excerpt(scan("One.\n\nTwo.\n"), until=6) == "One."


def test_an_excerpt_has_no_control_character() -> None:
    assert make_excerpt(scan("a&#1;b&#xFFFE;c")) == "abc"
