"""The settings and documents of a living site, without its pages."""

import os
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress

from msgspec.structs import replace

from ssg.addresses import ADDRESSES_FILE
from ssg.cache.stat_cache import FileStats, stat_files
from ssg.cache.store import StoreCorrupted
from ssg.config import SETTINGS_FILE
from ssg.diagnostics import Diagnostic, has_errors
from ssg.discover import Discovery, SourceFile, discover, find_source, unsaved_source
from ssg.ledger import LEDGER_FILE
from ssg.pipeline.listed import Listed, find_listed
from ssg.pipeline.living.content import LiveContent
from ssg.pipeline.media import Media, inspect_media
from ssg.pipeline.progress import Progress
from ssg.pipeline.request import Request
from ssg.pipeline.session import RunSettings, Session, open_session, read_settings


class LiveDocuments:
    """What is in the files of the site at `request.site`, or unsaved in an editor.

    As long as something cannot be used, what was there before stays. `clock` gives the time, in
    ISO 8601 with an offset. With `starts_early`, all workers start before there is work, which is
    cheap as long as they can be forked.
    """

    def __init__(
        self,
        request: Request,
        clock: Callable[[], str],
        progress: Progress,
        *,
        starts_early: bool,
    ) -> None:
        self.request = request
        self.session: Session | None = None
        """Another one whenever settings have changed on which parsing depends."""
        self.settings: RunSettings | None = None
        self.settings_problems: list[Diagnostic] = []
        self.found = Discovery()
        self.media = Media()
        self.listed = Listed()
        self._listed_stats: tuple[FileStats, ...] = ()
        self.sources: dict[str, SourceFile] = {}
        self.content: LiveContent | None = None
        self._clock = clock
        self._progress = progress
        self._starts_early = starts_early
        self._stack = ExitStack()
        self._extension_stats: tuple[FileStats, ...] = ()
        self._unsaved: Mapping[str, bytes] = {}

    def follow(
        self, paths: Collection[str] | None, unsaved: Mapping[str, bytes] | None = None
    ) -> set[str] | None:
        """Follows the files at `paths`, relative to the site's folder; None for all files.

        `unsaved` has the bytes of the files that an editor has open, by path, in place of those on
        the disk. Returns which files have changed, or None where there is nothing to follow.
        Raises StoreCorrupted and OSError.
        """
        self._unsaved = unsaved or {}
        if self._is_about_settings(paths):
            self._load_settings()
        if self.settings is None or not self.is_there:
            return None
        now = replace(self.request.time, now=self._clock())
        self.request = replace(self.request, time=now)
        if self.session is None:
            self._open_session(self.settings)
        assert self.session
        self.session = replace(
            self.session,
            request=self.request,
            places=self.settings.places,
            ledger=self.settings.ledger,
        )
        self._follow_listed()
        return self._follow_content(paths, self.session)

    def save(self) -> None:
        """Saves what the next process can use."""
        if self.session and self.content:
            # It only saves time: a full disk is no reason to stop.
            with suppress(OSError, StoreCorrupted):
                self.content.flush(self.session)
            self.session.stat_cache.save()

    def close(self) -> None:
        """Ends all workers. The next `follow` starts again."""
        self.session = None
        with suppress(OSError, StoreCorrupted):
            self._stack.close()

    def drop_store(self) -> None:
        """Deletes a store that is corrupt."""
        if self.session:
            self._progress.say(self.session.store.delete())
        self.close()

    @property
    def is_there(self) -> bool:
        """Whether there is a folder; one that is moved away may be moved back."""
        return self.request.site.is_dir()

    @property
    def extension_files(self) -> tuple[str, ...]:
        """The source files of Markdown extensions, which may be anywhere."""
        return self.settings.extension_files if self.settings else ()

    def _is_about_settings(self, paths: Collection[str] | None) -> bool:
        if paths is None or self.settings is None:
            return True
        start = f"{self.request.site}/"
        extensions = (file.removeprefix(start) for file in self.extension_files)
        pictures = (image.src for image in self.settings.settings.images.values())
        return not {SETTINGS_FILE, LEDGER_FILE, *extensions, *pictures}.isdisjoint(paths)

    def _load_settings(self) -> None:
        """Reads site.yaml; with errors in it, the settings before stay, if there were any."""
        last = self.settings
        given, self.settings_problems = read_settings(self.request)
        is_usable = given and not has_errors(self.settings_problems)
        if given and (is_usable or last is None):
            self.settings = given
            code = tuple(stat_files(given.extension_files))
            # A line more in site.yaml is no reason to parse anything again.
            if (
                last is None
                or given != replace(last, places=given.places, ledger=given.ledger)
                or code != self._extension_stats
            ):
                self.close()
            self._extension_stats = code

    def _open_session(self, settings: RunSettings) -> None:
        self.content = None
        self.session = self._stack.enter_context(
            open_session(self.request, settings, self._progress)
        )
        if self._starts_early:
            self.session.workers.start()

    def _follow_listed(self) -> None:
        stats = tuple(stat_files([str(self.request.site / ADDRESSES_FILE)]))
        if stats != self._listed_stats:
            self.listed, self._listed_stats = find_listed(self.request.site), stats

    def _follow_content(self, paths: Collection[str] | None, session: Session) -> set[str]:
        known = self.sources
        if paths is None or self.content is None or not self._follow_sources(paths):
            self.found = discover(self.request.site)
            self.media = inspect_media(self.found.copied, session)
            self.sources = {source.path: source for source in self.found.sources}
            if self.content is None:
                self.content = LiveContent(self.found.sources, session)
                session.store.vacuum()
                known, paths = self.sources.copy(), ()
            for path in self._unsaved:
                self._set_source(path, self.sources.get(path))
        assert self.content
        asked = {*(paths or ()), *self.content.find_revealed(session)}
        changed = {
            path: source
            for path, source in self.sources.items()
            if path in asked or (source is not (last := known.get(path)) and source != last)
        }
        removed = known.keys() - self.sources.keys()
        self.content.remove(removed)
        try:
            return self.content.parse(changed, session) | removed
        except (OSError, RuntimeError):
            # The system starts no process now: these files are as unknown as before.
            self.sources = known
            raise

    def _follow_sources(self, paths: Collection[str]) -> bool:
        """Takes the new stats of these files, which may be new or gone.

        False if a look at all files has to tell what they mean for others.
        """
        before, self.sources = self.sources, dict(self.sources)
        for path in paths:
            if path.partition("/")[0] not in ("content", "static"):
                continue
            is_known = path in self.sources
            self._set_source(path, find_source(self.request.site, path))
            is_file = path in self.sources
            if not is_file and (not is_known or os.path.lexists(self.request.site / path)):
                self.sources = before
                return False
        refused = self.found.refused or self.found.refused_files
        if refused and self.sources.keys() != before.keys():
            self.sources = before
            return False
        return True

    def _set_source(self, path: str, saved: SourceFile | None) -> None:
        """Takes a file as it is `saved`, if it is, or as an editor has it open."""
        source = saved
        if path in self._unsaved and (saved or not os.path.lexists(self.request.site / path)):
            source = unsaved_source(self.request.site, path, self._unsaved[path])
        if source:
            self.sources[path] = source
        else:
            self.sources.pop(path, None)
