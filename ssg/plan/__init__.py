"""Says which pages a site has, and what each of them shows."""

from ssg.config import Settings
from ssg.model.site import Site
from ssg.pages.plan import PagePlan
from ssg.plan.cards import make_cards
from ssg.plan.documents import plan_documents
from ssg.plan.feeds import plan_feeds
from ssg.plan.frames import Frames
from ssg.plan.lists import plan_lists
from ssg.plan.technical import plan_technical
from ssg.plan.topics import plan_topics


def plan_pages(site: Site, settings: Settings) -> tuple[PagePlan, ...]:
    """All pages of the site, in the same order for the same site, no two at one path."""
    cards = make_cards(site, settings)
    frames = Frames(site, cards, settings)
    plans = (
        *plan_documents(site, cards, frames),
        *plan_topics(site, cards, frames),
        *plan_lists(site, cards, frames),
        *plan_feeds(site, cards, frames),
        *plan_technical(site, cards, frames),
    )
    # Two may claim one path only where a preview goes on in spite of errors: the first has it.
    unique: dict[str, PagePlan] = {}
    for plan in plans:
        unique.setdefault(plan.output_path, plan)
    return tuple(unique.values())
