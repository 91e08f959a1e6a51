"""Parses what editors write: guides, topics and pages."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ssg.config import Settings
from ssg.diagnostics import has_errors
from ssg.model.documents import Document, Guide, Page, Topic
from ssg.model.frontmatter import Dialect, GuideMeta, PageMeta, Status, TopicMeta
from ssg.model.ids import GuideId, PageId, TopicId
from ssg.model.kinds import Kind
from ssg.parse.editorial.old_anchors import add_old_anchors
from ssg.parse.editorial.text import Reading, render_editors_text
from ssg.parse.frontmatter import SplitDocument, read_front_matter, split_front_matter
from ssg.parse.html.links import LinkBase
from ssg.parse.html.source import Source
from ssg.parse.result import Parsed, SourceText
from ssg.parse.reviewed import has_guide_changed
from ssg.parse.withdrawn import redact_document
from ssg.yamltext import Path

M = TypeVar("M", GuideMeta, TopicMeta, PageMeta)
D = TypeVar("D", Guide, Topic, Page)


class _Spec(Struct, Generic[M, D], frozen=True, kw_only=True):
    """How one kind of document is parsed."""

    fields: type[M]
    references: Mapping[Path, Kind]
    make: Callable[[SourceText, M], D]
    needs_text: bool


_GUIDE = _Spec(
    fields=GuideMeta,
    references={
        ("topics",): Kind.TOPIC,
        ("review", "by"): Kind.PERSON,
        ("resources",): Kind.RESOURCE,
        ("related",): Kind.GUIDE,
        ("translation_of",): Kind.GUIDE,
    },
    make=lambda file, meta: Guide(path=file.path, id=GuideId(file.id), meta=meta),
    needs_text=True,
)
_TOPIC = _Spec(
    fields=TopicMeta,
    references={("parent",): Kind.TOPIC, ("translation_of",): Kind.TOPIC},
    make=lambda file, meta: Topic(path=file.path, id=TopicId(file.id), meta=meta),
    needs_text=False,
)
_PAGE = _Spec(
    fields=PageMeta,
    references={("translation_of",): Kind.PAGE},
    make=lambda file, meta: Page(path=file.path, id=PageId(file.id), meta=meta),
    needs_text=True,
)
REFERENCES = {
    Kind.GUIDE: _GUIDE.references,
    Kind.TOPIC: _TOPIC.references,
    Kind.PAGE: _PAGE.references,
}
"""The fields of each kind that name other documents."""


def parse_guide(file: SourceText, settings: Settings) -> Parsed[Guide]:
    """The guide in `file`, or all its errors."""
    return _parse(file, settings, _GUIDE)


def parse_topic(file: SourceText, settings: Settings) -> Parsed[Topic]:
    """The topic in `file`, or all its errors."""
    return _parse(file, settings, _TOPIC)


def parse_page(file: SourceText, settings: Settings) -> Parsed[Page]:
    """The editorial page in `file`, or all its errors."""
    return _parse(file, settings, _PAGE)


def _parse(file: SourceText, settings: Settings, spec: _Spec[M, D]) -> Parsed[D]:
    split, diagnostics = split_front_matter(file.text, path=file.path)
    if split is None:
        return Parsed(document=None, diagnostics=tuple(diagnostics))
    front, found = read_front_matter(split, spec.fields, spec.references, settings)
    diagnostics += found
    document = None
    if front.meta:
        document = replace(
            spec.make(file, front.meta),
            references=front.references,
            aliases=front.aliases,
            dates=front.dates,
            outside=front.outside,
        )
        if isinstance(document, Guide | Page) and document.meta.status is Status.WITHDRAWN:
            return redact_document(document, split, diagnostics)
    source = Source(path=file.path, text=split.body, first_line=split.body_line)
    base = LinkBase(folder=file.kind.value)
    text, found = render_editors_text(source, base, _reading(split, settings))
    diagnostics += found
    if isinstance(document, Guide) and split.fields:
        text, found = add_old_anchors(text, document.meta.anchor_aliases, split.fields)
        diagnostics += found
    if spec.needs_text and text.is_empty:
        hint = "write it below the front matter"
        diagnostics.append(source.diagnostic("P05", 0, "there is no text", hint))
    if document is None or has_errors(diagnostics):
        partial = Document(path=file.path, references=front.references, links=text.links)
        return Parsed(document=None, partial=partial, diagnostics=tuple(diagnostics))
    document = replace(
        document,
        headings=text.headings,
        anchors=text.anchors,
        excerpt=text.excerpt,
        links=text.links,
        outside=front.outside + text.outside,
    )
    if isinstance(document, Guide):
        has_changed = has_guide_changed(document.meta.review, split)
        document = replace(document, care=text.care, changed_since_review=has_changed)
    return Parsed(document=document, fragments=(text.fragment,), diagnostics=tuple(diagnostics))


def _reading(split: SplitDocument, settings: Settings) -> Reading:
    """The file's own dialect, even if other fields have errors; else that of the site."""
    given = split.fields.get(("dialect",)) if split.fields else None
    dialect = Dialect(given) if given in list(Dialect) else settings.markdown.dialect
    return Reading(dialect=dialect, extensions=settings.markdown.extensions)
