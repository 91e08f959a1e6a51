"""The digest of what a review covers: the words of a document that its readers see.

It is made of the source, so that it stays the same with another version of ssg or of the theme.
What counts, and what does not, is described for editors in docs/reviews.md:

- of a guide, `GUIDE_FIELDS` and its text;
- of a thread, what its review covers: `QUESTION_FIELDS` and the question's text, and of each post
  that the review can have seen, `POST_FIELDS` and its text. A newer post is marked as such on the
  page, and a removed one has no words.

Neither the order of fields and posts counts, nor line ends, spaces at the ends of lines, empty
lines around a text, and in fields the number of spaces between words.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from unicodedata import normalize

from ssg.model.documents import Post
from ssg.model.frontmatter import Part, Review, ThreadReview
from ssg.model.scalars import day_text
from ssg.parse.frontmatter import SplitDocument
from ssg.parse.html.source import Source
from ssg.parse.threads.split import SplitThread
from ssg.yamltext import Value

GUIDE_FIELDS = (
    "title",
    "summary",
    "also_called",
    "codes",
    "specialty",
    "sources",
    "corrections",
)
QUESTION_FIELDS = ("title", "by", "summary", "corrections", "editor_note")
POST_FIELDS = ("by", "person", "role", "note")

_DIGITS = 16


def has_guide_changed(review: Review | None, split: SplitDocument) -> bool:
    """Whether a guide was reviewed with other words."""
    if review is None or review.digest is None:
        return False
    return review.digest != digest_guide(split)


def has_thread_changed(
    review: ThreadReview | None,
    split: SplitDocument,
    source: Source,
    texts: SplitThread,
    posts: Sequence[Post],
) -> bool:
    """Whether what the review of a thread covers was reviewed with other words."""
    if review is None or review.digest is None:
        return False
    return review.digest != digest_thread(split, source, texts, posts, review)


def digest_guide(split: SplitDocument) -> str:
    """The digest of a guide's own words."""
    return _digest([_words(_fields(split), GUIDE_FIELDS, split.body)])


def digest_thread(
    split: SplitDocument,
    source: Source,
    texts: SplitThread,
    posts: Sequence[Post],
    review: ThreadReview,
) -> str:
    """The digest of what `review` covers of a thread, whose `posts` are those in `texts`."""
    parts: list[str] = []
    if Part.QUESTION in review.covers:
        question = source.slice(texts.question.start, texts.question.end)
        parts.append(_words(_fields(split), QUESTION_FIELDS, question))
    if Part.ANSWERS in review.covers:
        reviewed = day_text(review.date)
        parts += sorted(
            _words(raw.fields.value, POST_FIELDS, source.slice(raw.text.start, raw.text.end))
            for raw, post in zip(texts.posts, posts, strict=True)
            if raw.fields and not post.meta.removed and _last_day(post) <= reviewed
        )
    return _digest(parts)


def _last_day(post: Post) -> str:
    return day_text(post.meta.edited or post.meta.posted)


def _fields(split: SplitDocument) -> Mapping[str, Value]:
    return split.fields.value if split.fields else {}


def _words(fields: Mapping[str, Value], names: Iterable[str], text: str) -> str:
    """The fields of these `names` and the text, written in one way only."""
    given = {name: _plain(fields[name]) for name in names if name in fields}
    words = [{name: value for name, value in given.items() if value}, _plain_text(text)]
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Value) -> Value:
    if isinstance(value, str):
        return " ".join(normalize("NFC", value).split())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(one) for name, one in value.items()}


def _plain_text(text: str) -> str:
    lines = [line.rstrip() for line in normalize("NFC", text).split("\n")]
    return "\n".join(lines).strip("\n")


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
