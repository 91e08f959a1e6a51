"""From single documents to one site."""

from collections.abc import Iterator, Mapping, Sequence

from ssg.addresses import AddressList
from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.ledger import NO_LEDGER, Ledger
from ssg.model.documents import AnyDocument, Document, PastDate, Resource
from ssg.model.ids import ResourceId, TopicId
from ssg.model.site import Site
from ssg.model.states import BuildTime
from ssg.resolve.addresses import check_addresses
from ssg.resolve.ages import Ages
from ssg.resolve.citations import find_citations
from ssg.resolve.clock import Clock
from ssg.resolve.corrections import find_future_corrections, sort_corrections
from ssg.resolve.dates import find_doubtful_dates
from ssg.resolve.duplicates import check_duplicates, find_duplicates, find_originals
from ssg.resolve.hosts import check_redirects
from ssg.resolve.index import DocumentIndex, index_documents
from ssg.resolve.ledger import check_outside_links, describe_resources
from ssg.resolve.links import resolve_links
from ssg.resolve.lost import check_listed_addresses
from ssg.resolve.members import TopicLists, collect_guide_threads, collect_topic_members
from ssg.resolve.numbers import find_recheck_times, find_unchecked_numbers
from ssg.resolve.optional import find_links_to_missing_pages
from ssg.resolve.references import check_references
from ssg.resolve.related import find_related_threads
from ssg.resolve.resources import index_resources
from ssg.resolve.roles import check_roles
from ssg.resolve.states import (
    find_changed,
    find_future_reviews,
    find_next_change,
    find_overdue,
    make_tombstones,
)
from ssg.resolve.timeline import (
    date_former_threads,
    find_former_threads,
    find_future_posts,
    find_last_changes,
    find_last_removals,
    find_last_updates,
    sort_by_asked,
    sort_by_published,
)
from ssg.resolve.topics import TopicVersions, build_topic_tree, collect_children
from ssg.resolve.translations import find_behind, group_translations
from ssg.resolve.warnings import collect_warnings


