"""Shows changes of files as git does."""

from collections.abc import Iterator
from difflib import unified_diff

from msgspec import Struct

from ssg.diagnostics import escape_unsafe


class FileDiff(Struct, frozen=True, kw_only=True):
    """A file before and after; its old path, if it has another one."""

    path: str
    old_path: str
    before: bytes | None
    after: bytes | None


def write_diff(file: FileDiff) -> Iterator[str]:
    """The lines of a unified diff, safe for a terminal."""
    old, new = escape_unsafe(file.old_path), escape_unsafe(file.path)
    yield f"diff --git a/{old} b/{new}"
    if file.before is None:
        yield "new file"
    elif file.after is None:
        yield "deleted file"
    elif file.path != file.old_path:
        yield f"rename from {old}"
        yield f"rename to {new}"
    before, after = _lines(file.before), _lines(file.after)
    if before is None or after is None:
        if file.before != file.after:
            yield f"Binary files a/{old} and b/{new} differ"
        return
    from_file = f"a/{old}" if file.before is not None else "/dev/null"
    to_file = f"b/{new}" if file.after is not None else "/dev/null"
    for line in unified_diff(before, after, from_file, to_file):
        text = line.removesuffix("\n")
        yield escape_unsafe(text)
        if text == line:
            yield "\\ No newline at end of file"


def _lines(data: bytes | None) -> list[str] | None:
    """The lines with their ends; None if it is no text."""
    if data is None:
        return []
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended
