from ssg.config import Participate, Settings
from ssg.model.documents import AnyDocument
from ssg.pages.follow import FollowView
from ssg.pages.guide import GuideView
from ssg.pages.plan import plan_pages
from ssg.pages.site import site_views
from ssg.pages.sitemap import SitemapInputs
from tests.unit.pages.views import view_of
from tests.unit.samples import guide, site_of, thread, topic

SETTINGS = Settings(title="Health & Threads", url="https://example.org/p")
TAKING_PART = Settings(
    title="Health & Threads",
    url="https://example.org/p",
    participate=Participate(
        email_updates="https://news.example.org/?page={url}&topic={id}&lang={lang}",
        newsletter="mailto:news@example.org?subject={title}",
    ),
)
SITE = "follow/index.html"
TOPIC = "topics/back/follow/index.html"


def _view(path: str, *documents: AnyDocument, settings: Settings = SETTINGS) -> FollowView:
    return view_of(FollowView, path, *documents, settings=settings)


def test_the_address_of_the_feed_is_whole_so_that_it_can_be_pasted() -> None:
    view = _view(SITE, thread())
    assert (view.title, view.feed_url) == ("", "/p/feed.xml")
    assert view.feed_address == "https://example.org/p/feed.xml"
    assert (view.email_url, view.newsletter_url) == ("", "")
    assert not view.head.noindex


def test_a_topic_has_a_page_of_its_own_that_search_engines_leave_out() -> None:
    view = _view(TOPIC, topic(title="Back", lang="es"), thread())
    assert (view.title, view.head.lang) == ("Back", "es")
    assert view.feed_address == "https://example.org/p/topics/back/feed.xml"
    assert view.head.noindex
    assert [crumb.url for crumb in view.head.crumbs] == ["/p/", "/p/topics/back/"]


def test_a_subscription_by_mail_knows_what_it_is_about() -> None:
    of_topic = _view(TOPIC, topic(title="Back", lang="es"), thread(), settings=TAKING_PART)
    assert of_topic.email_url == (
        "https://news.example.org/"
        "?page=https%3A%2F%2Fexample.org%2Fp%2Ftopics%2Fback%2F&topic=back&lang=es"
    )
    assert of_topic.head.participate.newsletter == "mailto:news@example.org?subject=Back"
    assert of_topic.head.participate.email_updates == of_topic.email_url
    of_site = _view(SITE, thread(), settings=TAKING_PART)
    assert of_site.newsletter_url == "mailto:news@example.org?subject=Health%20%26%20Threads"
    assert "page=https%3A%2F%2Fexample.org%2Fp%2F&topic=&lang=en" in of_site.email_url


def test_there_is_nothing_to_follow_without_a_feed() -> None:
    for documents, has_feed in (((topic("knee"),), False), ((thread(),), True)):
        site = site_of(*documents)
        plans = {plan.output_path: plan for plan in plan_pages(site, SETTINGS)}
        assert ({SITE, TOPIC} <= plans.keys()) is has_feed
        assert "topics/knee/follow/index.html" not in plans
        sitemap = plans["sitemap.xml"].inputs
        assert isinstance(sitemap, SitemapInputs)
        urls = [entry.url for entry in sitemap.entries if "follow" in entry.url]
        assert urls == (["https://example.org/p/follow/"] if has_feed else [])
        url = site_views(site, settings=SETTINGS, assets={})["en"].follow_url
        assert url == ("/p/follow/" if has_feed else "")


def test_the_pages_of_a_topic_lead_to_how_to_follow_it() -> None:
    path = "guides/back-pain/index.html"
    followed = view_of(GuideView, path, guide(), thread(), settings=SETTINGS)
    assert followed.head.follow_url == "/p/topics/back/follow/"
    assert view_of(GuideView, path, guide(), settings=SETTINGS).head.follow_url == ""
