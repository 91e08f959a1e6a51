"""The home page: topics, the newest questions, and the guides that were reviewed last."""

from collections.abc import Iterator

from ssg.model.ids import TopicId
from ssg.model.record import Record
from ssg.model.scalars import instant
from ssg.pages.cards import GuideCard, ThreadCard, TopicCard, guides_by_title, topics_by_title
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap

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
    site, cards = context.site, context.cards
    roots = (name for name in site.topics if name not in site.parents and site.members[name])
    inputs = HomeInputs(
        head=context.heads.of_home(ADDRESS),
        topics=tuple(
            _branch(TopicId(card.id), context) for card in topics_by_title(cards.topics_of(roots))
        ),
        threads=tuple(cards.threads.values())[: -_MOST - 1 : -1],
        guides=_newest_reviewed(context),
    )
    yield KIND.page(ADDRESS, inputs)


def _branch(topic: TopicId, context: PlanContext) -> TopicBranch:
    site, cards = context.site, context.cards
    children = (child for child in site.children[topic] if site.members[child])
    return TopicBranch(
        topic=cards.topics[topic], subtopics=topics_by_title(cards.topics_of(children))
    )


def _newest_reviewed(context: PlanContext) -> tuple[GuideCard, ...]:
    site, zone = context.site, context.settings.zone
    not_yet = {guide.id for guide in site.guides.values() if guide.path in site.future_reviews}

    def age(card: GuideCard) -> float:
        if card.reviewed is None or card.id in not_yet:
            return float("inf")
        return -instant(card.reviewed, zone).timestamp()

    return tuple(sorted(guides_by_title(context.cards.guides.values()), key=age)[:_MOST])


def _build_view(inputs: HomeInputs, context: ViewContext) -> HomeView:
    settings = context.settings
    return HomeView(
        head=context.head(inputs.head, title=settings.title, description=settings.description),
        topics=inputs.topics,
        threads=inputs.threads,
        guides=inputs.guides,
    )


KIND = PageKind(
    name="home",
    template="pages/home.html",
    inputs=HomeInputs,
    view=HomeView,
    routes=(Route(ADDRESS, "the home page"),),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
