"""Runs a preview: follows the files, serves the pages, and tells the editor what happens."""

import asyncio
import sys
import time
import traceback
import webbrowser
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import click
from msgspec import Struct

from ssg.addresses import ADDRESSES_FILE
from ssg.config import SETTINGS_FILE
from ssg.diagnostics import Diagnostic, Severity, has_errors
from ssg.ledger import LEDGER_FILE
from ssg.pipeline.living.site import LiveSite, Update
from ssg.preview.app import make_app
from ssg.preview.hosts import AllowedHosts
from ssg.preview.injection import inject
from ssg.preview.living import LivePreview
from ssg.preview.reload import Reloads
from ssg.preview.server import bind, make_server
from ssg.preview.terminal import Keys, Rebuilt, print_rebuild
from ssg.preview.watcher import Watcher
from ssg.signals import raise_at_the_end

_SLICE_SECONDS = 0.03
"""So long at most, a request or a save waits for pages that nobody has asked for."""
_PAUSE_SECONDS = 0.005
_HEAD_START_SECONDS = 0.3
"""What is saved before the preview follows the files is found by its first look at all of them, and
to answer the browser that is waiting comes first."""
_IDLE_SECONDS = 2.0
_SWEEP_SECONDS = 20.0
"""So often, all files are compared with what is known, should the watcher have missed any."""
_FOLDERS = ("content", "static", "templates")


class Server(Struct, frozen=True, kw_only=True):
    """Where to serve; `opens` says whether to open a browser there."""

    host: str
    port: int
    hosts: AllowedHosts
    opens: bool


