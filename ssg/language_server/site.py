"""A site that is open in an editor: its documents, and all that is wrong with them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from ssg.cache.store import StoreCorrupted
from ssg.config import SETTINGS_FILE, read_settings_file
from ssg.diagnostics import Diagnostic, in_order
from ssg.language_server.checks import Checked, CheckInputs, by_path
from ssg.language_server.snapshot import Snapshot
from ssg.model.documents import AnyDocument, Document
from ssg.model.outline import outline_of
from ssg.model.states import BuildTime
from ssg.pipeline.living.content import LiveContent
from ssg.pipeline.living.documents import LiveDocuments
from ssg.pipeline.parsing import is_hidden, prepare_parsing
from ssg.pipeline.planning import existing_files, failed_files, named_documents
from ssg.pipeline.progress import Progress
from ssg.pipeline.request import Request
from ssg.pipeline.verdict import SourceLines, judge
from ssg.resolve.clock import Clock
from ssg.resolve.single import CODES


class EditedSite:
    """The site in `folder`, with what is unsaved; `ssg check` says the same once all is saved.

    Templates are not looked at. All methods are for one thread, which starts worker processes.
    `clock` gives the time, in ISO 8601 with an offset.
    """

    def __init__(
        self, folder: Path, cache: Path, clock: Callable[[], str], progress: Progress
    ) -> None:
        request = Request(site=folder, time=BuildTime(now=clock()), cache=cache)
        self.folder = folder
        self._clock = clock
        self._files = LiveDocuments(request, clock, progress, starts_early=False)
        self._progress = progress
        self._unsaved: Mapping[str, bytes] = {}
        self._checked: Checked | None = None
        self._moved: set[str] = set()
        """The documents that are others than when all was last checked."""
        self._is_stale = True
        self.snapshot = Snapshot(folder=folder)
        self.diagnostics: dict[str, tuple[Diagnostic, ...]] = {}
        """By path, of all files with some."""

    def follow(self, paths: Collection[str] | None, unsaved: Mapping[str, bytes]) -> None:
        """Follows what has changed at `paths`; None for all files.

        `unsaved` has the bytes of all files that the editor has open, by path.
        """
        before, surroundings = self._documents(), self._surroundings()
        self._unsaved = unsaved
        try:
            changed = self._follow(paths)
        except (OSError, RuntimeError) as error:
            self._progress.say(f"cannot follow {self.folder}: {error}; trying again later")
            return
        after = self._documents()
        if before is None or self._surroundings() != surroundings:
            self._is_stale = True
        elif not self._is_stale:
            self._is_stale = any(
                self._is_other(path, before.get(path), after.get(path) if after else None)
                for path in changed
            )
        self._moved |= changed
        is_partial = before is not None and paths is not None
        self._describe({*changed, *(paths or ()), SETTINGS_FILE} if is_partial else None)

    @property
    def needs_check(self) -> bool:
        """Whether a check of the whole site might say something new."""
        return self._is_stale and self._files.content is not None

    @property
    def next_change(self) -> datetime | None:
        """When the site changes by itself."""
        return self._checked.site.next_change if self._checked else None

    def start_check(self) -> CheckInputs | None:
        """What to check now."""
        content, settings = self._files.content, self._files.settings
        if content is None or settings is None:
            return None
        self._is_stale = False
        broken = content.broken
        return CheckInputs(
            documents={key: one for key, one in content.documents.items() if key not in broken},
            failed=failed_files(self._files.found, {**content.failed, **broken}),
            files=existing_files(self._files.found),
            settings=settings.settings,
            places=settings.places,
            ledger=settings.ledger,
            time=self._files.request.time,
            listed=self._files.listed.addresses,
        )

    def take(self, checked: Checked) -> None:
        """Takes the result of a check. Documents may have changed while it ran."""
        self._checked = checked
        then = {**checked.inputs.documents, **checked.inputs.failed}
        now = self._current()
        self._moved = {
            path for path in then.keys() | now.keys() if then.get(path) is not now.get(path)
        }
        self._describe(None)

    def prepare(self) -> None:
        """Has the worker processes load what the first change needs."""
        if self._files.session:
            prepare_parsing(self._files.session)

    def save(self) -> None:
        self._files.save()

    def close(self) -> None:
        self._files.save()
        self._files.close()

    def _follow(self, paths: Collection[str] | None) -> set[str]:
        try:
            return self._files.follow(paths, self._unsaved) or set()
        except StoreCorrupted:
            self._files.drop_store()
            return self._files.follow(None, self._unsaved) or set()

    def _surroundings(self) -> object:
        """All that a check depends on beside the documents."""
        found = self._files.found
        listed = self._files.listed.digest
        return self._files.settings, existing_files(found), tuple(found.refused), listed

    def _documents(self) -> dict[str, AnyDocument] | None:
        content = self._files.content
        return dict(content.documents) if content else None

    def _current(self) -> dict[str, Document]:
        content = self._files.content
        if content is None:
            return {}
        return {**content.documents, **content.failed, **content.broken}

    def _is_other(self, path: str, old: AnyDocument | None, new: AnyDocument | None) -> bool:
        """Whether more than the text of the document at `path` has changed."""
        content, checked = self._files.content, self._checked
        if old is None or new is None or content is None or checked is None:
            return True
        was_valid = path in checked.inputs.documents
        if not was_valid or path in content.broken or outline_of(old) != outline_of(new):
            return True
        found = (one for those in checked.diagnostics.values() for one in those)
        return bool(named_documents(found, {path}))

    def _describe(self, paths: Iterable[str] | None) -> None:
        """Brings diagnostics up to date: those of the files at `paths`; None for all files."""
        general = self._general()
        if paths is None:
            content = self._files.content
            every = {one.at.path for one in content.diagnostics()} if content else set()
            checked = self._checked.diagnostics.keys() if self._checked else ()
            paths = {*self.diagnostics, *general, *every, *checked, *self._moved}
        described = dict(self.diagnostics)
        lines = SourceLines(self.folder, self._unsaved)
        for path in paths:
            if found := self._judge(path, [*general.get(path, ()), *self._about(path)], lines):
                described[path] = found
            else:
                described.pop(path, None)
        self.diagnostics = described
        self._take_snapshot()

    def _judge(
        self, path: str, found: list[Diagnostic], lines: SourceLines
    ) -> tuple[Diagnostic, ...]:
        """All that counts, in order."""
        settings, content = self._files.settings, self._files.content
        if not found or settings is None or content is None:
            return tuple(in_order(found))
        document = self._now(path, content)
        clock = Clock.of(self._files.request.time, settings.settings.zone)
        # What a whole check has not seen, or does not look at, may have something to clear.
        is_unseen = (
            self._checked is None
            or not isinstance(document, AnyDocument)
            or is_hidden(document, clock)
        )
        verdict = judge(
            found,
            errors=settings.settings.checks.errors,
            lines=lines,
            hidden={path} if is_unseen else (),
        )
        return verdict.diagnostics

    def _general(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """Those of settings, of files that are not read as documents, and of images."""
        problems = self._files.settings_problems
        if SETTINGS_FILE in self._unsaved:
            _, problems = read_settings_file(self._unsaved[SETTINGS_FILE])
        return by_path([*problems, *self._files.found.diagnostics, *self._files.media.diagnostics])

    def _about(self, path: str) -> list[Diagnostic]:
        content, checked = self._files.content, self._checked
        if content is None:
            return []
        found = list(content.diagnostics_of(path))
        if checked is None:
            return found
        if path not in self._moved:
            return found + list(checked.diagnostics.get(path, ()))
        document = self._now(path, content)
        if document is None:
            return found
        # Until the next check of the whole site: the rest is as it was.
        rest = (one for one in checked.diagnostics.get(path, ()) if one.code not in CODES)
        return [*found, *checked.single.check(document), *rest]

    @staticmethod
    def _now(path: str, content: LiveContent) -> Document | None:
        broken = content.broken.get(path) or content.failed.get(path)
        return broken or content.documents.get(path)

    def _take_snapshot(self) -> None:
        content, settings = self._files.content, self._files.settings
        if content is None:
            self.snapshot = Snapshot(folder=self.folder, diagnostics=self.diagnostics)
            return
        self.snapshot = Snapshot(
            folder=self.folder,
            settings=settings.settings if settings else None,
            documents=dict(content.documents),
            unreadable={**content.failed, **content.broken},
            files=existing_files(self._files.found),
            diagnostics=self.diagnostics,
        )
