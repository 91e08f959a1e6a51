"""The thread that does all work on sites, so that an editor never waits for it.

What an editor sends is taken at once. Changes that come while the thread is busy are followed
together, so that only the newest text of a file is ever read. Checks of a whole site run beside
it, and start when nothing has changed for a moment.
"""

import time
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from ssg.language_server.checks import Checked, check_all
from ssg.language_server.folders import find_site, path_in_site
from ssg.language_server.open_site import Buffer, OpenSite, Told
from ssg.language_server.snapshot import Snapshot
from ssg.pipeline.progress import Progress

QUIET_SECONDS = 0.25
"""So long after the last change, all is checked that only shows between documents."""
_SWEEP_SECONDS = 10.0
"""So often, all files are compared with what is known, where the editor tells of none."""
_WATCHED_SWEEP_SECONDS = 60.0
_STOP_SECONDS = 5.0
"""Whoever ends an editor does not wait for a site that is being opened."""
_MOST_SITES = 8


class Engine:
    """Follows the sites of all open files. `tell` gets the diagnostics that are to be shown.

    Its methods may be called in any thread; `tell` is called in the engine's own.
    """

    def __init__(self, tell: Callable[[list[Told]], None], progress: Progress) -> None:
        self._tell = tell
        self._progress = progress
        self._events: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._thread = Thread(target=self._run, name="sites", daemon=True)
        self._checks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checks")
        self._sites: dict[Path, OpenSite] = {}
        self._kept: set[Path] = set()
        """The sites that the editor has open as folders."""
        self._buffers: dict[Path, Buffer] = {}
        self._changed_at = time.monotonic()
        self._swept_at = time.monotonic()
        self._is_stopped = False
        self.is_watched = False
        """Whether the editor tells which files change on the disk."""
        self.encoding = "utf-16"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Saves what the next start can use, and ends all workers."""
        if self._thread.is_alive():
            self._events.put(self._stop)
            self._thread.join(timeout=_STOP_SECONDS)

    def set_text(self, file: Path, buffer: Buffer) -> None:
        self._events.put(lambda: self._set_text(file, buffer))

    def close_text(self, file: Path) -> None:
        self._events.put(lambda: self._close_text(file))

    def look_at(self, files: Iterable[Path]) -> None:
        """Follows what the editor says has changed on the disk."""
        changed = tuple(files)
        self._events.put(lambda: self._look_at(changed))

    def look_around(self) -> None:
        """Follows all that has changed on the disk."""
        self._events.put(self._look_around)

    def keep(self, site: Path) -> None:
        """Opens a site and keeps it, whatever files of it are open."""
        self._events.put(lambda: self._keep(site))

    def release(self, site: Path) -> None:
        self._events.put(lambda: self._release(site))

    def snapshot_of(self, file: Path) -> tuple[Snapshot, str] | None:
        """The last good state of the site that a file belongs to, and the file's path in it."""
        for folder in file.parents:
            if site := self._sites.get(folder):
                path = path_in_site(folder, file)
                return (site.snapshot, path) if path else None
        return None

    def _run(self) -> None:
        while not self._is_stopped:
            self._take_events()
            try:
                for site in list(self._sites.values()):
                    self._follow(site)
                self._check_when_quiet()
            except Exception:
                self._report_bug()

    def _take_events(self) -> None:
        """Waits for something to do, and takes all that there is."""
        with suppress(Empty):
            self._take(self._events.get(timeout=self._next_wait()))
            while True:
                self._take(self._events.get_nowait())

    def _take(self, event: Callable[[], None]) -> None:
        try:
            event()
        except Exception:
            self._report_bug()

    def _report_bug(self) -> None:
        self._progress.say(traceback.format_exc())
        self._progress.say("This is a bug in ssg. The language server goes on.")

    def _next_wait(self) -> float:
        now = time.monotonic()
        waits = [self._swept_at + self._sweep_seconds - now]
        if any(site.needs_check for site in self._sites.values()):
            waits.append(self._changed_at + QUIET_SECONDS - now)
        return max(0.0, min(waits))

    @property
    def _sweep_seconds(self) -> float:
        return _WATCHED_SWEEP_SECONDS if self.is_watched else _SWEEP_SECONDS

    def _follow(self, site: OpenSite) -> None:
        if site.follow():
            self._changed_at = time.monotonic()
            self._tell(site.news(self.encoding))

    def _check_when_quiet(self) -> None:
        now = time.monotonic()
        if now - self._swept_at >= self._sweep_seconds:
            self._look_around()
        if now - self._changed_at < QUIET_SECONDS or not self._events.empty():
            return
        for site in self._sites.values():
            inputs = site.start_check()
            if inputs:
                check = self._checks.submit(check_all, inputs)
                check.add_done_callback(partial(self._put_check, site))

    def _put_check(self, site: OpenSite, done: "Future[Checked]") -> None:
        self._events.put(lambda: self._end_check(site, done))

    def _end_check(self, site: OpenSite, done: "Future[Checked]") -> None:
        if self._sites.get(site.folder) is not site or done.cancelled():
            return
        site.end_check(None if done.exception() else done.result())
        # A bug is reported by the thread that takes the event.
        done.result()
        self._tell(site.news(self.encoding))

    def _set_text(self, file: Path, buffer: Buffer) -> None:
        self._buffers[file] = buffer
        site = self._site_of(file)
        if site:
            site.set_buffer(path_in_site(site.folder, file), buffer)

    def _close_text(self, file: Path) -> None:
        self._buffers.pop(file, None)
        site = self._site_of(file)
        if site is None:
            return
        site.remove_buffer(path_in_site(site.folder, file))
        if not site.buffers and site.folder not in self._kept:
            self._close(site)

    def _look_at(self, files: Iterable[Path]) -> None:
        for file in files:
            site = self._sites.get(find_site(file) or file)
            if site:
                site.mark(path_in_site(site.folder, file))
        self._open_waiting()

    def _look_around(self) -> None:
        self._swept_at = time.monotonic()
        for site in self._sites.values():
            site.mark_all()
        self._open_waiting()

    def _open_waiting(self) -> None:
        """Finds the sites of files that had none: a site.yaml may be there now."""
        for file, buffer in list(self._buffers.items()):
            site = self._site_of(file)
            if site and path_in_site(site.folder, file) not in site.buffers:
                self._set_text(file, buffer)

    def _keep(self, folder: Path) -> None:
        self._kept.add(folder)
        self._open(folder)

    def _release(self, folder: Path) -> None:
        self._kept.discard(folder)
        site = self._sites.get(folder)
        if site and not site.buffers:
            self._close(site)

    def _site_of(self, file: Path) -> OpenSite | None:
        folder = find_site(file.parent)
        # A site whose site.yaml was deleted just now is still the same site.
        known = next((one for one in file.parents if one in self._sites), None)
        return self._open(folder or known) if folder or known else None

    def _open(self, folder: Path | None) -> OpenSite | None:
        if folder is None:
            return None
        if folder not in self._sites:
            if len(self._sites) >= _MOST_SITES:
                self._progress.say(f"{folder}: too many sites are open; close files of another")
                return None
            self._sites[folder] = OpenSite(folder, self._progress)
        return self._sites[folder]

    def _close(self, site: OpenSite) -> None:
        del self._sites[site.folder]
        self._tell(site.clear())
        site.close()

    def _stop(self) -> None:
        self._is_stopped = True
        self._checks.shutdown(wait=False, cancel_futures=True)
        for site in self._sites.values():
            site.close()
