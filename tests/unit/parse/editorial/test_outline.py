import pyromark
import pytest

from ssg.parse.editorial.outline import MARK, Block, read_outline
from ssg.parse.editorial.preview import render_preview
from ssg.parse.html.events import EDITORS_OPTIONS


def blocks(html: str) -> list[tuple[int, str, str]]:
    return [(block.depth, block.tag, block.text) for block in read_outline(html).blocks]


@pytest.mark.parametrize(
    "text",
    [
        "A *b* **c** ~~d~~ `e` [f](g \"h\") ![i *j*](k) <l@m.example>\\\nn\n",
        "## A {#b .c}\n\n***\n\n> d\n> 1. e\n> 2. f\n", "- [x] a\n- [ ] b\n  - c\n",
        "| a | b |\n|---|--:|\n| c | `d` |\n", "A\n: b\n: c\n",
        "<div>\n\n*a*\n\n</div>\n\nb<br>c\n",
        "```sh x\na\n```\n\n    b\n",
    ],
)  # fmt: skip
def test_a_preview_is_what_pyromark_renders(text: str) -> None:
    expected = read_outline(pyromark.html(text, options=EDITORS_OPTIONS)).blocks
    found = read_outline(render_preview(text, EDITORS_OPTIONS)).blocks
    assert [block._replace(at=None) for block in found] == list(expected)


def test_blocks_have_the_offsets_of_their_source() -> None:
    text = "é\n\n- a\n\n  > b\n"
    found = read_outline(render_preview(text, EDITORS_OPTIONS)).blocks
    assert [(block.tag, block.at) for block in found] == [
        ("p", 0), ("ul", 4), ("li", 4), ("p", 6), ("blockquote", 11), ("p", 13),
    ]  # fmt: skip


def test_tight_and_loose_lists_are_alike() -> None:
    assert blocks("<ul><li>a<ul><li>b</li></ul></li></ul>") == blocks(
        "<ul>\n<li>\n<p>a</p>\n<ul>\n<li><p>b</p></li></ul>\n</li>\n</ul>"
    )


def test_text_keeps_its_markup_but_no_spaces_around_line_breaks() -> None:
    (block,) = read_outline("<p>\n a <em> b</em> \n<br /> c “d” </p>").blocks
    expected = ("a ", f"{MARK}em", "b", f"{MARK}/em", f"{MARK}br", 'c "d"')
    assert block == Block(0, "p", (), expected)


@pytest.mark.parametrize("space", ["  ", "\n", "\t", "\r", " \n "])
def test_spaces_are_joined(space: str) -> None:
    (block,) = read_outline(f"<p>{space}a{space}b <em>c{space}d</em>{space}</p>").blocks
    assert block.pieces == ("a b ", f"{MARK}em", "c d", f"{MARK}/em")
    (block,) = read_outline(f"<p>{space}a{space}b{space}</p>").blocks
    assert block.pieces == ("a b",)


def test_footnotes_are_found_by_their_labels_in_both_dialects() -> None:
    text = "A[^b]\n\n[^b]: c\n"
    page = (
        '<p>A<sup id="fnref:b"><a class="footnote-ref" href="#fn:b">1</a></sup></p>'
        '<div class="footnote"><hr /><ol><li id="fn:b"><p>c&#160;<a class="footnote-backref"'
        ' href="#fnref:b">&#8617;</a></p></li></ol></div>'
    )
    preview = read_outline(render_preview(text, EDITORS_OPTIONS))
    assert [block.pieces for block in preview.footnotes["b"]] == [("c",)]
    assert [block.pieces for block in read_outline(page).footnotes["b"]] == [("c",)]
    assert preview.blocks[0].pieces == read_outline(page).blocks[0].pieces


@pytest.mark.parametrize("tag", ["div", "b", "blockquote"])
def test_elements_may_be_nested_without_end(tag: str) -> None:
    found = read_outline(f"<{tag}>" * 5000 + "a").blocks
    assert found[-1].text == "a"
