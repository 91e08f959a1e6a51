"""The pages of topics."""

from collections.abc import Iterator

from ssg import urls
from ssg.model.documents import Topic
from ssg.model.site import Site, address_of
from ssg.pages.inputs import TopicInputs
from ssg.pages.plan import PagePlan, Rank
from ssg.plan.cards import Cards, guides_by_title, topics_by_title
from ssg.plan.frames import Frames
from ssg.plan.pagination import ListPage, list_pages


def plan_topics(site: Site, cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    for topic in site.topics.values():
        threads = cards.threads_of(site.members[topic.id].threads)
        size = frames.settings.page_size
        for page in list_pages(address_of(topic), threads, size=size, prefix=frames.prefix):
            yield PagePlan(
                output_path=urls.output_path(page.address),
                template="pages/topic.html",
                rank=Rank.LIST,
                document=topic.path,
                sources=(topic.path,) if page.is_newest else (),
                inputs=(
                    _newest(topic, page, site, cards, frames)
                    if page.is_newest
                    else _older(topic, page, frames)
                ),
            )


def _newest(topic: Topic, page: ListPage, site: Site, cards: Cards, frames: Frames) -> TopicInputs:
    members = site.members[topic.id]
    children = (child for child in site.children[topic.id] if site.members[child])
    return TopicInputs(
        frame=frames.of_topic(topic),
        addresses=dict(site.links.get(topic.path, {})),
        subtopics=topics_by_title(cards.topics_of(children)),
        guides=guides_by_title(cards.guides_of(members.guides)),
        resources=cards.resources_of(members.resources),
        threads=page.threads,
        pager=page.pager,
    )


def _older(topic: Topic, page: ListPage, frames: Frames) -> TopicInputs:
    return TopicInputs(
        frame=frames.of_older_page(topic, page.address),
        threads=page.threads,
        pager=page.pager,
    )
