import re
from html import escape

import pytest

from ssg.model.documents import CareCard, Heading
from ssg.parse.html.fragment import BuiltFragment, FragmentRules, build_fragment, plain_text
from ssg.parse.html.links import LinkBase
from tests.unit.parse.samples import render


def built(html: str, *, editors: bool = True) -> BuiltFragment:
    base = LinkBase(folder="guides")
    return build_fragment(
        html,
        FragmentRules(base=base, editors=editors, first_level=2, rel="r"),
    )


def html_of(html: str, *, editors: bool = True) -> str:
    return render(built(html, editors=editors).fragment)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="b.md#c" title="t">d</a>', '<a to=guides/b.md#c title="t">d</a>'),
        (
            '<a href="https://b.example/?c&amp;d" rel="x" class="e">f</a>',
            '<a href="https://b.example/?c&amp;d" rel="r" class="e">f</a>',
        ),
        (
            '<img id="b" src="https://c.example/d.png" alt="e">',
            '<a href="https://c.example/d.png" rel="r" id="b">e</a>',
        ),
        ('<img id="b" src="javascript:c" alt="d">', '<span id="b">d</span>'),
        ("<a>b</a>", "b"),
        ('<a name="b">c</a>', '<a id="b">c</a>'),
        ('<a id="b"></a>', '<a id="b"></a>'),
        ('<a id="b" name="c"></a>', '<a id="b"></a>'),
        ('<a id="b" href="javascript:c">d</a>', '<a id="b">d</a>'),
        ('<a id="">b</a> <a id="c d">e</a>', "b e"),
        ('<p id="a">b</p><a id="a"></a>', '<p id="a">b</p>'),
        ('<a href="javascript:b">c</a>', "c"),
        ('<a href="#b">c</a> <a>d</a>', "<a to=#b>c</a> d"),
        ("b</a>", "b"),
        (
            '<img src="../media/a.png" alt="b">',
            '<img of=media/a.png alt="b" loading="lazy" decoding="async">',
        ),
        (
            '<img src="https://b.example/c.png" alt="d &amp; e">',
            '<a href="https://b.example/c.png" rel="r">d &amp; e</a>',
        ),
        (
            '<img src="https://b.example/c.png">',
            '<a href="https://b.example/c.png" rel="r">https://b.example/c.png</a>',
        ),
        (
            '<a href="b.md"><img src="https://b.example/c.png" alt="d"></a>',
            "<a to=guides/b.md>d</a>",
        ),
        (
            '<a href="https://a.example/?b&amp;c"><img src="https://d.example/e.png" alt=""></a>',
            '<a href="https://a.example/?b&amp;c" rel="r">https://a.example/?b&amp;c</a>',
        ),
        (
            '<a href="https://a.example"> <b></b></a>',
            '<a href="https://a.example" rel="r"> <b></b>https://a.example</a>',
        ),
        (
            '<a href="https://a.example"><img src="../media/b.png" alt=""></a>',
            '<a href="https://a.example" rel="r">'
            '<img of=media/b.png alt="" loading="lazy" decoding="async"></a>',
        ),
        (
            '<p id="a"><a class="footnote-backref" href="#a" title="Jump">↩</a></p>',
            '<p id="a"><a back=#a class="footnote-backref">↩</a></p>',
        ),
        ('<img src="javascript:a" alt="b">', "b"),
        ('<img alt="b">', "b"),
        ("<abbr>a</abbr><article><b>", "<abbr>a</abbr><article><b>"),
        ('<p>&lt;a href="b"&gt;</p>', '<p>&lt;a href="b"&gt;</p>'),
    ],
)
def test_links_and_images_get_their_final_form(before: str, after: str) -> None:
    assert html_of(before) == after


def test_the_targets_of_links_are_collected() -> None:
    found = built(
        '<a href="b.md">1</a><a href="b.md">2</a><a href="https://c.example">3</a>'
        '<img src="d.png" alt=""><p id="e">4</p><a href="#e">5</a><a href="#f">6</a>'
    )
    assert found.inside == (
        ("guides/b.md", False), ("guides/b.md", False), ("guides/d.png", True), ("#f", False),
    )  # fmt: skip
    assert found.outside == ("https://c.example",)


