import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from ssg.workers import (
    Crashed,
    Done,
    Failed,
    Outcome,
    Start,
    TimedOut,
    Workers,
    available_cpus,
    choose_start_method,
)
from ssg.workers.pool import _split_into_batches, _Worker
from tests.machine import PATIENCE, cpu_seconds, wait_until
from tests.unit.worker_tasks import start, start_counting

# Processes of pytest-xdist have threads and must not fork. There, one test runs the tests that fork
# in a process without xdist.
UNDER_XDIST = "PYTEST_XDIST_WORKER" in os.environ
METHODS = ["fork", "spawn"] if sys.platform == "linux" and not UNDER_XDIST else ["spawn"]


def run(
    tasks: Sequence[bytes],
    *,
    start: Start,
    settings: bytes,
    jobs: int,
    seconds: float | None,
    method: str | None = None,
) -> Iterator[tuple[int, Outcome]]:
    """One run, with workers of its own."""
    with Workers(jobs, method=method) as workers:
        yield from workers.run(tasks, start=start, settings=settings, seconds=seconds)


def outcomes(tasks: list[bytes], **options: Any) -> dict[int, Outcome]:
    found: dict[int, Outcome] = {}
    defaults: dict[str, Any] = {"settings": b"", "jobs": 2, "seconds": PATIENCE}
    for index, outcome in run(tasks, start=start, **(defaults | options)):
        assert index not in found, "a task has two outcomes"
        found[index] = outcome
    assert set(found) == set(range(len(tasks))), "a task has no outcome"
    return found


def children() -> set[int]:
    """The child processes of this thread that are alive or not yet waited for."""
    text = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()
    return {int(pid) for pid in text.split()}


