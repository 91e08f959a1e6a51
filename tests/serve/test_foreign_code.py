"""Markdown extensions and templates are foreign code, and processes may be killed at any time."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.extension import EXTENSION
from tests.incremental.samples import NOW, SmallSite, thread
from tests.machine import wait_until
from tests.serve.preview import EditedSite, start_preview

_GOOD = EXTENSION.format('lines = [line.replace("It helps.", "It WORD.") for line in lines]')
_GUIDE = "/guides/moving/"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditedSite]:
    folder = tmp_path_factory.mktemp("extension")
    small = SmallSite(folder / "site", folder / "output")
    markdown = "markdown: {dialect: python-markdown, extensions: [own_extension]}\n"
    small.edit("site.yaml", "10000}\n", f"3}}\n{markdown}")
    (small.folder / "own_extension.py").write_text(_GOOD.replace("WORD", "works"))
    path = {"PYTHONPATH": str(small.folder), "PYTHONDONTWRITEBYTECODE": "1"}
    with start_preview(small.folder, "--now", NOW, env=path) as preview:
        yield EditedSite(small, preview)


def _save(edited: EditedSite, code: str) -> None:
    (edited.small.folder / "own_extension.py").write_text(code)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1 / 0", "division by zero"),
        ("raise SystemExit(3)", "it raises SystemExit: 3"),
        ("os._exit(0)", "T10"),
        ("time.sleep(10_000 * ('It helps' in text))", "3 s"),
    ],
)
def test_an_extension_that_fails_and_is_mended(shared: EditedSite, line: str, problem: str) -> None:
    preview = shared.preview
    _save(shared, _GOOD.replace("WORD", "works"))
    preview.wait_for(_GUIDE, "It works.")
    _save(shared, EXTENSION.format(line))
    preview.wait_for(_GUIDE, problem)
    assert "This is answer 3." in preview.get("/threads/q3/").body
    _save(shared, _GOOD.replace("WORD", f"is mended {len(line)}"))
    preview.wait_for(_GUIDE, f"It is mended {len(line)}.")
    preview.wait_for("/guides/resting/", "on this page", absent=True)


@pytest.mark.parametrize(
    "code", ["raise ValueError('no')", "import os; os._exit(0)", "while True: pass", "def ("]
)
def test_an_extension_that_cannot_be_loaded_and_is_mended(shared: EditedSite, code: str) -> None:
    preview = shared.preview
    _save(shared, _GOOD.replace("WORD", "works"))
    preview.wait_for(_GUIDE, "It works.")
    _save(shared, code)
    preview.wait_for(_GUIDE, "the Markdown extension &#39;own_extension&#39; cannot be loaded")
    shared.assert_follows()
    _save(shared, _GOOD.replace("WORD", "is loaded"))
    preview.wait_for(_GUIDE, "It is loaded.")
    preview.wait_for("/guides/resting/", "on this page", absent=True)


def _children(process: int) -> list[int]:
    """The processes that this one has started, but for multiprocessing's own tracker."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    numbers: list[int] = []
    for task in tasks:
        with suppress(OSError):  # the thread has ended meanwhile
            numbers += map(int, task.read_text().split())
    lines: dict[int, str] = {}
    for number in numbers:
        with suppress(OSError):  # it has ended meanwhile
            lines[number] = Path(f"/proc/{number}/cmdline").read_text()
    return [number for number, line in lines.items() if "resource_tracker" not in line]


def _kill(workers: Iterable[int]) -> None:
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the children of a process")
def test_workers_that_are_killed_are_replaced(shared: EditedSite) -> None:
    for _ in range(2):
        # A pool that has lost a worker keeps none: the next save starts new ones.
        shared.assert_follows()
        workers = _children(shared.preview.process.pid)
        assert workers
        _kill(workers)
        shared.assert_follows()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the children of a process")
def test_workers_that_are_killed_at_work_are_replaced(tmp_path: Path) -> None:
    small = SmallSite(tmp_path / "site", tmp_path / "output")
    with start_preview(small.folder, "--now", NOW) as preview:
        edited = EditedSite(small, preview)
        # As many at once as a large site has: the workers are in the middle of them.
        for number in range(2000):
            small.write(f"content/threads/many-{number}.md", thread(8))
        wait_until(lambda: bool(_children(preview.process.pid)))
        _kill(_children(preview.process.pid))
        small.write("content/pages/about.md", "---\ntitle: About\n---\n\nThe end.\n")
        preview.wait_for("/about/", "The end.")
        preview.wait_for("/about/", "on this page", absent=True)
        edited.assert_follows()
