"""Tells which files changed as soon as they do, and never silently misses one.

Each folder gets a watch of its own, because a recursive one misses what is written into a new
folder before the library has seen it. Whenever a folder appears, disappears or is replaced, all
folders are watched anew, and the caller is told to look at everything.
"""

import asyncio
import os
import platform
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR
from threading import Event, Thread

from msgspec import Struct
from watchfiles import Change
from watchfiles._rust_notify import RustNotify

from ssg.cache.stat_cache import Stats
from ssg.discover import is_ignored, is_utf8

_STEP_MS = 3
# What one save does arrives as several events: they are told when none has come for a moment, or
# after the limit.
_QUIET_SECONDS = 0.006
_LIMIT_SECONDS = 0.05
# So many paths at once come from a program such as git. The system's queue of events may have
# overflowed, which watchfiles does not report.
_FLOOD = 200
_FLOOD_LIMIT_SECONDS = 0.3
# For the same reason, a process that stood still for so long, as after Ctrl-Z, trusts no queue.
_STALL_SECONDS = 1.0

_CHECK_SECONDS = 1.0
_POLL_SECONDS = 1.0
_FIRST_DELAY, _MAX_DELAY = 0.05, 5.0
_MAX_DEPTH = 64
"""Deeper folders are an error in every site."""

_LIMITS = {
    "file watch limit": "fs.inotify.max_user_watches=524288",
    "os error 24": "fs.inotify.max_user_instances=1024",
}
"""What an error says when the system watches no more, and the setting that allows more."""


class Changes(Struct, frozen=True, kw_only=True):
    """The absolute paths of what may have changed, appeared or disappeared.

    Unless `is_complete`, other files may have changed, too.
    """

    paths: frozenset[str] = frozenset()
    is_complete: bool = True


class Watcher:
    """The changes of files, and of all files below folders: `async for changes in Watcher(…)`.

    The first changes are told once everything is watched. They are not complete, as what happened
    before is unknown. A root may be missing, appear, disappear, be replaced, and be a link; links
    below a root are not followed. Files that belong to no site, such as editors' swap files, are
    left out. Nothing ends the iteration: after a failure, all is watched anew, and the next
    changes are not complete. `say` gets a sentence for the editor when that happens.
    """

    def __init__(self, roots: Iterable[Path], say: Callable[[str], None]) -> None:
        self._roots = _normalize(roots)
        self._say = say
        self._must_poll = _is_polling_wanted()
        self._pending = _Pending()
        self._restart = Event()
        self._closed = Event()

    def set_roots(self, roots: Iterable[Path]) -> None:
        """Watches these files and folders from now on."""
        normalized = _normalize(roots)
        if normalized != self._roots:
            self._roots = normalized
            self._restart.set()

    async def __aiter__(self) -> AsyncGenerator[Changes]:
        loop = asyncio.get_running_loop()
        # A daemon thread cannot keep the process alive, however it ends.
        Thread(target=self._run, args=(loop,), name="watcher", daemon=True).start()
        try:
            while True:
                yield await self._pending.take()
        finally:
            self._closed.set()
            self._restart.set()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        delay, reported = _FIRST_DELAY, ""
        while not self._closed.is_set():
            try:
                for changes in self._watch(loop):
                    loop.call_soon_threadsafe(self._pending.add, changes)
                    delay = _FIRST_DELAY
            except Exception as error:
                if self._closed.is_set():
                    return
                # A folder may disappear just before it is watched.
                if not isinstance(error, FileNotFoundError) and reported != str(error):
                    reported = str(error)
                    sentence = f"Watching for changes failed and starts again: {reported}"
                    loop.call_soon_threadsafe(self._say, sentence)
                self._closed.wait(delay)
                delay = min(2 * delay, _MAX_DELAY)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> Iterator[Changes]:
        """The changes until all has to be watched anew."""
        self._restart.clear()
        if self._closed.is_set():
            return
        roots = self._roots
        source = self._open_source(roots, loop)
        yield Changes(is_complete=False)
        for paths in source.changes():
            if told := frozenset(path for path in paths if _belongs_to(roots, path)):
                yield Changes(paths=told)

    def _open_source(
        self, roots: frozenset[str], loop: asyncio.AbstractEventLoop
    ) -> "_Notifications | _Polling":
        if not self._must_poll:
            try:
                return _Notifications(roots, self._restart)
            except (OSError, RuntimeError) as error:
                setting = next((_LIMITS[words] for words in _LIMITS if words in str(error)), None)
                if setting is None:
                    raise
                self._must_poll = True
                sentence = (
                    "The system cannot watch more files, so changes show only after a second."
                    f" To see them at once, run 'sudo sysctl {setting}' and start again."
                )
                loop.call_soon_threadsafe(self._say, sentence)
        return _Polling(roots, self._restart)


