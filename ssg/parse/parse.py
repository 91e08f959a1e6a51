"""The parse stage: one file in, a document and its fragments out, in any process."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest, digest_of
from ssg.model.codec import encode
from ssg.model.kinds import Kind
from ssg.parse.data import parse_person, parse_resources
from ssg.parse.guide import parse_guide, parse_page, parse_topic
from ssg.parse.result import Parsed, ParsedFile, ParseTask, SourceText
from ssg.parse.thread import parse_thread
from ssg.text import decode

# Asking for as much as the limit sets aside as much memory, which takes longer than to read a file.
_PIECE = 1 << 16

_PARSERS: dict[Kind, Callable[[SourceText, Settings], Parsed[Any]]] = {
    Kind.THREAD: parse_thread,
    Kind.GUIDE: parse_guide,
    Kind.TOPIC: parse_topic,
    Kind.PAGE: parse_page,
    Kind.RESOURCE: lambda file, _settings: parse_resources(file),
    Kind.PERSON: lambda file, _settings: parse_person(file),
}


def parse_source(data: bytes, *, path: str, kind: Kind, settings: Settings) -> Parsed[Any]:
    """The document in `data`, the bytes of the file `path`, or every mistake that is in it."""
    text, diagnostics = decode(data, path=path)
    if diagnostics:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    return _PARSERS[kind](SourceText(path=path, kind=kind, text=text), settings)


def start_parsing(settings: bytes) -> Callable[[bytes], bytes]:
    """What a worker process runs: `ParseTask`s in, `ParsedFile`s out, both as msgpack."""
    known = msgspec.msgpack.decode(settings, type=Settings)
    tasks = msgspec.msgpack.Decoder(ParseTask)
    return lambda task: encode(parse_file(tasks.decode(task), known))


def parse_file(task: ParseTask, settings: Settings) -> ParsedFile:
    """Read and parse one file; one that cannot be read, or is too large, is a diagnostic."""
    limit = settings.limits.file_bytes
    try:
        with open(task.file, "rb") as file:  # noqa: PTH123 (to make a Path takes half as long)
            data = file.read(min(limit + 1, _PIECE))
            if len(data) == _PIECE:
                data += file.read(limit + 1 - _PIECE)
    except OSError as error:
        hint = "check that the file can be read"
        message = f"cannot be read: {error.strerror or error}"
        return _unread(task, Digest(""), "T09", message, hint)
    if len(data) > limit:
        hint = "divide the file, or raise limits.file_bytes in site.yaml"
        return _unread(task, Digest(""), "T07", f"is larger than {limit:,} bytes", hint)
    parsed = parse_source(data, path=task.path, kind=task.kind, settings=settings)
    document, fragments = parsed.document, encode(parsed.fragments)
    if document:
        first = digest_of(encode(parsed.fragments[:1]))
        document = replace(document, texts=digest_of(fragments), first_text=first)
    return ParsedFile(
        path=task.path,
        digest=digest_of(data),
        document=encode(document) if document else b"",
        remains=parsed.remains,
        fragments=fragments,
        diagnostics=parsed.diagnostics,
    )


def _unread(task: ParseTask, digest: Digest, code: str, message: str, hint: str) -> ParsedFile:
    problem = Diagnostic(code=code, at=Location(path=task.path), message=message, hint=hint)
    return ParsedFile(path=task.path, digest=digest, diagnostics=(problem,))
