"""Parses single files: what the workers of the parse stage do."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from ssg.config import Settings
from ssg.digest import Digest, digest_of
from ssg.files import FileTooLarge, read_file
from ssg.model.codec import encode
from ssg.model.documents import may_hide_words
from ssg.model.kinds import Kind
from ssg.model.outline import outline_digest
from ssg.parse.data import parse_person, parse_resources
from ssg.parse.editorial.file import parse_guide, parse_page, parse_topic
from ssg.parse.plain.thread import parse_plain_thread
from ssg.parse.result import Parsed, ParsedFile, ParseTask, SourceText, unparsed_file
from ssg.parse.threads.file import parse_thread
from ssg.text import decode

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


def parse_file(task: ParseTask, settings: Settings) -> ParsedFile:
    """Read and parse one file; T09 if it cannot be read, T07 if it is too large."""
    limit = settings.limits.file_bytes
    try:
        data = _read(task, limit)
    except FileTooLarge:
        hint = "split the file, or raise limits.file_bytes in site.yaml"
        return unparsed_file(task, "T07", f"is larger than {limit:,} bytes", hint)
    except OSError as error:
        hint = "check that the file exists and can be read"
        return unparsed_file(task, "T09", f"cannot be read: {error.strerror or error}", hint)
    parsed = parse_source(data, path=task.path, kind=task.kind, settings=settings)
    if settings.plugins:
        # Few sites have any, and what runs them takes a while to load.
        from ssg.parse.plugins import check_with_plugins  # noqa: PLC0415

        text, _ = decode(data, path=task.path)
        file = SourceText(path=task.path, kind=task.kind, text=text)
        parsed = check_with_plugins(file, parsed, settings)
    document, fragments = parsed.document, encode(parsed.fragments)
    if document:
        document = replace(document, texts=digest_of(fragments))
    return ParsedFile(
        path=task.path,
        digest=digest_of(data),
        document=encode(document) if document else b"",
        outline=outline_digest(document) if document else Digest(""),
        may_hide_words=may_hide_words(document) if document else False,
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
