"""The stages in order: discover, parse, resolve, plan, render, publish."""

from ssg.pipeline.build import Request, Target, build, check
from ssg.pipeline.report import Report
from ssg.pipeline.verify import Verification, verify
from ssg.pipeline.watcher import Watcher

__all__ = [
    "Report",
    "Request",
    "Target",
    "Verification",
    "Watcher",
    "build",
    "check",
    "verify",
]
