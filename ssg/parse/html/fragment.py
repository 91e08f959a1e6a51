"""Turns sanitized HTML into a fragment: links, images, alerts and headings get their final form.

The input is nh3's serialization, in which every `<` of a text is escaped and
every attribute stands as ` name="value"`, so tags can be told from text by a
regular expression, at a tenth of the cost of building a tree again.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from msgspec import Struct, field

from ssg.model.documents import Heading
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.parse.html.links import Inside, LinkBase, Outside, destination
from ssg.parse.html.slugs import Slugs

_TAG = re.compile(r'<(/?)(a|img|blockquote|h[1-6])((?: [^\s="<>]+="[^"]*")*) ?/?>')
_ATTRIBUTE = re.compile(r' ([^\s="<>]+)="([^"]*)"')
_ALERT = re.compile(
    r"\s*<p>\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:<br ?/?>|\n|(?=</p>))\s*",
    re.IGNORECASE,
)
_EMPTY_PARAGRAPH = re.compile(r"</p>\s*")
_ID = re.compile(r' id="([^"]*)"')
_ANY_TAG = re.compile(r"<[^>]*>")


class FragmentRules(Struct, frozen=True, kw_only=True):
    """What is done to the HTML of one text.

    `heading_level` maps a heading's level to the one it gets. Where `editors` is
    true headings get ids and `> [!CAUTION]` becomes a care card: a guest must not
    be able to forge either. `rel` goes on every link that leaves the site.
    """

    base: LinkBase
    editors: bool
    heading_level: Callable[[int], int]
    rel: str


class BuiltFragment(Struct, frozen=True, kw_only=True):
    fragment: Fragment
    headings: tuple[Heading, ...] = ()
    outside: tuple[str, ...] = ()
    """Addresses of links that leave the site."""
    inside: tuple[tuple[str, bool], ...] = ()
    """Targets of slots, and whether each is an image."""

    @property
    def has_content(self) -> bool:
        """Whether there is any text, image or line in it."""
        html = "".join(self.fragment.html)
        return bool(plain(html)) or bool(self.inside) or "<hr" in html


def build_fragment(html: str, rules: FragmentRules) -> BuiltFragment:
    """Rewrite the tags of sanitized `html` by `rules`."""
    tag = _TAG.search(html)
    if not tag:
        return BuiltFragment(fragment=Fragment(html=(html,)))
    builder = _Builder(rules, own_ids=frozenset(_ID.findall(html)))
    position = 0
    while tag:
        builder.literal(html[position : tag.start()])
        position = tag.end()
        name, attributes = tag[2], tag[3]
        if name == "img":
            builder.image(attributes)
        elif name == "a":
            builder.link_end() if tag[1] else builder.link_start(attributes)
        elif name == "blockquote":
            position = builder.quote_end(tag) if tag[1] else builder.quote_start(html, tag)
        else:
            closing = html.find(f"</{name}>", position)
            text = html[position : closing if closing >= 0 else position]
            builder.heading(name, attributes, text, closes=bool(tag[1]))
        tag = _TAG.search(html, position)
    builder.literal(html[position:])
    return builder.result()


def plain(html: str) -> str:
    """The text of an HTML fragment, on one line."""
    return " ".join(unescape(_ANY_TAG.sub("", html)).split())


class _Builder(Struct):
    rules: FragmentRules
    # Footnotes and their back links lead to ids that the text itself has: nothing to check there.
    own_ids: frozenset[str]
    # The text since the last slot, in pieces, since a long string is not appended to for nothing.
    pieces: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    inside: list[tuple[str, bool]] = field(default_factory=list)
    slugs: Slugs = field(default_factory=Slugs)
    # What each open link or quotation has to be closed with; None for a link's slot.
    open_links: list[str | None] = field(default_factory=list)
    open_quotes: list[str] = field(default_factory=list)

    def literal(self, text: str) -> None:
        self.pieces.append(text)

    def slot(self, slot: Slot) -> None:
        self.slots.append(slot)
        self.html.append("".join(self.pieces))
        self.pieces.clear()

    def link_start(self, attributes: str) -> None:
        href, others = _take(attributes, "href")
        goal = destination(href, self.rules.base) if href is not None else None
        match goal:
            case Inside(target):
                if target[1:] not in self.own_ids:
                    self.inside.append((target, False))
                self.slot(Slot(kind=SlotKind.LINK, target=target, attributes=others))
                self.open_links.append(None)
            case Outside(url):
                self.outside.append(url)
                self.literal(f'<a href="{escape(url)}" rel="{self.rules.rel}"{others}>')
                self.open_links.append("</a>")
            case _:
                self.open_links.append("")

    def link_end(self) -> None:
        closing = self.open_links.pop() if self.open_links else ""
        if closing is None:
            self.slot(Slot(kind=SlotKind.LINK_END))
        else:
            self.literal(closing)

    def image(self, attributes: str) -> None:
        """An image of the site is shown; one on another host would tell it who reads the page.

        So the reader gets a link to it instead, or inside a link its text alone.
        """
        src, others = _take(attributes, "src")
        alt = next((value for name, value in _ATTRIBUTE.findall(others) if name == "alt"), "")
        match destination(src, self.rules.base) if src is not None else None:
            case Inside(target):
                self.inside.append((target, True))
                lazy = f'{others} loading="lazy"'
                self.slot(Slot(kind=SlotKind.IMAGE, target=target, attributes=lazy))
            case Outside(url) if not self.open_links:
                self.literal(
                    f'<a href="{escape(url)}" rel="{self.rules.rel}">{alt or escape(url)}</a>'
                )
            case _:
                self.literal(alt)

    def quote_start(self, html: str, tag: re.Match[str]) -> int:
        """Gives the position to go on from: an alert's marker is taken out."""
        alert = _ALERT.match(html, tag.end()) if self.rules.editors else None
        if not alert:
            self.literal(tag[0])
            self.open_quotes.append("</blockquote>")
            return tag.end()
        kind = alert[1].lower()
        self.literal(f'<div class="ssg-care ssg-care-{kind}" role="note">')
        self.literal('<p class="ssg-care-title">')
        self.slot(Slot(kind=SlotKind.ALERT_TITLE, target=kind))
        self.literal("</p>\n")
        self.open_quotes.append("</div>")
        empty = _EMPTY_PARAGRAPH.match(html, alert.end())
        if empty:
            return empty.end()
        self.literal("<p>")
        return alert.end()

    def quote_end(self, tag: re.Match[str]) -> int:
        self.literal(self.open_quotes.pop() if self.open_quotes else tag[0])
        return tag.end()

    def heading(self, name: str, attributes: str, inner: str, *, closes: bool) -> None:
        level = self.rules.heading_level(int(name[1]))
        if closes:
            self.literal(f"</h{level}>")
            return
        if not self.rules.editors:
            self.literal(f"<h{level}>")
            return
        chosen, others = _take(attributes, "id")
        text = plain(inner)
        anchor = self.slugs.take(chosen) if chosen else self.slugs.slug(text)
        self.headings.append(Heading(level=level, id=anchor, text=text))
        self.literal(f'<h{level} id="{escape(anchor)}"{others}>')

    def result(self) -> BuiltFragment:
        return BuiltFragment(
            fragment=Fragment(html=(*self.html, "".join(self.pieces)), slots=tuple(self.slots)),
            headings=tuple(self.headings),
            outside=tuple(self.outside),
            inside=tuple(self.inside),
        )


def _take(attributes: str, wanted: str) -> tuple[str | None, str]:
    """The value of one attribute, unescaped, and the other attributes as they stand."""
    value = None
    others = ""
    for name, text in _ATTRIBUTE.findall(attributes):
        if name == wanted:
            value = unescape(text)
        elif name != "rel":
            others += f' {name}="{text}"'
    return value, others
