"""Who wrote something, and who reviewed a page."""

from typing import TypeVar

from msgspec.structs import replace

from ssg.model.scalars import day_text
from ssg.pages.cards import PersonCard, ReviewView
from ssg.pages.structured_data.vocabulary import Person, WebPage

PageT = TypeVar("PageT", bound=WebPage)


def make_person(card: PersonCard) -> Person:
    return Person(
        name=card.name,
        url=card.href or "",
        job_title=card.role,
        honorific_suffix=card.credentials,
    )


def with_review(page: PageT, review: ReviewView | None) -> PageT:
    """The page with its last review, if that has the seal that readers see."""
    if review is None or not review.is_sealed:
        return page
    reviewer = make_person(review.person)
    return replace(page, last_reviewed=day_text(review.date), reviewed_by=reviewer)
