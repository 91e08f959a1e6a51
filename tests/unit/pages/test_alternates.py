from ssg.config import Settings, SiteLanguage
from ssg.model.documents import AnyDocument
from ssg.pages.alternates import Alternate, make_alternates
from ssg.pages.guide import GuideInputs
from ssg.pages.plan import plan_pages
from ssg.pages.sitemap import SitemapInputs
from tests.unit.samples import guide, site_of

SETTINGS = Settings(title="T", url="https://example.org/p", languages={"es": SiteLanguage()})


def test_a_single_version_has_no_alternates() -> None:
    assert make_alternates([("en", "https://example.org/")], "en") == ()


def test_the_default_is_the_sites_language_or_else_the_first_version() -> None:
    versions = [("es", "/es"), ("fr", "/fr")]
    assert make_alternates(versions, "fr")[-1] == Alternate(hreflang="x-default", url="/fr")
    assert make_alternates(versions, "en")[-1] == Alternate(hreflang="x-default", url="/es")


def _alternates(*documents: AnyDocument, drafts: bool = False) -> dict[str, list[str]]:
    """The languages of the alternates on the page of each guide."""
    site = site_of(*documents, settings=SETTINGS, drafts=drafts)
    return {
        plan.document.removeprefix("content/guides/"): [
            one.hreflang for one in plan.inputs.head.alternates
        ]
        for plan in plan_pages(site, SETTINGS)
        if isinstance(plan.inputs, GuideInputs)
    }


def test_a_hidden_translation_and_a_draft_are_no_alternates() -> None:
    documents = (
        guide("en"),
        guide("es", lang="es", translation_of="en"),
        guide("fr", lang="fr", translation_of="en", status="draft"),
        guide("de", lang="de", translation_of="en", publish_on="2027-01-01"),
    )
    two = ["en", "es", "x-default"]
    assert _alternates(*documents) == {"en.md": two, "es.md": two}
    assert _alternates(*documents, drafts=True) == {"en.md": two, "es.md": two, "fr.md": []}


def test_the_sitemap_names_the_same_lists_in_other_languages() -> None:
    site = site_of(settings=SETTINGS)
    (inputs,) = [
        plan.inputs for plan in plan_pages(site, SETTINGS) if isinstance(plan.inputs, SitemapInputs)
    ]
    found = {one.url: [other.url for other in one.alternates] for one in inputs.entries}
    start = "https://example.org/p"
    home = [f"{start}/", f"{start}/es/", f"{start}/"]
    assert found[f"{start}/"] == found[f"{start}/es/"] == home
    assert f"{start}/es/a-z/" in found
