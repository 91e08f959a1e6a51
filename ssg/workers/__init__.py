"""A small pool of worker processes for work on many files, with a time limit for each task.

A task that hangs, crashes its process or exhausts it fails alone: its outcome says so, and all
other tasks are done. Why not an existing pool: docs/decisions/0002-worker-pool.md.
"""

from ssg.workers.cpus import available_cpus, choose_start_method
from ssg.workers.pool import Crashed, Done, Failed, Outcome, TimedOut, Workers
from ssg.workers.process import Start

__all__ = [
    "Crashed",
    "Done",
    "Failed",
    "Outcome",
    "Start",
    "TimedOut",
    "Workers",
    "available_cpus",
    "choose_start_method",
]