class PreviewRun:
    """One run of the preview of `site`, from its start to its end.

    `print_problems` prints diagnostics as `ssg check` does.
    """

    def __init__(
        self,
        site: LiveSite,
        server: Server,
        *,
        editor_url: str,
        print_problems: Callable[[Sequence[Diagnostic]], object],
    ) -> None:
        self._site = site
        self._server = server
        self._print_problems = print_problems
        self._reloads = Reloads()
        self._preview = LivePreview(
            site, self._reloads, editor_url=editor_url, tell=self._note_update
        )
        self._watcher = Watcher(self._roots(), _say)
        self._woken = asyncio.Event()
        self._stopped = asyncio.Event()
        self._problems: frozenset[Diagnostic] = frozenset()
        self._changed: set[str] | None = None
        """The files that have changed since the last line; None for a look at everything."""
        self._began = time.monotonic()
        self._made = 0
        self._swept = time.monotonic()
        self._tried: datetime | None = None

    async def run(self) -> None:
        """Serves until the editor presses `q`. Raises BindError, and what signals raise."""
        loop = asyncio.get_running_loop()
        with raise_at_the_end(lambda: loop.call_soon_threadsafe(self._stopped.set)):
            await self._run()

    async def _run(self) -> None:
        sockets, port = bind(self._server.host, self._server.port)
        self._site.open()
        app = make_app(self._preview, self._reloads, self._server.hosts, inject)
        server = make_server(app)
        server.add_sockets(sockets)
        url = self._describe(port)
        self._report_new_problems()
        if self._server.opens:
            self._open(url)
        tasks = [asyncio.create_task(_run_for_ever(work)) for work in (self._follow, self._keep_up)]
        keys = Keys({
            "r": self._rebuild,
            "o": lambda: self._open(url),
            "q": self._stopped.set,
        })  # fmt: skip
        try:
            with keys:
                # Whatever is typed before is lost.
                _name_keys()
                await self._stopped.wait()
        finally:
            for task in tasks:
                task.cancel()
            server.stop()

    def _describe(self, port: int) -> str:
        """Prints where the site is, and returns the address."""
        host, asked = self._server.host, self._server.port
        if asked and port != asked:
            _say(f"Port {asked} is in use; taking {port} instead.")
        name = f"[{host}]" if ":" in host else host
        url = f"http://{name}:{port}{self._site.prefix}/"
        click.echo(f"Serving {self._site.title} at {url}")
        return url

    @staticmethod
    def _open(url: str) -> None:
        # Without a desktop it may be a browser for terminals, which is waited for.
        Thread(target=_open_browser, args=(url,), name="browser", daemon=True).start()

    async def _follow(self) -> None:
        """Follows what the watcher tells."""
        async with aclosing(aiter(self._watcher)) as changes:
            async for change in changes:
                paths = self._relative(change.paths) if change.is_complete else None
                # Should that fail, all files are looked at as soon as there is time.
                swept, self._swept = self._swept, 0.0
                with _report_bugs():
                    self._preview.follow(paths)
                    self._swept = swept
                self._watcher.set_roots(self._roots())

    async def _keep_up(self) -> None:
        """Makes the pages that nobody has asked for, and does what is due when there is time."""
        with _report_bugs():
            self._site.prepare()
        while True:
            self._woken.clear()
            with _report_bugs():
                await self._make_pages()
                self._report()
            try:
                # Python 3.11's `wait_for` may miss that the task is cancelled.
                async with asyncio.timeout(self._seconds_to_wait()):
                    await self._woken.wait()
            except TimeoutError:
                with _report_bugs():
                    self._do_what_is_due()

    async def _make_pages(self) -> None:
        while not self._site.is_complete:
            self._site.make_stale(self._reloads.open_pages(), _SLICE_SECONDS)
            # Requests and saves come first.
            await asyncio.sleep(_PAUSE_SECONDS)

    def _seconds_to_wait(self) -> float:
        change = self._site.next_change
        if change is None or change == self._tried:
            return _IDLE_SECONDS
        # The time that the site shows need not be the time of this machine.
        return max(0.05, min(_IDLE_SECONDS, (change - self._site.now).total_seconds()))

    def _do_what_is_due(self) -> None:
        change = self._site.next_change
        if change and self._site.now >= change and change != self._tried:
            # It stays the next one if the site cannot be followed now.
            self._tried = change
            self._preview.follow(frozenset())
        elif time.monotonic() - self._swept > _SWEEP_SECONDS:
            self._swept = time.monotonic()
            self._preview.follow(None)
        else:
            self._site.save()

    def _rebuild(self) -> None:
        with _report_bugs():
            self._began = time.monotonic()
            self._changed = None
            self._site.rebuild()
            self._preview.look_again()
            self._woken.set()

    def _note_update(self, update: Update) -> None:
        if not update.changed and self._site.is_complete:
            return
        if self._changed is not None:
            if not self._changed:
                self._began = time.monotonic() - update.seconds
            self._changed |= set(update.changed)
        self._woken.set()

    def _report(self) -> None:
        """Prints a line for the rebuild that has ended, if there was one, and its problems."""
        made, self._made = self._site.made_count - self._made, self._site.made_count
        changed, self._changed = self._changed, set()
        found = self._report_new_problems()
        if changed or changed is None or made:
            errors = sum(one.severity is Severity.ERROR for one in found)
            rebuilt = Rebuilt(
                paths=None if changed is None else sorted(changed),
                pages=made,
                seconds=time.monotonic() - self._began,
                errors=errors,
                warnings=len(found) - errors,
            )
            print_rebuild(rebuilt, datetime.now())

    def _report_new_problems(self) -> list[Diagnostic]:
        """Prints the problems that are new, and says when the last error is corrected."""
        found = self._site.diagnostics()
        before, self._problems = self._problems, frozenset(found)
        if new := [one for one in found if one not in before]:
            self._print_problems(new)
        if has_errors(before) and not has_errors(found):
            click.echo("All errors are corrected.")
        if before != self._problems:
            self._preview.look_again()
        return found

    def _roots(self) -> list[Path]:
        folder = self._site.folder
        names = (*_FOLDERS, SETTINGS_FILE, LEDGER_FILE, ADDRESSES_FILE)
        return [*(folder / name for name in names), *map(Path, self._site.extension_files)]

    def _relative(self, paths: Collection[str]) -> set[str]:
        """Paths as the site names them: those of its own files relative to its folder."""
        start = f"{self._site.folder}/"
        return {path.removeprefix(start) for path in paths}


def _name_keys() -> None:
    if sys.stdin and sys.stdin.isatty():
        click.echo("Press r to rebuild, o to open a browser, q to quit.")


async def _run_for_ever(work: Callable[[], Coroutine[None, None, None]]) -> None:
    await asyncio.sleep(_HEAD_START_SECONDS)
    while True:
        with _report_bugs():
            await work()
        await asyncio.sleep(_IDLE_SECONDS)


def _open_browser(url: str) -> None:
    if not webbrowser.open(url):
        _say(f"There is no browser to open. The preview is at {url}")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


@contextmanager
def _report_bugs() -> Iterator[None]:
    """Prints what an exception says, which is a bug, and goes on: the preview must not end."""
    try:
        yield
    except Exception:
        traceback.print_exc()
        _say("This is a bug in ssg. The preview goes on; please report the lines above.")


def make_clock(start: datetime) -> Callable[[], str]:
    """A clock that shows `start` now, and goes on from there."""
    began = time.monotonic()

    def clock() -> str:
        seconds = time.monotonic() - began
        now = datetime.fromtimestamp(start.timestamp() + seconds, UTC)
        return now.replace(microsecond=0).isoformat()

    return clock
