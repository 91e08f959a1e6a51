"""The time of a build, and what becomes of documents at that time."""

from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """What became of a document at the time of the build."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class BuildTime(Struct, frozen=True, kw_only=True):
    """The one time of a build (`now`, with offset, ISO 8601) and what it lets be seen."""

    now: str
    drafts: bool = False
