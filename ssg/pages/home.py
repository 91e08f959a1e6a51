"""The home page: topics, the newest questions, and the guides that were reviewed last.

Each language of the site has one of its own.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from ssg.model.record import Record
from ssg.model.scalars import instant
from ssg.pages.cards import GuideCard, ThreadCard, TopicCard, guides_by_title
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.structured_data.vocabulary import CollectionPage
from ssg.pages.texts import site_text
from ssg.pages.topics import narrower_topics, root_topics

ADDRESS = "/"
_MOST = 10
"""So many threads and guides are shown."""


class TopicBranch(Record, frozen=True, kw_only=True):
    topic: TopicCard
    subtopics: tuple[TopicCard, ...]


class HomeInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    topics: tuple[TopicBranch, ...] = ()
    threads: tuple[ThreadCard, ...] = ()
    guides: tuple[GuideCard, ...] = ()


class HomeView(HtmlView, frozen=True, kw_only=True):
    topics: tuple[TopicBranch, ...]
    threads: tuple[ThreadCard, ...]
    """The newest ten."""
    guides: tuple[GuideCard, ...]
    """The ten whose review is newest; a review in the future counts as none."""


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in context.settings.published_languages:
        inputs = HomeInputs(
            head=context.heads.of_home(lang),
            topics=tuple(_branch(card, context) for card in root_topics(lang, context)),
            threads=context.in_language(context.cards.threads.values(), lang)[: -_MOST - 1 : -1],
            guides=_newest_reviewed(lang, context),
        )
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)


def _branch(topic: TopicCard, context: PlanContext) -> TopicBranch:
    return TopicBranch(topic=topic, subtopics=narrower_topics(topic, context))


def _newest_reviewed(lang: str, context: PlanContext) -> tuple[GuideCard, ...]:
    site, zone = context.site, context.settings.zone
    not_yet = {guide.id for guide in site.guides.values() if guide.path in site.future_reviews}

    def age(card: GuideCard) -> float:
        if card.reviewed is None or card.id in not_yet:
            return float("inf")
        return -instant(card.reviewed, zone).timestamp()

    guides = context.in_language(context.cards.guides.values(), lang)
    return tuple(sorted(guides_by_title(guides), key=age)[:_MOST])


def _build_view(inputs: HomeInputs, context: ViewContext) -> HomeView:
    settings, lang = context.settings, inputs.head.lang
    title = site_text(settings, lang, lambda texts: texts.title)
    description = site_text(settings, lang, lambda texts: texts.description)
    head = context.head(
        inputs.head,
        name=title.text,
        description=description.text,
        description_lang=description.lang if description.text else title.lang,
        page=CollectionPage(),
    )
    return HomeView(
        # The title comes last: with one, the page would count as that of a document.
        head=replace(head, title=title.text),
        topics=inputs.topics,
        threads=inputs.threads,
        guides=inputs.guides,
    )


KIND = PageKind(
    name="home",
    template="pages/home.html",
    inputs=HomeInputs,
    view=HomeView,
    routes=(Route(ADDRESS, "the home page", in_languages=True),),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
