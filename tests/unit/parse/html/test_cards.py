import pytest

from ssg.model.documents import CareCard
from ssg.parse.html.cards import CARE_KINDS, LIST_KINDS, read_care_card
from ssg.render.alerts import ALERT_TITLES


def read(html: str) -> CareCard:
    return read_care_card("caution", "ssg-care-1", html)


def signs(*items: str) -> tuple[str, ...]:
    return read(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>").signs


def test_each_kind_has_a_title() -> None:
    assert ALERT_TITLES.keys() == {*CARE_KINDS, *LIST_KINDS}


def test_a_card_is_its_signs() -> None:
    html = (
        "\n<p>Call <em>now</em>\nif you have:</p>\n<ul>\n<li>chest\n <b>pain</b></li>\n"
        "<li>\n<p>a fever</p>\n<p>of 40°</p>\n</li>\n</ul>\n<p>Go.</p>\n"
    )
    assert read(html) == CareCard(
        kind="caution",
        id="ssg-care-1",
        signs=("chest pain", "a fever of 40°"),
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>a</li></ol><ul><li>b</li></ul>", ("a",)),
        ("<div><ul><li>a</li></ul></div><ul><li>b</li></ul>", ("b",)),
        ("<p>a</p>", ()),
        ("", ()),
        ("<ul></ul>", ()),
    ],
)
def test_the_signs_are_the_items_of_the_first_list_at_the_top(
    html: str, expected: tuple[str, ...]
) -> None:
    assert read(html).signs == expected


@pytest.mark.parametrize(
    ("item", "sign"),
    [
        ('a <a href="b.md" title="x > y">link</a>', "a link"),
        ("a<br>b<ul><li>c</li><li>d</li></ul>", "a b c d"),
        ("H<sub>2</sub>O", "H2O"),
        ("&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;", "<script>alert(1)</script> &amp;"),
        ('40°<sup class="footnote-ref" id="a"><a href="#fn-1">1</a></sup>', "40°"),
        ('40°<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>', "40°"),
        ("<del>39° <s>a</s></del> 40°", "40°"),
    ],
)
def test_a_sign_is_the_text_of_its_item(item: str, sign: str) -> None:
    assert signs(item) == (sign,)


def test_an_item_without_text_is_no_sign() -> None:
    assert signs("<del>a</del>", '<img src="a.png" alt="b">', " ", "c") == ("c",)


def test_a_sign_that_is_too_long_ends_the_signs() -> None:
    assert signs("a", "b" * 200, "c" * 201, "d") == ("a", "b" * 200)
    assert signs("c" * 201, "d") == ()


def test_there_are_at_most_twelve_signs() -> None:
    assert signs(*"abcdefghijklmn") == tuple("abcdefghijkl")