def test_headings_of_editors_get_ids_and_are_listed() -> None:
    found = built('<h1>A <em>b</em> &amp; c</h1><h2>A</h2><h2 id="own" class="d">E</h2><h3>A</h3>')
    assert render(found.fragment) == (
        '<h2 id="a-b--c">A <em>b</em> &amp; c</h2><h3 id="a">A</h3>'
        '<h3 id="own" class="d">E</h3><h4 id="a-1">A</h4>'
    )
    assert found.headings == (
        Heading(level=2, id="a-b--c", text="A b & c"),
        Heading(level=3, id="a", text="A"),
        Heading(level=3, id="own", text="E"),
        Heading(level=4, id="a-1", text="A"),
    )


def test_no_level_of_a_heading_is_skipped() -> None:
    assert html_of("<h3>a</h3><h5>b</h5><h3>c</h3>", editors=False) == (
        "<h2>a</h2><h3>b</h3><h2>c</h2>"
    )


def test_headings_in_posts_get_no_ids() -> None:
    found = built('<h1 id="a" class="b">c</h1>', editors=False)
    assert (render(found.fragment), found.headings) == ("<h2>c</h2>", ())


def card(kind: str, text: str = "<p>Do it.</p>") -> str:
    return f"<blockquote>\n<p>[!{kind}]</p>\n{text}\n</blockquote>"


@pytest.mark.parametrize(
    ("kind", "opening", "title", "closing"),
    [
        ("CAUTION", '<section class="ssg-care ssg-care-caution"', "ssg-care-title", "</section>"),
        ("warning", '<section class="ssg-care ssg-care-warning"', "ssg-care-title", "</section>"),
        (
            "IMPORTANT",
            '<section class="ssg-care ssg-care-important"',
            "ssg-care-title",
            "</section>",
        ),
        ("TIP", '<div class="ssg-care ssg-care-tip" role="note"', "ssg-care-title", "</div>"),
        ("NOTE", '<div class="ssg-care ssg-care-note" role="note"', "ssg-care-title", "</div>"),
        ("DO", '<div class="ssg-do" role="group"', "ssg-do-title", "</div>"),
        ("Dont", '<div class="ssg-dont" role="group"', "ssg-do-title", "</div>"),
    ],
)
def test_an_editors_alert_becomes_a_card_with_a_heading_as_its_name(
    kind: str, opening: str, title: str, closing: str
) -> None:
    assert html_of(card(kind)) == (
        f'{opening} aria-labelledby="ssg-care-1"><h2 class="{title}" id="ssg-care-1">'
        f"<title of={kind.lower()}></h2>\n<p>Do it.</p>\n{closing}"
    )


def test_a_card_keeps_the_id_that_its_editor_chose() -> None:
    html = '<blockquote id="own"><p>[!TIP]\na</p></blockquote>'
    assert html_of(html).startswith(
        '<div class="ssg-care ssg-care-tip" id="own" role="note" aria-labelledby="ssg-care-1">'
    )
    assert built(html).anchors == ("own", "ssg-care-1")


def test_the_titles_of_cards_are_one_level_below_the_heading_that_they_are_under() -> None:
    found = built(
        f"{card('TIP')}<h2>a</h2>{card('DO')}<h3>b</h3><h4>c</h4>{card('NOTE')}<h2>d</h2>"
        f"<ul><li>{card('TIP')}</li></ul>"
    )
    levels = re.findall(r'<h(\d) class="[^"]*" id="(ssg-care-\d)">', render(found.fragment))
    assert levels == [
        ("2", "ssg-care-1"), ("3", "ssg-care-2"), ("5", "ssg-care-3"), ("3", "ssg-care-4"),
    ]  # fmt: skip
    assert [heading.text for heading in found.headings] == ["a", "b", "c", "d"]
    assert found.anchors == ("ssg-care-1", "ssg-care-2", "ssg-care-3", "ssg-care-4")


def test_headings_in_a_card_are_below_its_title() -> None:
    found = built(f"<h2>a</h2>{card('TIP', '<h2>b</h2><p>c</p>')}<h3>d</h3>")
    assert [(heading.text, heading.level) for heading in found.headings] == [
        ("a", 2), ("b", 4), ("d", 3),
    ]  # fmt: skip


