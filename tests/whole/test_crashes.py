"""A killed build leaves only whole files, and the next build gives the output of a clean build."""

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
from tests import preloaded
from tests.command import ssg, tree
from tests.effort import EFFORT
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite, thread
from tests.machine import PATIENCE, wait_until

_NOW = "2026-11-22T12:00"

# Each of them is moved on its own, so a publication has many steps.
_STATIC_FILES = 150
# In each part and stage.
_KILLS = 6 * EFFORT

# Counts the calls that read or change files in FOLDER, kills its process group before call number
# LEFT of STAGE, and prints at its end how many calls each stage made. Counts, unlike seconds, are
# the same on every machine.
_WATCHED = """
import atexit, os, signal, sys
os.setsid()
stage, changes = "before", {"before": 0, "publishing": 0, "after": 0}
def watch(event, arguments):
    global stage
    paths = [os.fsdecode(one) for one in arguments if isinstance(one, (str, bytes, os.PathLike))]
    if not any(path.startswith(FOLDER) for path in paths):
        return
    if stage == STAGE and changes[stage] == LEFT:
        os.killpg(0, signal.SIGKILL)
    changes[stage] += 1
    if event == "os.rename" and paths[-1].endswith("/journal.json"):
        stage = "publishing"
    elif event == "os.remove" and paths[-1].endswith("/journal.json"):
        stage = "after"
atexit.register(lambda: print(changes["before"], changes["publishing"], flush=True))
sys.addaudithook(watch)
"""

# A Markdown extension that never finishes one text, and creates a file when it starts to read it.
_ENDLESS = """
import os, pathlib, time
from markdown import Extension
from markdown.preprocessors import Preprocessor

class Reader(Preprocessor):
    def run(self, lines):
        if "Endless." in lines:
            pathlib.Path(os.environ["IS_READING"]).touch()
            time.sleep(10_000)
        return lines

class Endless(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Reader(md), "endless", 100)

def makeExtension(**options):
    return Endless(**options)
"""


class _TwoForms:
    """A small site with two forms that have no page in common, and the clean build of each."""

    def __init__(self, folder: Path) -> None:
        self.output = folder / "output"
        self._folder = folder
        self._site = SmallSite(folder / "site", self.output)
        self._form = "old"
        self._clean = {form: self._clean_build(form) for form in ("new", "old")}
        self.build()

    def switch(self) -> None:
        """Gives the site its other form."""
        self._take_form("old" if self._form == "new" else "new")

    def build(self) -> None:
        self._build(self.output, self._site.folder / ".ssg")
        assert tree(self.output) == self._clean[self._form]

    def start(self) -> subprocess.Popen[bytes]:
        """The command that builds it, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "ssg", *self._command()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, stage: str = "", change: int = 0) -> subprocess.CompletedProcess[str]:
        """Runs the command; with a stage, it kills itself before it makes this change of it."""
        watched = f"FOLDER, STAGE, LEFT = {str(self._folder)!r}, {stage!r}, {change}\n{_WATCHED}"
        return preloaded.run(self._command(), env=os.environ, cwd=Path.cwd(), before=watched)

    def _command(self) -> list[str]:
        site, options = ("--site", self._site.folder), ("--now", f"{_NOW}Z", "--jobs", "1")
        return [str(one) for one in (*site, "build", *options, "--output", self.output)]

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


@pytest.fixture
def two_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _TwoForms:
    make_builds_cheap(monkeypatch)
    return _TwoForms(tmp_path)


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("stage", ["before", "publishing"])
def test_a_build_killed_before_any_change_is_completed_by_the_next(
    two_forms: _TwoForms, stage: str, part: int
) -> None:
    changes = _changes(two_forms)[stage]
    assert changes > _STATIC_FILES
    dice = random.Random(part)
    for _ in range(_KILLS):
        two_forms.switch()
        assert two_forms.run(stage, dice.randrange(changes)).returncode == -signal.SIGKILL
        assert two_forms.is_publishing() is (stage == "publishing")
        two_forms.check_all_files_are_whole()
        two_forms.build()


@pytest.mark.parametrize("part", range(2))
def test_a_build_killed_at_any_moment_is_completed_by_the_next(
    two_forms: _TwoForms, part: int
) -> None:
    two_forms.switch()
    started = time.monotonic()
    with two_forms.start() as process:
        assert process.wait() == 0
    usual = time.monotonic() - started
    dice = random.Random(part)
    for _ in range(_KILLS):
        two_forms.switch()
        with two_forms.start() as process:
            # However long it takes this time, all is well whenever it is killed.
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=dice.uniform(0, usual))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        two_forms.check_all_files_are_whole()
        two_forms.build()


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_ends_all_its_processes_and_leaves_the_old_site(
    site: Path, tmp_path: Path, ending: signal.Signals, code: int
) -> None:
    output = tmp_path / "output"
    command = ["--site", str(site), "build", "--now", _NOW, "--output", str(output)]
    assert ssg(*command).returncode == 0
    old = tree(output)
    _change_everything(site)
    (site / "content/pages/endless.md").write_text("---\ntitle: Endless\n---\n\nEndless.\n")
    (tmp_path / "endless.py").write_text(_ENDLESS)
    with (site / "site.yaml").open("a") as settings:
        settings.write("markdown: {dialect: python-markdown, extensions: [endless]}\n")
    is_reading = tmp_path / "is-reading"
    process = subprocess.Popen(
        [sys.executable, "-m", "ssg", *command],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "IS_READING": str(is_reading)},
    )
    wait_until(is_reading.exists)
    # As a terminal does: to the whole group.
    os.killpg(process.pid, ending)
    _, errors = process.communicate(timeout=PATIENCE)
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


def _changes(two_forms: _TwoForms) -> dict[str, int]:
    """How many changes a build makes before it publishes and while it does."""
    two_forms.switch()
    done = two_forms.run()
    assert done.returncode == 0, done.stderr
    before, publishing = map(int, done.stdout.splitlines()[-1].split())
    return {"before": before, "publishing": publishing}
