"""How to follow what is new: a page for each feed, for people who do not know what a feed is."""

from collections.abc import Iterator

from msgspec.structs import replace

from ssg.model.documents import Topic
from ssg.pages import feed
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.home import ADDRESS as HOME
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.participate import fill_participate

ADDRESS = "/follow/"
TOPIC_ROUTE = Route(
    "/topics/{topic}/follow/",
    "the page on how to follow topic '{topic}'",
    exists_for=feed.feed_topics,
)


class FollowInputs(PageInputs, frozen=True, kw_only=True):
    """`title` is that of the topic; empty for the feed of the whole site."""

    head: HeadInputs
    title: str = ""
    subject_url: str
    """The page whose news the feed has."""
    feed_url: str


class FollowView(HtmlView, frozen=True, kw_only=True):
    title: str
    """The topic's; empty for the whole site."""
    feed_url: str
    feed_address: str
    """The same with scheme and host, to be copied into a feed reader."""
    email_url: str
    """Where to ask for what is new by e-mail; empty for nowhere."""
    newsletter_url: str
    """Where to subscribe to the newsletter; empty for nowhere."""


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    """Nothing where there is no feed."""
    site, settings = context.site, context.settings
    languages = feed.feed_languages(site, settings)
    for lang in languages:
        inputs = FollowInputs(
            head=context.heads.of_list_in(ADDRESS, lang, languages),
            subject_url=context.url(context.list_address(HOME, lang)),
            feed_url=context.url(context.list_address(feed.ADDRESS, lang)),
        )
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)
    for name in feed.feed_topics(site, settings):
        yield _plan_topic(site.topics[name], context)


def _plan_topic(topic: Topic, context: PlanContext) -> PagePlan:
    """Search engines should find the topic itself, and not a page that all topics have alike."""
    address = TOPIC_ROUTE.address(topic=topic.id)
    inputs = FollowInputs(
        head=replace(context.heads.of_older_page(topic, address), noindex=True),
        title=topic.meta.title,
        subject_url=context.url(context.address_of(topic)),
        feed_url=context.url(feed.TOPIC_ROUTE.address(topic=topic.id)),
    )
    return KIND.page(address, inputs)


def _build_view(inputs: FollowInputs, context: ViewContext) -> FollowView:
    settings = context.settings
    participate = fill_participate(
        settings, url=inputs.subject_url, title=inputs.title, lang=inputs.head.lang
    )
    head = context.list_head(
        inputs.head,
        name="Follow new questions",
        lead="See new questions and answers in an app of your choice. It costs nothing,"
        " and you do not have to tell us who you are.",
    )
    return FollowView(
        # The links in the footer are about the topic too, not about the page on how to follow it.
        head=replace(head, participate=participate),
        title=inputs.title,
        feed_url=inputs.feed_url,
        feed_address=settings.origin + inputs.feed_url,
        email_url=participate.email_updates,
        newsletter_url=participate.newsletter,
    )


KIND = PageKind(
    name="follow",
    template="pages/follow.html",
    inputs=FollowInputs,
    view=FollowView,
    routes=(
        Route(
            ADDRESS,
            "the page on how to follow the site",
            in_languages=True,
            exists_for=feed.feed_languages,
        ),
        TOPIC_ROUTE,
    ),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS, feed.feed_languages),
    build_view=_build_view,
)
