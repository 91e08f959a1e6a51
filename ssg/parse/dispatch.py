"""The parse stage: files in, documents and their fragments out, in worker processes.

This side of it loads no parser: only the workers do.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import has_errors
from ssg.model.codec import encode
from ssg.parse.result import ParsedFile, ParseTask, unparsed_file
from ssg.workers import Crashed, Done, Failed, Outcome, TimedOut, Workers

_PARSED_FILES = msgspec.msgpack.Decoder(ParsedFile)


class ParserFailed(Exception):
    """The parser raised an exception: a bug. The message has the worker's traceback."""


def parse_files(
    tasks: Sequence[ParseTask], settings: Settings, *, workers: Workers
) -> Iterator[ParsedFile]:
    """Parse files in worker processes, each within its time limit; in any order.

    Processes that have started begin at once, before the first file is asked for.
    T06 for a file that exceeds the time limit, T10 for one whose worker ended. Raises
    ParserFailed.
    """
    return _collect_files(_run_tasks(tasks, settings, workers), settings, workers)


def _collect_files(
    outcomes: Iterable[tuple[ParseTask, Outcome]], settings: Settings, workers: Workers
) -> Iterator[ParsedFile]:
    lost: list[tuple[ParseTask, TimedOut | Crashed]] = []
    for task, outcome in outcomes:
        if settings.plugins and isinstance(outcome, TimedOut | Crashed):
            lost.append((task, outcome))
        else:
            yield _handle_outcome(task, outcome, settings)
    if lost:
        yield from _parse_again(lost, settings, workers)


def _run_tasks(
    tasks: Sequence[ParseTask], settings: Settings, workers: Workers
) -> Iterator[tuple[ParseTask, Outcome]]:
    outcomes = workers.begin(
        [encode(task) for task in tasks],
        start=start_parsing,
        settings=encode(settings),
        seconds=settings.limits.file_seconds,
    )
    return ((tasks[index], outcome) for index, outcome in outcomes)


def _parse_again(
    lost: Sequence[tuple[ParseTask, TimedOut | Crashed]], settings: Settings, workers: Workers
) -> Iterator[ParsedFile]:
    """Parses the files without plugins: where that works, one of these was to blame (S07)."""
    from ssg.plugins.checking import report_failure  # noqa: PLC0415

    before = {task.path: outcome for task, outcome in lost}
    tasks = [task for task, _ in lost]
    for task, outcome in _run_tasks(tasks, replace(settings, plugins=()), workers):
        parsed = _handle_outcome(task, outcome, settings)
        if isinstance(outcome, Done) and not has_errors(parsed.diagnostics):
            reason = _describe_loss(before[task.path], settings)
            problem = f"a check of the plugins ({', '.join(settings.plugins)}) {reason}"
            failure = report_failure(task.path, problem)
            parsed = replace(parsed, document=b"", diagnostics=(*parsed.diagnostics, failure))
        yield parsed


def _describe_loss(outcome: TimedOut | Crashed, settings: Settings) -> str:
    match outcome:
        case TimedOut():
            seconds = settings.limits.file_seconds
            return f"takes longer than {seconds} second{'s' if seconds != 1 else ''}"
        case Crashed(exit_code=code):
            return f"ends the process that it runs in ({_describe_ending(code)})"


def prepare_parsing(settings: Settings, *, workers: Workers) -> None:
    """Starts the processes of `parse_files`, so that the first file need not wait for them."""
    workers.prepare(start=start_parsing, settings=encode(settings))


def start_parsing(settings: bytes) -> Callable[[bytes], bytes]:
    """The function of a worker process: from `ParseTask` to `ParsedFile`, both as msgpack."""
    from ssg.parse.files import parse_file  # noqa: PLC0415

    decoded = msgspec.msgpack.decode(settings, type=Settings)
    tasks = msgspec.msgpack.Decoder(ParseTask)
    return lambda task: encode(parse_file(tasks.decode(task), decoded))


def _handle_outcome(task: ParseTask, outcome: Outcome, settings: Settings) -> ParsedFile:
    match outcome:
        case Done(result=result):
            # One string for each path: many parts of a build keep them.
            return replace(_PARSED_FILES.decode(result), path=task.path)
        case TimedOut():
            seconds = settings.limits.file_seconds
            message = f"takes longer than {seconds} second{'s' if seconds != 1 else ''} to read"
            hint = "split or simplify the file, or raise limits.file_seconds in site.yaml"
            return unparsed_file(task, "T06", message, hint)
        case Crashed(exit_code=code):
            ending = _describe_ending(code)
            message = f"the worker process that read this file ended unexpectedly ({ending})"
            hint = "build again; if it happens again, the machine may have too little memory"
            return unparsed_file(task, "T10", message, hint)
        case Failed(traceback=traceback):
            raise ParserFailed(f"while reading {task.path}\n{traceback}")


def _describe_ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
