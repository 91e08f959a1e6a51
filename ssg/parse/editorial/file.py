"""Parses what editors write: guides, topics and pages."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import has_errors
from ssg.model.documents import Document, Guide, Page, Topic
from ssg.model.frontmatter import GuideMeta, PageMeta, Status, TopicMeta
from ssg.model.ids import GuideId, PageId, TopicId
from ssg.model.kinds import Kind
from ssg.parse.editorial.text import render_editors_text
from ssg.parse.frontmatter import check_front_matter, divide
from ssg.parse.html.events import Source
from ssg.parse.html.links import LinkBase
from ssg.parse.references import aliases, references
from ssg.parse.result import Parsed, SourceText
from ssg.parse.withdrawn import redact_document
from ssg.yamltext import Path

M = TypeVar("M", GuideMeta, TopicMeta, PageMeta)
D = TypeVar("D", Guide, Topic, Page)


class _Family(Struct, Generic[M, D], frozen=True, kw_only=True):
    """What tells guides, topics and pages apart."""

    fields: type[M]
    references: Mapping[Path, Kind]
    document: Callable[[SourceText, M], D]
    needs_text: bool


_GUIDES = _Family(
    fields=GuideMeta,
    references={
        ("topics",): Kind.TOPIC,
        ("review", "by"): Kind.PERSON,
        ("resources",): Kind.RESOURCE,
        ("related",): Kind.GUIDE,
        ("translation_of",): Kind.GUIDE,
    },
    document=lambda file, meta: Guide(path=file.path, id=GuideId(file.id), meta=meta),
    needs_text=True,
)
_TOPICS = _Family(
    fields=TopicMeta,
    references={("parent",): Kind.TOPIC, ("translation_of",): Kind.TOPIC},
    document=lambda file, meta: Topic(path=file.path, id=TopicId(file.id), meta=meta),
    needs_text=False,
)
_PAGES = _Family(
    fields=PageMeta,
    references={("translation_of",): Kind.PAGE},
    document=lambda file, meta: Page(path=file.path, id=PageId(file.id), meta=meta),
    needs_text=True,
)


def parse_guide(file: SourceText, settings: Settings) -> Parsed[Guide]:
    """The guide in `file`, or every mistake that is in it."""
    return _parse(file, settings, _GUIDES)


def parse_topic(file: SourceText, settings: Settings) -> Parsed[Topic]:
    """The topic in `file`, or every mistake that is in it."""
    return _parse(file, settings, _TOPICS)


def parse_page(file: SourceText, settings: Settings) -> Parsed[Page]:
    """The editorial page in `file`, or every mistake that is in it."""
    return _parse(file, settings, _PAGES)


def _parse(file: SourceText, settings: Settings, family: _Family[M, D]) -> Parsed[D]:
    divided, diagnostics = divide(file.text, path=file.path)
    if divided is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    meta, found = check_front_matter(family.fields, divided)
    diagnostics += found
    named = tuple(references(divided.fields, family.references)) if divided.fields else ()
    former, found = aliases(divided.fields, prefix=settings.prefix)
    diagnostics += found
    front = None
    if meta:
        front = replace(family.document(file, meta), references=named, aliases=former)
        if isinstance(front, Guide | Page) and front.meta.status is Status.WITHDRAWN:
            return redact_document(front, divided, diagnostics)
    source = Source(path=file.path, text=divided.body, first_line=divided.body_line)
    base = LinkBase(folder=file.kind.value)
    text, found = render_editors_text(source, base, settings.markdown)
    diagnostics += found
    if family.needs_text and text.is_empty:
        hint = "write it below the front matter"
        diagnostics.append(source.diagnostic("P05", 0, "there is no text", hint))
    if front is None or has_errors(diagnostics):
        remains = Document(path=file.path, references=named, links=text.links)
        return Parsed(document=None, remains=remains, diagnostics=tuple(diagnostics))
    document = replace(
        front,
        headings=text.headings,
        excerpt=text.excerpt,
        links=text.links,
        outside=text.outside,
    )
    return Parsed(document=document, fragments=(text.fragment,), diagnostics=tuple(diagnostics))
