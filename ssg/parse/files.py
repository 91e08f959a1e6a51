"""The parse stage: files in, documents and their fragments out, in worker processes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest, digest_of
from ssg.files import FileTooLarge, read_file
from ssg.model.codec import encode
from ssg.model.kinds import Kind
from ssg.model.outline import outline_digest
from ssg.parse.data import parse_person, parse_resources
from ssg.parse.editorial.file import parse_guide, parse_page, parse_topic
from ssg.parse.plain.thread import parse_plain_thread
from ssg.parse.result import Parsed, ParsedFile, ParseTask, SourceText
from ssg.parse.threads.file import parse_thread
from ssg.text import decode
from ssg.workers import Crashed, Done, Failed, Outcome, TimedOut, Workers

_PARSERS: dict[Kind, Callable[[SourceText, Settings], Parsed[Any]]] = {
    Kind.THREAD: lambda file, settings: (
        parse_plain_thread(file, settings) or parse_thread(file, settings)
    ),
    Kind.GUIDE: parse_guide,
    Kind.TOPIC: parse_topic,
    Kind.PAGE: parse_page,
    Kind.RESOURCE: parse_resources,
    Kind.PERSON: lambda file, _settings: parse_person(file),
}
_PARSED_FILES = msgspec.msgpack.Decoder(ParsedFile)


class ParserFailed(Exception):
    """The parser raised an exception: a bug. The message has the worker's traceback."""


def parse_files(
    tasks: Sequence[ParseTask], settings: Settings, *, workers: Workers
) -> Iterator[ParsedFile]:
    """Parse files in worker processes, each within its time limit; yields in any order.

    T06 for a file that exceeds the time limit, T10 for one whose worker ended. Raises
    ParserFailed.
    """
    outcomes = workers.run(
        [encode(task) for task in tasks],
        start=start_parsing,
        settings=encode(settings),
        seconds=settings.limits.file_seconds,
    )
    for index, outcome in outcomes:
        yield _handle_outcome(tasks[index], outcome, settings)


def prepare_parsing(settings: Settings, *, workers: Workers) -> None:
    """Starts the processes of `parse_files`, so that the first file need not wait for them."""
    workers.prepare(start=start_parsing, settings=encode(settings))


def start_parsing(settings: bytes) -> Callable[[bytes], bytes]:
    """The function of a worker process: from `ParseTask` to `ParsedFile`, both as msgpack."""
    decoded = msgspec.msgpack.decode(settings, type=Settings)
    tasks = msgspec.msgpack.Decoder(ParseTask)
    return lambda task: encode(parse_file(tasks.decode(task), decoded))


def parse_file(task: ParseTask, settings: Settings) -> ParsedFile:
    """Read and parse one file; T09 if it cannot be read, T07 if it is too large."""
    limit = settings.limits.file_bytes
    try:
        data = _read(task, limit)
    except FileTooLarge:
        hint = "split the file, or raise limits.file_bytes in site.yaml"
        return _unparsed(task, "T07", f"is larger than {limit:,} bytes", hint)
    except OSError as error:
        hint = "check that the file exists and can be read"
        return _unparsed(task, "T09", f"cannot be read: {error.strerror or error}", hint)
    parsed = parse_source(data, path=task.path, kind=task.kind, settings=settings)
    document, fragments = parsed.document, encode(parsed.fragments)
    if document:
        document = replace(document, texts=digest_of(fragments))
    return ParsedFile(
        path=task.path,
        digest=digest_of(data),
        document=encode(document) if document else b"",
        outline=outline_digest(document) if document else Digest(""),
        partial=parsed.partial,
        fragments=fragments,
        diagnostics=parsed.diagnostics,
    )


def _read(task: ParseTask, limit: int) -> bytes:
    """Raises FileTooLarge, and OSError."""
    if task.unsaved is None:
        return read_file(task.file, limit=limit)
    if len(task.unsaved) > limit:
        raise FileTooLarge
    return task.unsaved


def parse_source(data: bytes, *, path: str, kind: Kind, settings: Settings) -> Parsed[Any]:
    """The document in `data`, the bytes of the file `path`, or all its errors."""
    text, diagnostics = decode(data, path=path)
    if diagnostics:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    return _PARSERS[kind](SourceText(path=path, kind=kind, text=text), settings)


def _handle_outcome(task: ParseTask, outcome: Outcome, settings: Settings) -> ParsedFile:
    match outcome:
        case Done(result=result):
            return _PARSED_FILES.decode(result)
        case TimedOut():
            seconds = settings.limits.file_seconds
            message = f"takes longer than {seconds} second{'s' if seconds != 1 else ''} to read"
            hint = "split or simplify the file, or raise limits.file_seconds in site.yaml"
            return _unparsed(task, "T06", message, hint)
        case Crashed(exit_code=code):
            ending = f"signal {-code}" if code < 0 else f"exit code {code}"
            message = f"the worker process that read this file ended unexpectedly ({ending})"
            hint = "build again; if it happens again, the machine may have too little memory"
            return _unparsed(task, "T10", message, hint)
        case Failed(traceback=traceback):
            raise ParserFailed(f"while reading {task.path}\n{traceback}")


def _unparsed(task: ParseTask, code: str, message: str, hint: str) -> ParsedFile:
    diagnostic = Diagnostic(code=code, at=Location(path=task.path), message=message, hint=hint)
    return ParsedFile(path=task.path, digest=Digest(""), diagnostics=(diagnostic,))
