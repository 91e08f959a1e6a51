"""From a file's bytes to its text, or to the reasons why there is none."""

import re
from codecs import BOM_UTF8

from ssg.diagnostics import Diagnostic, Location

# Tabs and line ends are text; NUL and the other control characters mark a damaged file,
# and XML, which the feeds are written in, cannot hold them.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes(sign for sign in range(0x80) if CONTROL.match(chr(sign)))
# How UTF-8 writes U+FFFE and U+FFFF, and few signs beside them.
_NONCHARACTERS = "\uffff".encode()[:2]


def first_control(text: str) -> re.Match[str] | None:
    """The first of the control characters in `text`."""
    data = text.encode()
    # Bytes tell at a tenth of the expression's cost that there is none.
    if len(data.translate(None, _CONTROL_BYTES)) == len(data) and _NONCHARACTERS not in data:
        return None
    return CONTROL.search(text)


def without_control(text: str) -> str:
    """`text` with its control characters left out."""
    return CONTROL.sub("", text) if first_control(text) else text


def decode(data: bytes, *, path: str) -> tuple[str, list[Diagnostic]]:
    """The text of `data` without a byte order mark and with `\\n` line ends.

    Gives the empty string with one diagnostic (T01 or T02) when it is no text.
    """
    data = data.removeprefix(BOM_UTF8)
    try:
        text = _with_line_ends(data.decode())
    except UnicodeDecodeError as error:
        before = _with_line_ends(data[: error.start].decode())
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return "", [_after("T01", path, before, message, "save the file as UTF-8")]
    if found := first_control(text):
        name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        return "", [_after("T02", path, text[: found.start()], f"holds {name}", "delete it")]
    return text, []


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _after(code: str, path: str, before: str, message: str, hint: str) -> Diagnostic:
    """A diagnostic for what stands right after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    at = Location(path=path, line=line, column=column)
    return Diagnostic(code=code, at=at, message=message, hint=hint)
