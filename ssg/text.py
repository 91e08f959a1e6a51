"""Decodes the bytes of a file to text; counts things in words."""

import re
from codecs import BOM_UTF8

from ssg.diagnostics import Diagnostic, Location

# Tabs and line ends are text. NUL and the other control characters indicate a damaged file, and
# XML, the format of the feeds, does not allow them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes(code for code in range(0x80) if CONTROL.match(chr(code)))
# The first bytes of U+FFFE and U+FFFF in UTF-8, which only a few other characters share.
_NONCHARACTERS = "\uffff".encode()[:2]


def find_control(text: str) -> re.Match[str] | None:
    """The first control character in `text`, or None."""
    data = text.encode()
    # For most texts the bytes show, at a tenth of the cost, that there is none.
    if len(data.translate(None, _CONTROL_BYTES)) == len(data) and _NONCHARACTERS not in data:
        return None
    return CONTROL.search(text)


def remove_control(text: str) -> str:
    """`text` without its control characters."""
    return CONTROL.sub("", text) if find_control(text) else text


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
    if found := find_control(text):
        name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        before, message = text[: found.start()], f"contains {name}"
        return "", [_diagnostic_after("T02", path, before, message, "delete it")]
    return text, []


def normalize_line_ends(text: str) -> str:
    """`text` with `\\n` at the end of each line, by which all locations are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _diagnostic_after(code: str, path: str, before: str, message: str, hint: str) -> Diagnostic:
    """A diagnostic for the character right after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    at = Location(path=path, line=line, column=column)
    return Diagnostic(code=code, at=at, message=message, hint=hint)


def pluralize(count: int, noun: str) -> str:
    """Such as `1 error`, `12 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
