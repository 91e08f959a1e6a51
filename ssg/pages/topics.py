"""The tree of all topics."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ssg.model.ids import TopicId
from ssg.model.record import Record
from ssg.pages.cards import TopicCard, topics_by_title
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.structured_data.lists import make_list_page

ADDRESS = "/topics/"
_MOST_UNFOLDED = 8
"""So many topics below one at the top level are shown at once."""


class TopicTree(Record, frozen=True, kw_only=True):
    """A topic with all topics below it that have something, by title.

    Without counts of what they have, or each new thread would change the page.
    """

    topic: TopicCard
    narrower: tuple["TopicTree", ...] = ()


class TopicsInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    topics: tuple[TopicTree, ...] = ()


class TopLevelTopic(Struct, frozen=True, kw_only=True):
    topic: TopicCard
    narrower: tuple[TopicTree, ...]
    is_folded: bool
    """Whether there are so many below it that a reader unfolds them."""


class TopicsView(HtmlView, frozen=True, kw_only=True):
    topics: tuple[TopLevelTopic, ...]
    """Those at the top level that have something, by title."""


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in context.settings.published_languages:
        inputs = TopicsInputs(
            head=context.heads.of_list_in(ADDRESS, lang),
            topics=tuple(_tree(card, context) for card in root_topics(lang, context)),
        )
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)


def root_topics(lang: str, context: PlanContext) -> tuple[TopicCard, ...]:
    """Those that have something, at the top of the tree in `lang`: by title.

    What is above them, if anything, is in another language.
    """
    site, cards = context.site, context.cards.topics
    shown = context.in_language((cards[name] for name in site.topics if site.members[name]), lang)
    names = {card.id for card in shown}
    return topics_by_title(one for one in shown if site.parents.get(TopicId(one.id)) not in names)


def narrower_topics(topic: TopicCard, context: PlanContext) -> tuple[TopicCard, ...]:
    """Those that have something, right below this one and on the same lists as it: by title."""
    site = context.site
    below = (name for name in site.children[TopicId(topic.id)] if site.members[name])
    lang = context.list_language(topic.lang)
    return topics_by_title(context.in_language(context.cards.topics_of(below), lang))


def _tree(topic: TopicCard, context: PlanContext) -> TopicTree:
    narrower = narrower_topics(topic, context)
    return TopicTree(topic=topic, narrower=tuple(_tree(card, context) for card in narrower))


def _build_view(inputs: TopicsInputs, context: ViewContext) -> TopicsView:
    topics = tuple(
        TopLevelTopic(
            topic=tree.topic,
            narrower=tree.narrower,
            is_folded=_count(tree.narrower) > _MOST_UNFOLDED,
        )
        for tree in inputs.topics
    )
    head = context.list_head(
        inputs.head,
        name="Topics",
        lead="All topics, with the narrower topics in them.",
        page=make_list_page((tree.topic for tree in inputs.topics), context.settings.origin),
    )
    return TopicsView(head=head, topics=topics)


def _count(trees: Iterable[TopicTree]) -> int:
    return sum(1 + _count(tree.narrower) for tree in trees)


KIND = PageKind(
    name="topics",
    template="pages/topics.html",
    inputs=TopicsInputs,
    view=TopicsView,
    routes=(Route(ADDRESS, "the list of topics", in_languages=True),),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
