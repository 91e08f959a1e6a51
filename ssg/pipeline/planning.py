"""Resolves and plans the site, unless the plan cache has what that would give."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ssg import urls
from ssg.cache.fingerprints import plan_key
from ssg.cache.leftovers import plan_cache_file
from ssg.cache.plans import EncodedPlan, PlanCache, Plans, Validity
from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.digest import Digest
from ssg.discover import CopiedFile, Discovery
from ssg.model.codec import encode
from ssg.model.documents import Document, Guide, Thread
from ssg.model.kinds import Kind
from ssg.model.site import Site
from ssg.model.states import State
from ssg.pages.host_redirects import HostRedirect
from ssg.pages.kind import PagePlan
from ssg.pages.plan import page_language, plan_pages
from ssg.pages.registry import address_of, site_redirects
from ssg.pages.site import SiteView, site_views
from ssg.pipeline.listed import Listed
from ssg.pipeline.media import Media
from ssg.pipeline.parsing import Content, load_documents
from ssg.pipeline.pictures import PublishedMedia, publish_media
from ssg.pipeline.report import count_states, may_quote_secrets
from ssg.pipeline.session import Session
from ssg.resolve import resolve
from ssg.resolve.clock import Clock
from ssg.resolve.settled import leave_out_settled


class SiteFacts(Struct, frozen=True, kw_only=True):
    """What the report and later stages need of a site beside the plans of its pages."""

    diagnostics: tuple[Diagnostic, ...]
    """Those of resolving."""
    counts: dict[Kind, dict[State, int]]
    next_change: str
    """With the offset of its time zone; empty for never."""
    minor_changes: int
    """How many changes of reviewed texts were called minor."""
    shown: dict[str, SiteView]
    """What all pages show, by language, without the theme's assets."""
    published: tuple[str, ...]
    """The paths of the copied files that are on the site."""
    redirects: tuple[HostRedirect, ...]
    withdrawn: tuple[str, ...]
    """The addresses of what was taken back: of documents, and of posts with their anchors."""


class PlannedSite(Struct, frozen=True, kw_only=True):
    """A site and its pages; no plans where what was found forbids to write the site."""

    facts: SiteFacts
    plans: Plans | None = None
    copied: tuple[CopiedFile, ...] = ()
    """What is published beside pages and assets."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Those of resolving, and of making images."""


_FACTS = msgspec.msgpack.Decoder(SiteFacts)


def plan_site(
    found: Discovery,
    content: Content,
    media: Media,
    listed: Listed,
    *,
    others: Sequence[Diagnostic],
    session: Session,
) -> PlannedSite:
    """The site and its pages. `others` are all diagnostics up to now."""
    # With another error, such as one in site.yaml, lists may be missing that nobody has removed.
    inputs = _Inputs(found, content, media, Listed() if has_errors(others) else listed, session)
    cache = PlanCache(plan_cache_file(session.store.path))
    plans = cache.find(
        None if inputs.failed else inputs.key, datetime.fromisoformat(session.request.time.now)
    )
    site, facts = (None, _FACTS.decode(plans.facts)) if plans else _resolve(inputs)
    if session.is_blocked([*others, *facts.diagnostics], content.hidden):
        return PlannedSite(facts=facts, diagnostics=facts.diagnostics)
    published = _publish_media(facts, inputs)
    diagnostics = (*facts.diagnostics, *published.diagnostics)
    if session.is_blocked([*others, *diagnostics], content.hidden):
        return PlannedSite(facts=facts, diagnostics=diagnostics)
    if site:
        encoded_facts = encode(facts)
        pages = cache.write(
            _encode_plans(_plan_pages(replace(site, media=published.shown), session)),
            facts=encoded_facts,
            validity=inputs.validity(facts),
        )
        site = None
        _release_memory()
        plans = cache.read(pages, facts=encoded_facts)
    return PlannedSite(facts=facts, plans=plans, copied=published.copied, diagnostics=diagnostics)


def _release_memory() -> None:
    """Gives the memory of a site that was just dropped back to the system."""
    # Nothing is collected: but each list of free tuples, which only this empties, would keep
    # some of it. With the rest of the process frozen, it takes no time.
    gc.freeze()
    gc.collect()
    gc.unfreeze()


def _plan_pages(site: Site, session: Session) -> Iterator[PagePlan]:
    return plan_pages(site, session.settings, environment=session.request.environment)


def _publish_media(facts: SiteFacts, inputs: "_Inputs") -> PublishedMedia:
    names = set(facts.published)
    return publish_media(
        [file for file in inputs.found.copied if file.path in names],
        inputs.media,
        inputs.session,
        has_variants=inputs.session.settings.image_variants,
    )


