"""What was seen of an address in one check."""

from enum import StrEnum

from msgspec import Struct


class Outcome(StrEnum):
    GOOD = "good"
    BLOCKED = "blocked"
    """The host refuses programs."""
    GONE = "gone"
    """A page came that says there is none, or the home page in its place."""
    FAILED = "failed"
    REFUSED = "refused"
    """ssg does not ask it, or not where it leads."""


class Observation(Struct, frozen=True, kw_only=True):
    outcome: Outcome
    reason: str = ""
    """Why it is not good, in ssg's own words."""
    status: int = 0
    to: str = ""
    """Where redirects led, with the fragment that the host gave; empty without a redirect."""
    permanent: bool = False
    missing: tuple[str, ...] = ()
    etag: str = ""
    last_modified: str = ""
    may_be_offline: bool = False
    """It failed as everything does without a network."""
