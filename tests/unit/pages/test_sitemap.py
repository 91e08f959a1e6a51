import pytest
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.documents import AnyDocument
from ssg.pages import plan, sitemap
from ssg.pages.alternates import Alternate
from ssg.pages.kind import PagePlan, SitemapEntry
from ssg.pages.plan import plan_pages
from ssg.pages.robots import RobotsInputs
from ssg.pages.site import site_views
from ssg.pages.sitemap import SitemapIndexInputs, SitemapInputs, SitemapView
from ssg.pages.thread import KIND as thread_kind
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.samples import guide, page, resource, resources, review, site_of, thread, topic

SETTINGS = Settings(title="T", url="https://example.org/health")


@pytest.fixture
def renderer() -> Renderer:
    sites = site_views(site_of(settings=SETTINGS), settings=SETTINGS, assets={})
    return Renderer([theme_dir()], sites=sites, settings=SETTINGS)


def _plans(*documents: AnyDocument, drafts: bool = False) -> dict[str, PagePlan]:
    site = site_of(*documents, settings=SETTINGS, drafts=drafts)
    return {plan.output_path: plan for plan in plan_pages(site, SETTINGS)}


def _entries(plan: PagePlan) -> list[tuple[str, str]]:
    assert isinstance(plan.inputs, SitemapInputs)
    start = "https://example.org/health"
    assert all(entry.url.startswith(start) for entry in plan.inputs.entries)
    return [(entry.url.removeprefix(start), entry.modified) for entry in plan.inputs.entries]


def test_the_sitemap_lists_what_search_engines_should_find() -> None:
    plans = _plans(
        thread("new", asked="2026-01-01T10:00", aliases=("/old/",)),
        thread("draft", status="draft"),
        thread("gone", status="withdrawn"),
        guide("unreviewed", review=None),
        guide(review=review(date="2026-04-01T08:00")),
        topic("empty"),
        page(),
        resources(resource("nhs-back")),
        drafts=True,
    )
    assert _entries(plans["sitemap.xml"]) == [
        ("/threads/new/", "2026-01-02"),
        ("/guides/back-pain/", "2026-04-01"),
        ("/guides/unreviewed/", ""),
        ("/about/", ""),
        ("/", ""),
        ("/threads/", ""),
        ("/a-z/", ""),
        ("/follow/", ""),
        ("/resources/", ""),
        ("/topics/", ""),
        ("/topics/back/", ""),
        ("/resources/nhs-back/", ""),
    ]


def test_a_long_sitemap_is_split_and_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_URLS", 3)
    plans = _plans(thread("a"), thread("b"))
    assert [address for address, _ in _entries(plans["sitemap-1.xml"])] == [
        "/threads/a/",
        "/threads/b/",
        "/",
    ]
    assert len(_entries(plans["sitemap-2.xml"])) == 3
    assert len(_entries(plans["sitemap-3.xml"])) == 3
    index = plans["sitemap.xml"].inputs
    assert isinstance(index, SitemapIndexInputs)
    assert index.urls == tuple(
        f"https://example.org/health/sitemap-{number}.xml" for number in (1, 2, 3)
    )


def test_robots_are_told_where_the_sitemap_is() -> None:
    inputs = _plans()["robots.txt"].inputs
    assert inputs == RobotsInputs(sitemap_url="https://example.org/health/sitemap.xml")


def test_the_sitemap_says_when_an_editors_text_last_changed() -> None:
    plans = _plans(
        guide("updated", review=review(date="2026-01-01"), updated="2026-02-01"),
        guide("reviewed", review=review(date="2026-03-01"), updated="2026-02-01"),
        guide("mistyped", review=review(date="2026-01-01"), updated="2062-02-01"),
        topic("back", updated="2026-04-01"),
        page(updated="2026-05-01T10:00"),
    )
    modified = dict(_entries(plans["sitemap.xml"]))
    assert modified["/guides/updated/"] == "2026-02-01"
    assert modified["/guides/reviewed/"] == "2026-03-01"
    assert modified["/guides/mistyped/"] == "2026-01-01"
    assert modified["/topics/back/"] == "2026-04-01"
    assert modified["/about/"] == "2026-05-01"


def test_a_sitemap_has_at_most_as_many_addresses_as_the_protocol_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [SitemapEntry(url=f"https://example.org/{number}/") for number in range(120_001)]
    assert [len(part) for part in _parts(entries, monkeypatch)] == [50_000, 50_000, 20_001]


def test_a_sitemap_has_at_most_as_many_bytes_as_the_protocol_allows(
    monkeypatch: pytest.MonkeyPatch, renderer: Renderer
) -> None:
    entries = [_entry_in_many_languages(number) for number in range(2_000)]
    monkeypatch.setattr(sitemap, "MOST_BYTES", 1_000_000)
    parts = _parts(entries, monkeypatch)
    assert [entry for part in parts for entry in part] == entries
    sizes = [len(renderer.render("pages/sitemap.xml", SitemapView(entries=one))) for one in parts]
    assert max(sizes) <= 1_000_000
    assert min(sizes[:-1]) > 900_000


def _entry_in_many_languages(number: int) -> SitemapEntry:
    url = f"https://example.org/a&b/threads/{number}/"
    versions = tuple(
        Alternate(hreflang=f"zh-Hant-x-{code}", url=f"{url}{code}") for code in range(20)
    )
    return SitemapEntry(url=url, modified="2026-01-01", alternates=versions)


def _parts(
    entries: list[SitemapEntry], monkeypatch: pytest.MonkeyPatch
) -> list[tuple[SitemapEntry, ...]]:
    kind = replace(thread_kind, sitemap=lambda _: iter(entries))
    site = site_of(settings=SETTINGS)
    monkeypatch.setattr(plan, "KINDS", (kind, sitemap.KIND, sitemap.INDEX_KIND))
    plans = [one.inputs for one in plan_pages(site, SETTINGS)]
    return [one.entries for one in plans if isinstance(one, SitemapInputs)]
