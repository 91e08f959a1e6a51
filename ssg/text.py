"""Decodes the bytes of a file to text; shortens a text; counts things in words."""

import re
from codecs import BOM_UTF8

from ssg.diagnostics import Diagnostic, Location
from ssg.patterns import rare

# Tabs and line ends are text. NUL and the other control characters indicate a damaged file, and
# XML, the format of the feeds, does not allow them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# To look for each of them takes a fifth of the time of one pass for all.
_CONTROL_BYTES = [code for code in range(0x80) if CONTROL.match(chr(code))]
# The first bytes of U+FFFE and U+FFFF in UTF-8, which only a few other characters share.
_NONCHARACTERS = "\uffff".encode()[:2]

_LONG_WORD = 60
_PUNCTUATION = rare(r"[、。，；：！？」』）؟،।]")  # noqa: RUF001
# Punctuation in front of an ellipsis, and brackets without what was in them.
_NOT_AT_END = " ,;:.-–—、。，；：([{（「『【《〈“‘«¿¡"  # noqa: RUF001


def remove_control(text: str) -> str:
    """`text` without its control characters."""
    return CONTROL.sub("", text) if _may_hold_control(text.encode()) else text


def _may_hold_control(data: bytes) -> bool:
    """True wherever the UTF-8 text `data` has a control character, at a tenth of the cost."""
    return any(map(data.__contains__, _CONTROL_BYTES)) or _NONCHARACTERS in data


def decode(data: bytes, *, path: str) -> tuple[str, list[Diagnostic]]:
    """Decode `data` from UTF-8, without a byte order mark and with `\\n` line ends.

    The empty string and one diagnostic (T01 or T02) if it is not valid text.
    """
    data = data.removeprefix(BOM_UTF8)
    try:
        text = normalize_line_ends(data.decode())
    except UnicodeDecodeError as error:
        before = normalize_line_ends(data[: error.start].decode())
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return "", [_diagnostic_after("T01", path, before, message, "save the file as UTF-8")]
    # The line ends that were replaced are no control characters, so `data` shows if there is one.
    if _may_hold_control(data) and (found := CONTROL.search(text)):
        name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        before, message = text[: found.start()], f"contains {name}"
        return "", [_diagnostic_after("T02", path, before, message, "delete it")]
    return text, []


def normalize_line_ends(text: str) -> str:
    """`text` with `\\n` at the end of each line, by which all locations are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _diagnostic_after(code: str, path: str, before: str, message: str, hint: str) -> Diagnostic:
    """A diagnostic for the character right after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    at = Location(path=path, line=line, column=column)
    return Diagnostic(code=code, at=at, message=message, hint=hint)


def pluralize(count: int, noun: str, plural: str = "") -> str:
    """Such as `1 error`, `12 errors` or, with its `plural`, `2 addresses`."""
    return f"{count} {noun}" if count == 1 else f"{count} {plural or f'{noun}s'}"


def shorten_text(text: str, most: int) -> str:
    """The start of a line of text: at most so many characters, and an ellipsis if it goes on.

    It ends at a word, or where that is not possible between two grapheme clusters.
    """
    if len(text) <= most:
        return text
    return text[: _find_cut(text, most)].rstrip(_NOT_AT_END) + "…"


def _find_cut(text: str, most: int) -> int:
    """Where to cut `text`: after a word if one ends near `most`."""
    near = most - _LONG_WORD
    space = text.rfind(" ", near, most + 1)
    if space >= 0:
        return space
    # Scripts without spaces have no other mark between words that needs no dictionary.
    marks = [found.end() for found in _PUNCTUATION.finditer(text, near, most)]
    if marks:
        return marks[-1]
    # Few texts need it, and its import takes longer than reading a file.
    import regex  # noqa: PLC0415

    words = [found.start() for found in regex.finditer(r"(?w)\b", text[: most + _LONG_WORD])]
    ends = [end for end in words if near < end <= most]
    if ends:
        return ends[-1]
    clusters = [found.end() for found in regex.finditer(r"\X", text[: most + _LONG_WORD])]
    return max((end for end in clusters if end <= most), default=0)
