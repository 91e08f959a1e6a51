"""The page of a thread that asks what another one asked, and all pages that leave it out."""

from ssg.model.documents import AnyDocument
from ssg.pages.kind import PagePlan
from ssg.pages.plan import make_record, plan_pages
from ssg.pages.redirect import RedirectInputs
from ssg.pages.sitemap import SitemapInputs
from ssg.pages.thread import ThreadInputs, ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import (
    SETTINGS,
    correction,
    guide,
    resource,
    resources,
    site_of,
    thread,
)

PATH = "threads/again/index.html"
SITE = (
    thread("first", asked="2026-01-01T10:00"),
    thread("another", asked="2026-01-03"),
    thread(
        "again",
        asked="2026-01-05",
        duplicate_of="first",
        guides=("back-pain",),
        resources=("nhs-back",),
        aliases=("/old/",),
        corrections=(correction(),),
    ),
    guide(),
    resources(resource("nhs-back")),
)


def _plans(*documents: AnyDocument) -> dict[str, PagePlan]:
    plans = plan_pages(site_of(*documents), SETTINGS)
    return {plan.output_path: plan for plan in plans}


def _thread(plans: dict[str, PagePlan], name: str) -> ThreadInputs:
    inputs = plans[f"threads/{name}/index.html"].inputs
    assert isinstance(inputs, ThreadInputs)
    return inputs


def test_a_duplicate_keeps_its_page_and_its_old_addresses() -> None:
    plans = _plans(*SITE)
    assert PATH in plans
    assert isinstance(plans["old/index.html"].inputs, RedirectInputs)


def test_a_duplicate_leads_to_its_original_and_is_canonical_to_it() -> None:
    view = view_of(ThreadView, PATH, *SITE)
    assert view.original
    assert view.original.url == "/threads/first/"
    assert view.head.canonical == "https://example.org/threads/first/"
    assert view.head.url == "/threads/again/"
    assert view.head.address == "https://example.org/threads/again/"
    assert not view.head.structured_data
    assert not view.related
    assert (view.previous, view.next) == (None, None)
    assert view.question == "<p>question</p>\n"


def test_the_original_names_its_duplicates_oldest_first() -> None:
    later = thread("later", asked="2026-02-05", duplicate_of="first")
    earlier = thread("earlier", asked="2026-01-02", duplicate_of="first")
    cards = _thread(_plans(*SITE, later, earlier), "first").also_asked
    assert [card.id for card in cards] == ["earlier", "again", "later"]
    assert not _thread(_plans(*SITE), "another").also_asked


def test_only_its_own_page_its_original_and_the_corrections_know_of_a_duplicate() -> None:
    shown = {path for path, plan in _plans(*SITE).items() if "/threads/again/" in repr(plan.inputs)}
    assert shown == {
        PATH,
        "threads/first/index.html",
        "changes/index.html",
        "changes/feed.xml",
        "old/index.html",
    }


def test_an_address_of_a_duplicate_is_not_in_the_sitemap() -> None:
    inputs = _plans(*SITE)["sitemap.xml"].inputs
    assert isinstance(inputs, SitemapInputs)
    urls = [entry.url for entry in inputs.entries]
    assert "https://example.org/threads/first/" in urls
    assert "https://example.org/threads/again/" not in urls


def test_a_duplicate_is_not_in_the_search_index() -> None:
    plans = _plans(*SITE)
    first = view_of(ThreadView, "threads/first/index.html", *SITE)
    again = view_of(ThreadView, PATH, *SITE)
    assert make_record(plans["threads/first/index.html"], first)
    assert make_record(plans[PATH], again) is None


def test_versions_of_a_page_are_no_duplicates() -> None:
    translation = thread("otra-vez", lang="es", translation_of="again")
    plans = _plans(*SITE, translation)
    for name in ("again", "otra-vez"):
        assert not _thread(plans, name).head.alternates
    assert [one.lang for one in _thread(plans, "again").head.translations] == ["es"]
