"""Which HTML may leave a text, by who wrote it.

The lists are for nh3 (ammonia), which parses as browsers do and keeps only what
is named here. Addresses are checked a second time, by `ssg.parse.links`.
"""

import nh3

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


def _cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        url_schemes=_SCHEMES,
        link_rel=None,
        # The only style either dialect makes, and the only one kept, is a table cell's alignment.
        filter_style_properties={"text-align"},
        tag_attribute_values={"input": {"type": {"checkbox"}}},
    )


_POSTS = _cleaner(_INLINE | _BLOCKS, _POST_ATTRIBUTES)
_EDITORS = _cleaner(_INLINE | _BLOCKS | _EDITORS_ONLY, _EDITORS_ATTRIBUTES)


def sanitize_post(html: str) -> str:
    """What a post may hold: text, lists, tables, links, images, code."""
    return _POSTS.clean(html)


def sanitize_editors(html: str) -> str:
    """What an editor's text may hold: all a post may, and more markup of its own."""
    return _EDITORS.clean(html)
