"""A preview begins with a clear message or an address, and ends at once, whatever it is doing."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.command import ssg
from tests.incremental.samples import SmallSite, thread
from tests.machine import PATIENCE, wait_until
from tests.serve.preview import Preview, start_preview
from tests.terminal import run_on_terminal


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site", tmp_path / "output")


Doing = Callable[[SmallSite], AbstractContextManager[Preview]]

_HANGING = """
import pathlib, time
from markdown import Extension

def makeExtension(**_):
    pathlib.Path(__file__).with_name("hangs").touch()
    while True:
        time.sleep(1)
"""

# Says when it begins to render a page, which never ends and has no time limit.
_PATIENT = """
import pathlib
from ssg.pipeline.living import pages
render = pages.render_pages
def render_patiently(*arguments, **options):
    pathlib.Path({place!r}).touch()
    return render(*arguments, **{{**options, "seconds": 10000}})
pages.render_pages = render_patiently
"""

# A signal comes while an object is freed: Python ignores what is raised then.
_LOSING = """
import signal
from ssg.pipeline.living.site import LiveSite

class Freed:
    def __del__(self):
        signal.raise_signal(signal.{name})

def prepare(site):
    Freed()

LiveSite.prepare = prepare
"""


@contextmanager
def _reads_for_ever(small: SmallSite) -> Iterator[Preview]:
    (small.folder / "hanging.py").write_text(_HANGING)
    settings = "markdown: {dialect: python-markdown, extensions: [hanging]}\n"
    small.edit("site.yaml", "limits:", f"{settings}limits:")
    with start_preview(small.folder, env={"PYTHONPATH": str(small.folder)}, waits=False) as preview:
        wait_until((small.folder / "hangs").exists)
        yield preview


@contextmanager
def _renders_for_ever(small: SmallSite) -> Iterator[Preview]:
    loop = "{% for _ in range(10**12) %}{% endfor %}"
    small.write("templates/base.html", loop)
    mark = small.folder.parent / "renders"
    with start_preview(small.folder, before=_PATIENT.format(place=str(mark))) as preview:
        wait_until(mark.exists)
        yield preview


@contextmanager
def _has_nothing_to_do(small: SmallSite) -> Iterator[Preview]:
    with start_preview(small.folder) as preview:
        yield preview


@pytest.mark.parametrize("doing", [_has_nothing_to_do, _reads_for_ever, _renders_for_ever])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_at_once(small: SmallSite, doing: Doing, number: int, code: int) -> None:
    with doing(small) as preview:
        assert preview.end(number) == code
        wait_until(lambda: not preview.has_processes())
        assert "Traceback" not in preview.terminal
        assert preview.terminal.endswith("Interrupted. The published site is undamaged.\n")


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_is_never_lost(small: SmallSite, name: str, code: int) -> None:
    with start_preview(small.folder, before=_LOSING.format(name=name)) as preview:
        assert preview.process.wait(PATIENCE) == code
        assert preview.terminal.endswith("Interrupted. The published site is undamaged.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a busy worker at once")
@pytest.mark.parametrize("doing", [_has_nothing_to_do, _reads_for_ever, _renders_for_ever])
def test_nothing_is_left_running_when_it_is_killed(small: SmallSite, doing: Doing) -> None:
    with doing(small) as preview:
        assert preview.end(signal.SIGKILL) == -signal.SIGKILL
        wait_until(lambda: not preview.has_processes())


def test_the_next_start_removes_what_a_killed_one_has_left(small: SmallSite) -> None:
    folder = small.folder / ".ssg/preview"
    with start_preview(small.folder) as preview:
        preview.wait_for("/threads/q1/", "This is answer 1.")
        preview.end(signal.SIGKILL)
    (folder / "site/threads/q1/index.html").rename(folder / "site/threads/q1/index.html.new")
    (small.folder / "content/threads/q1.md").unlink()
    with start_preview(small.folder) as preview:
        assert preview.get("/threads/q1/").status == 404
        assert preview.wait_for("/threads/q2/", "This is answer 2.").status == 200
        assert not (folder / "site/threads/q1").exists()


def test_q_on_the_terminal_ends_it(small: SmallSite) -> None:
    command = [sys.executable, "-m", "ssg", "--site", str(small.folder), "serve", "--port", "0"]
    with run_on_terminal(*command) as terminal:
        terminal.wait_for("Serving Small at http://127.0.0.1:")
        terminal.wait_for("q to quit")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
        assert terminal.reads_lines()


def test_ctrl_c_on_the_terminal_ends_it(small: SmallSite) -> None:
    command = [sys.executable, "-m", "ssg", "--site", str(small.folder), "serve", "--port", "0"]
    with run_on_terminal(*command) as terminal:
        terminal.wait_for("q to quit")
        terminal.type("\x03")
        assert terminal.wait_for_end() == 130
        assert terminal.reads_lines()


def test_the_next_port_is_taken_when_one_is_in_use(small: SmallSite) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start_preview(small.folder, "--port", str(port)) as preview:
            assert preview.port > port
            said = f"Port {port} is in use; taking {preview.port} instead.\n"
            assert said in preview.terminal
            assert preview.get("/").status == 200


def test_a_preview_for_the_network_warns(small: SmallSite) -> None:
    with start_preview(small.folder, "--host", "0.0.0.0") as preview:
        assert "warning: with --host 0.0.0.0, everyone who can reach" in preview.terminal
        assert preview.get("/").status == 200


def _read_page(port: int, path: str) -> str:
    """Nothing while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with closing(connection), suppress(ConnectionError):
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    return ""


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "| head -0", "2>&1 | :"])
def test_it_runs_with_closed_streams(small: SmallSite, streams: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "ssg",
        "--site",
        str(small.folder),
        "serve",
        "--port",
        f"{port}",
    ]
    with subprocess.Popen(
        ["sh", "-c", f'"$@" {streams}; true', "sh", *command], start_new_session=True
    ) as process:
        try:
            wait_until(lambda: "About us." in _read_page(port, "/about/"))
            small.write("content/pages/about.md", "---\ntitle: [\n---\n")
            wait_until(lambda: "on this page" in _read_page(port, "/about/"))
            small.write("content/pages/about.md", "---\ntitle: About\n---\n\nAbout you.\n")
            wait_until(lambda: "About you." in _read_page(port, "/about/"))
            small.write("content/threads/q1.md", thread(1).replace("answer 1", "the best answer"))
            wait_until(lambda: "the best answer" in _read_page(port, "/threads/q1/"))
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("options", "env", "message"),
    [
        (
            ["--host", "no host"],
            {},
            "error: 'no host' is neither the name of a host",
        ),
        (["--host", "host.invalid"], {}, "error: cannot find the address of host.invalid"),
        (["--allow-host", "a/b"], {}, "error: 'a/b' is neither the name of a host"),
        (["--now", "nonsense"], {}, "error: --now: 'nonsense' is not a date"),
        (["--port", "70000"], {}, "70000 is not in the range"),
        ([], {"SSG_EDITOR_URL": "javascript:{file}"}, "error: SSG_EDITOR_URL starts with"),
        ([], {"SSG_EDITOR_URL": "code {file}"}, "error: SSG_EDITOR_URL is not an address"),
        ([], {"SOURCE_DATE_EPOCH": "soon"}, "error: SOURCE_DATE_EPOCH is not a valid time"),
    ],
)
def test_what_is_asked_wrongly_gets_one_message(
    small: SmallSite, options: list[str], env: dict[str, str], message: str
) -> None:
    done = ssg("--site", small.folder, "serve", "--port", "0", *options, env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = ssg("--site", tmp_path / "nowhere", "serve")
    assert done.returncode == 2
    assert f"error: there is no folder {tmp_path}/nowhere" in done.stderr
