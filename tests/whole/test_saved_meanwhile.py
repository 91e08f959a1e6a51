"""Files that somebody saves while a build reads them: no later build shows what is not there."""

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ssg.cache.stat_cache import TICK_SECONDS
from ssg.model.states import BuildTime
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from tests.command import ssg, tree
from tests.effort import EFFORT
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import NOW, Silent, SmallSite, thread


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    """The small site, not built yet."""
    return SmallSite(tmp_path / "site", tmp_path / "output")


@pytest.fixture
def begun(small: SmallSite, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The small site, built in part: there is something to read and to render."""
    make_builds_cheap(monkeypatch)
    small.write("templates/components/moment.html", "{% macro moment(_) %}x{% endmacro %}\n")
    small.write("content/threads/q7.md", f"{thread(7)}\n![It](../media/drawing.svg)\n")
    build_here(small, Silent())
    small.write("content/threads/q1.md", thread(1, "sleep"))
    return small


def build_here(small: SmallSite, progress: Silent) -> None:
    """A build in this process, which `progress` sees."""
    request = Request(site=small.folder, time=BuildTime(now=f"{NOW}:00+00:00"), jobs=1)
    assert build(request, Target(output=small.output), progress).published


def clean_here(small: SmallSite, folder: Path) -> dict[str, bytes]:
    """What a build in this process makes of nothing in `folder`."""
    time = BuildTime(now=f"{NOW}:00+00:00")
    request = Request(site=small.folder, time=time, jobs=1, cache=folder / "memory")
    assert build(request, Target(output=folder / "output"), Silent()).published
    return tree(folder / "output")


class _Meddler(Silent):
    """Changes a file as a stage of the build begins."""

    def __init__(self, stage: str, change: Callable[[], None]) -> None:
        self._stage = stage
        self._change = change

    def begin(self, stage: str, steps: int) -> None:
        if stage == self._stage and steps:
            self._change()


_EDITS = [
    ("content/threads/q3.md", "answer 3", "answer 9"),
    ("content/guides/moving.md", "It helps", "It hurts"),
    ("content/topics/back.md", "title: Back", "title: Rear"),
    ("content/media/drawing.svg", "a picture", "an image"),
    ("static/CNAME", "small", "large"),
    ("site.yaml", "title: Small", "title: Large"),
    ("templates/components/moment.html", "}x{", "}y{"),
]


@pytest.mark.parametrize("stage", ["Reading", "Rendering"])
@pytest.mark.parametrize("edit", _EDITS, ids=[path for path, *_ in _EDITS])
def test_what_is_saved_during_a_build_is_in_the_next(
    begun: SmallSite, edit: tuple[str, str, str], stage: str, tmp_path: Path
) -> None:
    build_here(begun, _Meddler(stage, lambda: begun.edit(*edit)))
    build_here(begun, Silent())
    assert tree(begun.output) == clean_here(begun, tmp_path)


@pytest.mark.parametrize("stage", ["Reading", "Rendering"])
@pytest.mark.parametrize("edit", _EDITS, ids=[path for path, *_ in _EDITS])
def test_what_is_undone_right_after_a_build_leaves_nothing(
    begun: SmallSite, edit: tuple[str, str, str], stage: str, tmp_path: Path
) -> None:
    path, old, new = edit
    build_here(begun, _Meddler(stage, lambda: begun.edit(path, old, new)))
    begun.edit(path, new, old)
    build_here(begun, Silent())
    assert tree(begun.output) == clean_here(begun, tmp_path)


_VERSIONS = ("one", "two")


def _write_both_again_and_again(small: SmallSite, is_over: threading.Event) -> None:
    """The thread is written in place, where a reader may find it empty, the other file is not."""
    for word in itertools.cycle(_VERSIONS):
        _write_version(small, thread_says=word, file_says=word)
        if is_over.wait(0.001):
            return


def _write_version(small: SmallSite, *, thread_says: str, file_says: str) -> None:
    small.write("content/threads/q3.md", thread(3).replace("This is", f"This {thread_says} is"))
    small.write("file.new", file_says)
    (small.folder / "file.new").replace(small.folder / "static/file.txt")


def test_of_files_that_are_written_all_the_time_each_is_published_in_one_version(
    small: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_builds_cheap(monkeypatch)
    wanted = []
    for number, (one, other) in enumerate(itertools.product(_VERSIONS, _VERSIONS)):
        _write_version(small, thread_says=one, file_says=other)
        wanted.append(clean_here(small, tmp_path / f"{number}"))
    small.build()
    published = tree(small.output)
    is_over = threading.Event()
    writer = threading.Thread(target=_write_both_again_and_again, args=(small, is_over))
    writer.start()
    try:
        for _ in range(6 * EFFORT):
            done = ssg("--site", small.folder, "build", "--now", NOW, "--output", small.output)
            assert done.returncode in (0, 1), done.stderr
            if done.returncode == 1:
                assert "content/threads/q3.md" in done.stderr
                assert "error[" in done.stderr
                assert tree(small.output) == published
            else:
                published = tree(small.output)
                assert published in wanted
    finally:
        is_over.set()
        writer.join()
    small.build()
    assert tree(small.output) == small.clean(tmp_path)


@pytest.mark.parametrize("change", [lambda page: page.write_text("x"), Path.unlink])
def test_a_page_that_is_changed_during_a_build_is_mended_by_the_next(
    begun: SmallSite, change: Callable[[Path], None], tmp_path: Path
) -> None:
    page = begun.output / "404.html"
    # Or the build would take nothing for settled, and remember nothing.
    time.sleep(2 * TICK_SECONDS)
    build_here(begun, _Meddler("Rendering", lambda: change(page)))
    build_here(begun, Silent())
    assert tree(begun.output) == clean_here(begun, tmp_path)
