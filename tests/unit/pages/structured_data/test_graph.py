import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from ssg.model.scalars import Moment
from ssg.pages.structured_data.dates import iso_date
from ssg.pages.structured_data.graph import encode_graph
from ssg.pages.structured_data.vocabulary import (
    Answer,
    Comment,
    Person,
    Question,
    Reference,
    WebPage,
)
from tests.browser.hostile import read_texts
from tests.unit.samples import SETTINGS


def test_a_node_has_its_type_first_and_only_what_is_known() -> None:
    person = Person(name="Sam")
    question = Question(text="", author=person, answer_count=0)
    assert encode_graph(
        (WebPage(id="/x", main_entity=question, is_part_of=Reference(id="/")),)
    ) == (
        '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"/x",'
        '"isPartOf":{"@id":"/"},"mainEntity":{"@type":"Question",'
        '"author":{"@type":"Person","name":"Sam"},"text":"","answerCount":0}}]}'
    )


@pytest.mark.parametrize(
    "text",
    ["</script>", "<!--<script>", "]]>", "&lt;/script&gt;", "\u2028\u2029", "\\", '"', "\x7f"],
)
def test_no_text_ends_the_element(text: str) -> None:
    _expect_inert(text)


def test_no_hostile_text_ends_the_element() -> None:
    for text in read_texts():
        _expect_inert(text)


def test_a_huge_text_is_whole() -> None:
    _expect_inert("</script><!--" * 100_000)


def _expect_inert(text: str) -> None:
    """It comes out as it went in, and nothing else comes out of the element."""
    author = Person(name=text, url=text)
    comment = Comment(author=author, text=text)
    answer = Answer(author=author, text=text, comment=(comment,))
    question = Question(name=text, text=text, author=author, answer_count=1, accepted_answer=answer)
    data = encode_graph((WebPage(name=text, main_entity=question),))
    assert not re.search("[<>&\u2028\u2029]", data)
    page = LexborHTMLParser(f'<body><script type="application/ld+json">{data}</script></body>')
    assert page.body
    assert [one.tag for one in page.body.traverse()] == ["body", "script"]
    script = page.css_first("script")
    assert script
    (node,) = json.loads(script.text())["@graph"]
    assert node["name"] == node["mainEntity"]["acceptedAnswer"]["comment"][0]["text"] == text


@pytest.mark.parametrize(
    ("moment", "date"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T09:30", "2026-03-01T09:30:00+01:00"),
        ("2026-07-01T09:30:05", "2026-07-01T09:30:05+02:00"),
        ("2026-03-01T09:30Z", "2026-03-01T09:30:00+00:00"),
        ("2026-03-01T09:30-05:00", "2026-03-01T09:30:00-05:00"),
    ],
)
def test_a_time_has_an_offset_and_a_day_has_none(moment: str, date: str) -> None:
    settings = SETTINGS.__class__(title="", url="", timezone="Europe/Madrid")
    assert iso_date(Moment(moment), settings.zone) == date
