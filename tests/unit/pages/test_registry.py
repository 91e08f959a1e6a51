"""What follows from the list of page kinds: no document, file or alias takes a page's address."""

import pytest

from ssg import urls
from ssg.config import Settings, SiteLanguage
from ssg.model.documents import AnyDocument
from ssg.model.ids import ResourceId, TopicId
from ssg.pages.kind import Route
from ssg.pages.plan import plan_pages
from ssg.pages.registry import (
    KINDS,
    address_of,
    address_of_source,
    document_from,
    numbered_owner,
    optional_addresses,
    page_addresses,
    reserved_addresses,
    source_at,
)
from ssg.render.theme import theme_dir
from tests.unit.samples import (
    SETTINGS,
    correction,
    errors,
    guide,
    page,
    resource,
    resources,
    site_of,
    thread,
    topic,
)

RESERVED = [
    *page_addresses([TopicId("back")], [ResourceId("nhs-back")], SETTINGS),
    *reserved_addresses(),
]
SITE = (resources(resource("nhs-back", topics=("back",))), guide(resources=("nhs-back",)))


@pytest.mark.parametrize(("address", "owner"), [one for one in RESERVED if one.address != "/"])
def test_an_alias_cannot_take_the_address_of_a_page(address: str, owner: str) -> None:
    found = errors(*SITE, page(aliases=(address,)))
    assert len(found) == 1
    assert owner in found[0]


@pytest.mark.parametrize(("address", "owner"), RESERVED)
def test_a_file_cannot_take_the_address_of_a_page(address: str, owner: str) -> None:
    found = errors(*SITE, files=[f"static/{urls.output_path(address)}"])
    assert len(found) == 1
    assert owner in found[0]


def test_each_page_kind_has_a_name_and_a_template_of_its_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    templates = {f"pages/{path.name}" for path in (theme_dir() / "pages").iterdir()}
    assert {kind.template for kind in KINDS} == templates


def test_each_kind_of_document_has_its_address() -> None:
    documents = (thread(), guide(), topic(), page())
    assert [address_of(one) for one in documents] == [
        "/threads/sore-back/",
        "/guides/back-pain/",
        "/topics/back/",
        "/about/",
    ]


def test_a_document_is_found_by_its_address_and_by_its_file() -> None:
    documents = (thread(), guide(), topic(), page())
    site = site_of(*documents)
    for one in documents:
        assert source_at(address_of(one)) == one.path
        assert address_of_source(one.path) == address_of(one)
        assert document_from(one.path, site) == one
    assert document_from("content/pages/none.md", site) is None
    others = ("/", "/resources/nhs-back/", "/topics/back/feed.xml", "/form.pdf")
    assert [source_at(one) for one in others] == ["", "", "", ""]


@pytest.mark.parametrize("documents", [(), (thread(corrections=(correction(),)), topic())])
def test_what_only_some_sites_have_is_known_to_be_there_or_not(
    documents: tuple[AnyDocument, ...],
) -> None:
    settings = Settings(
        title="T", url="https://example.org", languages={"es": SiteLanguage(title="T")}
    )
    site = site_of(*documents, topic("knee"), settings=settings)
    written = {plan.output_path for plan in plan_pages(site, settings)}
    optional = optional_addresses(site, settings)
    assert optional == {one: urls.output_path(one) in written for one in optional}
    reserved = {one.address for one in page_addresses(site.topics, site.resources, settings)}
    assert optional.keys() <= reserved
    # All others are there.
    missing = {one for one in reserved - optional.keys() if urls.output_path(one) not in written}
    assert missing == set()


def test_topics_and_resources_have_addresses_of_their_own() -> None:
    assert ("/topics/back/feed.xml", "the feed of topic 'back'") in RESERVED
    assert ("/resources/nhs-back/", "the page of resource 'nhs-back'") in RESERVED


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("threads/page/2/index.html", "a page of a list"),
        ("Topics/x/Page/10/index.html/below", "a page of a list"),
        ("sitemap-12.xml", "a part of the sitemap"),
        ("threads/page/x/index.html", None),
        ("threads/index.html", None),
    ],
)
def test_pages_that_may_come_are_known_by_their_numbers(path: str, owner: str | None) -> None:
    assert numbered_owner(path, SETTINGS) == owner


def test_a_route_is_filled_with_ids() -> None:
    assert Route("/topics/{topic}/page/{number}/").address(topic="x", number=3) == (
        "/topics/x/page/3/"
    )
