"""What an editor can do about a block that Python-Markdown and CommonMark read differently."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from ssg.parse.editorial.source_lines import Line

_LISTS = ("ol", "ul")
_FENCE = re.compile(r"(?:`{3,}|~{3,})\s*(.*)")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}([.)]))(?:\s|$)")
_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
_HEADING_TAG = re.compile(r"h[1-6]")
_UNDERLINE = re.compile(r"(?:=+|-+|_+|\*+|(?:[-*_][ ]*){3,})$")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?)")
_FOREIGN = re.compile(r"\[\[|===|///|--8<--")

LAST_RESORT = (
    "write it so that both read it alike, or add 'dialect: commonmark' to the front matter"
)


class Place(Struct, frozen=True, kw_only=True):
    """A line at which a block of the page is another one in a preview.

    `page` and `preview` are the tags of the blocks; the page's is empty where it has none.
    """

    line: Line
    page: str
    preview: str
    in_list: bool
    """Whether it is in a list, in the preview."""
    in_html: bool
    extensions: Sequence[str]


def hint_for_block(place: Place) -> str:
    """How to write it so that both show the same."""
    for find in _RULES:
        if hint := find(place):
            return hint
    return LAST_RESORT


def html_hint(extensions: Sequence[str]) -> str:
    """For Markdown in raw HTML, which Python-Markdown does not read."""
    if "md_in_html" in extensions or "extra" in extensions:
        return 'add markdown="1" to the tag around it, or put it outside of the HTML'
    return (
        "put it outside of the HTML, or add md_in_html to markdown.extensions in site.yaml"
        ' and markdown="1" to the tag'
    )


def _in_html(place: Place) -> str:
    return html_hint(place.extensions) if place.in_html else ""


def _admonition(place: Place) -> str:
    if _ADMONITION.match(place.line.text) or _ADMONITION.match(place.line.above.strip()):
        return "write a care card: '> [!NOTE]', then lines that start with '> '"
    return ""


def _fence(place: Place) -> str:
    fence = _FENCE.match(place.line.text)
    if not fence:
        return ""
    if place.in_list:
        return (
            "Python-Markdown has no fences in lists: remove the fences, put a blank line before"
            " the code, and indent it by eight spaces, or by four more for each list around"
        )
    if place.line.quotation:
        return (
            "Python-Markdown has no fences in quotations: remove the fences, and indent the"
            " code by four spaces after '> '"
        )
    if place.line.indent:
        return "remove the spaces before the fences"
    if " " in fence[1].strip():
        return "write only the language after the fence, as in ```yaml"
    return "close the code block with a fence of the same length, alone on its line"


def _heading(place: Place) -> str:
    text = place.line.text
    if not text.startswith("#"):
        is_heading = any(_HEADING_TAG.fullmatch(tag) for tag in (place.page, place.preview))
        return "write a heading on one line, as in '## Dose'" if is_heading else ""
    if not _HEADING.match(text):
        return "put a space after # for a heading, or a backslash before it for text: \\#"
    if place.in_list:
        return "indent a heading in a list item by four spaces, or put it outside of the list"
    if place.line.indent:
        return "remove the spaces before the heading"
    return "put a blank line before the heading and after it"


def _table(place: Place) -> str:
    if "table" not in (place.page, place.preview) and "|" not in place.line.text:
        return ""
    if place.line.above.strip():
        return "put a blank line before the table"
    if place.in_list:
        return "indent a table in a list item by four spaces, or put it outside of the list"
    return "write the table with a row of heads, a row such as |---|---|, and a | in every row"


def _list(place: Place) -> str:
    item = _ITEM.match(place.line.text)
    if not item:
        return ""
    if item[0] == place.line.text:
        return "write the text of a list item on the line of its marker"
    if item[1] == ")":
        return "write '1.' instead of '1)', or a backslash before the ) for text: 1\\)"
    above = place.line.above.strip()
    if above and not _ITEM.match(above) and not place.line.indent:
        empty = "a line with only '>'" if place.line.quotation else "a blank line"
        return f"put {empty} before the list"
    if place.line.indent % 4:
        return "indent a list inside a list item by four spaces, and by four more for each level"
    if place.page == place.preview == "ol":
        return "start the list with 1, or add sane_lists to markdown.extensions in site.yaml"
    if place.page in _LISTS or place.preview in _LISTS:
        return (
            "put a blank line before a list, use one kind of marker in it, and put text, such as"
            " a heading, between two lists"
        )
    return ""


def _line_of_hyphens(place: Place) -> str:
    if "hr" in (place.page, place.preview) or _UNDERLINE.match(place.line.text):
        return "put a blank line before and after a line such as ---"
    return ""


def _quotation(place: Place) -> str:
    is_quotation = "blockquote" in (place.page, place.preview) or place.line.quotation
    if not is_quotation:
        return ""
    return "put a blank line before and after a quotation, and start each of its lines with '> '"


def _code(place: Place) -> str:
    if "pre" not in (place.page, place.preview):
        return ""
    if place.in_list:
        return (
            "put a blank line before the code, and indent it by eight spaces, or by four more"
            " for each list around it; indent text by four"
        )
    return "put code between lines of ```, and do not indent text by four spaces or more"


def _content_of_item(place: Place) -> str:
    if place.in_list:
        return "indent the content of a list item by four spaces, after a blank line"
    if place.page == "li" or place.page in _LISTS:
        return "put a blank line and a heading or a paragraph after the list"
    return ""


def _foreign(place: Place) -> str:
    return "write it in CommonMark" if _FOREIGN.search(place.line.text) else ""


_RULES: tuple[Callable[[Place], str], ...] = (
    _admonition,
    _in_html,
    _fence,
    _heading,
    _table,
    _list,
    _line_of_hyphens,
    _quotation,
    _code,
    _content_of_item,
    _foreign,
)
