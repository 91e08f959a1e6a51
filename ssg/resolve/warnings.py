"""Warnings: what is sound, but would serve readers badly."""

from collections.abc import Iterator

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Guide, PostKind, Thread
from ssg.model.kinds import Kind
from ssg.model.scalars import day_of
from ssg.model.site import Site
from ssg.model.states import State
from ssg.resolve.clock import Clock
from ssg.resolve.diagnostics import NOUNS, at_line, mistake, shown
from ssg.resolve.index import Catalogue
from ssg.resolve.resources import page_of


def advise(catalogue: Catalogue, site: Site, clock: Clock) -> list[Diagnostic]:
    """W01 to W07 and W11, of what can be seen.

    What a file with errors may have held is not said to be missing elsewhere.
    """
    diagnostics = [*_unanswered(site), *_unreviewed(site), *_overdue(site), *_left_text(catalogue)]
    diagnostics += _premature(site, clock)
    if not catalogue.any_failed(Kind.RESOURCE):
        diagnostics += _unlisted_links(site)
    if not catalogue.any_failed(Kind.THREAD, Kind.GUIDE):
        diagnostics += _uncited(catalogue, site)
    if not catalogue.any_failed(Kind.THREAD, Kind.GUIDE, Kind.TOPIC, Kind.RESOURCE):
        diagnostics += _empty_topics(site)
    return diagnostics


def _unreviewed(site: Site) -> Iterator[Diagnostic]:
    for guide in site.guides.values():
        if not guide.meta.review:
            message = f"guide '{guide.id}' has no review"
            hint = "say who checked it, and when, in `review`"
            yield at_line("W01", guide.path, 1, message, hint)


def _premature(site: Site, clock: Clock) -> Iterator[Diagnostic]:
    documents: tuple[Guide | Thread, ...] = (*site.guides.values(), *site.threads.values())
    for document in documents:
        review = document.meta.review
        if review and not clock.has_come(review.date):
            message = f"the review is dated {day_of(review.date)}, which has not come"
            hint = "write the day on which it was checked"
            place = next(one for one in document.references if one.field == "review.by")
            yield mistake("W11", document.path, place, message, hint)


def _overdue(site: Site) -> Iterator[Diagnostic]:
    documents: tuple[Guide | Thread, ...] = (*site.guides.values(), *site.threads.values())
    for document in documents:
        if document.path in site.overdue:
            yield _review_overdue(document)


def _review_overdue(document: Thread | Guide) -> Diagnostic:
    review = document.meta.review
    assert review is not None
    assert review.due is not None
    message = f"the review was due on {day_of(review.due)}"
    hint = "have it checked again, then change `review.date` and `review.due`"
    for reference in document.references:
        if reference.field == "review.by":
            return mistake("W02", document.path, reference, message, hint)
    return at_line("W02", document.path, 1, message, hint)


def _unanswered(site: Site) -> Iterator[Diagnostic]:
    for thread in site.threads.values():
        answers = (
            post for post in thread.posts if post.kind is PostKind.ANSWER and not post.meta.removed
        )
        if not any(answers):
            message = f"thread '{thread.id}' has no answer"
            hint = "add an '## Answer', or keep it back with `status: draft`"
            yield at_line("W03", thread.path, 1, message, hint)


def _unlisted_links(site: Site) -> Iterator[Diagnostic]:
    listed = {page_of(resource.meta.url) for resource in site.resources.values()}
    for guide in site.guides.values():
        for link in guide.outside:
            if link.url.lower().startswith(("http:", "https:")) and page_of(link.url) not in listed:
                message = f"{shown(link.url)} is in no resource file"
                hint = "list it in a file of content/resources"
                yield mistake("W04", guide.path, link, message, hint)


def _empty_topics(site: Site) -> Iterator[Diagnostic]:
    for topic in site.topics.values():
        if not site.members[topic.id]:
            message = f"topic '{topic.id}' has nothing in it"
            hint = "name it in the `topics` of a thread, guide or resource, or remove its file"
            yield at_line("W05", topic.path, 1, message, hint)


def _uncited(catalogue: Catalogue, site: Site) -> Iterator[Diagnostic]:
    for file in catalogue.resource_files:
        for resource in file.resources:
            if not site.citations[resource.meta.id]:
                message = f"resource '{resource.meta.id}' is cited by no thread or guide"
                hint = "name it in the `resources` of a thread or guide, or remove it"
                yield mistake("W06", file.path, resource, message, hint)


def _left_text(catalogue: Catalogue) -> Iterator[Diagnostic]:
    for document in catalogue.addressed():
        if catalogue.states[document.path] is State.WITHDRAWN:
            line = getattr(document, "tombstone_text_line", 0)
            if line:
                noun = NOUNS[Kind(document.path.split("/")[1])]
                message = f"this {noun} is withdrawn but still has its text"
                hint = "remove the text below the front matter"
                yield at_line("W07", document.path, line, message, hint)
