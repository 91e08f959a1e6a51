"""From a file's bytes to its text, or to the reasons why there is none."""

import re

from ssg.diagnostics import Diagnostic, Location

# Tabs and line ends are text; NUL and the other control characters mark a damaged file,
# and XML, which the feeds are written in, cannot hold them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(data: bytes, *, path: str) -> tuple[str, list[Diagnostic]]:
    """The text of `data` without a byte order mark and with `\\n` line ends.

    Gives the empty string with one diagnostic (T01 or T02) when it is no text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()) + 1
        return "", [
            Diagnostic(
                code="T01",
                at=Location(path=path, line=line, column=column),
                message=f"byte 0x{data[error.start]:02x} is not UTF-8",
                hint="save the file as UTF-8",
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        return "", [
            Diagnostic(
                code="T02",
                at=Location(path=path, line=line, column=column),
                message=f"holds {name}",
                hint="delete it",
            )
        ]
    return text, []
