import pytest

from ssg.config import Settings
from ssg.model.documents import CareCard, Guide, Page, Reference, Topic
from ssg.model.fragments import EMPTY
from ssg.model.kinds import Kind
from tests.unit.parse.samples import GUIDE, document_of, format_all, parse, render

TITLE = "---\ntitle: T\n---\n"


def test_a_guide_is_its_fields_and_its_text() -> None:
    parsed = parse(
        GUIDE + "\n## Part\n\nSee [b](../topics/t.md) and https://c.example.\n", Kind.GUIDE
    )
    assert parsed.diagnostics == ()
    guide = document_of(parsed)
    assert isinstance(guide, Guide)
    assert (guide.id, guide.meta.title, guide.headings[0].id) == ("x", "T", "part")
    assert [(link.target, link.line) for link in guide.links] == [("topics/t.md", 8)]
    assert guide.excerpt.startswith("See b")
    assert render(parsed.fragments[0]).startswith('<h2 id="part">Part</h2>')


def test_a_guide_has_its_care_cards() -> None:
    parsed = parse(GUIDE + "\n> [!WARNING]\n> - fever\n", Kind.GUIDE)
    assert document_of(parsed).care == (
        CareCard(kind="warning", id="ssg-care-1", signs=("fever",)),
    )


def test_a_topic_needs_no_text() -> None:
    parsed = parse(TITLE, Kind.TOPIC)
    assert isinstance(document_of(parsed), Topic)
    assert render(parsed.fragments[0]) == ""


@pytest.mark.parametrize(("front", "kind"), [(GUIDE, Kind.GUIDE), (TITLE, Kind.PAGE)])
@pytest.mark.parametrize("text", ["", "\n \n", "\n<!-- later -->\n"])
def test_guides_and_pages_have_text(front: str, kind: Kind, text: str) -> None:
    parsed = parse(front + text, kind)
    assert parsed.document is None
    (found,) = parsed.diagnostics
    assert (found.code, found.message) == ("P05", "there is no text")
    assert found.hint == "write it below the front matter"


def test_a_page_is_its_fields_and_its_text() -> None:
    parsed = parse("---\ntitle: T\nnav: 2\n---\nText.\n", Kind.PAGE)
    assert isinstance(document_of(parsed), Page)
    assert document_of(parsed).meta.nav == 2


def test_references_in_front_matter_have_their_places() -> None:
    front = "---\ntitle: T\ntopics: [t]\nresources: [r]\nrelated: [g]\n"
    front += "review: {by: p, date: 2020-01-01}\n"
    parsed = parse(front + "translation_of: o\n---\nText.\n", Kind.GUIDE)
    assert document_of(parsed).references == (
        Reference(field="topics", kind=Kind.TOPIC, id="t", line=3, column=10, width=1),
        Reference(field="review.by", kind=Kind.PERSON, id="p", line=6, column=14, width=1),
        Reference(field="resources", kind=Kind.RESOURCE, id="r", line=4, column=13, width=1),
        Reference(field="related", kind=Kind.GUIDE, id="g", line=5, column=11, width=1),
        Reference(field="translation_of", kind=Kind.GUIDE, id="o", line=7, column=17, width=1),
    )
    parsed = parse("---\ntitle: T\nparent: p\n---\n", Kind.TOPIC)
    assert [one.field for one in document_of(parsed).references] == ["parent"]


def test_errors_in_the_fields_and_the_text_are_reported_together() -> None:
    parsed = parse("---\ntitel: T\ntopics: [t]\n---\n\n[a](javascript:b)\n", Kind.GUIDE)
    assert parsed.document is None
    assert [one.split()[1] for one in format_all(parsed.diagnostics)] == ["F08", "F06", "T04"]


def test_aliases_leave_out_the_sites_prefix() -> None:
    settings = Settings(title="S", url="https://example.org/site/")
    parsed = parse("---\ntitle: T\naliases: [/site/old/]\n---\nText.\n", Kind.PAGE, settings)
    assert format_all(parsed.diagnostics) == [
        "3:11 A05 alias '/site/old/' starts with the site's own prefix '/site'"
    ]


def test_a_withdrawn_guide_keeps_no_text() -> None:
    front = (
        "---\ntitle: Secret\ntopics: [t]\nstatus: withdrawn\nsummary: Secret\n"
        "also_called: [Secret]\nspecialty: Secret\nsources: [{title: Secret}]\n"
        "extra: {a: Secret}\ncodes: {mesh: Secret}\n---\n"
    )
    parsed = parse(front + "\nSecret [a](javascript:b)\n\n> [!TIP]\n> Secret\n", Kind.GUIDE)
    assert parsed.diagnostics == ()
    assert parsed.fragments == (EMPTY,)
    assert document_of(parsed).tombstone_text_line == 13
    assert document_of(parsed).care == ()
    assert "Secret" not in repr(parsed)
