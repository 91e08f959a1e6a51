"""What the stages of one run work with: the request, the settings, the cache and the workers."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ssg.cache.fingerprints import parser_fingerprint
from ssg.cache.stat_cache import StatCache
from ssg.cache.store import Store, StoreCorrupted
from ssg.config import Settings, load_settings
from ssg.config.pictures import PictureSize, read_pictures
from ssg.config.places import SettingsPlaces, find_places
from ssg.diagnostics import Diagnostic, Location, has_errors
from ssg.digest import Digest
from ssg.files import FileTooLarge
from ssg.ledger import LEDGER_FILE, NO_LEDGER, Ledger, read_ledger
from ssg.parse.editorial.extensions import (
    check_extensions,
    extension_files,
    load_extensions,
    without_unloadable,
)
from ssg.pipeline.functions import functions_of, refuse_taken_names
from ssg.pipeline.progress import Progress
from ssg.pipeline.report import Report
from ssg.pipeline.request import Request
from ssg.pipeline.verdict import SourceLines, Verdict, judge
from ssg.plugins.calling import Functions
from ssg.plugins.named import (
    Plugin,
    check_plugins,
    find_plugins,
    plugin_files,
    without_unusable,
)
from ssg.workers import Workers, available_cpus


class Session(Struct, frozen=True, kw_only=True):
    request: Request
    settings: Settings
    places: SettingsPlaces
    ledger: Ledger
    pictures: Mapping[str, PictureSize]
    parser: Digest
    """The fingerprint of all that parsing depends on, but for the files."""
    store: Store
    stat_cache: StatCache
    workers: Workers
    progress: Progress
    functions: Functions
    """Those of plugins, for templates."""

    def judge(self, found: Iterable[Diagnostic], hidden: Collection[str]) -> Verdict:
        """What `found` comes to; `hidden` are the documents that are not on the site."""
        lines = SourceLines(self.request.site)
        return judge(found, errors=self.settings.checks.errors, lines=lines, hidden=hidden)

    def is_blocked(self, found: Iterable[Diagnostic], hidden: Collection[str]) -> bool:
        """Whether what was found keeps the site from being written."""
        found = tuple(found)
        strict, errors = self.request.strict, self.settings.checks.errors
        # Most sites have warnings, and no rule of their own for them.
        if has_errors(found) or not (strict or any(one.code in errors for one in found)):
            return has_errors(found)
        return self.judge(found, hidden).blocks(strict=strict)


class RunSettings(Struct, frozen=True, kw_only=True):
    """The settings of a run, their places, and the files of its Markdown extensions and plugins."""

    settings: Settings
    places: SettingsPlaces = SettingsPlaces()
    extension_files: tuple[str, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    pictures: Mapping[str, PictureSize] = {}
    """The sizes of the pictures of site.yaml, by their paths."""
    ledger: Ledger = NO_LEDGER
    """What is known of outside links."""


def read_settings(request: Request) -> tuple[RunSettings | None, list[Diagnostic]]:
    """The settings for this run, and all that is wrong in site.yaml.

    With errors among it, they only serve to check the content. None without a site.yaml.
    """
    loaded, diagnostics = load_settings(request.site)
    if loaded is None:
        return None, diagnostics
    extensions = load_extensions(loaded.settings)
    diagnostics += check_extensions(loaded, extensions)
    plugins = refuse_taken_names(find_plugins(loaded.settings))
    diagnostics += check_plugins(loaded, plugins)
    pictures, found = read_pictures(request.site, loaded)
    diagnostics += found
    ledger, found = load_ledger(request.site)
    diagnostics += found
    settings = loaded.settings.with_url(request.url or loaded.settings.url)
    if has_errors(diagnostics):
        settings = without_unusable(without_unloadable(settings, extensions), plugins)
    given = RunSettings(
        settings=settings,
        places=find_places(loaded),
        extension_files=extension_files(extensions) + plugin_files(plugins),
        plugins=plugins,
        pictures=pictures,
        ledger=ledger,
    )
    return given, diagnostics


def load_ledger(site: Path) -> tuple[Ledger, list[Diagnostic]]:
    """What is known of outside links, and W37 for what is none of that. No site needs it."""
    try:
        ledger = read_ledger(site)
    except FileTooLarge:
        message, hint = "is too large to be read", "remove it, then run 'ssg links check'"
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        hint = "check that it is a file and can be read"
    else:
        return ledger, [_report_broken(ledger)] if ledger.broken else []
    at = Location(path=LEDGER_FILE)
    return NO_LEDGER, [Diagnostic(code="W37", at=at, message=message, hint=hint)]


def _report_broken(ledger: Ledger) -> Diagnostic:
    first, others = ledger.broken[0], len(ledger.broken) - 1
    message = "this line is no record of a link"
    if others:
        message += f", nor {'is another one' if others == 1 else f'are {others:,} others'}"
    hint = "after a merge conflict, keep the lines of both sides and remove the marks"
    at = Location(path=LEDGER_FILE, line=first, column=1)
    return Diagnostic(code="W37", at=at, message=message, hint=hint)


def run_in_session(
    run: Callable[[Session], Report], request: Request, settings: RunSettings, progress: Progress
) -> Report:
    """The report of `run`, which is run again with an empty store if the store is corrupt."""
    try:
        with open_session(request, settings, progress) as session:
            return run(session)
    except StoreCorrupted:
        with open_session(request, settings, progress) as session:
            return run(session)
    finally:
        progress.end()


@contextmanager
def open_session(request: Request, given: RunSettings, progress: Progress) -> Iterator[Session]:
    """Opens the store and the caches, and ends all workers at the end. Raises StoreCorrupted."""
    settings = given.settings
    parser = parser_fingerprint(settings, given.extension_files)
    with (
        _open_store(request, parser, progress) as store,
        Workers(request.jobs or available_cpus()) as workers,
    ):
        yield Session(
            request=request,
            settings=settings,
            places=given.places,
            ledger=given.ledger,
            pictures=given.pictures,
            parser=parser,
            store=store,
            stat_cache=StatCache(request.cache_folder / "stat-cache"),
            workers=workers,
            progress=progress,
            functions=functions_of(given.plugins, parser),
        )


@contextmanager
def _open_store(request: Request, version: Digest, progress: Progress) -> Iterator[Store]:
    store, notes = Store.open(request.store_file, version=version)
    for note in notes:
        progress.say(note)
    try:
        with store:
            yield store
    except StoreCorrupted:
        # All that it held can be made again from the content.
        progress.say(store.delete())
        raise
