"""The pages of documents: threads, guides and editorial pages."""

from collections.abc import Iterator

from ssg import urls
from ssg.model.documents import Guide, Page, Thread
from ssg.model.site import Site, address_of
from ssg.pages.inputs import GuideInputs, PageInputs, ThreadInputs
from ssg.pages.plan import PagePlan
from ssg.plan.cards import Cards
from ssg.plan.frames import Frames


def plan_documents(site: Site, cards: Cards, frames: Frames) -> Iterator[PagePlan]:
    for thread in site.threads.values():
        yield PagePlan(
            output_path=urls.output_path(address_of(thread)),
            template="pages/thread.html",
            document=thread.path,
            sources=(thread.path,),
            inputs=_thread(thread, site, cards, frames),
        )
    for guide in site.guides.values():
        yield PagePlan(
            output_path=urls.output_path(address_of(guide)),
            template="pages/guide.html",
            document=guide.path,
            sources=(guide.path,),
            inputs=_guide(guide, site, cards, frames),
        )
    for page in site.pages.values():
        yield PagePlan(
            output_path=urls.output_path(address_of(page)),
            template="pages/page.html",
            document=page.path,
            sources=(page.path,),
            inputs=_page(page, site, frames),
        )


def _thread(thread: Thread, site: Site, cards: Cards, frames: Frames) -> ThreadInputs:
    meta = thread.meta
    people = (post.meta.person for post in thread.posts if post.meta.person)
    return ThreadInputs(
        frame=frames.of_thread_or_guide(thread),
        state=site.state_of(thread),
        addresses=dict(site.links.get(thread.path, {})),
        people={name: cards.people[name] for name in people if name in cards.people},
        updated=site.updated[thread.id],
        topics=cards.topics_of(meta.topics),
        guides=cards.guides_of(meta.guides),
        resources=cards.resources_of(meta.resources),
        related=cards.threads_of(site.related[thread.id]),
        review=cards.review_of(meta.review, overdue=thread.path in site.overdue),
    )


def _guide(guide: Guide, site: Site, cards: Cards, frames: Frames) -> GuideInputs:
    meta = guide.meta
    return GuideInputs(
        frame=frames.of_thread_or_guide(guide),
        state=site.state_of(guide),
        addresses=dict(site.links.get(guide.path, {})),
        topics=cards.topics_of(meta.topics),
        resources=cards.resources_of(meta.resources),
        related=cards.guides_of(name for name in meta.related if name != guide.id),
        threads=cards.threads_of(reversed(site.guide_threads[guide.id])),
        review=cards.review_of(meta.review, overdue=guide.path in site.overdue),
    )


def _page(page: Page, site: Site, frames: Frames) -> PageInputs:
    return PageInputs(
        frame=frames.of_page(page),
        addresses=dict(site.links.get(page.path, {})),
    )
