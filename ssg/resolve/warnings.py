"""Warnings: problems that do not stop a build but make pages less useful or less trustworthy."""

from collections.abc import Iterable, Iterator

from ssg.diagnostics import Diagnostic, Position
from ssg.model.documents import Document, Guide, PastDate, PostKind, Thread
from ssg.model.frontmatter import Status
from ssg.model.kinds import Kind
from ssg.model.scalars import day_of
from ssg.model.site import Site
from ssg.model.states import State
from ssg.resolve.clock import Clock
from ssg.resolve.dates import find_implausible_dates
from ssg.resolve.diagnostics import (
    FILE_START,
    diagnostic_at,
    position_of,
    shorten,
    singular,
)
from ssg.resolve.index import DocumentIndex
from ssg.resolve.resources import normalize_page_url


def collect_warnings(
    index: DocumentIndex,
    site: Site,
    doubtful_dates: Iterable[tuple[Document, PastDate]],
    clock: Clock,
) -> list[Diagnostic]:
    """W01 to W06, W11, W18, W23 and W35 for visible documents, W07 for withdrawn ones.

    A warning that something is missing is left out while a file with errors may contain it, or a
    part of the topic tree that was cut off.
    """
    diagnostics = [
        *_find_unanswered_threads(site),
        *_find_missing_reviews(site),
        *_find_overdue_reviews(site),
        *_find_changed_since_review(site),
        *_find_withdrawn_text(index),
        *find_implausible_dates(doubtful_dates, clock),
        *_find_translations_behind(index, site),
    ]
    if not index.any_failed(Kind.RESOURCE):
        diagnostics += _find_unlisted_links(site)
    if not index.any_failed(Kind.THREAD, Kind.GUIDE):
        diagnostics += _find_uncited_resources(index, site)
    is_tree_whole = all(
        topic.id in site.parents or topic.meta.parent not in site.topics
        for topic in site.topics.values()
    )
    if is_tree_whole and not index.any_failed(Kind.THREAD, Kind.GUIDE, Kind.TOPIC, Kind.RESOURCE):
        diagnostics += _find_empty_topics(site)
    return diagnostics


def _find_missing_reviews(site: Site) -> Iterator[Diagnostic]:
    for guide in site.guides.values():
        if not guide.meta.review:
            message = f"guide '{guide.id}' has no review"
            hint = "have it reviewed, then record that with 'ssg review'"
            yield diagnostic_at("W01", guide.path, FILE_START, message, hint)


def _find_overdue_reviews(site: Site) -> Iterator[Diagnostic]:
    reviewed: tuple[Guide | Thread, ...] = (*site.guides.values(), *site.all_threads())
    for document in reviewed:
        review = document.meta.review
        if review and review.due and document.path in site.overdue:
            message = f"the next review was due on {day_of(review.due)}"
            hint = "have it reviewed again, then record that with 'ssg review'"
            position = position_of(document, "review.by")
            yield diagnostic_at("W02", document.path, position, message, hint)


def _find_changed_since_review(site: Site) -> Iterator[Diagnostic]:
    reviewed: tuple[Guide | Thread, ...] = (*site.guides.values(), *site.all_threads())
    for document in reviewed:
        review = document.meta.review
        if review and document.path in site.changed_since_review:
            message = f"the text has changed since the review of {day_of(review.date)}"
            hint = (
                "have it reviewed again, then record that with 'ssg review'; if only a typo"
                " changed, use --minor"
            )
            position = position_of(document, "review.by")
            yield diagnostic_at("W35", document.path, position, message, hint)


def _find_unanswered_threads(site: Site) -> Iterator[Diagnostic]:
    for thread in site.threads.values():
        answers = (
            post for post in thread.posts if post.kind is PostKind.ANSWER and not post.meta.removed
        )
        if not any(answers):
            message = f"thread '{thread.id}' has no answer"
            hint = "add an '## Answer'"
            if thread.meta.status is not Status.DRAFT:
                hint += ", or set `status: draft`"
            yield diagnostic_at("W03", thread.path, FILE_START, message, hint)


def _find_unlisted_links(site: Site) -> Iterator[Diagnostic]:
    listed = {normalize_page_url(resource.meta.url) for resource in site.resources.values()}
    for guide in site.guides.values():
        links = {link.url: link for link in reversed(guide.outside) if not link.field}
        for link in reversed(links.values()):
            is_web = link.url.lower().startswith(("http:", "https:"))
            if is_web and normalize_page_url(link.url) not in listed:
                message = f"no resource file lists {shorten(link.url)}"
                hint = "add it to a file in content/resources"
                yield diagnostic_at("W04", guide.path, link, message, hint)


def _find_empty_topics(site: Site) -> Iterator[Diagnostic]:
    for topic in site.topics.values():
        if not site.members[topic.id]:
            message = f"topic '{topic.id}' is empty"
            hint = "add it to the `topics` of a thread, guide or resource, or remove its file"
            yield diagnostic_at("W05", topic.path, FILE_START, message, hint)


def _find_uncited_resources(index: DocumentIndex, site: Site) -> Iterator[Diagnostic]:
    # Lists leave duplicates out, but their own pages show what they cite.
    cited = {name for thread in site.duplicates.values() for name in thread.meta.resources}
    for file in index.resource_files:
        for resource in file.resources:
            if not site.citations[resource.meta.id] and resource.meta.id not in cited:
                message = f"no page cites resource '{resource.meta.id}'"
                hint = "add it to the `resources` of a thread or guide, or remove it"
                yield diagnostic_at("W06", file.path, resource, message, hint)


def _find_translations_behind(index: DocumentIndex, site: Site) -> Iterator[Diagnostic]:
    for path, behind in site.behind.items():
        changed = day_of(site.last_changes[behind.original])
        message = (
            f"{behind.original} changed on {changed}, and this translation is of"
            f" {day_of(behind.compared)}"
        )
        hint = "compare the two, then set `translated` to the day on which you did"
        position = position_of(index.documents[path], "translation_of")
        yield diagnostic_at("W23", path, position, message, hint)


def _find_withdrawn_text(index: DocumentIndex) -> Iterator[Diagnostic]:
    for document in index.addressed_documents():
        line = document.tombstone_text_line
        if line and index.states[document.path] is State.WITHDRAWN:
            noun = singular(Kind(document.path.split("/")[1]))
            message = f"this {noun} is withdrawn but still has its text"
            hint = "remove the text below the front matter"
            yield diagnostic_at("W07", document.path, Position(line), message, hint)
