"""Files as HTTP sends them: opened without leaving their folder, with byte ranges."""

import os
import re
import stat
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def open_inside(folder: Path, path: Path) -> BufferedReader:
    """Opens the regular file `path`, which is below `folder`. Raises OSError for all else.

    No part of the path below `folder` may be a symbolic link. Each part is opened from within the
    one before it, so that none can be replaced by a link in between.
    """
    parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    if not parts or ".." in parts:
        raise FileNotFoundError(f"{path} is not a file in {folder}")
    *folders, name = parts
    with ExitStack() as handles:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
        handles.callback(os.close, handle)
        for part in folders:
            handle = os.open(part, _READ | os.O_DIRECTORY, dir_fd=handle)
            handles.callback(os.close, handle)
        # A named pipe without a writer blocks whoever opens it, unless they ask not to be blocked.
        opened = os.open(name, _READ | os.O_NONBLOCK, dir_fd=handle)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise FileNotFoundError(f"{path} is not a file in {folder}")
    return open(opened, "rb")  # noqa: PTH123


def parse_range(header: str, size: int) -> range | None:
    """Which bytes of `size` a Range header asks for: an empty range if there are no such bytes.

    None for a header to ignore, so that the whole file is sent: one that is not valid, or that asks
    for several ranges. https://www.rfc-editor.org/rfc/rfc9110.html#name-range
    """
    match = _RANGE.fullmatch(header)
    if not match or match[0].endswith("=-"):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
