"""Whenever a publish crashes, each file is old or new, and the next build completes it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.effort import EFFORT
from tests.unit.publish.sites import NEW, OLD, Site, open_for_test, publish, tree

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork"),
    pytest.mark.slow,
]


def run_in_process(test: str, folder: Path, *numbers: int) -> None:
    """Runs one of the functions below in a process with one thread, which may fork."""
    arguments = ", ".join(map(str, numbers))
    code = (
        "import sys; from pathlib import Path; from tests.unit.publish import test_crash\n"
        f"test_crash.{test}(Path(sys.argv[1]), {arguments})"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, folder], stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return child


def check_each_file_is_old_or_new(output: Path, old: Site, new: Site) -> None:
    for path, data in tree(output).items():
        assert path.endswith("/") or data in (old.get(path), new.get(path)), path


def check_next_build_completes(output: Path, old: Site, new: Site) -> Site:
    with open_for_test(output) as opened:
        found = tree(output)
        assert found in (old, new)
        assert opened.find_unmodified().keys() == found.keys()
    assert not (output / ".ssg/journal.json").exists()
    publish(output, new)
    assert tree(output) == new
    return found


def crash_before_call(number: int) -> None:
    """Has this process exit before call number `number` that changes the disk, counting from 0."""
    left = number

    def crashing(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os._exit(9)
            return call(*args, **options)

        return wrapped

    for name in ("replace", "mkdir", "rmdir", "unlink", "fsync"):
        setattr(os, name, crashing(getattr(os, name)))


def crash_at_every_step(folder: Path) -> None:
    completed = 0
    for step in range(1000):
        output = folder / f"{step}/output"
        publish(output, OLD)

        def crash(output: Path = output, step: int = step) -> None:
            crash_before_call(step)
            publish(output, NEW)

        _, status = os.waitpid(fork(crash), 0)
        check_each_file_is_old_or_new(output, OLD, NEW)
        completed += check_next_build_completes(output, OLD, NEW) == NEW
        if os.waitstatus_to_exitcode(status) == 0:
            break
        assert os.waitstatus_to_exitcode(status) == 9
    assert step > 50, "too few steps to have been all"
    assert completed > 30, "the journal came too late"


def test_the_next_build_recovers_from_a_crash_at_any_step(tmp_path: Path) -> None:
    run_in_process("crash_at_every_step", tmp_path)


def crash_twice(folder: Path, seed: int) -> None:
    """The second crash happens during the recovery from the first."""
    dice = random.Random(seed)
    for round in range(30 * EFFORT):
        output = folder / f"{round}/output"
        publish(output, OLD)
        for work in (publish, lambda output, _: open_for_test(output).__enter__()):

            def crash(output: Path = output, work: Any = work) -> None:
                crash_before_call(dice.randrange(70))
                work(output, NEW)

            os.waitpid(fork(crash), 0)
            check_each_file_is_old_or_new(output, OLD, NEW)
        check_next_build_completes(output, OLD, NEW)


def test_the_next_build_recovers_from_a_crash_during_recovery(tmp_path: Path) -> None:
    run_in_process("crash_twice", tmp_path, 1)


def large_site(edition: int) -> Site:
    """Between two editions, a third of the files changes, and a third is removed or added."""
    threads = {n: f"threads/{n}/index.html" for n in range(180) if n % 3 or n % 2 == edition}
    return {path: b"%d" % n if n % 3 == 1 else b"%d, %d" % (n, edition)
            for n, path in threads.items()}  # fmt: skip


def kill_at_random(folder: Path, seed: int) -> None:
    old, new = large_site(0), large_site(1)
    dice = random.Random(seed)
    started = time.monotonic()
    publish(folder / "output", old)
    usual = time.monotonic() - started
    for round in range(25 * EFFORT):
        output = folder / f"{round}/output"
        publish(output, old)
        child = fork(lambda output=output: publish(output, new))  # type: ignore[misc]
        time.sleep(dice.uniform(0, usual))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        check_each_file_is_old_or_new(output, old, new)
        check_next_build_completes(output, old, new)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_next_build_recovers_from_a_kill_at_any_moment(tmp_path: Path, seed: int) -> None:
    run_in_process("kill_at_random", tmp_path, seed)