class _Pending:
    """What is not told yet. Only the event loop's thread uses it."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._is_complete = True
        self._first = self._latest = 0.0
        self._has_some = asyncio.Event()

    def add(self, changes: Changes) -> None:
        self._latest = time.monotonic()
        if not self._has_some.is_set():
            self._first = self._latest
        self._paths |= changes.paths
        self._is_complete &= changes.is_complete
        self._has_some.set()

    async def take(self) -> Changes:
        await self._has_some.wait()
        while (seconds := self._seconds_left()) > 0:
            await asyncio.sleep(seconds)
        is_complete = self._is_complete and not self._is_flood()
        changes = Changes(paths=frozenset(self._paths), is_complete=is_complete)
        self._paths, self._is_complete = set(), True
        self._has_some.clear()
        return changes

    def _seconds_left(self) -> float:
        limit = _FLOOD_LIMIT_SECONDS if self._is_flood() else _LIMIT_SECONDS
        return min(self._latest + _QUIET_SECONDS, self._first + limit) - time.monotonic()

    def _is_flood(self) -> bool:
        return len(self._paths) >= _FLOOD


_Identity = tuple[int, int, int]


class _Notifications:
    """The system's notifications about the entries of all folders at the roots and below them.

    Raises OSError or RuntimeError when the system refuses, FileNotFoundError for a folder that
    has just disappeared.
    """

    def __init__(self, roots: frozenset[str], restart: Event) -> None:
        self._roots = roots
        self._restart = restart
        known: dict[str, _Identity | None] | None = None
        # Until all folders are watched, new ones may have appeared unseen.
        while (folders := _identify_folders(roots)) != known:
            known = folders
            self._names = _group_by_identity(folders)
            self._watcher = RustNotify(list(self._names), False, False, 0, False, False)
        self._folders = folders
        self._looked = self._checked = time.monotonic()

    def changes(self) -> Iterator[set[str]]:
        """The paths of each batch of events, until a folder has come or gone, or `is_set`."""
        try:
            # A time limit here would drop events that come at its very end.
            while isinstance(events := self._watcher.watch(0, _STEP_MS, 0, self), set):
                named = [(kind, name) for kind, path in events for name in self._name(path)]
                if any(kind != Change.modified and self._is_folder(name) for kind, name in named):
                    return
                yield {name for _, name in named}
        finally:
            self._watcher.close()

    def is_set(self) -> bool:
        """Whether to stop watching; watchfiles asks at each of its steps."""
        now = time.monotonic()
        has_stalled = now - self._looked > _STALL_SECONDS
        is_replaced = now - self._checked > _CHECK_SECONDS and not self._is_same()
        self._looked = time.monotonic()
        return self._restart.is_set() or has_stalled or is_replaced

    def _is_same(self) -> bool:
        """Whether each folder is still the one that is watched: another may be mounted on it."""
        self._checked = time.monotonic()
        return all(_identify(path) == known for path, known in self._folders.items())

    def _name(self, path: str) -> Iterator[str]:
        """All names of a path: the system watches a folder under only one of its names."""
        if path in self._names:
            yield from self._names[path]
        else:
            folder, name = os.path.split(path)
            yield from (f"{each}/{name}" for each in self._names.get(folder, ()))

    def _is_folder(self, path: str) -> bool:
        is_known = self._folders.get(path) is not None
        return is_known or (_belongs_to(self._roots, path) and Path(path).is_dir())


class _Polling:
    """The differences between looks at all files, for systems and disks without notifications.

    The polling of watchfiles compares whole seconds, and misses a file that becomes older.
    """

    def __init__(self, roots: frozenset[str], restart: Event) -> None:
        self._roots = roots
        self._restart = restart
        self._files = _stat_files(roots)

    def changes(self) -> Iterator[set[str]]:
        """The paths that changed between two looks."""
        while not self._restart.wait(_POLL_SECONDS):
            before, self._files = self._files, _stat_files(self._roots)
            paths = before.keys() | self._files.keys()
            yield {path for path in paths if before.get(path) != self._files.get(path)}


def _is_polling_wanted() -> bool:
    """Whether to poll by the rules of watchfiles, whose own function is private."""
    if wanted := os.environ.get("WATCHFILES_FORCE_POLLING"):
        return wanted.lower() not in {"false", "disable", "disabled"}
    # Windows' folders send no notifications there.
    return "microsoft-standard" in platform.release().lower()


def _normalize(roots: Iterable[Path]) -> frozenset[str]:
    return frozenset(str(root.absolute()) for root in roots)


def _belongs_to(roots: frozenset[str], path: str) -> bool:
    """Whether the path is a root or below one, and part of the site."""
    while path not in roots:
        path, name = os.path.split(path)
        if not name or is_ignored(name):
            return False
    return True


def _identify_folders(roots: frozenset[str]) -> dict[str, _Identity | None]:
    """What is at each folder below the roots, at each root, and at the folder of each root."""
    paths = {*roots, *map(os.path.dirname, roots)}
    paths.update(folder for root in roots for folder, _ in _walk(root))
    return {path: _identify(path) for path in paths}


def _identify(folder: str) -> _Identity | None:
    """Tells a folder from another one at the same path, and None where there is none."""
    try:
        found = Path(folder).stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_mode) if S_ISDIR(found.st_mode) else None


def _group_by_identity(folders: dict[str, _Identity | None]) -> dict[str, tuple[str, ...]]:
    """The names of each folder that can be watched, by the first of them."""
    groups: dict[_Identity, list[str]] = defaultdict(list)
    for path, identity in folders.items():
        if identity and os.access(path, os.R_OK):
            groups[identity].append(path)
    return {names[0]: tuple(names) for names in groups.values()}


def _stat_files(roots: frozenset[str]) -> dict[str, object]:
    """The stats of all files. Racy ones differ from all others, so that they are told again."""
    files: dict[str, object] = {}
    for path in (*roots, *(path for root in roots for path in _list_files(root))):
        try:
            found = Path(path).stat()
        except OSError:
            continue
        if not S_ISDIR(found.st_mode):
            stats = Stats.of(found)
            files[path] = object() if stats.is_racy(time.time_ns()) else stats
    return files


def _list_files(root: str) -> Iterator[str]:
    return (f"{folder}/{name}" for folder, names in _walk(root) for name in names)


def _walk(root: str) -> Iterator[tuple[str, list[str]]]:
    """The folders at and below `root`, each with its files' names."""
    for folder, folders, files in os.walk(root):
        is_deep = folder.count(os.sep) - root.count(os.sep) >= _MAX_DEPTH
        folders[:] = [] if is_deep else [n for n in folders if not is_ignored(n) and is_utf8(n)]
        yield folder, files
