"""Builds a fragment from sanitized HTML: rewrites its links, images, cards and headings.

The input is nh3's serialization, which escapes every `<` of a text and writes every
attribute as ` name="value"`. So a regular expression finds tags reliably, at a tenth
of the cost of parsing the HTML again.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from msgspec import Struct, field

from ssg.model.documents import CareCard, Heading
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.parse.html.cards import (
    CARE_KINDS,
    Marker,
    describe_element,
    match_marker,
    read_care_card,
)
from ssg.parse.html.ids import make_ids_unique
from ssg.parse.html.levels import HeadingLevels
from ssg.parse.html.links import Inside, LinkBase, Outside, classify_link
from ssg.parse.html.slugs import Slugs

_TAG = re.compile(r'<(/?)(a|img|blockquote|h[1-6])((?: [^\s="<>]+="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([^\s="<>]+)="([^"]*)"')
_ID_ATTRIBUTE = re.compile(r' id="[^"]*"')
_FOOTNOTE_REFERENCE = re.compile(r"<sup\b[^<]*(?:<a )?[^<]*footnote-ref.*?</sup>", re.DOTALL)
_BACKREF = ' class="footnote-backref"'
_ANY_TAG = re.compile(r"<[^>]*>")
# Text after a tag, but for entities: one may be a space.
_TEXT_AFTER_TAG = re.compile(r">\s*[^\s<&]")


class FragmentRules(Struct, frozen=True, kw_only=True):
    """How to rewrite the HTML of one text.

    `first_level` is the level of the first heading, under which the others follow without
    gaps. If `editors` is true, headings get ids and `> [!CAUTION]` becomes a care card;
    posts must not be able to imitate either. `rel` is the attribute of every link that
    leaves the site. `typed` maps the text of a heading to what its author typed, before
    typography changed it: the ids of git hosts come from that.
    """

    base: LinkBase
    editors: bool
    first_level: int
    rel: str
    typed: Callable[[str], str] = lambda text: text


class BuiltFragment(Struct, frozen=True, kw_only=True):
    fragment: Fragment
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """The ids of all other elements, those of the titles of cards included."""
    care: tuple[CareCard, ...] = ()
    outside: tuple[str, ...] = ()
    """The addresses of links that leave the site."""
    inside: tuple[tuple[str, bool], ...] = ()
    """The targets of links to this site, and whether each is an image."""

    @property
    def has_content(self) -> bool:
        """Whether it contains any text, image or thematic break."""
        # Nearly every text shows this in its first line.
        if self.inside or any(map(_TEXT_AFTER_TAG.search, self.fragment.html)):
            return True
        html = "".join(self.fragment.html)
        return bool(plain_text(html)) or "<hr" in html


def build_fragment(html: str, rules: FragmentRules) -> BuiltFragment:
    """Rewrite the tags of sanitized `html` by `rules`."""
    html, anchors = make_ids_unique(html)
    tag = _TAG.search(html)
    if not tag:
        return BuiltFragment(fragment=Fragment(html=(html,)), anchors=anchors)
    levels = HeadingLevels(rules.first_level)
    builder = _Builder(rules, own_ids=frozenset(anchors), slugs=Slugs(anchors), levels=levels)
    position = 0
    while tag:
        builder.add_html(html[position : tag.start()])
        position = tag.end()
        name, attributes = tag[2], tag[3]
        if name == "img":
            builder.add_image(attributes)
        elif name == "a":
            builder.close_link() if tag[1] else builder.open_link(attributes)
        elif name == "blockquote":
            if tag[1]:
                builder.close_quote(html, tag)
            else:
                position = builder.open_quote(html, tag)
        elif tag[1]:
            builder.close_heading()
        else:
            closing = html.find(f"</{name}>", position)
            text = html[position : closing if closing >= 0 else position]
            builder.open_heading(name, attributes, text)
        tag = _TAG.search(html, position)
    builder.add_html(html[position:])
    return builder.build(anchors)


def plain_text(html: str) -> str:
    """The text of an HTML fragment, on one line."""
    return " ".join(unescape(_ANY_TAG.sub("", html)).split())


class _Quote(Struct, kw_only=True):
    """An open quotation, and if it is a card, its kind and the id of its title."""

    closing: str
    kind: str = ""
    anchor: str = ""
    # Its HTML up to `position`, without the quotations in it.
    pieces: list[str]
    position: int


class _Builder(Struct):
    rules: FragmentRules
    # Links to the ids in the text itself, as of footnotes, need no check.
    own_ids: frozenset[str]
    slugs: Slugs
    levels: HeadingLevels
    # The HTML since the last slot, in pieces, because appending to a long string is slow.
    pieces: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    inside: list[tuple[str, bool]] = field(default_factory=list)
    # The closing tag of each open link; None for a link in a slot.
    open_links: list[str | None] = field(default_factory=list)
    # The numbers of slots and pieces before the text of a link to another host, and its address.
    link_start: tuple[int, int, str] = (0, 0, "")
    open_quotes: list[_Quote] = field(default_factory=list)
    # The levels of the headings that are open.
    open_headings: list[int] = field(default_factory=list)
    # The ids of the titles of all cards, and what is known of those that end.
    card_anchors: list[str] = field(default_factory=list)
    care: dict[str, CareCard] = field(default_factory=dict)

    def add_html(self, text: str) -> None:
        self.pieces.append(text)

    def add_slot(self, slot: Slot) -> None:
        self.slots.append(slot)
        self.html.append("".join(self.pieces))
        self.pieces.clear()

    def open_link(self, attributes: str) -> None:
        href, others = _split_attribute(attributes, "href")
        destination = classify_link(href, self.rules.base) if href is not None else None
        match destination:
            case Inside(target):
                if target[1:] not in self.own_ids:
                    self.inside.append((target, False))
                if 'class="footnote-backref"' in others:
                    # Python-Markdown's title is English; the slot's name is translated.
                    self.add_slot(Slot(kind=SlotKind.BACKLINK, target=target, attributes=_BACKREF))
                else:
                    self.add_slot(Slot(kind=SlotKind.LINK, target=target, attributes=others))
                self.open_links.append(None)
            case Outside(url):
                self.outside.append(url)
                self.add_html(f'<a href="{escape(url)}" rel="{self.rules.rel}"{others}>')
                self.open_links.append("</a>")
                self.link_start = (len(self.slots), len(self.pieces), url)
            case _ if anchor := _ID_ATTRIBUTE.search(others):
                self.add_html(f"<a{anchor[0]}>")
                self.open_links.append("</a>")
            case _:
                self.open_links.append("")

    def close_link(self) -> None:
        closing = self.open_links.pop() if self.open_links else ""
        if closing is None:
            self.add_slot(Slot(kind=SlotKind.LINK_END))
        else:
            slots, pieces, url = self.link_start
            is_empty = len(self.slots) == slots and not plain_text("".join(self.pieces[pieces:]))
            self.add_html(f"{escape(url)}{closing}" if closing and is_empty else closing)

    def add_image(self, attributes: str) -> None:
        """Add an image of the site; one on another host would disclose who reads the page.

        So the reader gets a link to it instead, or only its text inside another link.
        """
        src, others = _split_attribute(attributes, "src")
        alt = next((value for name, value in _ATTRIBUTE.findall(others) if name == "alt"), "")
        anchor = _ID_ATTRIBUTE.search(others)
        own_id = anchor[0] if anchor else ""
        match classify_link(src, self.rules.base) if src is not None else None:
            case Inside(target):
                self.inside.append((target, True))
                # No page begins with an image, so none is needed before its reader scrolls.
                lazy = f'{others} loading="lazy" decoding="async"'
                self.add_slot(Slot(kind=SlotKind.IMAGE, target=target, attributes=lazy))
            case Outside(url) if not self.open_links:
                self.outside.append(url)
                self.add_html(
                    f'<a href="{escape(url)}" rel="{self.rules.rel}"{own_id}>'
                    f"{alt or escape(url)}</a>"
                )
            case _:
                self.add_html(f"<span{own_id}>{alt}</span>" if own_id else alt)

    def open_quote(self, html: str, tag: re.Match[str]) -> int:
        """Return the position to continue from, after the marker of a card."""
        if self.open_quotes:
            around = self.open_quotes[-1]
            around.pieces.append(html[around.position : tag.start()])
        marker = match_marker(html, tag.end()) if self.rules.editors else None
        if marker:
            self._open_card(marker, tag[0])
            return marker.end
        self.add_html(tag[0])
        self.open_quotes.append(_Quote(closing="</blockquote>", pieces=[], position=tag.end()))
        return tag.end()

    def _open_card(self, marker: Marker, tag: str) -> None:
        anchor = f"ssg-care-{len(self.card_anchors) + 1}"
        self.card_anchors.append(anchor)
        element = describe_element(marker.kind)
        chosen = _ID_ATTRIBUTE.search(tag)
        own_id = chosen[0] if chosen else ""
        level = self.levels.open_card()
        self.add_html(
            f'<{element.name} class="{element.class_}"{own_id}{element.role}'
            f' aria-labelledby="{anchor}">'
            f'<h{level} class="{element.title_class}" id="{anchor}">'
        )
        self.add_slot(Slot(kind=SlotKind.ALERT_TITLE, target=marker.kind))
        self.add_html(f"</h{level}>\n{marker.opening}")
        quote = _Quote(
            closing=f"</{element.name}>",
            kind=marker.kind,
            anchor=anchor,
            pieces=[marker.opening],
            position=marker.end,
        )
        self.open_quotes.append(quote)

    def close_quote(self, html: str, tag: re.Match[str]) -> None:
        if not self.open_quotes:
            self.add_html(tag[0])
            return
        quote = self.open_quotes.pop()
        self.add_html(quote.closing)
        if quote.kind:
            self.levels.close_card()
        if quote.kind in CARE_KINDS:
            text = "".join((*quote.pieces, html[quote.position : tag.start()]))
            self.care[quote.anchor] = read_care_card(quote.kind, quote.anchor, text)
        if self.open_quotes:
            self.open_quotes[-1].position = tag.end()

    def open_heading(self, name: str, attributes: str, inner: str) -> None:
        level = self.levels.add_heading(int(name[1]))
        self.open_headings.append(level)
        if not self.rules.editors:
            self.add_html(f"<h{level}>")
            return
        chosen, others = _split_attribute(attributes, "id")
        text = plain_text(_FOOTNOTE_REFERENCE.sub("", inner))
        typed = self.rules.typed(text)
        anchor = self.slugs.reserve(chosen) if chosen else self.slugs.generate(typed)
        self.headings.append(Heading(level=level, id=anchor, text=text))
        self.add_html(f'<h{level} id="{escape(anchor)}"{others}>')

    def close_heading(self) -> None:
        if self.open_headings:
            self.add_html(f"</h{self.open_headings.pop()}>")

    def build(self, anchors: tuple[str, ...]) -> BuiltFragment:
        return BuiltFragment(
            fragment=Fragment(html=(*self.html, "".join(self.pieces)), slots=tuple(self.slots)),
            headings=tuple(self.headings),
            anchors=(*anchors, *self.card_anchors),
            care=tuple([self.care[one] for one in self.card_anchors if one in self.care]),
            outside=tuple(self.outside),
            inside=tuple(self.inside),
        )


def _split_attribute(attributes: str, wanted: str) -> tuple[str | None, str]:
    """The value of one attribute, unescaped, and the other attributes, except `rel`, as HTML."""
    value = None
    others = ""
    for name, text in _ATTRIBUTE.findall(attributes):
        if name == wanted:
            value = unescape(text)
        elif name != "rel":
            others += f' {name}="{text}"'
    return value, others
