"""A site with the files of it that an editor has open, and what the editor was told of it."""

import gc
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from lsprotocol.types import Diagnostic as Shown
from msgspec import Struct

from ssg.cache.private_folder import open_private_folder
from ssg.cache.seed import seed_cache
from ssg.config import SETTINGS_FILE
from ssg.diagnostics import Diagnostic
from ssg.discover import kind_at
from ssg.files import MIB, read_file
from ssg.language_server.checks import Checked, CheckInputs
from ssg.language_server.cursor import uri_of
from ssg.language_server.lines import Lines
from ssg.language_server.publishing import choose, show_all
from ssg.language_server.site import EditedSite
from ssg.language_server.snapshot import Snapshot
from ssg.pipeline.progress import Progress

_CACHE = "language-server"
_MOST_BYTES = 4 * MIB


class Buffer(Struct, frozen=True, kw_only=True):
    """A file that the editor has open: its text, as its version."""

    uri: str
    text: str
    version: int | None

    @property
    def data(self) -> bytes:
        # Half a surrogate pair is no text: it becomes bytes that no file may have.
        return self.text.encode(errors="surrogatepass")


class Told(Struct, frozen=True, kw_only=True):
    """What the editor is told of one file."""

    uri: str
    version: int | None
    diagnostics: list[Shown]


class OpenSite:
    """All methods are for the engine's thread; only `snapshot` may be read in others."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.buffers: dict[str, Buffer] = {}
        self._stack = ExitStack()
        cache = self._stack.enter_context(open_private_folder(folder / ".ssg", _CACHE))
        seed_cache(cache, folder / ".ssg")
        self._site = EditedSite(folder, cache, _clock, progress)
        self._changed: set[str] | None = None
        """The files that may have changed since they were last followed; None for all."""
        self._is_new = True
        self._is_checking = False
        self._told: dict[str, tuple[tuple[Diagnostic, ...], int | None, str]] = {}

    @property
    def snapshot(self) -> Snapshot:
        return self._site.snapshot

    def set_buffer(self, path: str, buffer: Buffer) -> None:
        self.buffers[path] = buffer
        if path == SETTINGS_FILE or kind_at(path):
            self.mark(path)

    def remove_buffer(self, path: str) -> None:
        if self.buffers.pop(path, None):
            self.mark(path)

    def mark(self, path: str) -> None:
        """Notes that the file at `path` may have changed."""
        if self._changed is not None:
            self._changed.add(path)

    def mark_all(self) -> None:
        self._changed = None

    def follow(self) -> bool:
        """Follows what has changed; whether there was anything."""
        changed = self._changed
        if changed is not None and not changed:
            return False
        self._changed = set()
        self._site.follow(changed, self._unsaved())
        if self._is_new:
            self._is_new = False
            self._site.prepare()
            # What a site is made of stays: the collector need not walk it again and again.
            gc.freeze()
        return True

    @property
    def needs_check(self) -> bool:
        if self._is_checking:
            return False
        return self._site.needs_check or self._is_due

    @property
    def _is_due(self) -> bool:
        """Whether the site has changed by itself, as time has passed."""
        due = self._site.next_change
        return due is not None and due <= datetime.now(UTC)

    def start_check(self) -> CheckInputs | None:
        if not self.needs_check:
            return None
        if self._is_due:
            # It takes the time of now.
            self._site.follow((), self._unsaved())
        inputs = self._site.start_check()
        self._is_checking = inputs is not None
        return inputs

    def end_check(self, checked: Checked | None) -> None:
        self._is_checking = False
        if checked:
            self._site.take(checked)

    def _unsaved(self) -> dict[str, bytes]:
        return {path: buffer.data for path, buffer in self.buffers.items()}

    def news(self, encoding: str) -> list[Told]:
        """What the editor does not know yet."""
        chosen = choose(self._site.diagnostics, self.buffers)
        told = [
            Told(uri=uri, version=None, diagnostics=[])
            for path, (_, _, uri) in self._told.items()
            if path not in chosen
        ]
        before, self._told = self._told, {}
        for path, found in chosen.items():
            buffer = self.buffers.get(path)
            version = buffer.version if buffer else None
            uri = buffer.uri if buffer else uri_of(self.folder, path)
            self._told[path] = (found, version, uri)
            if before.get(path) != self._told[path]:
                shown = show_all(found, self.read(path, encoding))
                told.append(Told(uri=uri, version=version, diagnostics=shown))
        return told

    def clear(self) -> list[Told]:
        """Takes back all that the editor was told."""
        told = [Told(uri=uri, version=None, diagnostics=[]) for _, _, uri in self._told.values()]
        self._told = {}
        return told

    def read(self, path: str, encoding: str) -> Lines:
        """The lines of a file as the editor has it, or as it is on the disk."""
        buffer = self.buffers.get(path)
        text = buffer.text if buffer else read_text(self.folder / path)
        return Lines(text, encoding)

    def close(self) -> None:
        self._site.close()
        self._stack.close()


def read_text(file: Path) -> str:
    """The text of a file; empty for one that cannot be read, or is too large to be a text."""
    try:
        return read_file(file, limit=_MOST_BYTES).decode(errors="replace")
    except OSError:
        return ""


def _clock() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
