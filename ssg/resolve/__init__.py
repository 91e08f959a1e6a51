"""Joins all documents into one site, and says what does not fit together."""

from collections.abc import Mapping, Sequence

from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import AnyDocument, Document, Resource
from ssg.model.ids import ResourceId, TopicId
from ssg.model.site import Site
from ssg.model.states import BuildTime
from ssg.resolve.addresses import check_addresses
from ssg.resolve.citations import cite
from ssg.resolve.clock import Clock
from ssg.resolve.index import Catalogue, make_catalogue
from ssg.resolve.links import resolve_links
from ssg.resolve.members import members_of_topics, threads_of_guides
from ssg.resolve.references import check_references
from ssg.resolve.related import related_threads
from ssg.resolve.resources import resources_by_id
from ssg.resolve.roles import check_speakers
from ssg.resolve.states import next_change, overdue, tombstones
from ssg.resolve.timeline import in_order_of_asking, in_order_of_publication, last_updates
from ssg.resolve.topics import children_of, topic_tree
from ssg.resolve.translations import translations_of
from ssg.resolve.warnings import advise


def resolve(
    documents: Sequence[AnyDocument],
    *,
    failed: Mapping[str, Document],
    files: frozenset[str],
    settings: Settings,
    time: BuildTime,
) -> tuple[Site, list[Diagnostic]]:
    """The site at the build's time, and every mistake that only shows between documents.

    `failed` are, by their paths, the content files that gave no document: what names
    them is not reported again, and what they name is checked like everything else.
    `files` are the paths of all files below content/media/ and static/. All paths are
    relative to the site folder. The site is sound even where there are errors. The
    diagnostics are not sorted.
    """
    clock = Clock.of(time, settings.zone)
    catalogue = make_catalogue(documents, failed=failed, clock=clock)
    resources, diagnostics = resources_by_id(catalogue)
    diagnostics += check_references(catalogue, resources)
    diagnostics += check_speakers(catalogue)
    diagnostics += check_addresses(catalogue, resources, files)
    parents, found = topic_tree(catalogue.topics)
    diagnostics += found
    translations, found = translations_of(catalogue, settings.language)
    diagnostics += found
    links, found = resolve_links(catalogue, files, settings.prefix)
    diagnostics += found
    site = _join(
        catalogue,
        clock,
        settings.language,
        resources=resources,
        parents=parents,
        translations=translations,
        links=links,
    )
    return site, diagnostics + advise(catalogue, site, clock)


def _join(
    catalogue: Catalogue,
    clock: Clock,
    language: str,
    *,
    resources: Mapping[ResourceId, Resource],
    parents: Mapping[TopicId, TopicId],
    translations: Mapping[str, tuple[str, ...]],
    links: Mapping[str, Mapping[str, str]],
) -> Site:
    addressed = catalogue.addressed()
    seen = catalogue.visible()
    threads = in_order_of_asking(seen.threads, clock)
    return Site(
        threads=threads,
        guides=seen.guides,
        topics=seen.topics,
        pages=seen.pages,
        resources=resources,
        people=catalogue.people,
        tombstones=tombstones(addressed, catalogue.states, language),
        states=catalogue.states,
        links=links,
        translations=translations,
        overdue=overdue(addressed, clock),
        parents=parents,
        children=children_of(seen.topics, parents),
        members=members_of_topics(threads, seen.guides, resources, seen.topics, parents),
        guide_threads=threads_of_guides(threads, seen.guides),
        citations=cite(threads, seen.guides, resources),
        related=related_threads(threads, language),
        published=in_order_of_publication(threads, clock),
        updated=last_updates(threads, clock),
        next_change=next_change(addressed, clock),
    )
