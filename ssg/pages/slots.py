"""Fills the slots of a fragment, which turns it into the HTML of a page or of a feed."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from urllib.parse import urljoin

from markupsafe import Markup, escape

from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.model.media import LinkedFile, Medium, Picture

_OWN_SIZE = re.compile(r' (?:width|height)="')
_COLUMN = 660
"""The widest column of a text in the theme, in pixels: 66 digits (`--measure`) of 10 pixels."""
_NOTHING: Mapping[str, Medium] = MappingProxyType({})


# The same as `Markup`, which first asks what it is given for its HTML.
_safe: Callable[[str], Markup] = partial(str.__new__, Markup)


def _no_label(_file: LinkedFile) -> Markup:
    return Markup()


def fill_slots(
    fragment: Fragment,
    addresses: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    media: Mapping[str, Medium] = _NOTHING,
    file_label: Callable[[LinkedFile], Markup] = _no_label,
    canonical: str = "",
) -> Markup:
    """The fragment with its links, images and alert titles.

    `addresses` are those of the targets of links and images: a link without one
    becomes plain text (it keeps its id, which others may link to), an image nothing.
    `titles` are those of care cards by kind: text, or safe HTML. Under `backlink` are
    the attributes that name the link from a footnote back to the text.
    `media` are images and files by target: an image gets its size and its variants, a link to a
    file what `file_label` says of it, at its end.
    A feed gives absolute `addresses`, and `canonical`, the absolute address of the document's page,
    for links within the document; its images have no variants.
    """
    if not fragment.slots:
        return _safe(fragment.html[0])
    parts = [fragment.html[0]]
    # What stands before the end of each open link; None for one that is plain text.
    opened: list[str | None] = []
    for slot, html in zip(fragment.slots, fragment.html[1:], strict=True):
        match slot.kind:
            case SlotKind.LINK:
                url = _url(slot, addresses, canonical)
                href = f' href="{escape(url)}"' if url else ""
                is_link = bool(url) or ' id="' in slot.attributes
                file = media.get(slot.target) if url else None
                label = f" {file_label(file)}" if isinstance(file, LinkedFile) else ""
                opened.append(label if is_link else None)
                parts.append(f"<a{href}{slot.attributes}>" if is_link else "")
            case SlotKind.BACKLINK:
                url = _url(slot, addresses, canonical)
                name = titles.get(slot.kind, "")
                opened.append("")
                parts.append(f'<a href="{escape(url)}"{slot.attributes}{name}>')
            case SlotKind.LINK_END:
                end = opened.pop() if opened else None
                parts.append("" if end is None else f"{end}</a>")
            case SlotKind.IMAGE:
                url = _url(slot, addresses, canonical)
                picture = media.get(slot.target)
                parts.append(_image(url, slot, picture, bool(canonical)) if url else "")
            case SlotKind.ALERT_TITLE:
                parts.append(str(escape(titles.get(slot.target, ""))))
        parts.append(html)
    return _safe("".join(parts))


def _image(url: str, slot: Slot, medium: Medium | None, is_feed: bool) -> str:
    """An image with its size, so that nothing moves when it is there; an author's comes first."""
    if not isinstance(medium, Picture):
        return f'<img src="{escape(url)}"{slot.attributes}>'
    has_size = _OWN_SIZE.search(slot.attributes)
    size = "" if has_size else f' width="{medium.width}" height="{medium.height}"'
    image = f'<img src="{escape(url)}"{size}{slot.attributes}>'
    if is_feed or not medium.sources:
        return image
    sizes = _sizes(medium.width)
    sources = (
        f'<source type="{one.type}" srcset="{escape(one.srcset)}" sizes="{sizes}">'
        for one in medium.sources
    )
    return f"<picture>{''.join(sources)}{image}</picture>"


def _sizes(width: int) -> str:
    """How wide the theme shows an image: as wide as it is, the column of a text or the screen."""
    shown = min(width, _COLUMN)
    return f"(min-width: {shown}px) {shown}px, 100vw"


def _url(slot: Slot, addresses: Mapping[str, str], canonical: str) -> str:
    target = slot.target
    return urljoin(canonical, target) if target.startswith("#") else addresses.get(target, "")
