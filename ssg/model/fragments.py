"""Rendered text with holes: what depends on other documents is filled in late.

A fragment is safe HTML, sanitized when its file was parsed. Addresses, images
and alert titles stand in it as typed slots, so that one fragment serves a page
(relative to the site), a feed (absolute) and a page in another language, and
stays valid when the document that it links to moves or is scheduled.
"""

from enum import StrEnum

from ssg.model.record import Record


class SlotKind(StrEnum):
    LINK = "link"
    """Opens a link to `target`; becomes nothing when the target has no address yet."""
    LINK_END = "link-end"
    IMAGE = "image"
    ALERT_TITLE = "alert-title"
    """The title of a care card in the page's language; `target` is the alert's kind."""


class Slot(Record, frozen=True, kw_only=True):
    """A hole. `target` is a path in content with an optional `#anchor`, or only an anchor.

    `attributes` are the tag's other attributes as HTML, with a leading space.
    """

    kind: SlotKind
    target: str = ""
    attributes: str = ""


class Fragment(Record, frozen=True, kw_only=True):
    """`html[0] slots[0] html[1] … slots[n-1] html[n]`."""

    html: tuple[str, ...]
    slots: tuple[Slot, ...] = ()


EMPTY = Fragment(html=("",))
