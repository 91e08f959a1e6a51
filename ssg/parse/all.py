"""Parses many files in worker processes, each within its time limit."""

from collections.abc import Iterator, Sequence

import msgspec

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest
from ssg.model.codec import encode
from ssg.parse.parse import start_parsing
from ssg.parse.result import ParsedFile, ParseTask
from ssg.workers import Died, Done, Failed, Outcome, TimedOut, Workers

_RESULTS = msgspec.msgpack.Decoder(ParsedFile)


class ParserFailed(Exception):
    """The parser itself broke on a file: a bug. The text is the worker's traceback."""


def parse_all(
    tasks: Sequence[ParseTask], settings: Settings, *, workers: Workers
) -> Iterator[ParsedFile]:
    """What became of each file, in no order. Raises ParserFailed.

    A file that takes too long is T06, one whose process ended is T10.
    """
    outcomes = workers.run(
        [encode(task) for task in tasks],
        start=start_parsing,
        settings=encode(settings),
        seconds=settings.limits.file_seconds,
    )
    for index, outcome in outcomes:
        yield _parsed(tasks[index], outcome, settings)


def _parsed(task: ParseTask, outcome: Outcome, settings: Settings) -> ParsedFile:
    match outcome:
        case Done(result=result):
            return _RESULTS.decode(result)
        case TimedOut():
            seconds = settings.limits.file_seconds
            message = f"takes longer than {seconds} second{'s' if seconds != 1 else ''} to read"
            hint = "divide the file, simplify it, or raise limits.file_seconds in site.yaml"
            return _lost(task, "T06", message, hint)
        case Died(exit_code=code):
            ending = f"signal {-code}" if code < 0 else f"exit code {code}"
            message = f"the process that read this file ended ({ending})"
            hint = "build again; if it happens again, the machine may be short of memory"
            return _lost(task, "T10", message, hint)
        case Failed(traceback=traceback):
            raise ParserFailed(f"while reading {task.path}\n{traceback}")


def _lost(task: ParseTask, code: str, message: str, hint: str) -> ParsedFile:
    problem = Diagnostic(code=code, at=Location(path=task.path), message=message, hint=hint)
    return ParsedFile(path=task.path, digest=Digest(""), diagnostics=(problem,))
