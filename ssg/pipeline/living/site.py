"""A site that follows its files: what is saved shows in its pages at once."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from time import monotonic
from typing import TypeVar

from msgspec import Struct

from ssg import urls
from ssg.cache.store import Store, StoreCorrupted
from ssg.diagnostics import Diagnostic, has_errors, in_order
from ssg.discover import CopiedFile, Discovery, look_again
from ssg.model.documents import AnyDocument
from ssg.model.site import Site
from ssg.model.states import State
from ssg.pages.registry import address_of_source
from ssg.pages.site import site_views
from ssg.pipeline.living.content import LiveContent
from ssg.pipeline.living.documents import LiveDocuments
from ssg.pipeline.living.pages import LivePages, MadePage, PageSources
from ssg.pipeline.living.plans import LivePlan, PlanInputs, make_plan, update_plan
from ssg.pipeline.media import Media
from ssg.pipeline.parsing import prepare_parsing
from ssg.pipeline.pictures import PublishedMedia, publish_media
from ssg.pipeline.planning import existing_files, failed_files, published_files
from ssg.pipeline.progress import Progress
from ssg.pipeline.rendering import render_task, template_diagnostic
from ssg.pipeline.request import Request
from ssg.pipeline.session import RunSettings, Session
from ssg.pipeline.theme import Theme, load_theme, with_site
from ssg.pipeline.verdict import SourceLines, judge
from ssg.render.errors import ThemeError, ThemeProblem
from ssg.resolve.clock import Clock
from ssg.search.records import IndexedPage
from ssg.workers import Workers, available_cpus

T = TypeVar("T")


class Update(Struct, frozen=True, kw_only=True):
    """The files that had changed, and how long it took to follow them."""

    changed: tuple[str, ...]
    seconds: float


class LiveSite:
    """The site at `request.site`, with its cache and its pages in `request.cache_folder`.

    Nothing that is in the site's files makes a method fail: as long as something cannot be used,
    what was there before stays, and `diagnostics` says why. `clock` gives the time to show, in
    ISO 8601 with an offset.
    """

    def __init__(self, request: Request, clock: Callable[[], str], progress: Progress) -> None:
        self._request = request
        self._clock = clock
        self._progress = progress
        self._files = LiveDocuments(request, clock, progress, starts_early=True)
        self._published = PublishedMedia()
        self._copied_from: tuple[tuple[CopiedFile, ...], Media] | None = None
        self._copied: dict[str, CopiedFile] = {}
        self._store: Store | None = None
        """That of the session in which the plan was made."""
        self._plan: LivePlan | None = None
        self._theme: Theme | None = None
        self._theme_problems: list[Diagnostic] = []
        self._renderers = Workers(request.jobs or available_cpus())
        self._pages = LivePages(request.cache_folder, request.site, self._renderers)
        self._is_saved = True

    def open(self) -> None:
        """Reads everything."""
        # Before anything fills the memory that the processes share.
        self._renderers.start()
        self._pages.open()
        self.update(None)
        self._is_saved = False

    def prepare(self) -> None:
        """Has the worker processes load what the first save needs; to be called once served."""
        if self._session:
            prepare_parsing(self._session)
        self._pages.prepare()

    def close(self) -> None:
        """Saves what the next preview can use, and ends all workers."""
        self.save()
        self._pages.close()
        self._renderers.close()
        self._files.close()

    def save(self) -> None:
        """Saves what has changed, for the next preview; to be called when there is time."""
        if self._is_saved or not self._files.is_there:
            return
        self._is_saved = True
        self._pages.save()
        self._files.save()

    def update(self, paths: Collection[str] | None) -> Update:
        """Follows the files at `paths`, relative to the site's folder; None for all files.

        A file outside that folder is named by its absolute path.
        """
        started = monotonic()
        # A site is a large tree without cycles: the collector would walk it and free nothing.
        gc.disable()
        try:
            changed = self._with_sound_store(lambda: self._update(paths))
        except OSError as error:
            reason = f"{error.strerror or error}"
            self._progress.say(f"cannot follow the site's files: {reason}; trying again later")
            changed = set()
        finally:
            gc.enable()
        self._is_saved = False
        if self._content and self._content.is_full:
            self.save()
        return Update(changed=tuple(sorted(changed)), seconds=monotonic() - started)

    def rebuild(self) -> None:
        """Makes everything anew, whatever was kept in memory."""
        self._pages.forget()
        self._files.close()
        self.update(None)

    def make_stale(self, first: Collection[str], seconds: float) -> int:
        """Makes pages that are not up to date, those in `first` first, for about `seconds`.

        Returns how many were made.
        """
        made = self._with_sound_store(lambda: self._pages.make_stale(first, seconds))
        self._is_saved = self._is_saved and not made
        return made

    @property
    def is_complete(self) -> bool:
        """Whether all pages are up to date."""
        return self._pages.is_complete

    @property
    def folder(self) -> Path:
        return self._request.site

    @property
    def _session(self) -> Session | None:
        return self._files.session

    @property
    def _settings(self) -> RunSettings | None:
        return self._files.settings

    @property
    def _found(self) -> Discovery:
        return self._files.found

    @property
    def _content(self) -> LiveContent | None:
        return self._files.content

    @property
    def files(self) -> Path:
        """The folder of all pages and files."""
        return self._pages.files

    @property
    def is_usable(self) -> bool:
        """Whether there are pages: settings and templates could be read at least once."""
        return self._theme is not None

    @property
    def zone(self) -> tzinfo:
        return self._settings.settings.zone if self._settings else UTC

    @property
    def prefix(self) -> str:
        return self._settings.settings.prefix if self._settings else ""

    @property
    def title(self) -> str:
        return self._settings.settings.title if self._settings else ""

    @property
    def extension_files(self) -> tuple[str, ...]:
        """The source files of Markdown extensions, which may be anywhere."""
        return self._files.extension_files

    @property
    def now(self) -> datetime:
        """The time that the site shows."""
        return datetime.fromisoformat(self._clock())

    @property
    def next_change(self) -> datetime | None:
        """When the site changes by itself."""
        return self._plan.next_change if self._plan else None

    @property
    def made_count(self) -> int:
        """How many pages were made since the start."""
        return self._pages.made_count

    def page(self, path: str) -> MadePage | None:
        """The page with this output path, as it is now; None if there is none."""
        if not self._pages.is_page(path):
            return None
        return self._with_sound_store(lambda: self._pages.page(path))

    def indexed_pages(self) -> Iterator[IndexedPage]:
        """What the search index knows of each page, up to the next update; none without search.

        Raises StoreCorrupted.
        """
        if self._settings and self._settings.settings.search:
            yield from self._pages.indexed_pages()

    def page_key(self, path: str) -> str:
        """Changes whenever the page at `path` may look different; empty for no page."""
        return self._pages.key(path) if self._pages.is_page(path) else ""

    def file(self, path: str) -> Path | None:
        """The copied file or asset with this output path, up to date; None if there is none."""
        return self._pages.file(path)

    def source_of(self, path: str) -> str:
        """The document that the page with this output path is about, valid or not; else empty."""
        plan = self._plan.pages.get(path) if self._plan else None
        return plan.document if plan else self._broken_pages.get(path, "")

    def images_of(self, path: str) -> frozenset[str]:
        """The files in content/media that texts show on the page with this output path."""
        plan = self._plan.pages.get(path) if self._plan else None
        documents = map(self.document, plan.documents) if plan else ()
        return frozenset(
            f"content/{urls.target_path(link.target)}"
            for document in documents
            for link in (document.links if document else ())
            if link.is_image
        )

    def document(self, path: str) -> AnyDocument | None:
        """The last good document in the file at `path`."""
        return self._content.documents.get(path) if self._content else None

    def is_outdated(self, path: str) -> bool:
        """Whether the file at `path` was saved, or removed, since it was last looked at."""
        source = self._files.sources.get(path)
        return source is not None and look_again(source) != source

    def is_broken(self, path: str) -> bool:
        """Whether the file at `path` has errors, so that its page is not of its last save."""
        return self._content is not None and path in (
            self._content.broken | self._content.failed.keys()
        )

    def unpublished(self) -> Mapping[str, State]:
        """The documents that the preview shows and readers do not see yet, by path."""
        states = self._plan.site.states if self._plan else {}
        hidden = (State.DRAFT, State.SCHEDULED)
        return {path: state for path, state in states.items() if state in hidden}

    @property
    def general_problems(self) -> list[Diagnostic]:
        """What is wrong with settings and templates, and so with all pages."""
        return [*self._files.settings_problems, *self._theme_problems]

    def page_problem(self, path: str) -> Diagnostic | None:
        """What is wrong with the templates of the page at `path`, as in `diagnostics`."""
        problem = self._pages.problems.get(path)
        if problem is None:
            return None
        paths = [path for path, one in self._pages.problems.items() if one == problem]
        return template_diagnostic(problem, paths)

    def diagnostics(self) -> list[Diagnostic]:
        """All that is wrong and not cleared, in the order of `ssg check`.

        What only shows between documents is not known of a file that has errors of its own.
        """
        found = [*self.general_problems, *self._found.diagnostics, *self._files.media.diagnostics]
        found += self._files.listed.diagnostics
        found += self._published.diagnostics
        broken: Collection[str] = ()
        if self._content:
            found += self._content.diagnostics()
            broken = self._content.broken
        if self._plan:
            found += (one for one in self._plan.diagnostics if one.at.path not in broken)
        found += _template_diagnostics(self._pages.problems)
        if self._settings is None:
            return in_order(found)
        verdict = judge(
            found,
            errors=self._settings.settings.checks.errors,
            lines=SourceLines(self._request.site),
            hidden=self._hidden,
        )
        return list(verdict.diagnostics)

    @property
    def _hidden(self) -> set[str]:
        """The documents that even the preview does not show."""
        if self._plan is None:
            return set()
        clock = Clock.of(self._request.time, self.zone)
        return {path for path, state in self._plan.site.states.items() if not clock.shows(state)}

    def _update(self, paths: Collection[str] | None) -> set[str]:
        """The files that have changed."""
        before = self._files.found
        changed = self._files.follow(paths)
        if self._session is None or self._settings is None or changed is None:
            return set(paths or ())
        if self._session.store is not self._store:
            self._store = self._session.store
            self._theme = self._plan = None
        if self._found is not before:
            changed |= _changed_copies(before, self._found)
        changed |= {path for path in paths or () if not path.startswith(("content/", "static/"))}
        self._follow_plan(self._session, self._settings)
        self._follow_theme(paths, self._session, self._settings)
        return changed

    def _with_sound_store(self, work: Callable[[], T]) -> T:
        """Does the work; where the store is corrupt, all files are parsed again first."""
        try:
            return work()
        except StoreCorrupted:
            self._files.drop_store()
            self._update(None)
            return work()

    def _follow_plan(self, session: Session, settings: RunSettings) -> None:
        assert self._content
        content = self._content
        others = [
            *self._files.settings_problems,
            *self._found.diagnostics,
            *self._files.media.diagnostics,
            *self._files.listed.diagnostics,
        ]
        others += content.diagnostics()
        inputs = PlanInputs(
            settings=settings.settings,
            places=settings.places,
            ledger=settings.ledger,
            time=session.request.time,
            files=existing_files(self._found),
            media=self._files.media.shown,
            listed=self._files.listed.addresses,
            failed=failed_files(self._found, content.failed),
        )
        documents = dict(content.documents)
        is_faulty = has_errors(others)
        if self._plan is None:
            self._plan = make_plan(documents, inputs, has_other_errors=is_faulty)
        else:
            self._plan = update_plan(self._plan, documents, inputs, has_other_errors=is_faulty)

    def _follow_theme(
        self, paths: Collection[str] | None, session: Session, settings: RunSettings
    ) -> None:
        """Reads the theme again if it has changed, and gives the pages what they show now."""
        assert self._plan
        assert self._content
        site, copied = self._plan.site, self._found.copied
        theme = self._read_theme(paths, site, session, settings)
        if theme is None:
            return
        self._theme = theme
        files = tuple(published_files(copied, site, settings.settings))
        self._follow_copies(files, session)
        content = self._content
        self._pages.set_sources(
            PageSources(
                plans=self._plan.pages,
                theme=theme,
                shared=render_task(theme, settings.settings, functions=session.functions),
                copied=self._copied,
                digests=dict(content.digests),
                document=content.encoded,
                fragments=lambda path: content.fragments(path, session),
            )
        )

    def _read_theme(
        self, paths: Collection[str] | None, site: Site, session: Session, settings: RunSettings
    ) -> Theme | None:
        """The theme as it is now; the one before where it has an error."""
        shown = site_views(site, settings=settings.settings, assets={})
        folder, theme = self._request.site, self._theme
        is_saved = paths is None or any(path.startswith("templates") for path in paths)
        is_asked = theme is None or is_saved
        pictures, copied, parser = settings.pictures, self._found.copied, session.parser
        try:
            if theme is None or (is_saved and not theme.is_unchanged(folder)):
                theme = load_theme(
                    folder,
                    shown,
                    settings.settings,
                    pictures=pictures,
                    copied=copied,
                    parser=parser,
                )
            else:
                theme = with_site(
                    theme,
                    shown,
                    settings.settings,
                    pictures=pictures,
                    copied=copied,
                    parser=parser,
                )
            if is_asked:
                self._theme_problems = list(theme.diagnostics)
        except ThemeError as error:
            self._theme_problems = [template_diagnostic(error.problem)]
        return theme

    def _follow_copies(self, files: tuple[CopiedFile, ...], session: Session) -> None:
        """Takes what is published of these files. It is the same until one of them changes."""
        last = self._copied_from
        if last and last[0] == files and last[1] is self._files.media:
            return
        # Smaller variants of images would keep editors waiting, and look the same.
        self._published = publish_media(files, self._files.media, session, has_variants=False)
        self._copied_from = (files, self._files.media)
        copies = {file.output_path: file for file in self._published.copied}
        if copies != self._copied:
            self._copied = copies

    @property
    def _broken_pages(self) -> Mapping[str, str]:
        """By output path, the files with errors that have no page: they never were valid."""
        failed = self._content.failed if self._content else ()
        addresses = ((address_of_source(path), path) for path in failed)
        return {urls.output_path(address): path for address, path in addresses if address}


def _changed_copies(before: Discovery, after: Discovery) -> set[str]:
    """The paths of media and static files that are new, gone, or others."""
    old, new = ({file.path: file for file in one.copied} for one in (before, after))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _template_diagnostics(problems: Mapping[str, ThemeProblem]) -> Iterable[Diagnostic]:
    pages: dict[ThemeProblem, list[str]] = {}
    for path, problem in problems.items():
        pages.setdefault(problem, []).append(path)
    return [template_diagnostic(problem, paths) for problem, paths in pages.items()]
