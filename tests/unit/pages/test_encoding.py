from ssg.config import EmergencyNumber, Settings
from ssg.model.codec import encode
from ssg.model.frontmatter import Citation, Codes, Origin, Rating
from ssg.model.scalars import Moment
from ssg.pages.kind import PagePlan
from ssg.pages.plan import decode_plan, plan_pages
from ssg.pages.registry import KINDS
from ssg.pages.sitemap import INDEX_KIND, SitemapIndexInputs
from tests.unit.samples import (
    answer,
    correction,
    guide,
    link,
    page,
    removal,
    reply,
    resource,
    resources,
    site_of,
    thread,
    thread_review,
    topic,
)

SETTINGS = Settings(
    title="T",
    url="https://example.org",
    page_size=1,
    search=True,
    emergency_numbers=(EmergencyNumber(country="GB", tel="999", checked=Moment("2026-01-01")),),
)


def _rich_plans() -> tuple[PagePlan, ...]:
    site = site_of(
        thread(
            posts=[answer(person="rivera"), reply("r", to="a-1"), answer("a-2", removed=removal())],
            rating=Rating(average=4.5, votes=2),
            source=Origin(system="forum"),
            review=thread_review(due="2026-12-01"),
            aliases=("/old/",),
            corrections=(correction(), correction()),
            extra={"mood": ["calm", {"deep": "yes"}]},
            links=[link("guides/back-pain.md")],
        ),
        thread("new", asked="2026-02-01"),
        thread("gone", status="withdrawn"),
        guide(codes=Codes(icd10=("M54",)), sources=(Citation(title="S"),), resources=("r",)),
        guide("dolor", lang="es", translation_of="back-pain"),
        topic("lower", parent="back"),
        page(),
        resources(resource("r")),
        settings=SETTINGS,
    )
    index = SitemapIndexInputs(urls=("https://example.org/sitemap-1.xml",))
    extra = INDEX_KIND.page("/sitemap.xml", index)
    return (*plan_pages(site, SETTINGS), extra)


def test_a_plan_survives_the_way_to_a_worker() -> None:
    for plan in _rich_plans():
        assert decode_plan(encode(plan)) == plan


def test_every_kind_of_inputs_was_tried() -> None:
    assert {type(plan.inputs) for plan in _rich_plans()} == {kind.inputs for kind in KINDS}


def test_equal_plans_are_encoded_alike() -> None:
    one, other = _rich_plans(), _rich_plans()
    assert [encode(plan) for plan in one] == [encode(plan) for plan in other]
