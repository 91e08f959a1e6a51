"""Has the checks of plugins look at a document that was parsed without an error."""

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.model.documents import (
    AnyDocument,
    Document,
    Guide,
    Page,
    PostKind,
    Thread,
    Topic,
)
from ssg.model.frontmatter import Status
from ssg.parse.frontmatter import split_front_matter
from ssg.parse.html.events import scan_events
from ssg.parse.html.source import ByteRange, Source
from ssg.parse.result import Parsed, SourceText
from ssg.parse.threads.split import split_posts
from ssg.plugins.api import Document as CheckedDocument
from ssg.plugins.api import Fields, Link, Place, Text
from ssg.plugins.checking import run_checks
from ssg.yamltext import Value, YamlMapping, read_mapping

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SIGN = re.compile(r"[^\n]")
_ROLES = {PostKind.ANSWER: "answer", PostKind.REPLY: "reply"}


def check_with_plugins(
    file: SourceText, parsed: Parsed[AnyDocument], settings: Settings
) -> Parsed[AnyDocument]:
    """`parsed`, the document in `file`, with what the plugins of the settings find in it.

    They see no document with an error, and nothing of one that is withdrawn.
    """
    document = parsed.document
    if document is None or has_errors(parsed.diagnostics) or _is_withdrawn(document):
        return parsed
    checked = _make_document(file, document)
    lines = file.text.split("\n")
    found = tuple(run_checks(settings.plugins, checked, lines=lines))
    return _with_diagnostics(parsed, document, found)


def _with_diagnostics(
    parsed: Parsed[AnyDocument], document: AnyDocument, found: tuple[Diagnostic, ...]
) -> Parsed[AnyDocument]:
    diagnostics = parsed.diagnostics + found
    if not has_errors(found):
        return Parsed(document=document, fragments=parsed.fragments, diagnostics=diagnostics)
    # What it refers to is still checked.
    partial = Document(path=document.path, references=document.references, links=document.links)
    return Parsed(document=None, partial=partial, diagnostics=diagnostics)


def _is_withdrawn(document: AnyDocument) -> bool:
    if isinstance(document, Thread | Guide | Page):
        return document.meta.status is Status.WITHDRAWN
    return False


def _make_document(file: SourceText, document: AnyDocument) -> CheckedDocument:
    fields, body = _split(file)
    if isinstance(document, Thread):
        texts = tuple(_find_posts(body, document))
    elif isinstance(document, Guide | Page | Topic):
        texts = (_make_text("body", body.text, body.first_line),)
    else:
        texts = ()
    return CheckedDocument(
        kind=file.kind.singular,
        path=file.path,
        id=file.id,
        fields=_make_fields(fields),
        texts=texts,
        links=tuple(_find_links(document)),
    )


def _split(file: SourceText) -> tuple[YamlMapping, Source]:
    """The fields, and the text below them, which is empty in a YAML file."""
    if file.kind.is_data:
        fields, _ = read_mapping(file.text, path=file.path)
        body = Source(path=file.path, text="", first_line=1)
    else:
        split, _ = split_front_matter(file.text, path=file.path)
        assert split
        fields = split.fields
        body = Source(path=file.path, text=split.body, first_line=split.body_line)
    assert fields
    return fields, body


def _find_posts(body: Source, thread: Thread) -> Iterator[Text]:
    """The question and all posts that were not removed."""
    split, _ = split_posts(body, scan_events(body))
    yield _make_part("question", body, split.question)
    for raw, post in zip(split.posts, thread.posts, strict=True):
        if not post.meta.removed:
            yield _make_part(_ROLES[raw.kind], body, raw.text, raw.fields)


def _make_part(role: str, body: Source, text: ByteRange, fields: YamlMapping | None = None) -> Text:
    return _make_text(role, body.slice(text.start, text.end), body.line_at(text.start), fields)


def _make_text(
    role: str, markdown: str, first_line: int, fields: YamlMapping | None = None
) -> Text:
    return Text(
        role=role,
        markdown=_COMMENT.sub(lambda found: _SIGN.sub(" ", found[0]), markdown),
        fields=_make_fields(fields) if fields else Fields({}),
        first_line=first_line,
    )


def _make_fields(fields: YamlMapping) -> Fields:
    return Fields(_freeze(fields.value), lambda where: Place(*fields.place(where)))


def _freeze(value: Value) -> Any:
    """The value, so that no check can change what another one sees."""
    if isinstance(value, dict):
        return MappingProxyType({name: _freeze(one) for name, one in value.items()})
    return tuple(map(_freeze, value)) if isinstance(value, list) else value


def _find_links(document: AnyDocument) -> Iterator[Link]:
    for one in document.links:
        yield Link(target=one.target, place=Place(one.line, one.column))
    for other in document.outside:
        yield Link(target=other.url, place=Place(other.line, other.column))
