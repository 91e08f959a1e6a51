"""The home page, the list of threads, A to Z, and the resources."""

from collections.abc import Iterator

from ssg import urls
from ssg.model.cards import GuideCard
from ssg.model.ids import ResourceId, TopicId
from ssg.model.scalars import instant
from ssg.model.site import Site
from ssg.pages.inputs import (
    AToZInputs,
    HomeInputs,
    ResourceInputs,
    ResourcesInputs,
    ThreadsInputs,
)
from ssg.pages.plan import PagePlan, Rank
from ssg.pages.views import TopicBranch
from ssg.plan.cards import Cards, guides_by_title, topics_by_title
from ssg.plan.frames import Frames
from ssg.plan.pagination import list_pages

_ON_HOME_PAGE = 10


def plan_lists(site: Site, cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    yield _plan_home(site, cards, frames)
    yield from _plan_threads(cards, frames)
    yield _plan_a_to_z(site, cards, frames)
    yield PagePlan(
        output_path=urls.output_path(urls.RESOURCES),
        template="pages/resources.html",
        rank=Rank.LIST,
        inputs=ResourcesInputs(
            frame=frames.of_list(urls.RESOURCES), resources=tuple(cards.resources.values())
        ),
    )
    for resource in site.resources:
        yield _plan_resource(resource, site, cards, frames)


def _plan_home(site: Site, cards: Cards, frames: Frames) -> PagePlan:
    def branch(topic: TopicId) -> TopicBranch:
        children = (child for child in site.children[topic] if site.members[child])
        return TopicBranch(
            topic=cards.topics[topic], subtopics=topics_by_title(cards.topics_of(children))
        )

    roots = (name for name in site.topics if name not in site.parents and site.members[name])
    return PagePlan(
        output_path=urls.output_path(urls.HOME),
        template="pages/home.html",
        rank=Rank.LIST,
        inputs=HomeInputs(
            frame=frames.of_home(),
            topics=tuple(
                branch(TopicId(card.id)) for card in topics_by_title(cards.topics_of(roots))
            ),
            threads=tuple(cards.threads.values())[: -_ON_HOME_PAGE - 1 : -1],
            guides=_newest_reviewed(cards, frames),
        ),
    )


def _newest_reviewed(cards: Cards, frames: Frames) -> tuple[GuideCard, ...]:
    zone = frames.settings.zone

    def age(card: GuideCard) -> float:
        return -instant(card.reviewed, zone).timestamp() if card.reviewed else float("inf")

    return tuple(sorted(guides_by_title(cards.guides.values()), key=age)[:_ON_HOME_PAGE])


def _plan_threads(cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    threads = tuple(cards.threads.values())
    size = frames.settings.page_size
    for page in list_pages(urls.THREADS, threads, size=size, prefix=frames.prefix):
        below = "" if page.is_newest else urls.THREADS
        yield PagePlan(
            output_path=urls.output_path(page.address),
            template="pages/threads.html",
            rank=Rank.LIST,
            inputs=ThreadsInputs(
                frame=frames.of_list(page.address, below=below),
                threads=page.threads,
                pager=page.pager,
            ),
        )


def _plan_a_to_z(site: Site, cards: Cards, frames: Frames) -> PagePlan:
    topics = (name for name in site.topics if site.members[name])
    return PagePlan(
        output_path=urls.output_path(urls.A_TO_Z),
        template="pages/a_to_z.html",
        rank=Rank.LIST,
        inputs=AToZInputs(
            frame=frames.of_list(urls.A_TO_Z),
            guides=tuple(cards.guides.values()),
            topics=cards.topics_of(topics),
        ),
    )


def _plan_resource(resource: ResourceId, site: Site, cards: Cards, frames: Frames) -> PagePlan:
    address = urls.resource_address(resource)
    citations = site.citations[resource]
    return PagePlan(
        output_path=urls.output_path(address),
        template="pages/resource.html",
        rank=Rank.LIST,
        inputs=ResourceInputs(
            frame=frames.of_list(address, below=urls.RESOURCES),
            resource=cards.resources[resource],
            topics=cards.topics_of(site.resources[resource].meta.topics),
            guides=guides_by_title(cards.guides_of(citations.guides)),
            threads=cards.threads_of(reversed(citations.threads)),
        ),
    )
