"""What the machine allows: how many workers, and how to start them."""

import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path


def choose_start_method() -> str:
    """How to start workers: `fork` on Linux while this process has one thread, else `spawn`.

    `fork` is much faster, but a process with several threads may pass on a lock that is never
    released. The environment variable SSG_START_METHOD overrides the choice: tests use both.
    """
    if chosen := os.environ.get("SSG_START_METHOD"):
        return chosen
    try:
        # This counts the threads of native libraries, too.
        threads = len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return "spawn"
    return "fork" if threads == 1 else "spawn"


def available_cpus(proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int:
    """How many CPUs this process may use, given its affinity and its container's quota."""
    if sys.platform == "linux":
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    return max(1, math.ceil(min([allowed, *_cpu_quotas(proc, cgroups)])))


def _cpu_quotas(proc: Path, cgroups: Path) -> Iterator[float]:
    """The quotas, in CPUs, of this process's control groups and of their parents.

    Version 2 is at https://docs.kernel.org/admin-guide/cgroup-v2.html (`cpu.max`), version 1 at
    https://docs.kernel.org/scheduler/sched-bwc.html.
    """
    for line in _read_text(proc / "self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if not controllers:
            root, names = cgroups, ["cpu.max"]
        elif "cpu" in controllers.split(","):
            root, names = cgroups / "cpu", ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
        else:
            continue
        # In a container, the path may be the host's. Then only the root exists here.
        own = root / path.lstrip("/")
        for group in (own, *own.parents):
            if group.is_relative_to(root):
                yield _parse_quota(" ".join(_read_text(group / name) for name in names))


def _parse_quota(text: str) -> float:
    """`text` is a quota and its period in microseconds. A quota of `max` or -1 is no limit."""
    match text.split():
        case [quota, period] if quota.isdigit():
            return int(quota) / int(period)
    return math.inf


def _read_text(file: Path) -> str:
    """Empty if the file cannot be read."""
    try:
        return file.read_text()
    except OSError:
        return ""
