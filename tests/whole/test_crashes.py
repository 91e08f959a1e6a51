"""A build that is killed leaves whole files, and the next one ends as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from ssg.model.states import BuildTime
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from tests.command import ssg, tree
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite, thread

_NOW = "2026-11-22T12:00"

# Put in place one by one, they make a publication last.
_STATIC_FILES = 150
# In each part; at least so many of them before anything is published, and as many during that.
_KILLS = 10
_OF_A_KIND = 3
_GLANCE = 0.0005
"""Seconds between two looks at what a build is doing."""


class _Turning:
    """A small site of two forms that share no page, and what clean builds make of them."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output"
        self._folder = folder
        self._site = SmallSite(folder / "site", self.output)
        self._form = "old"
        self._clean = {form: self._clean_build(form) for form in ("new", "old")}
        self.build()

    def turn(self) -> None:
        """From now on the site has its other form."""
        self._take_form("old" if self._form == "new" else "new")

    def build(self) -> None:
        self._build(self.output, self._site.folder / ".ssg")
        assert tree(self.output) == self._clean[self._form]

    def start(self) -> subprocess.Popen[bytes]:
        """The command that builds it, in a process group of its own."""
        site, options = ("--site", self._site.folder), ("--now", f"{_NOW}Z", "--jobs", "1")
        return subprocess.Popen(
            [sys.executable, "-m", "ssg", *site, "build", *options, "--output", self.output],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def moment(self) -> str:
        """When a build was that is killed now."""
        if self.is_publishing():
            return "publishing"
        return "after" if tree(self.output) == self._clean[self._form] else "before"

    def is_publishing(self) -> bool:
        return (self.output / ".ssg/journal.json").exists()

    def check_all_files_are_whole(self) -> None:
        old, new = self._clean.values()
        for path, data in tree(self.output).items():
            assert data in (old.get(path), new.get(path)), f"{path} is neither old nor new"

    def _take_form(self, form: str) -> None:
        self._form = form
        self._site.write("site.yaml", f"title: {form}\nurl: https://small.example.org\n")
        for number in range(1, 7):
            self._site.write(f"content/threads/{form}-{number}.md", thread(number))
        for path in (self._site.folder / "content/threads").iterdir():
            if not path.name.startswith(form):
                path.unlink()
        for number in range(_STATIC_FILES):
            self._site.write(f"static/files/{number}.txt", form)

    def _clean_build(self, form: str) -> dict[str, bytes]:
        self._take_form(form)
        self._build(self._folder / form, self._folder / f"{form}-memory")
        return tree(self._folder / form)

    def _build(self, output: Path, memory: Path) -> None:
        time = BuildTime(now=f"{_NOW}:00+00:00")
        request = Request(site=self._site.folder, time=time, cache=memory)
        report = build(request, Target(output=output), Silent())
        assert report.published, report.diagnostics


@pytest.mark.parametrize("part", range(6))
def test_a_build_killed_at_any_moment_is_completed_by_the_next(
    in_memory: Path, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_builds_cheap(monkeypatch)
    site = _Turning(in_memory)
    site.turn()
    until_publishing, publishing = _durations(site)
    dice = random.Random(part)
    kills = {"before": 0, "publishing": 0, "after": 0}
    for tries in range(1000):
        enough_of_both = min(kills["before"], kills["publishing"]) >= _OF_A_KIND
        if enough_of_both and sum(kills.values()) >= _KILLS:
            break
        site.turn()
        with site.start() as process:
            if tries % 2:
                _wait_until_publishing(site, process)
                limit = dice.uniform(0, publishing)
            else:
                limit = dice.uniform(0, until_publishing)
            with suppress(subprocess.TimeoutExpired):
                process.wait(limit)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode == -signal.SIGKILL:
            kills[site.moment()] += 1
        site.check_all_files_are_whole()
        site.build()
    else:
        pytest.fail(f"builds end before they are killed: {kills}")


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupting_a_build_ends_all_its_processes_and_leaves_the_old_site(
    site: Path, tmp_path: Path, ending: signal.Signals, code: int
) -> None:
    output = tmp_path / "output"
    command = ["--site", str(site), "build", "--now", _NOW, "--output", str(output)]
    assert ssg(*command).returncode == 0
    old = tree(output)
    _change_everything(site)
    slow = "[" * 9000
    (site / "content/pages/slow.md").write_text(f"---\ntitle: Slow\n---\n\n{slow}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "ssg", *command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(1.5)
    # As a terminal does: to the whole group.
    os.killpg(process.pid, ending)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == code
    assert errors.splitlines()[-1] == "Interrupted. The published site is undamaged."
    assert tree(output) == old
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def _change_everything(site: Path) -> None:
    settings = site / "site.yaml"
    text = settings.read_text()
    settings.write_text(text.replace("title: ", "title: New ", 1))
    (site / "content/threads/why-do-my-knees-hurt-when-i-run.md").rename(
        site / "content/threads/knees.md"
    )
    for path in (site / "content").rglob("*.md"):
        words = path.read_text()
        path.write_text(words.replace("why-do-my-knees-hurt-when-i-run", "knees"))


def _durations(site: _Turning) -> tuple[float, float]:
    """The seconds that a build takes until it publishes, and those that it publishes for."""
    started = time.monotonic()
    with site.start() as process:
        _wait_until_publishing(site, process)
        begun = time.monotonic()
        while site.is_publishing():
            time.sleep(_GLANCE)
        ended = time.monotonic()
    assert process.returncode == 0
    return begun - started, ended - begun


def _wait_until_publishing(site: _Turning, process: subprocess.Popen[bytes]) -> None:
    """Returns also when the build ends without having been seen at that."""
    while process.poll() is None and not site.is_publishing():
        time.sleep(_GLANCE)