class _Inputs:
    """All that resolving and planning depend on."""

    def __init__(
        self, found: Discovery, content: Content, media: Media, listed: Listed, session: Session
    ) -> None:
        self.listed = listed
        self.found = found
        self.content = content
        self.media = media
        self.session = session
        self.files = existing_files(found)
        self.failed = failed_files(found, content.failed)

    def key(self, exact: Collection[str]) -> Digest:
        """The `plan_key`, with the documents at the paths in `exact` by their digests."""
        outlines, digests = self.content.outlines, self.content.digests
        known = outlines | {path: digests[path] for path in exact if path in digests}
        return plan_key(
            self.session.parser,
            self.session.settings,
            self.session.places,
            self.session.request.time,
            environment=self.session.request.environment,
            ledger=self.session.ledger,
            files=self.files,
            media=self.media.encoded,
            documents=[(source.path, known[source.path]) for source in self.found.sources],
            listed=self.listed.digest,
        )

    def validity(self, facts: SiteFacts) -> Validity | None:
        """None if what was found must not be kept."""
        if may_quote_secrets(facts.diagnostics, self.content.secretive):
            return None
        # After any edit of such a document, what was found may have another place in it.
        exact = tuple(sorted(named_documents(facts.diagnostics, self.content.outlines)))
        return Validity(
            key=self.key(exact),
            exact=exact,
            built=self.session.request.time.now,
            next_change=facts.next_change,
        )


def _resolve(inputs: _Inputs) -> tuple[Site | None, SiteFacts]:
    session = inputs.session
    clock = Clock.of(session.request.time, session.settings.zone)
    shrink = leave_out_settled(clock, session.ledger, inputs.content.digests.keys())
    site, diagnostics = resolve(
        load_documents(inputs.found.sources, inputs.content, session, shrink=shrink),
        failed=inputs.failed,
        files=inputs.files,
        settings=session.settings,
        places=session.places,
        ledger=session.ledger,
        time=session.request.time,
        listed=inputs.listed.addresses,
    )
    return site, SiteFacts(
        diagnostics=tuple(diagnostics),
        counts=count_states(site.states),
        next_change=site.next_change.isoformat() if site.next_change else "",
        minor_changes=_count_minor_changes(site),
        shown=site_views(
            site,
            settings=session.settings,
            assets={},
            environment=session.request.environment,
        ),
        published=tuple(
            file.path for file in published_files(inputs.found.copied, site, session.settings)
        ),
        redirects=host_redirects(site, session.settings),
        withdrawn=tuple(sorted(_withdrawn(site))),
    )


def host_redirects(site: Site, settings: Settings) -> tuple[HostRedirect, ...]:
    """Where hosts lead from old addresses, without a page."""
    return tuple(HostRedirect(one.alias, one.target) for one in site_redirects(site, settings))


def _withdrawn(site: Site) -> Iterator[str]:
    yield from (one.address for one in site.tombstones)
    for thread in site.all_threads():
        for post in thread.posts:
            if post.meta.removed:
                yield f"{address_of(thread)}#{post.anchor}"


def _count_minor_changes(site: Site) -> int:
    """How many changes of texts after their reviews were called minor."""
    documents: tuple[Thread | Guide, ...] = (*site.guides.values(), *site.all_threads())
    return sum(len(one.meta.review.minor) for one in documents if one.meta.review)


def _encode_plans(plans: Iterable[PagePlan]) -> Iterator[EncodedPlan]:
    for plan in plans:
        yield EncodedPlan(
            output_path=plan.output_path,
            kind=plan.kind,
            lang=page_language(plan),
            documents=plan.documents,
            data=encode(plan),
        )


def existing_files(found: Discovery) -> frozenset[str]:
    """The paths of media and static files, also of those with an error in their name."""
    return frozenset((*(file.path for file in found.copied), *found.refused_files))


def failed_files(found: Discovery, failed: Mapping[str, Document]) -> dict[str, Document]:
    """The files of documents with errors: those that were not even read, and the `failed` ones."""
    return {path: Document(path=path) for path in found.refused} | dict(failed)


def named_documents(diagnostics: Iterable[Diagnostic], paths: Collection[str]) -> set[str]:
    """Those of `paths` in which a diagnostic has its place, or names a place in its message."""
    named: set[str] = set()
    for diagnostic in diagnostics:
        if diagnostic.at.path in paths:
            named.add(diagnostic.at.path)
        if "content/" in diagnostic.message:
            named.update(path for path in paths if path in diagnostic.message)
    return named


def published_files(
    copied: Iterable[CopiedFile], site: Site, settings: Settings
) -> Iterator[CopiedFile]:
    """Static files, and media that something published shows: an image may reveal a draft."""
    shown = {urls.target_path(target) for links in site.links.values() for target in links}
    shown |= {image.output_path for image in settings.images.values()}
    for file in copied:
        if file.path.startswith("static/") or file.output_path in shown:
            yield file