def test_care_cards_are_collected_in_their_order_without_dos_and_donts() -> None:
    inner = card("WARNING", "<ul><li>inner</li></ul>")
    found = built(card("DO") + card("CAUTION", f"<p>Call.</p><ul><li>outer</li></ul>{inner}"))
    assert found.care == (
        CareCard(kind="caution", id="ssg-care-2", signs=("outer",)),
        CareCard(kind="warning", id="ssg-care-3", signs=("inner",)),
    )


def test_a_quotation_in_a_care_card_is_no_part_of_its_signs() -> None:
    quote = "<blockquote><p>b</p><ul><li>c</li></ul></blockquote>"
    html = card("CAUTION", f"{quote}<p>d</p>{quote}<ul><li>e{quote} f</li><li>g</li></ul>")
    (found,) = built(html).care
    assert found.signs == ("e f", "g")


def test_a_paragraph_that_starts_with_the_marker_is_the_text_of_its_card() -> None:
    found = built("<blockquote><p>[!TIP]\nDo <b>it</b>.</p><p>Or not.</p></blockquote>")
    assert [card.kind for card in found.care] == ["tip"]
    assert "<p>Do <b>it</b>.</p><p>Or not.</p>" in "".join(found.fragment.html)


@pytest.mark.parametrize("gap", ["<br>", "<br />\n", "\n", "</p>\n<p>", " </p>\n\n<p>"])
def test_the_marker_of_an_alert_may_end_in_several_ways(gap: str) -> None:
    html = html_of(f"<blockquote><p>[!TIP]{gap}Do it.</p></blockquote>")
    assert html.endswith("</h2>\n<p>Do it.</p></div>")


@pytest.mark.parametrize(
    "text", ["[!TIP] Do it.", "[!TIPS]\nDo it.", "Do it. [!TIP]\n", "[!]\n", "<em>[!TIP]</em>\n"]
)
def test_any_other_quotation_stays_a_quotation(text: str) -> None:
    html = f"<blockquote>\n<p>{text}</p>\n</blockquote>"
    assert html_of(html) == html


@pytest.mark.parametrize("kind", ["CAUTION", "DO"])
def test_an_alert_in_a_post_stays_a_quotation(kind: str) -> None:
    html = f"<blockquote>\n<p>[!{kind}]\nDo it.</p>\n</blockquote>"
    assert html_of(html, editors=False) == html
    assert built(html, editors=False).care == ()


def test_quotations_in_alerts_and_alerts_in_quotations_close_what_they_open() -> None:
    alert = "<blockquote><p>[!TIP]\na</p>{}</blockquote>"
    quote = "<blockquote><p>b</p>{}</blockquote>"
    nested = html_of(alert.format(quote.format(alert.format(""))))
    assert nested.endswith("<p>a</p></div></blockquote></div>")
    assert nested.count("<div") == nested.count("</div>") == 2


@pytest.mark.parametrize(
    ("html", "has_content"),
    [
        ("<p> \n</p>", False),
        ("", False),
        ("<ul><li></li></ul>", False),
        ("<p>&nbsp;</p>", False),
        ("<p>a</p>", True),
        ("<p>&amp;</p>", True),
        ("<p><em> a</em></p>", True),
        ('<img src="a.png" alt="">', True),
        ("<hr>", True),
    ],
)
def test_a_text_without_content_is_recognized(html: str, has_content: bool) -> None:
    assert built(html).has_content is has_content


def test_plain_text_is_on_one_line_without_markup() -> None:
    assert plain_text("<p>a <b title='x'>b</b>\n&lt;c&gt; &amp;amp;</p>") == "a b <c> &amp;"


@pytest.mark.parametrize(
    "piece",
    [
        "<h2>a</h2>",
        "<blockquote>a</blockquote>",
        '<a href="https://a.example">b</a>',
        '<a href="b">c</a>',
        "<h1></h1><h2></h2>",
        "<blockquote><p>[!TIP]</p><ul><li>a</li></ul>",
    ],
)
def test_many_tags_take_linear_time(piece: str) -> None:
    found = built(piece * 20_000)
    assert len("".join(found.fragment.html)) + len(found.fragment.slots) >= 20_000


def test_an_address_is_escaped_once() -> None:
    url = "https://a.example/?b=\"c\"&d='e'"
    assert html_of(f'<a href="{escape(url)}">f</a>') == f'<a href="{escape(url)}" rel="r">f</a>'
