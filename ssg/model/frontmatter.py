"""The fields of every kind of file: the only definition of the content format.

docs/content-format.md describes these classes, and a test compares the two. Pydantic
checks front matter against them; msgspec stores them. An optional field that is absent
or empty is None or an empty tuple.

`redact` says what is kept of a withdrawn document or a removed post. It builds a
new value from the fields that it names, so every other field is lost, also one
that is added later. A required field is kept as an empty string.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from msgspec import field
from msgspec.structs import fields

from ssg.model.codes import ClearableCode, PlaceDigest
from ssg.model.ids import GuideId, PageId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.kinds import Kind
from ssg.model.record import Record
from ssg.model.scalars import (
    ID_GRAMMAR,
    TEXT_GRAMMAR,
    Anchor,
    Choice,
    Count,
    Flag,
    HttpUrl,
    Id,
    Language,
    Number,
    OneOrMore,
    Scalar,
    Shorthand,
    Text,
    When,
    parse_id,
    parse_text,
)

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

# References accept any text: the resolve stage knows all ids, so it can report a wrong one better
# than a grammar.
_reference = Scalar(parse_text, TEXT_GRAMMAR)
TopicRef = Annotated[TopicId, _reference]
GuideRef = Annotated[GuideId, _reference]
ResourceRef = Annotated[ResourceId, _reference]
PersonRef = Annotated[PersonId, _reference]
ThreadRef = Annotated[ThreadId, _reference]
PageRef = Annotated[PageId, _reference]


class Status(StrEnum):
    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    MEMBER = "member"
    CLINICIAN = "clinician"
    EDITOR = "editor"


class Part(StrEnum):
    """What a review of a thread covers."""

    QUESTION = "question"
    ANSWERS = "answers"


class Dialect(StrEnum):
    """The Markdown of an editor's text."""

    COMMONMARK = "commonmark"
    PYTHON_MARKDOWN = "python-markdown"


StatusField = Annotated[Status, Choice(Status)]
RoleField = Annotated[Role, Choice(Role)]
DialectField = Annotated[Dialect, Choice(Dialect)]
PartField = Annotated[Part, Choice(Part)]