def open_handles() -> set[str]:
    return {str(entry) for entry in Path("/proc/self/fd").iterdir()}


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def group_exists(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def _resource_tracker() -> None:
    """The first spawned process starts Python's resource tracker, which stays."""
    list(run([b""], start=start, settings=b"", jobs=1, seconds=None, method="spawn"))


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(_resource_tracker: None) -> Iterator[None]:
    before = children(), open_handles()
    yield
    assert (children(), open_handles()) == before


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_is_done_once(method: str, jobs: int) -> None:
    found = outcomes([b"say %d" % n for n in range(500)], jobs=jobs, settings=b"<", method=method)
    assert found == {n: Done(result=b"<%d" % n) for n in range(500)}


def test_no_tasks_need_no_workers() -> None:
    assert outcomes([]) == {}


def test_there_are_never_more_workers_than_batches(method: str) -> None:
    pids = outcomes([b"pid"] * 3, jobs=16, method=method).values()
    assert len(set(map(repr, pids))) <= 3


def test_few_tasks_that_take_no_time_start_one_worker(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.workers.pool._PATIENCE", PATIENCE)
    pids = outcomes([b"pid"] * 12, jobs=4, method=method).values()
    assert len(set(map(repr, pids))) == 1


def test_few_tasks_that_take_long_start_others(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.workers.pool._PATIENCE", 0)
    before = children()
    with Workers(3, method=method) as workers:
        results = workers.run([b"pid"] * 12, start=start, settings=b"", seconds=None)
        next(results)
        assert len(children() - before) == 3
        assert len(list(results)) == 11


def test_many_tasks_start_others_at_once(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssg.workers.pool._PATIENCE", PATIENCE)
    before = children()
    with Workers(2, method=method) as workers:
        results = workers.run([b"pid"] * 64, start=start, settings=b"", seconds=None)
        next(results)
        assert len(children() - before) == 2
        assert len(list(results)) == 63


@pytest.mark.parametrize(
    ("tasks", "are_shared"),
    [([b"say"] * 8, False), ([b"say"] * 1600, True)],
)
def test_small_results_of_many_tasks_share_messages(
    monkeypatch: pytest.MonkeyPatch, tasks: list[bytes], are_shared: bool
) -> None:
    assert (max(message_sizes(tasks, monkeypatch)) > 1) == are_shared


def test_large_results_wait_for_a_busy_parent_only_until_they_fill_so_much_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ssg.workers.process._MAX_WAITING_BYTES", 200_000)
    tasks = [b"big 70000"] * 400
    # A process that is not forked would not know the limit.
    assert max(message_sizes(tasks, monkeypatch, method="fork")) <= 3


def message_sizes(tasks: list[bytes], monkeypatch: pytest.MonkeyPatch, **options: str) -> list[int]:
    """How many outcomes each message brought."""
    sizes = []
    receive = _Worker.receive

    def watched(worker: _Worker) -> list[tuple[int, Outcome]]:
        found = receive(worker)
        sizes.append(len(found))
        return found

    monkeypatch.setattr(_Worker, "receive", watched)
    outcomes(tasks, **options)
    assert sum(sizes) == len(tasks)
    return sizes


def test_a_worker_has_its_next_batch_before_the_last_one_is_used(
    method: str, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    tasks = [b"say", b"touch " + os.fsencode(started)]
    found = run(tasks, start=start, settings=b"", jobs=1, seconds=PATIENCE, method=method)
    assert next(found) == (0, Done(result=b""))
    wait_until(started.exists)
    assert [index for index, _ in found] == [1]


def test_what_was_not_sent_when_a_worker_ended_is_done_again(method: str) -> None:
    found = outcomes(([b"say"] * 20 + [b"crash"] + [b"say"] * 11) * 16, method=method)
    crashed = sorted(index for index, one in found.items() if isinstance(one, Crashed))
    assert crashed == list(range(20, 32 * 16, 32))


def test_an_exception_is_the_outcome_of_its_task(method: str) -> None:
    found = outcomes([b"say a", b"raise oh no", b"say b"], jobs=1, method=method)
    failed = found.pop(1)
    assert isinstance(failed, Failed)
    assert "ValueError: oh no" in failed.traceback
    assert found == {0: Done(result=b"a"), 2: Done(result=b"b")}


@pytest.mark.slow
def test_what_ends_a_worker_costs_only_its_task(method: str) -> None:
    tasks = [b"say %d" % n for n in range(200)]
    tasks[0], tasks[99], tasks[100], tasks[199] = b"exit 3", b"crash", b"hang", b"exit 0"
    found = outcomes(tasks, seconds=5, method=method)
    assert found[0] == Crashed(exit_code=3)
    assert found[99] == Crashed(exit_code=-signal.SIGKILL)
    assert found[100] == TimedOut()
    assert found[199] == Crashed(exit_code=0)
    assert sum(isinstance(outcome, Done) for outcome in found.values()) == 196


@pytest.mark.slow
def test_every_task_may_end_its_worker() -> None:
    assert set(outcomes([b"exit 1"] * 8).values()) == {Crashed(exit_code=1)}


@pytest.mark.slow
def test_many_tasks_time_out_at_the_same_time() -> None:
    assert set(outcomes([b"hang"] * 8, jobs=8, seconds=0.2).values()) == {TimedOut()}


@pytest.mark.slow
def test_the_limit_is_for_each_task_alone() -> None:
    found = outcomes([b"nap 0.6"] * 9, jobs=1, seconds=5)
    assert all(isinstance(outcome, Done) for outcome in found.values())


@pytest.mark.slow
def test_a_slow_reader_takes_none_of_the_time() -> None:
    results = run([b"big 1000000"] * 6, start=start, settings=b"", jobs=2, seconds=5)
    for count, (_, outcome) in enumerate(results):
        assert outcome == Done(result=bytes(1_000_000))
        # Both workers have results that are too large for their pipes.
        if count == 1:
            time.sleep(6)


def test_tasks_and_results_may_be_larger_than_a_pipe() -> None:
    tasks = [b"say " + bytes(3_000_000) for _ in range(6)]
    assert set(outcomes(tasks).values()) == {Done(result=bytes(3_000_000))}


@pytest.mark.parametrize("settings", [b"raise", b"exit"])
def test_a_worker_that_cannot_start_is_an_error(method: str, settings: bytes) -> None:
    with pytest.raises(RuntimeError, match=r"no such settings|exit code 7"):
        outcomes([b"say"] * 50, settings=settings, method=method)


def test_closing_the_iterator_early_ends_the_workers(method: str) -> None:
    results = run([b"say 1", b"hang"] * 8, start=start, settings=b"", jobs=2, seconds=None,
                  method=method)  # fmt: skip
    next(results)
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < PATIENCE


@pytest.mark.slow
def test_workers_killed_from_outside_lose_nothing(method: str) -> None:
    found = outcomes_while_killing([b"nap 0.005"] * 150, method)
    killed = Crashed(exit_code=-signal.SIGKILL)
    assert found.keys() == set(range(150))
    assert all(isinstance(outcome, Done) or outcome == killed for outcome in found.values())


def outcomes_while_killing(tasks: list[bytes], method: str) -> dict[int, Outcome]:
    found = {}
    results = run(tasks, start=start, settings=b"", jobs=3, seconds=None, method=method)
    for index, outcome in results:
        assert index not in found
        found[index] = outcome
        if index % 10 == 0 and isinstance(outcome, Done):
            # It may have been killed before, and be gone.
            with suppress(ProcessLookupError):
                os.kill(int(outcome.result), signal.SIGKILL)
    return found


_PARENT = """
import sys
from tests.unit.test_workers import run
from tests.unit.worker_tasks import start
list(run([b"print"] * 2, start=start, settings=b"", jobs=2, seconds=None, method=sys.argv[1]))
"""


def parent_of_two(method: str) -> tuple[subprocess.Popen[str], list[int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PARENT, method],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    # What a worker prints goes there.
    return process, [int(process.stderr.readline()) for _ in range(2)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a busy worker at once")
def test_workers_end_when_the_parent_is_killed(method: str) -> None:
    process, workers = parent_of_two(method)
    process.kill()
    process.communicate(timeout=PATIENCE)
    wait_until(lambda: not any(map(is_alive, workers)))


def test_only_the_parent_handles_ctrl_c(method: str) -> None:
    process, workers = parent_of_two(method)
    os.killpg(process.pid, signal.SIGINT)
    _, complaints = process.communicate(timeout=PATIENCE)
    assert complaints.count("Traceback") == 1
    assert complaints.rstrip().endswith("KeyboardInterrupt")
    assert not any(map(is_alive, workers))


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.1])
def test_ctrl_c_at_any_moment_leaves_no_worker(method: str, delay: float) -> None:
    process, _ = parent_of_two(method)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    wait_until(lambda: not group_exists(process.pid))


def test_ten_thousand_small_tasks_take_little_time() -> None:
    started = cpu_seconds()
    outcomes([b"say"] * 10_000)
    assert cpu_seconds() - started < 20


def test_workers_are_spawned_while_another_thread_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSG_START_METHOD", raising=False)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert choose_start_method() == "spawn"
    finally:
        done.set()
        thread.join()


def test_the_environment_can_set_the_start_method(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSG_START_METHOD", "forkserver")
    assert choose_start_method() == "forkserver"


@pytest.mark.parametrize(
    ("groups", "files", "cpus"),
    [
        ("0::/", {"cpu.max": "100000 100000"}, 1),
        ("0::/", {"cpu.max": "max 100000"}, 99),
        ("0::/", {"cpu.max": "1000 100000"}, 1),
        ("0::/", {"cpu.max": "150000 100000"}, 2),
        ("0::/a/b", {"a/cpu.max": "300000 100000", "a/b/cpu.max": "max 100000"}, 3),
        ("0::/the/hosts/path", {"cpu.max": "400000 100000"}, 4),
        (
            "3:cpu,cpuacct:/",
            {"cpu/cpu.cfs_quota_us": "200000", "cpu/cpu.cfs_period_us": "50000"},
            4,
        ),
        ("3:cpu,cpuacct:/", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "50000"}, 99),
        ("3:memory:/", {}, 99),
        ("", {}, 99),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_a_container_quota_limits_the_cpus(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    groups: str,
    files: dict[str, str],
    cpus: int,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(99)))
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text(groups)
    for name, text in files.items():
        file = tmp_path / "cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert available_cpus(tmp_path / "proc", tmp_path / "cgroup") == cpus


def test_there_is_at_least_one_cpu() -> None:
    assert available_cpus() >= 1


@pytest.mark.slow
@pytest.mark.skipif(not UNDER_XDIST, reason="here, the other tests fork by themselves")
def test_all_of_this_holds_for_forked_workers_too() -> None:
    environment = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", __file__, "-k", "fork"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_workers_are_reused_by_the_next_run(method: str) -> None:
    with Workers(2, method=method) as workers:

        def pids(settings: bytes) -> set[bytes]:
            tasks = [b"pid"] * 40
            found = list(workers.run(tasks, start=start, settings=settings, seconds=PATIENCE))
            assert sorted(index for index, _ in found) == list(range(40))
            return {outcome.result for _, outcome in found if isinstance(outcome, Done)}

        first = pids(b"one")
        assert pids(b"two") & first
        alive = {int(pid) for pid in first}
        assert any(map(is_alive, alive))
        (echo,) = workers.run([b"echo 1"], start=start, settings=b"new ", seconds=PATIENCE)
        assert echo == (0, Done(result=b"new 1"))
    wait_until(lambda: not any(map(is_alive, alive)))


def test_what_was_prepared_is_used_by_all_following_runs_that_are_alike(method: str) -> None:
    with Workers(1, method=method) as workers:
        workers.start()
        workers.prepare(start=start_counting, settings=b"")
        for expected in (b"1", b"2", b"3"):
            (one,) = workers.run([b""], start=start_counting, settings=b"", seconds=PATIENCE)
            assert one == (0, Done(result=expected))
        (one,) = workers.run([b""], start=start_counting, settings=b"other", seconds=PATIENCE)
        assert one == (0, Done(result=b"1"))


def test_a_worker_that_ended_between_two_runs_is_not_blamed_on_a_task(method: str) -> None:
    with Workers(1, method=method) as workers:
        ((_, before),) = workers.run([b"pid"], start=start, settings=b"", seconds=PATIENCE)
        assert isinstance(before, Done)
        pid = int(before.result)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))
        ((_, after),) = workers.run([b"pid"], start=start, settings=b"", seconds=PATIENCE)
        assert isinstance(after, Done)
        assert after != before


@pytest.mark.slow
def test_after_a_crash_all_workers_are_replaced(method: str) -> None:
    with Workers(2, method=method) as workers:
        tasks = [b"pid", b"crash", *[b"pid"] * 20]
        found = dict(workers.run(tasks, start=start, settings=b"", seconds=PATIENCE))
        assert isinstance(found[1], Crashed)
        before = {outcome.result for outcome in found.values() if isinstance(outcome, Done)}
        again = workers.run([b"pid"] * 20, start=start, settings=b"", seconds=PATIENCE)
        assert not before & {one.result for _, one in again if isinstance(one, Done)}


def test_invalid_settings_fail_a_later_run_too(method: str) -> None:
    with Workers(1, method=method) as workers:
        list(workers.run([b"pid"], start=start, settings=b"", seconds=PATIENCE))
        with pytest.raises(RuntimeError, match="no such settings"):
            list(workers.run([b"pid"], start=start, settings=b"raise", seconds=PATIENCE))
        (one,) = workers.run([b"echo 1"], start=start, settings=b"", seconds=PATIENCE)
        assert one == (0, Done(result=b"1"))


def test_tasks_that_were_begun_are_done_while_nobody_waits(tmp_path: Path, method: str) -> None:
    files = [tmp_path / str(number) for number in range(70)]
    tasks = [b"touch " + os.fsencode(file) for file in files]
    with Workers(2, method=method) as workers:
        begun = workers.begin(tasks, start=start, settings=b"", seconds=PATIENCE)
        wait_until(lambda: all(file.exists() for file in files))
        assert sorted(index for index, _ in begun) == list(range(len(tasks)))


def test_what_was_begun_goes_on_where_the_pipe_is_full(tmp_path: Path, method: str) -> None:
    file = tmp_path / "file"
    tasks = [b"big 100000"] * 20 + [b"touch " + os.fsencode(file)]
    with Workers(1, method=method) as workers:
        begun = workers.begin(tasks, start=start, settings=b"", seconds=PATIENCE)
        wait_until(file.exists)
        assert sorted(index for index, _ in begun) == list(range(len(tasks)))


def test_a_crash_costs_one_of_the_tasks_that_were_begun(method: str) -> None:
    tasks = [b"echo a", b"crash", b"echo b"]
    with Workers(1, method=method) as workers:
        found = dict(workers.begin(tasks, start=start, settings=b"", seconds=PATIENCE))
    assert found == {0: Done(result=b"a"), 1: Crashed(exit_code=-9), 2: Done(result=b"b")}


def test_a_worker_that_is_killed_before_it_has_begun_is_replaced(method: str) -> None:
    with Workers(1, method=method) as workers:
        begun = workers.begin([b"pid"] * 3, start=start, settings=b"", seconds=PATIENCE)
        (process,) = active_children()
        process.kill()
        found = dict(begun)
    assert len(found) == 3
    assert all(isinstance(outcome, Done) for outcome in found.values())


def test_closing_ends_workers_whose_results_nobody_has_asked_for(method: str) -> None:
    with Workers(1, method=method) as workers:
        workers.begin([b"hang"], start=start, settings=b"", seconds=None)
        assert active_children()
    assert not active_children()


def test_invalid_settings_fail_what_was_begun_once_it_is_asked_for(method: str) -> None:
    with Workers(1, method=method) as workers:
        begun = workers.begin([b"pid"], start=start, settings=b"raise", seconds=PATIENCE)
        with pytest.raises(RuntimeError, match="no such settings"):
            list(begun)


@pytest.mark.parametrize("count", [0, 1, 7, 256, 10_000])
def test_the_last_batches_are_small(count: int) -> None:
    batches = [list(batch) for batch in _split_into_batches(range(count), 2)]
    assert [task for batch in batches for task in batch] == list(range(count))
    assert all(len(one) >= len(next_one) for one, next_one in pairwise(batches))
    assert all(len(batch) == 1 for batch in batches[-8:])
