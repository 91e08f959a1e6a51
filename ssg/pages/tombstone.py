"""The tombstone at the address of something withdrawn or expired."""

from collections.abc import Iterator

from ssg.model.states import State
from ssg.pages.cards import TopicCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, not_in_sitemap


class TombstoneInputs(PageInputs, frozen=True, kw_only=True):
    """No document: what was withdrawn must not even reach the process that renders."""

    head: HeadInputs
    state: State
    topics: tuple[TopicCard, ...] = ()


class TombstoneView(HtmlView, frozen=True, kw_only=True):
    """The address of something withdrawn or expired: neither its title nor its text."""

    state: str
    """withdrawn or expired"""
    topics: tuple[TopicCard, ...]


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for tombstone in context.site.tombstones:
        inputs = TombstoneInputs(
            head=context.heads.of_hidden(tombstone.address, tombstone.lang),
            state=tombstone.state,
            topics=context.topics_of(tombstone.topics, tombstone.lang),
        )
        yield KIND.page(tombstone.address, inputs)


def _build_view(inputs: TombstoneInputs, context: ViewContext) -> TombstoneView:
    return TombstoneView(head=context.head(inputs.head), state=inputs.state, topics=inputs.topics)


KIND = PageKind(
    name="tombstone",
    template="pages/tombstone.html",
    inputs=TombstoneInputs,
    view=TombstoneView,
    routes=(),
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