class Fields(Record, frozen=True, kw_only=True):
    """The base class of all classes of fields: an unknown field is an error."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> "CoreSchema":
        from pydantic_core import core_schema  # noqa: PLC0415 (see ssg.model.scalars)

        hints = get_type_hints(cls, include_extras=True)
        checked = {
            one.name: core_schema.typed_dict_field(
                handler.generate_schema(hints[one.name]), required=one.required
            )
            for one in fields(cls)
        }
        return core_schema.no_info_after_validator_function(
            lambda given: cls(**given),
            core_schema.typed_dict_schema(checked, extra_behavior="forbid"),
        )


class Rating(Fields, frozen=True, kw_only=True):
    average: Number
    votes: Count


class MinorChange(Fields, frozen=True, kw_only=True):
    """A change of a reviewed text that leaves its review valid, such as a typo that was mended."""

    date: When
    reason: Text


class Review(Fields, frozen=True, kw_only=True):
    """`digest` is that of the reviewed text, with the `minor` changes that were made since."""

    by: PersonRef
    date: When
    due: When | None = None
    digest: Text | None = None
    minor: tuple[MinorChange, ...] = ()


class ThreadReview(Review, frozen=True, kw_only=True):
    covers: tuple[PartField, ...] = (Part.QUESTION, Part.ANSWERS)


class Origin(Fields, frozen=True, kw_only=True):
    """Where a thread was first published (`source:`)."""

    system: Text
    url: HttpUrl | None = None
    licence: Text | None = None
    retrieved: When | None = None


class Correction(Fields, frozen=True, kw_only=True):
    """What a published text said that was wrong, and what is right."""

    date: When
    wrong: Text
    right: Text


class Removal(Fields, frozen=True, kw_only=True):
    date: When
    reason: Text

    def redact(self) -> "Removal":
        return Removal(date=self.date, reason=self.reason)


class Codes(Fields, frozen=True, kw_only=True):
    """The codes of a condition in medical terminologies."""

    umls: OneOrMore = ()
    mesh: OneOrMore = ()
    icd10: OneOrMore = ()
    snomed: OneOrMore = ()


class Citation(Fields, frozen=True, kw_only=True):
    """One of the `sources:` of a guide."""

    title: Text
    url: HttpUrl | None = None


class Cleared(Fields, frozen=True, kw_only=True):
    """A warning that an editor has looked at, and why it stays as it is."""

    code: ClearableCode
    digest: PlaceDigest
    reason: Text


class ThreadMeta(Fields, frozen=True, kw_only=True):
    title: Text
    asked: When
    topics: tuple[TopicRef, ...]
    by: Text = "Guest"
    summary: Text | None = None
    guides: tuple[GuideRef, ...] = ()
    resources: tuple[ResourceRef, ...] = ()
    related: tuple[ThreadRef, ...] = ()
    helpful: Count | None = None
    rating: Rating | None = None
    status: StatusField = Status.PUBLISHED
    publish_on: When | None = None
    expires_on: When | None = None
    review: ThreadReview | None = None
    corrections: tuple[Correction, ...] = ()
    editor_note: Text | None = None
    lang: Language | None = None
    translation_of: ThreadRef | None = None
    translated: When | None = None
    duplicate_of: ThreadRef | None = None
    aliases: tuple[Text, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    source: Origin | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def redact(self) -> "ThreadMeta":
        return ThreadMeta(
            title="",
            by="",
            asked=self.asked,
            topics=self.topics,
            status=self.status,
            lang=self.lang,
            translation_of=self.translation_of,
        )


class PostMeta(Fields, frozen=True, kw_only=True):
    posted: When
    by: Text = "Guest"
    person: PersonRef | None = None
    role: RoleField = Role.MEMBER
    accepted: Flag = False
    helpful: Count | None = None
    id: Id | None = None
    anchor_aliases: tuple[Anchor, ...] = ()
    to: Text | None = None
    lang: Language | None = None
    edited: When | None = None
    note: Text | None = None
    removed: Removal | None = None

    def redact(self) -> "PostMeta":
        return PostMeta(
            posted=self.posted,
            by="",
            id=self.id,
            anchor_aliases=self.anchor_aliases,
            to=self.to,
            removed=self.removed and self.removed.redact(),
        )


class GuideMeta(Fields, frozen=True, kw_only=True):
    title: Text
    topics: tuple[TopicRef, ...]
    summary: Text | None = None
    also_called: tuple[Text, ...] = ()
    codes: Codes | None = None
    specialty: Text | None = None
    review: Review | None = None
    corrections: tuple[Correction, ...] = ()
    resources: tuple[ResourceRef, ...] = ()
    sources: tuple[Citation, ...] = ()
    related: tuple[GuideRef, ...] = ()
    status: StatusField = Status.PUBLISHED
    publish_on: When | None = None
    expires_on: When | None = None
    updated: When | None = None
    lang: Language | None = None
    translation_of: GuideRef | None = None
    translated: When | None = None
    dialect: DialectField | None = None
    aliases: tuple[Text, ...] = ()
    anchor_aliases: dict[Anchor, Text] = field(default_factory=dict)
    cleared: tuple[Cleared, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def redact(self) -> "GuideMeta":
        return GuideMeta(
            title="",
            topics=self.topics,
            status=self.status,
            lang=self.lang,
            translation_of=self.translation_of,
        )


class TopicMeta(Fields, frozen=True, kw_only=True):
    title: Text
    parent: TopicRef | None = None
    summary: Text | None = None
    also_called: tuple[Text, ...] = ()
    codes: Codes | None = None
    updated: When | None = None
    lang: Language | None = None
    translation_of: TopicRef | None = None
    translated: When | None = None
    dialect: DialectField | None = None
    aliases: tuple[Text, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class PageMeta(Fields, frozen=True, kw_only=True):
    title: Text
    summary: Text | None = None
    status: StatusField = Status.PUBLISHED
    updated: When | None = None
    lang: Language | None = None
    translation_of: PageRef | None = None
    translated: When | None = None
    dialect: DialectField | None = None
    aliases: tuple[Text, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    nav: Count | None = None

    def redact(self) -> "PageMeta":
        return PageMeta(
            title="", status=self.status, lang=self.lang, translation_of=self.translation_of
        )


class PersonMeta(Fields, frozen=True, kw_only=True):
    id: Annotated[PersonId, Scalar(parse_id, ID_GRAMMAR)]
    name: Text
    role: Text | None = None
    credentials: Text | None = None
    url: HttpUrl | None = None
    lay: Flag = False
    cleared: tuple[Cleared, ...] = ()


class ResourceMeta(Fields, frozen=True, kw_only=True):
    id: Annotated[ResourceId, Scalar(parse_id, ID_GRAMMAR)]
    title: Text
    url: HttpUrl
    description: Text | None = None
    kind: Text | None = None
    topics: tuple[TopicRef, ...] = ()
    lang: Language | None = None
    checked: When | None = None
    archived: HttpUrl | None = None
    aliases: tuple[Text, ...] = ()


class Publisher(Fields, frozen=True, kw_only=True):
    name: Text
    url: HttpUrl | None = None


class ResourceFileMeta(Fields, frozen=True, kw_only=True):
    publisher: Annotated[Publisher, Shorthand(lambda name: {"name": name})]
    resources: tuple[ResourceMeta, ...]
    cleared: tuple[Cleared, ...] = ()


FIELDS: Mapping[Kind, type[Fields]] = {
    Kind.THREAD: ThreadMeta,
    Kind.GUIDE: GuideMeta,
    Kind.TOPIC: TopicMeta,
    Kind.PAGE: PageMeta,
    Kind.RESOURCE: ResourceFileMeta,
    Kind.PERSON: PersonMeta,
}
"""What is in the front matter of a document, or in the whole file."""
