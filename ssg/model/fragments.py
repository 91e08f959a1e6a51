"""Rendered text with slots for everything that depends on other documents.

A fragment is safe HTML, sanitized when its file was parsed. Addresses, images and
titles of care cards are typed slots. So the same fragment can be used on a page (with
relative addresses), in a feed (absolute) and on a page in another language, and stays
valid when a document that it links to moves or is scheduled.
"""

from enum import StrEnum

from ssg.model.record import Record


class SlotKind(StrEnum):
    LINK = "link"
    """The start of a link to `target`; nothing if the target is not published yet."""
    LINK_END = "link-end"
    BACKLINK = "backlink"
    """As `LINK`, for a link from a footnote to `target`, the place that refers to it."""
    IMAGE = "image"
    ALERT_TITLE = "alert-title"
    """The title of a care card in the page's language; `target` is the card's kind."""


class Slot(Record, frozen=True, kw_only=True):
    """A placeholder. `target` is a path in content with an optional `#anchor`, or only an anchor.

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
