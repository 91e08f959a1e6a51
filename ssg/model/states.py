"""The time of a build, and the states of documents at that time."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Environment(StrEnum):
    """What a build is for. The pages of a preview say that they are one."""

    PRODUCTION = "production"
    PREVIEW = "preview"


class State(StrEnum):
    """The state of a document at the time of the build."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class BuildTime(Struct, frozen=True, kw_only=True):
    """The time of a build (ISO 8601 with offset), and what it shows beside published documents.

    With `drafts`, drafts count as published. A `preview` shows them and what is scheduled, and
    still reports links to drafts.
    """

    now: str
    drafts: bool = False
    preview: bool = False


def is_still_valid(built: datetime, next_change: datetime | None, now: datetime) -> bool:
    """Whether an unchanged site shows `now` what it showed when it was `built`.

    `next_change` is when it changes by itself after that; None for never.
    """
    return built <= now and (next_change is None or now < next_change)
