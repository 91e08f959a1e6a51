"""Which HTML may leave a text, by who wrote it.

The lists are for nh3 (ammonia), which parses as browsers do and keeps only what
is named here. Addresses are checked a second time, by `ssg.parse.html.links`.
"""

import nh3

from ssg.text import without_control

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
"""The tags that an editor's text may hold."""

_POST_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class", "id"},
    "img": {"src", "alt", "title"},
    "input": {"checked", "disabled"},
    "ol": {"start"},
    "sup": {"class"},
    "td": {"style"},
    "th": {"style"},
}
_EDITORS_ATTRIBUTES = {
    **_POST_ATTRIBUTES,
    "*": {"class", "id", "lang", "dir", "title"},
    "bdo": {"dir"},
    "img": {"src", "alt", "title", "width", "height"},
    "col": {"span"},
    "colgroup": {"span"},
    "td": {"style", "colspan", "rowspan", "headers"},
    "th": {"style", "colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


_THEME = "ssg-"
"""What ids and classes of the theme start with."""


def _leave_the_theme(_tag: str, name: str, value: str) -> str | None:
    """Text may look like anything but like the theme's own parts."""
    if name == "id":
        return None if value.startswith(_THEME) else value
    if name == "class":
        return " ".join(part for part in value.split() if not part.startswith(_THEME))
    return value


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        attribute_filter=_leave_the_theme if tags == EDITORS_TAGS else None,
        tags=tags,
        attributes=attributes,
        url_schemes=_SCHEMES,
        link_rel=None,
        # The only style either dialect makes, and the only one kept, is a table cell's alignment.
        filter_style_properties={"text-align"},
        tag_attribute_values={"input": {"type": {"checkbox"}}},
    )


_POSTS = _cleaner(_INLINE | _BLOCKS, _POST_ATTRIBUTES)
_EDITORS = _cleaner(EDITORS_TAGS, _EDITORS_ATTRIBUTES)


def sanitize_post(html: str) -> str:
    """What a post may hold: text, lists, tables, links, images, code."""
    return _clean(_POSTS, html)


def sanitize_editors(html: str) -> str:
    """What an editor's text may hold: all a post may, and more markup of its own."""
    return _clean(_EDITORS, html)


def _clean(cleaner: nh3.Cleaner, html: str) -> str:
    # An entity such as &#1; can name what a file cannot hold.
    return without_control(cleaner.clean(html))
