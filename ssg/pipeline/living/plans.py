"""The plan of a living site, made anew only as far as an edit changes it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ssg.addresses import AddressList
from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic, has_errors
from ssg.ledger import Ledger
from ssg.model.documents import AnyDocument, Document, Guide, Page, Thread, Topic
from ssg.model.media import Medium
from ssg.model.outline import outline_of, relations_of
from ssg.model.site import Site
from ssg.model.states import BuildTime, is_still_valid
from ssg.pages.kind import PagePlan
from ssg.pages.plan import plan_pages
from ssg.pipeline.planning import named_documents
from ssg.resolve import resolve

Documents = Mapping[str, AnyDocument]


class PlanInputs(Struct, frozen=True, kw_only=True):
    """All that the plan depends on, but for the documents."""

    settings: Settings
    places: SettingsPlaces
    ledger: Ledger
    time: BuildTime
    files: frozenset[str]
    """The paths of media and static files."""
    media: Mapping[str, Medium]
    """What pages show of these."""
    listed: AddressList | None
    """The addresses that must not be lost; None where there is no list."""
    failed: Mapping[str, Document]
    """The files with errors that never had a good document."""


class LivePlan(Struct, frozen=True, kw_only=True):
    """The site and its pages, and what they were made from."""

    inputs: PlanInputs
    documents: Documents
    site: Site
    diagnostics: tuple[Diagnostic, ...]
    """Those of resolving."""
    pages: Mapping[str, PagePlan]

    @property
    def next_change(self) -> datetime | None:
        return self.site.next_change


def make_plan(documents: Documents, inputs: PlanInputs, *, has_other_errors: bool) -> LivePlan:
    """Resolve and plan everything. `has_other_errors` says whether other stages found errors."""
    site, diagnostics = resolve(
        list(documents.values()),
        failed=inputs.failed,
        files=inputs.files,
        settings=inputs.settings,
        places=inputs.places,
        ledger=inputs.ledger,
        time=inputs.time,
        listed=None if has_other_errors else inputs.listed,
    )
    site = replace(site, media=inputs.media)
    is_faulty = has_other_errors or has_errors(diagnostics)
    return LivePlan(
        inputs=inputs,
        documents=documents,
        site=site,
        diagnostics=tuple(diagnostics),
        pages=_pages(site, inputs.settings, is_faulty=is_faulty),
    )


def update_plan(
    last: LivePlan, documents: Documents, inputs: PlanInputs, *, has_other_errors: bool
) -> LivePlan:
    """The plan for these documents, which equals that of `make_plan`.

    Nothing is made anew for edits that no other page knows of. After a change of words that others
    show, such as a title, the pages are planned again, and nothing is resolved.
    """
    changed = _changed(last.documents, documents)
    if changed is None or not _is_current(last, changed, inputs):
        return make_plan(documents, inputs, has_other_errors=has_other_errors)
    pairs = [(last.documents[path], documents[path]) for path in changed]
    if all(outline_of(old) == outline_of(new) for old, new in pairs):
        return replace(last, inputs=inputs, documents=documents)
    if not all(relations_of(old) == relations_of(new) for old, new in pairs):
        return make_plan(documents, inputs, has_other_errors=has_other_errors)
    site = _with_documents(last.site, [documents[path] for path in changed])
    is_faulty = has_other_errors or has_errors(last.diagnostics)
    return replace(
        last,
        inputs=inputs,
        documents=documents,
        site=site,
        pages=_pages(site, inputs.settings, is_faulty=is_faulty),
    )


def _changed(before: Documents, after: Documents) -> set[str] | None:
    """The paths of the documents that are others now; None if there are more or fewer than then."""
    if before.keys() != after.keys():
        return None
    return {path for path, document in after.items() if before[path] is not document}


def _is_current(last: LivePlan, changed: Collection[str], inputs: PlanInputs) -> bool:
    """Whether all but the words of the `changed` documents is as it was.

    A diagnostic that names a place in one of them may have to name another one now.
    """
    before = last.inputs
    started, now = (datetime.fromisoformat(one.time.now) for one in (before, inputs))
    return (
        (before.settings, before.places, before.files, before.media, before.failed)
        == (inputs.settings, inputs.places, inputs.files, inputs.media, inputs.failed)
        and before.ledger == inputs.ledger
        and before.listed == inputs.listed
        and is_still_valid(started, last.next_change, now)
        and not named_documents(last.diagnostics, changed)
    )


def _with_documents(site: Site, documents: Iterable[AnyDocument]) -> Site:
    """The site with other documents of the same ids. Hidden ones are not in it, and stay out."""
    threads, duplicates = dict(site.threads), dict(site.duplicates)
    guides = dict(site.guides)
    topics, pages = dict(site.topics), dict(site.pages)
    for document in documents:
        match document:
            case Thread() if document.id in threads:
                threads[document.id] = document
            case Thread() if document.id in duplicates:
                duplicates[document.id] = document
            case Guide() if document.id in guides:
                guides[document.id] = document
            case Topic() if document.id in topics:
                topics[document.id] = document
            case Page() if document.id in pages:
                pages[document.id] = document
            case _:
                pass
    return replace(
        site,
        threads=threads,
        duplicates=duplicates,
        guides=guides,
        topics=topics,
        pages=pages,
    )


def _pages(site: Site, settings: Settings, *, is_faulty: bool) -> dict[str, PagePlan]:
    plans = plan_pages(site, settings, has_errors=is_faulty)
    return {plan.output_path: plan for plan in plans}
