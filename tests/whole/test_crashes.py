"""A build that is killed leaves whole files, and the next one ends as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import ssg, tree

_NOW = "2026-11-22T12:00"


@pytest.mark.parametrize("part", range(3))
def test_a_build_killed_at_any_moment_is_completed_by_the_next(
    site: Path, tmp_path: Path, part: int
) -> None:
    output = tmp_path / "output"
    command = ["--site", str(site), "build", "--now", _NOW, "--output"]
    assert ssg(*command, output).returncode == 0
    old = tree(output)
    _change_everything(site)
    clean = tmp_path / "clean"
    started = time.monotonic()
    assert ssg(*command, clean).returncode == 0
    takes = time.monotonic() - started
    new = tree(clean)
    random_moments = random.Random(part)
    for _ in range(6):
        _kill_after(random_moments.uniform(0.2, takes), [*command, str(output)])
        for path, data in tree(output).items():
            assert data in (old.get(path), new.get(path)), f"{path} is neither old nor new"
    done = ssg(*command, output)
    assert done.returncode == 0, done.stderr
    assert tree(output) == new


def test_interrupting_a_build_ends_all_its_processes_and_leaves_the_old_site(
    site: Path, tmp_path: Path
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
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "Interrupted. The published site is whole."
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


def _kill_after(seconds: float, command: list[str]) -> None:
    """Kills the build and all its processes after `seconds`, unless it has ended by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ssg", *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
