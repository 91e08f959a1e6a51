"""Sanitizes HTML, with one allowlist for posts and one for editors' text.

nh3 (ammonia) parses HTML as browsers do and keeps only the tags and attributes
listed here. Addresses are checked a second time, by `ssg.parse.html.links`.
"""

import re

import nh3

from ssg.parse.html.links import PLAIN_ADDRESS, PLAIN_HOST
from ssg.patterns import rare
from ssg.text import remove_control
from ssg.urls import LINK_SCHEMES

_INLINE = {"a", "abbr", "br", "code", "del", "em", "img", "s", "strong", "sub", "sup"}
_BLOCKS = {
    "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input",
    "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_EDITORS_ONLY = {
    "aside", "b", "bdi", "bdo", "caption", "cite", "col", "colgroup", "details", "dfn",
    "figcaption", "figure", "i", "ins", "kbd", "mark", "q", "samp", "section", "small", "span",
    "summary", "time", "u", "var",
}  # fmt: skip

EDITORS_TAGS = _INLINE | _BLOCKS | _EDITORS_ONLY
"""The tags that an editor's text may contain."""

_POST_ATTRIBUTES = {
    "a": {"class", "href", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "input": {"checked", "disabled"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"class", "id"},
    "td": {"style"},
    "th": {"style"},
}
_EDITORS_ATTRIBUTES = {
    **_POST_ATTRIBUTES,
    "*": {"class", "id", "lang", "dir", "title"},
    "a": {"href", "name", "title"},
    "bdo": {"dir"},
    "img": {"src", "alt", "title", "width", "height"},
    "col": {"span"},
    "colgroup": {"span"},
    "td": {"style", "colspan", "rowspan", "headers"},
    "th": {"style", "colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}

PLAIN_TAGS = frozenset(
    f"{slash}{name}"
    for slash in ("", "/")
    for name in (
        "blockquote", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p",
        "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    )
) | {"/a", "br /", "hr /"}  # fmt: skip
"""The tags without attributes that Markdown makes, and that are kept as they are."""

SIGNS = (
    # The sanitizer writes an entity for it.
    "\N{NO-BREAK SPACE}",
    # Parsers of HTML read it as the end of a line. An entity may stand for it.
    "\r",
)
"""What is not in plain HTML."""

_TAG = re.compile(r"<([^>]*)")
_ADDRESS = rf"(?:{PLAIN_ADDRESS}|https?://{PLAIN_HOST}/(?:[A-Za-z0-9_./:?=#%~,+@()-]|&amp;)*)"
_TEXT = r'[^"&<>]*'
_PLAIN_TAG = rare(
    rf'a href="{_ADDRESS}"(?: title="{_TEXT}")?|ol start="[0-9]+"'
    rf'|img src="{_ADDRESS}" alt="{_TEXT}"(?: title="{_TEXT}")? /'
)
_INPUT = re.compile(r"<input\b[^>]*>")
_CELL = rare(r'<t[dh](?: [\w-]+="[^"]*")* style="([^"]*)"(?: [\w-]+="[^"]*")*>')
_ALIGNMENT = rare(r"text-align:\s*(left|center|right);?")
_STYLE_OR_CLASS = rare(r' (?:style|class)="[^"]*"')
_THEME_PREFIX = "ssg-"
"""The start of the theme's ids and classes."""


def _remove_theme_names(_tag: str, name: str, value: str) -> str | None:
    """Text must not imitate parts of the theme."""
    if name in ("id", "name"):
        return None if value.startswith(_THEME_PREFIX) else value
    if name == "class":
        return " ".join(part for part in value.split() if not part.startswith(_THEME_PREFIX))
    return value


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        attribute_filter=_remove_theme_names if tags == EDITORS_TAGS else None,
        tags=tags,
        attributes=attributes,
        url_schemes=set(LINK_SCHEMES),
        link_rel=None,
        # Both dialects use a style only to align table cells; `_name_alignment` replaces it.
        filter_style_properties={"text-align"},
        tag_attribute_values={"input": {"type": {"checkbox"}}},
    )


_POSTS = _cleaner(_INLINE | _BLOCKS, _POST_ATTRIBUTES)
_EDITORS = _cleaner(EDITORS_TAGS, _EDITORS_ATTRIBUTES)


def sanitize_post(html: str, *, is_markdown: bool = False) -> str:
    """`html` with only what a post may contain: text, lists, tables, links, images, code.

    `is_markdown` says that it was rendered from CommonMark, and its author wrote no tag of it: so
    each tag in it is closed where it should be.
    """
    plain = clean_plain(html) if is_markdown else None
    return _clean(_POSTS, html) if plain is None else plain


def sanitize_editors(html: str, *, is_markdown: bool = False) -> str:
    """`html` with only what an editor's text may contain: more than a post."""
    plain = clean_plain(html) if is_markdown else None
    return _clean(_EDITORS, html) if plain is None else plain


def clean_plain(html: str) -> str | None:
    """`html`, made of Markdown alone, as the sanitizer serializes it; None if it is not plain.

    Plain HTML has only tags, attributes and addresses that the sanitizer keeps. In texts and
    attributes, signs such as '>' are entities.
    """
    if any(map(html.__contains__, SIGNS)):
        return None
    others = set(_TAG.findall(html)) - PLAIN_TAGS
    if others and not (all(map(_PLAIN_TAG.fullmatch, others)) and has_closed_links(html)):
        return None
    return remove_control(html.replace(" />", ">").replace("&quot;", '"'))


def has_closed_links(html: str) -> bool:
    """Whether no link is in another. Markdown makes one of an address in the text of a link."""
    return all("</a>" in link for link in html.split("<a ")[1:])


def _clean(cleaner: nh3.Cleaner, html: str) -> str:
    clean = cleaner.clean(html)
    if "<input" in clean:
        clean = _INPUT.sub(_keep_task, clean)
    if ' style="' in clean:
        clean = _CELL.sub(_name_alignment, clean)
    # An entity such as &#1; can stand for a character that is not allowed in a file.
    return remove_control(clean)


def _keep_task(tag: re.Match[str]) -> str:
    """The box of a task list, which nobody can change; no other field of a form."""
    return tag[0] if ' type="checkbox"' in tag[0] and " disabled" in tag[0] else ""


def _name_alignment(tag: re.Match[str]) -> str:
    """The tag of a table's cell with a class for its style, which no page allows
    (`ssg.pages.headers`).
    """
    classes = re.findall(r' class="([^"]*)"', tag[0])
    if found := _ALIGNMENT.fullmatch(tag[1]):
        classes.append(f"ssg-align-{found[1]}")
    bare = _STYLE_OR_CLASS.sub("", tag[0])
    return f'{bare[:-1]} class="{" ".join(classes)}">' if classes else bare
