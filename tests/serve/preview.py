"""Runs the real `ssg serve` in a process, as an editor would, and asks it for pages."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from tests import machine
from tests.command import ROOT
from tests.incremental.samples import SmallSite, thread
from tests.machine import wait_until

_SERVING = re.compile(r"^Serving .* at http://(?P<host>.+):(?P<port>\d+)(?P<prefix>.*)/$", re.M)


class Response(Struct, frozen=True):
    status: int
    headers: Message
    body: str


class Preview:
    """A preview that runs, or has ended. Paths are those of a browser: `/threads/q1/`."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: Path) -> None:
        self.process = process
        self._terminal = terminal

    @property
    def terminal(self) -> str:
        """All that it has printed so far."""
        return self._terminal.read_text(errors="replace")

    @property
    def is_serving(self) -> bool:
        return bool(_SERVING.search(self.terminal))

    @property
    def port(self) -> int:
        found = _SERVING.search(self.terminal)
        assert found, self.terminal
        return int(found["port"])

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def get(self, path: str) -> Response:
        connection = http.client.HTTPConnection(self.authority, timeout=machine.PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read().decode(errors="replace")
            return Response(response.status, response.headers, body)
        finally:
            connection.close()

    def wait_for(self, path: str, words: str, *, absent: bool = False) -> Response:
        """Asks again and again until the words are on the page, or are not any more."""
        for _ in machine.pauses():
            response = self.get(path)
            if (words in response.body) != absent:
                return response
        reason = "still has" if absent else "never got"
        raise AssertionError(f"{path} {reason} {words!r}: {response}\n{self.terminal}")

    def wait_for_terminal(self, words: str) -> None:
        wait_until(lambda: words in self.terminal)

    def end(self, number: int) -> int:
        """Sends the signal, and returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(machine.PATIENCE)

    def has_processes(self) -> bool:
        """Whether it, or any process that it has started, is still running."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def start_preview(
    site: Path,
    *options: str,
    env: Mapping[str, str] | None = None,
    before: str = "",
    waits: bool = True,
) -> Iterator[Preview]:
    """Runs `ssg serve` on a free port, and kills it at the end with all that it has started.

    With `before`, its process first runs that code. Unless `waits` is false, it serves already.
    """
    main = ["-m", "ssg"]
    if before:
        run = "import sys\nsys.argv[0] = 'ssg'\nfrom ssg.__main__ import main\nmain()"
        main = ["-c", f"{before}\n{run}"]
    command = [sys.executable, *main, "--site", str(site), "serve"]
    if "--port" not in options:
        command += ["--port", "0"]
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with TemporaryDirectory() as folder:
        terminal = Path(folder) / "terminal"
        with terminal.open("wb") as output:
            process = subprocess.Popen(
                [*command, *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONPATH": path, **(env or {})},
                start_new_session=True,
            )
        preview = Preview(process, terminal)
        try:
            if waits:
                wait_until(lambda: preview.is_serving or process.poll() is not None)
                assert process.poll() is None, preview.terminal
            yield preview
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class EditedSite:
    """A small site whose preview runs, and the editor's saves."""

    def __init__(self, small: SmallSite, preview: Preview) -> None:
        self.small = small
        self.preview = preview
        self._saves = 0

    def assert_follows(self) -> None:
        """One more good save shows in its page and in a list, and nothing was a bug before."""
        self._saves += 1
        title = f"Saved {self._saves} times"
        text = thread(1).replace("Question 1", title)
        self.small.write("content/threads/q1.md", text)
        self.preview.wait_for("/threads/q1/", title)
        self.preview.wait_for("/topics/back/page/1/", title)
        assert "Traceback" not in self.preview.terminal, self.preview.terminal
        assert self.preview.process.poll() is None
