"""Writes a record as the HTML that Pagefind reads, see https://pagefind.app/docs/indexing/."""

from collections.abc import Iterator

from markupsafe import escape

from ssg.config import Settings
from ssg.pages.record import SearchRecord

_SUMMARY_WEIGHT = 3
_COMMENT_WEIGHT = 0.5
# Terms of use have many words of which a question may have one.
_ABOUT_WEIGHT = 0.2


def record_html(record: SearchRecord, settings: Settings) -> str:
    """The page, for the index of the language whose lists show it.

    Metadata are searched, too, so only names are among them; what results say of a page are
    filters, which are not. Pagefind puts marks of its own into the text, which begin with
    underscores: an author could write such marks, so the text has no underscores.
    """
    fields = "".join(_fields(record))
    # Pagefind leaves out a page without text.
    text = "".join(_text(record)).replace("_", " ") or f"<p>{escape(record.title)}</p>"
    lang = settings.list_language(record.lang)
    return f'<html lang="{escape(lang)}"><body>{fields}{text}</body></html>'


def _text(record: SearchRecord) -> Iterator[str]:
    if record.summary:
        yield f'<p data-pagefind-weight="{_SUMMARY_WEIGHT}">{escape(record.summary)}</p>'
    if record.text:
        weight = f' data-pagefind-weight="{_ABOUT_WEIGHT}"' if record.kind == "page" else ""
        yield f"<div{weight}>{record.text}</div>"
    for comment in record.comments:
        yield f'<div data-pagefind-weight="{_COMMENT_WEIGHT}">{comment}</div>'


def _fields(record: SearchRecord) -> Iterator[str]:
    # Titles of reviewed guides have a field of their own, since each field has its weight.
    yield _field("meta", "reviewed_title" if record.reviewed else "title", record.title)
    if record.names:
        yield _field("meta", "names", ", ".join(record.names))
    if record.topics:
        yield _field("meta", "topics", ", ".join(record.topics))
    yield _field("filter", "kind", record.kind)
    yield _field("filter", "language", record.lang)
    for topic in record.topics:
        yield _field("filter", "topic", topic)
    if record.reviewed:
        yield _field("filter", "reviewed", record.reviewed)
    if record.answers:
        yield _field("filter", "answers", str(record.answers))
    if record.has_professional:
        yield _field("filter", "professional", "yes")


def _field(use: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{use}="{name}[content]" content="{escape(value)}">'