def resolve(
    documents: Sequence[AnyDocument],
    *,
    failed: Mapping[str, Document],
    files: frozenset[str],
    settings: Settings,
    places: SettingsPlaces,
    time: BuildTime,
    ledger: Ledger = NO_LEDGER,
    listed: AddressList | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """The site at the time of the build, and every problem that involves several documents.

    `failed` maps paths to content files that could not be parsed. References to them are not
    reported; their own references and links are checked like all others. `files` are the
    paths of all files in content/media/ and static/, `places` those in site.yaml, `ledger` is what
    is known of outside links, `listed` are the addresses that must not be lost. All paths are
    relative to the site folder. The site is consistent even if there are errors. The diagnostics
    are not sorted.
    """
    clock = Clock.of(time, settings.zone)
    index = index_documents(documents, failed=failed, clock=clock)
    resources, diagnostics = index_resources(index)
    diagnostics += check_references(index, resources)
    diagnostics += check_roles(index)
    diagnostics += check_duplicates(index)
    diagnostics += check_addresses(index, resources, files, settings)
    translations, found = group_translations(index, settings.language)
    diagnostics += found
    versions = TopicVersions(index.topics, translations, settings)
    parents, found = build_topic_tree(index.topics, versions, settings.language)
    diagnostics += found
    links, found = resolve_links(index, files, settings, places)
    diagnostics += found
    diagnostics += find_unchecked_numbers(places, clock)
    doubtful_dates = find_doubtful_dates(index, clock)
    site = _build_site(
        index,
        clock,
        settings,
        places,
        doubtful_dates=doubtful_dates,
        resources=resources,
        parents=parents,
        versions=versions,
        translations=translations,
        links=links,
        ledger=ledger,
    )
    diagnostics += check_outside_links(index, settings, places, ledger)
    diagnostics += find_links_to_missing_pages(index, site, settings, places)
    diagnostics += check_redirects(site, files, settings, places)
    if listed:
        diagnostics += check_listed_addresses(listed, index, site, files, settings)
    return site, diagnostics + collect_warnings(index, site, doubtful_dates, clock)


def _build_site(
    index: DocumentIndex,
    clock: Clock,
    settings: Settings,
    places: SettingsPlaces,
    *,
    doubtful_dates: Sequence[tuple[Document, PastDate]],
    resources: Mapping[ResourceId, Resource],
    parents: Mapping[TopicId, TopicId],
    versions: TopicVersions,
    translations: Mapping[str, tuple[str, ...]],
    links: Mapping[str, Mapping[str, str]],
    ledger: Ledger,
) -> Site:
    language = settings.language
    known = describe_resources(resources, ledger)
    addressed = index.addressed_documents()
    visible = index.visible_documents()
    all_threads = sort_by_asked(visible.threads, clock)
    duplicates = find_duplicates(all_threads)
    threads = {key: one for key, one in all_threads.items() if key not in duplicates}
    doubtful = {document.path for document, _ in doubtful_dates}
    doubtful_threads = {key: one for key, one in all_threads.items() if one.path in doubtful}
    checked_dates = [checked.date for checked in places.checked]
    past_dates = [*(past.date for _, past in doubtful_dates), *checked_dates]
    ages = Ages(years=settings.old_after_years, people=index.people, clock=clock)
    other_changes = (
        *find_recheck_times(checked_dates, clock),
        ages.find_next(all_threads.values()),
    )
    tombstones = make_tombstones(addressed, index.states, language, clock)
    lists = TopicLists(visible.topics, parents, versions, language)
    former = find_former_threads(tombstones, duplicates.values(), clock)
    updated = find_last_updates(all_threads, clock)
    last_changes = find_last_changes(
        (
            *(one for one in all_threads.values() if one.path in translations),
            *visible.guides.values(),
            *visible.topics.values(),
            *visible.pages.values(),
        ),
        updated,
        clock,
    )
    return Site(
        threads=threads,
        duplicates=duplicates,
        guides=visible.guides,
        topics=visible.topics,
        pages=visible.pages,
        resources=resources,
        dead_resources=known.dead,
        last_good=known.last_good,
        people=index.people,
        tombstones=tombstones,
        states=index.states,
        links=links,
        translations=translations,
        behind=find_behind(translations, last_changes, index, clock),
        last_changes=last_changes,
        overdue=find_overdue(addressed, clock),
        old=ages.find_old(all_threads.values()),
        future_reviews=find_future_reviews(
            (*visible.guides.values(), *all_threads.values()), clock
        ),
        changed_since_review=find_changed((*visible.guides.values(), *all_threads.values())),
        future_corrections=find_future_corrections(doubtful_dates, clock),
        topic_versions=versions.by_language(_find_languages(index, resources, settings)),
        parents=parents,
        children=collect_children(visible.topics, parents),
        members=collect_topic_members(threads, visible.guides, resources, visible.topics, lists),
        guide_threads=collect_guide_threads(threads, visible.guides),
        citations=find_citations(threads, visible.guides, resources),
        related=find_related_threads(threads, find_originals(duplicates), language),
        published=sort_by_published(threads, clock),
        updated=updated,
        removals=find_last_removals(all_threads, clock),
        corrections=sort_corrections(all_threads, visible.guides, index.states, clock),
        future_posts=find_future_posts(doubtful_threads, clock),
        former_threads=date_former_threads(former, lists.of, clock),
        former_in_language=date_former_threads(
            former, lambda one: (settings.list_language(one.lang or settings.language),), clock
        ),
        next_change=find_next_change(addressed, past_dates, other_changes, clock),
    )


def _find_languages(
    index: DocumentIndex, resources: Mapping[ResourceId, Resource], settings: Settings
) -> Iterator[str]:
    """All languages in which there may be a page."""
    yield from settings.published_languages
    for document in (*index.addressed_documents(), *resources.values()):
        yield document.meta.lang or settings.language
