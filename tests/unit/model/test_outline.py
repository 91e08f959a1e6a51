from ssg.model.documents import CareCard, Guide
from ssg.model.frontmatter import GuideMeta
from ssg.model.ids import GuideId
from ssg.model.outline import outline_of, relations_of

CARD = CareCard(kind="caution", id="ssg-care-1", signs=("chest pain",))


def test_other_pages_may_show_the_care_cards_of_a_guide_but_nothing_is_resolved_from_them() -> None:
    guide = Guide(
        path="content/guides/x.md",
        id=GuideId("x"),
        meta=GuideMeta(title="T", topics=()),
        care=(CARD,),
    )
    outline, relations = outline_of(guide), relations_of(guide)
    assert isinstance(outline, Guide)
    assert isinstance(relations, Guide)
    assert outline.care == (CARD,)
    assert relations.care == ()
