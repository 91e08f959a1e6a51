"""Files as HTTP sends them: opened without leaving their folder, with types and byte ranges."""

import os
import re
import stat
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path, PurePath

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)

_FEED = "feed.xml"
_UTF8 = "; charset=utf-8"
# The tables of Python and of the system differ from machine to machine.
_TYPES = {
    ".aac": "audio/aac",
    ".atom": f"application/atom+xml{_UTF8}",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".css": f"text/css{_UTF8}",
    ".csv": f"text/csv{_UTF8}",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".gz": "application/gzip",
    ".htm": f"text/html{_UTF8}",
    ".html": f"text/html{_UTF8}",
    ".ico": "image/vnd.microsoft.icon",
    ".ics": f"text/calendar{_UTF8}",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": f"text/javascript{_UTF8}",
    ".json": "application/json",
    ".jxl": "image/jxl",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".map": "application/json",
    ".md": f"text/markdown{_UTF8}",
    ".mjs": f"text/javascript{_UTF8}",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".ttf": "font/ttf",
    ".txt": f"text/plain{_UTF8}",
    ".vcf": f"text/vcard{_UTF8}",
    ".vtt": f"text/vtt{_UTF8}",
    ".wasm": "application/wasm",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".zip": "application/zip",
}


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


def content_type(path: PurePath) -> str:
    """The type of a file by its name, the same on every machine."""
    if path.name == _FEED:
        return _TYPES[".atom"]
    return _TYPES.get(path.suffix.lower(), "application/octet-stream")


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
