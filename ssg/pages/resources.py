"""The list of all outside resources, by publisher: one for each language of the site."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ssg.pages.cards import ResourceCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.sorting import sort_name
from ssg.pages.structured_data.vocabulary import CollectionPage

ADDRESS = "/resources/"
NAME = "Resources"
_MOST_OPEN = 10
"""A list of more resources is folded by publisher: it would be dozens of screens on a phone."""


class ResourcesInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    resources: tuple[ResourceCard, ...] = ()


class PublisherGroup(Struct, frozen=True, kw_only=True):
    name: str
    href: str | None
    resources: tuple[ResourceCard, ...]
    is_open: bool
    """Not folded: the list that it belongs to is short."""


class ResourcesView(HtmlView, frozen=True, kw_only=True):
    publishers: tuple[PublisherGroup, ...]


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in context.settings.published_languages:
        inputs = ResourcesInputs(
            head=context.heads.of_list_in(ADDRESS, lang),
            resources=context.in_language(context.cards.resources.values(), lang),
        )
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)


def _build_view(inputs: ResourcesInputs, context: ViewContext) -> ResourcesView:
    return ResourcesView(
        head=context.list_head(
            inputs.head,
            name=NAME,
            lead="Pages of health organisations that our guides and questions lead to.",
            page=CollectionPage(),
        ),
        publishers=group_by_publisher(inputs.resources),
    )


def group_by_publisher(resources: Iterable[ResourceCard]) -> tuple[PublisherGroup, ...]:
    """Publishers by name, the resources of each by title."""
    cards = sorted(resources, key=lambda card: (sort_name(card.title), card.id))
    groups: dict[tuple[str, str | None], list[ResourceCard]] = {}
    for card in cards:
        groups.setdefault((card.publisher, card.publisher_href), []).append(card)
    return tuple(
        PublisherGroup(
            name=name, href=href, resources=tuple(group), is_open=len(cards) <= _MOST_OPEN
        )
        for (name, href), group in sorted(
            groups.items(), key=lambda group: (sort_name(group[0][0]), group[0][1] or "")
        )
    )


KIND = PageKind(
    name="resources",
    template="pages/resources.html",
    inputs=ResourcesInputs,
    view=ResourcesView,
    routes=(Route(ADDRESS, "the list of resources", in_languages=True),),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
