import pytest

from ssg.parse.html.commonmark import render_commonmark
from ssg.parse.html.primes import restore_primes


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("She is 5'10\" tall, and 6'2\" in shoes.", "She is 5′10″ tall, and 6′2″ in shoes."),
        ("5' 10\" and 5'10.5\" and 5' 10 ½\"", "5′ 10″ and 5′10.5″ and 5′ 10 ½″"),
        ("a 12\" ruler and 6' of rope", "a 12″ ruler and 6′ of rope"),
        ('"I am 5\'10" tall"', "“I am 5′10″ tall”"),
        ('He said "I am 12" and left', "He said “I am 12” and left"),
        ("the '90s, the 1990's, 'class of 99' ", "the ’90s, the 1990’s, ‘class of 99’"),
        ("*5'10\"* and **6'**", "<em>5′10″</em> and <strong>6′</strong>"),
        ("`5'10\"` stays", "<code>5'10\"</code> stays"),
        ("5'10'' and 6'' and 5'2'' tall", "5′10″ and 6″ and 5′2″ tall"),
        ("He is 5'10. She is 5'2 tall; 1'000 of 5's", "He is 5′10. She is 5′2 tall; 1’000 of 5’s"),
        ('B12\' and B12", 8"x10", 身高6\'2"', "B12’ and B12“, 8″x10″, 身高6′2″"),
        ("51°30'N, 0° 7.5'W, 40°26'46\"N", "51°30′N, 0° 7.5′W, 40°26′46″N"),
        ("„Größe 12“ und „Größe sechs“", "„Größe 12“ und „Größe sechs“"),
        ("a 5'x7' rug, a 6'x9' one", "a 5′x7′ rug, a 6′x9′ one"),
        ('"He lost 5" off his waist."', "“He lost 5″ off his waist.”"),
        ('"Size 12" and 13" wide, "2" or "3"', "“Size 12” and 13″ wide, “2” or “3”"),
        ("„Er ist 12“, ‚er ist 12‘ und 5'10\"", "„Er ist 12“, ‚er ist 12‘ und 5′10″"),  # noqa: RUF001
        ("”Han är 12” och „ma 12”", "”Han är 12” och „ma 12”"),
        ('2020“疫情”和 12"', "2020“疫情”和 12″"),
        ("don't, 2 o'clock, dogs' 3", "don’t, 2 o’clock, dogs’ 3"),
    ],
)
def test_feet_and_inches_get_primes_and_quotations_do_not(typed: str, shown: str) -> None:
    html = render_commonmark(
        typed.encode(), start=0, end=len(typed.encode()), runs=(), footnotes=""
    )
    assert restore_primes(html) == f"<p>{shown}</p>\n"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>5‘10” of smarty</p>", "<p>5′10″ of smarty</p>"),
        ("<p>“open</p><p>12” high</p>", "<p>“open</p><p>12″ high</p>"),
        ("<pre>5’10”</pre>", "<pre>5’10”</pre>"),
        ('<p title="5’10”">x</p>', '<p title="5’10”">x</p>'),
    ],
)
def test_each_block_and_only_running_text_counts(html: str, shown: str) -> None:
    assert restore_primes(html) == shown
