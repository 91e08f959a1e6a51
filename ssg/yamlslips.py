"""Finds slips in lines of YAML that the parser reads as plain text.

A missing space, a character that only looks like one, a mark that starts no list: to the parser
all of them are text, so a field or an item of a list becomes part of something else.
"""

from typing import NamedTuple

from ssg.patterns import rare

NO_SPACES = "".join(
    map(chr, (0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF))
)
"""What looks like a space, or like nothing, but is text to YAML."""
_INVISIBLE = "".join(
    map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)
"""What looks like nothing: joiners, marks of direction, and the mark at the start of a file."""
_START = rf"(?P<before>[ {NO_SPACES}]*(?:- +)?)"
_NAME = r"(?P<name>[^\W\d][\w-]*)"
_COLON_WITHOUT_SPACE = rare(rf"{_START}{_NAME} *:(?P<next>(?!//)[^\s{NO_SPACES}])")
_COLON_WITH_NO_SPACE = rare(rf"{_START}{_NAME} *:(?P<next>[{NO_SPACES}])")
_OTHER_COLON = rare(rf"{_START}{_NAME}[ {NO_SPACES}]*(?P<next>[\uff1a\ufe13\ufe55\ua789\u02d0])")
_EQUALS_SIGN = rare(rf"{_START}{_NAME} *(?P<next>=)")
_DASH_WITHOUT_SPACE = rare(rf"(?P<before> *)-(?P<next>[^\s{NO_SPACES}-])")
_DASH_WITH_NO_SPACE = rare(rf"(?P<before> *)-(?P<next>[{NO_SPACES}])")
_COMMENT_AFTER_NO_SPACE = rare(rf"(?P<next>[{NO_SPACES}])#(?=\s)")
_OTHER_DASH = rare(r"(?P<before> *)(?P<next>[*+\u2010-\u2015\u2212\u2022\u00b7\u2023\u2043])")
_NO_SPACE_FIRST = rare(rf"(?P<before> *)(?P<next>[{NO_SPACES}])")
_INVISIBLE_FIRST = rare(rf"(?P<before> *)(?P<next>[{_INVISIBLE}])")

_VALUE_START = rare(r" *(?:- +)*(?:[\w-]+: +)?")
_FIELD_START = rare(r" *(?:- +)*[\w-]+: +")

_TYPOGRAPHIC_QUOTES = rare("[\u201c-\u201e\u2018-\u201a\u00ab\u00bb\u2039\u203a\uff02\uff07]")


class LineEdit(NamedTuple):
    """`text` in place of the characters in `[start, end)` of a line; `title` says what it does."""

    start: int
    end: int
    text: str
    title: str


class YamlSlip(NamedTuple):
    """What is wrong at a column of a line, and what to do about it.

    `edit` does it, where nothing else can have been meant.
    """

    column: int
    message: str
    hint: str
    edit: LineEdit | None = None


def quote_rest(line: str, column: int) -> LineEdit | None:
    """The edit that puts all of `line` from `column` on in quotes, if that is one whole value."""
    rest = line[column:].rstrip()
    if not _VALUE_START.fullmatch(line[:column]) or not rest or rest[0] in "'\"[{|>":
        return None
    # Which of two marks would be the comment, nobody can tell.
    if rest.count(" #") > 1:
        return None
    quoted = "'" + rest.replace("'", "''") + "'"
    return LineEdit(column, column + len(rest), quoted, "put the value in quotes")


def find_value(line: str) -> int:
    """The column of the value of the field that starts on `line`; -1 if it has none there."""
    found = _FIELD_START.match(line)
    return found.end() if found else -1


def find_slip(line: str) -> YamlSlip | None:
    """What keeps `line` from being a field or a list item; None if it does not look like one."""
    return find_field_slip(line) or find_item_slip(line)


def suggest_plain(value: str) -> str:
    """The hint for a value with typographic quotation marks or a no-break space; else empty."""
    if found := _TYPOGRAPHIC_QUOTES.search(value):
        return f"use straight quotation marks, \" or ', instead of {found[0]}"
    around = NO_SPACES + _INVISIBLE
    if value.strip(around) != value:
        first = value[0] if value[0] in around else value[-1]
        return f"remove {_name_character(first)}"
    return ""


def find_lost_sign(value: str) -> YamlSlip | None:
    """A `-` or `#` in a plain value that does not work because a no-break space is beside it."""
    if found := _DASH_WITH_NO_SPACE.match(value):
        sign, hint = "'-'", "write '- …' with an ordinary space for an item of a list"
    elif found := _COMMENT_AFTER_NO_SPACE.search(value):
        sign, hint = "'#'", "write an ordinary space before the '#' of a comment"
    else:
        return None
    message = f"the {sign} is read as text: beside it is {_name_no_space(found['next'])}"
    return YamlSlip(found.start(), message, hint)


def _name_no_space(character: str) -> str:
    return f"U+{ord(character):04X}, which is no space"


def _name_character(character: str) -> str:
    if character in _INVISIBLE:
        return f"U+{ord(character):04X}, which is invisible"
    return _name_no_space(character)


def find_field_slip(line: str) -> YamlSlip | None:
    """What keeps `line` from being a field; None if it does not look like one."""
    edit = None
    if found := _COLON_WITH_NO_SPACE.match(line):
        message = f"a space must follow the colon, not {_name_no_space(found['next'])}"
        hint = f"replace it with an ordinary space, as in '{found['name']}: …'"
        edit = LineEdit(found.start("next"), found.end("next"), " ", "write an ordinary space")
    elif found := _COLON_WITHOUT_SPACE.match(line):
        message, hint = "a space must follow the colon", f"write '{found['name']}: …'"
        edit = LineEdit(found.start("next"), found.start("next"), " ", "write a space")
    elif found := _OTHER_COLON.match(line):
        message = f"'{found['next']}' (U+{ord(found['next']):04X}) is not the colon of a field"
        hint = f"write '{found['name']}: …', with ':' and a space"
    elif found := _EQUALS_SIGN.match(line):
        message, hint = "a field's name must be followed by ': '", f"write '{found['name']}: …'"
    elif found := _INVISIBLE_FIRST.match(line):
        message = f"the line starts with {_name_character(found['next'])}"
        hint = "delete the character"
    elif found := _NO_SPACE_FIRST.match(line):
        message = f"the line starts with {_name_no_space(found['next'])}"
        hint = "indent with ordinary spaces"
    else:
        return None
    return YamlSlip(found.start("next"), message, hint, edit)


def find_item_slip(line: str) -> YamlSlip | None:
    """What keeps `line` from being a list item; None if it does not look like one."""
    edit = None
    if found := _DASH_WITH_NO_SPACE.match(line):
        message = f"a space must follow the '-', not {_name_no_space(found['next'])}"
        hint = "replace it with an ordinary space: '- …'"
        edit = LineEdit(found.start("next"), found.end("next"), " ", "write an ordinary space")
    elif found := _DASH_WITHOUT_SPACE.match(line):
        message, hint = "a space must follow the '-'", "write '- …' for an item of a list"
    elif found := _OTHER_DASH.match(line):
        message = f"'{found['next']}' does not start an item of a list"
        hint = "write '- …', with a hyphen and a space, or put the whole value in quotes"
    else:
        return None
    return YamlSlip(found.start("next"), message, hint, edit)
