"""Fills the slots of a fragment, which turns it into the HTML of a page or of a feed."""

from collections.abc import Mapping
from urllib.parse import urljoin

from markupsafe import Markup, escape

from ssg.model.fragments import Fragment, Slot, SlotKind


def fill_slots(
    fragment: Fragment,
    addresses: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    canonical: str = "",
) -> Markup:
    """The fragment with its links, images and alert titles.

    `addresses` are those of the targets of links and images: a link without one
    becomes plain text (it keeps its id, which others may link to), an image nothing.
    `titles` are those of care cards by kind: text, or safe HTML. Under `backlink` are
    the attributes that name the link from a footnote back to the text.
    A feed gives `canonical`, the absolute address of the document's page, against
    which all addresses, those within the document included, are made absolute.
    """
    parts = [fragment.html[0]]
    opened: list[bool] = []
    for slot, html in zip(fragment.slots, fragment.html[1:], strict=True):
        match slot.kind:
            case SlotKind.LINK:
                url = _url(slot, addresses, canonical)
                href = f' href="{escape(url)}"' if url else ""
                opened.append(bool(url) or ' id="' in slot.attributes)
                parts.append(f"<a{href}{slot.attributes}>" if opened[-1] else "")
            case SlotKind.BACKLINK:
                url = _url(slot, addresses, canonical)
                name = titles.get(slot.kind, "")
                opened.append(True)
                parts.append(f'<a href="{escape(url)}"{slot.attributes}{name}>')
            case SlotKind.LINK_END:
                parts.append("</a>" if opened and opened.pop() else "")
            case SlotKind.IMAGE:
                url = _url(slot, addresses, canonical)
                parts.append(f'<img src="{escape(url)}"{slot.attributes}>' if url else "")
            case SlotKind.ALERT_TITLE:
                parts.append(str(escape(titles.get(slot.target, ""))))
        parts.append(html)
    return Markup("".join(parts))


def _url(slot: Slot, addresses: Mapping[str, str], canonical: str) -> str:
    url = slot.target if slot.target.startswith("#") else addresses.get(slot.target, "")
    return urljoin(canonical, url) if url else ""
