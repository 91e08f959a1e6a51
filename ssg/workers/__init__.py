"""A small pool of processes for work on many files, with a time limit for each.

A task that hangs, crashes its process or exhausts it costs that one task, which its outcome
names; all others are done. Why not a ready-made pool: docs/decisions/0002-worker-pool.md.
"""

from ssg.workers.cpus import available_cpus, start_method
from ssg.workers.pool import Died, Done, Failed, Outcome, TimedOut, Workers
from ssg.workers.process import Start

__all__ = [
    "Died",
    "Done",
    "Failed",
    "Outcome",
    "Start",
    "TimedOut",
    "Workers",
    "available_cpus",
    "start_method",
]
