"""Records in a guide or thread who reviewed it, with the digest of the text that was reviewed."""

from msgspec import Struct

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, Severity
from ssg.discover import kind_at
from ssg.editing.errors import EditError
from ssg.editing.fields import append_item, front_matter, remove_field, set_field
from ssg.model.documents import Guide, Thread
from ssg.model.frontmatter import Review, Status, ThreadMeta
from ssg.model.kinds import Kind
from ssg.model.scalars import Moment
from ssg.parse.files import parse_source
from ssg.parse.frontmatter import read_front_matter, split_front_matter
from ssg.parse.result import SourceText
from ssg.parse.reviewed import digest_guide, digest_thread
from ssg.parse.threads.file import REFERENCES, read_posts, scan_body
from ssg.parse.threads.split import split_posts
from ssg.text import decode
from ssg.yamltext import Value

_PATH = ("review",)
_REVIEWED = (Kind.GUIDE, Kind.THREAD)
_ORDER = ("by", "date", "due", "covers", "digest", "minor")


class NewReview(Struct, frozen=True, kw_only=True):
    by: str
    date: Moment
    due: Moment | None = None


class ReviewedFile(Struct, frozen=True, kw_only=True):
    """A guide or thread: its path in the site, and its bytes."""

    path: str
    kind: Kind
    data: bytes


def record_review(file: ReviewedFile, new: NewReview, settings: Settings) -> bytes:
    """The file with the new review in place of an older one, of the same parts of a thread.

    Raises EditError for a file with errors, and for one that is withdrawn.
    """
    document = _parse(file, file.data, settings)
    text = file.data.decode()
    given: dict[str, str | None] = {"by": new.by, "date": new.date, "due": new.due}
    if document.meta.review is None:
        fields: dict[str, Value] = {name: value for name, value in given.items() if value}
        order = type(document.meta).__struct_fields__
        text = set_field(text, _PATH, fields, block=front_matter(text), order=order)
    else:
        for name, value in given.items():
            text = _put(text, name, value)
        text = remove_field(text, (*_PATH, "minor"), block=front_matter(text))
    return _with_digest(file, text, settings)


def record_minor_change(
    file: ReviewedFile, reason: str, day: str, settings: Settings
) -> tuple[bytes, Review]:
    """The file whose review now is of the text as it is, with the reason; and that review.

    Raises EditError as `record_review` does, and if there is no change that a review could keep.
    """
    document = _parse(file, file.data, settings)
    review = document.meta.review
    hint = "record a review: ssg review FILE --by PERSON"
    if review is None:
        raise EditError(f"{file.path} has no review", hint)
    if review.digest is None:
        raise EditError(f"the review of {file.path} does not know which text it was of", hint)
    if not document.changed_since_review:
        raise EditError(f"{file.path} has not changed since its review")
    text = file.data.decode()
    item: Value = {"date": day, "reason": reason}
    where = (*_PATH, "minor")
    text = append_item(text, where, item, block=front_matter(text), order=_ORDER)
    return _with_digest(file, text, settings), review


def keep_review(path: str, before: str, after: str, settings: Settings) -> str:
    """`after`, which says what `before` did, with a review of it if that of `before` held.

    For a text in which links lead to the same under another name.
    """
    kind = kind_at(path)
    if kind not in _REVIEWED or "digest" not in after:
        return after
    held, holds = (_holds(path, kind, text.encode(), settings) for text in (before, after))
    if not held or holds is not False:
        return after
    return _with_digest(ReviewedFile(path=path, kind=kind, data=b""), after, settings).decode()


def _holds(path: str, kind: Kind, data: bytes, settings: Settings) -> bool | None:
    """Whether a review is of the text in `data`; None if none is of any text."""
    document = parse_source(data, path=path, kind=kind, settings=settings).document
    if not isinstance(document, Guide | Thread) or document.meta.status is Status.WITHDRAWN:
        return None
    review = document.meta.review
    return None if review is None or review.digest is None else not document.changed_since_review


def _put(text: str, name: str, value: str | None) -> str:
    where, block = (*_PATH, name), front_matter(text)
    if value is None:
        return remove_field(text, where, block=block)
    return set_field(text, where, value, block=block, order=_ORDER)


def _with_digest(file: ReviewedFile, text: str, settings: Settings) -> bytes:
    """The text as a file, with its own digest in its review."""
    _parse(file, text.encode(), settings)
    digest = _digest(file, text.encode(), settings)
    data = _put(text, "digest", digest).encode()
    assert not _parse(file, data, settings).changed_since_review
    return data


def _parse(file: ReviewedFile, data: bytes, settings: Settings) -> Guide | Thread:
    """The document in `data`. Raises EditError if there is none that could be reviewed."""
    parsed = parse_source(data, path=file.path, kind=file.kind, settings=settings)
    if parsed.document is None:
        raise _as_error(parsed.diagnostics)
    document: Guide | Thread = parsed.document
    if document.meta.status is Status.WITHDRAWN:
        raise EditError(f"{file.path} is withdrawn, so there is nothing to review")
    return document


def _as_error(diagnostics: tuple[Diagnostic, ...]) -> EditError:
    first = min((one for one in diagnostics if one.severity is Severity.ERROR), key=lambda d: d.at)
    return EditError(f"{first.at}: {first.code} {first.message}", first.hint)


def _digest(file: ReviewedFile, data: bytes, settings: Settings) -> str:
    """The digest of what the review in `data` covers; it has no errors."""
    text, _ = decode(data, path=file.path)
    split, _ = split_front_matter(text, path=file.path)
    assert split
    if file.kind is Kind.GUIDE:
        return digest_guide(split)
    front, _ = read_front_matter(split, ThreadMeta, REFERENCES, settings)
    assert front.meta
    assert front.meta.review
    source = SourceText(path=file.path, kind=file.kind, text=text)
    body = scan_body(source, split, settings.zone)
    texts, _ = split_posts(body.source, body.scan)
    posts, _ = read_posts(body, texts, front.meta.asked)
    return digest_thread(split, body.source, texts, posts, front.meta.review)
