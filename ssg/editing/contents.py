"""Reads all content of a site, as fast as the disk gives it."""

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from stat import S_ISREG
from urllib.parse import unquote_to_bytes

from ssg.config import SETTINGS_FILE
from ssg.discover import is_ignored
from ssg.editing.errors import EditError
from ssg.files import FileTooLarge, read_file
from ssg.model.kinds import Kind

_FIRST_READ = 64 * 1024
# What may stand for a character of a name in YAML, Markdown, HTML or an address.
_ESCAPE = re.compile(rb"%[2-9A-Fa-f][0-9A-Fa-f]|&(?:#|\w+;)|\\[xuU\r\n.,_/~+=@!()-]", re.ASCII)
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_YAML_FOLD = re.compile(r"\\\r?\n[ \t]*|\\\r[ \t]*")
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LARGEST = 0x10FFFF


def read_content(site: Path, limit: int) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each document, and of site.yaml.

    Raises EditError for a file that cannot be read: nobody knows what it mentions.
    """
    yield SETTINGS_FILE, _read(site / SETTINGS_FILE, SETTINGS_FILE, limit, follow=True)
    for kind in Kind:
        folder = f"content/{kind.value}"
        ending = kind.extension
        try:
            # To name files by their folder's handle halves the time.
            handle = os.open(site / folder, _FLAGS | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            names = sorted(os.listdir(handle))  # noqa: PTH208 (pathlib knows no handles)
            for name in names:
                if name.endswith(ending) and not name.startswith(".") and not is_ignored(name):
                    data = _read_in(handle, name)
                    path = f"{folder}/{name}"
                    if data is None:
                        if not _is_regular(site / path):
                            continue
                        data = _read(site / path, path, limit)
                    yield path, data
        finally:
            os.close(handle)


def _is_regular(file: Path) -> bool:
    """Whether it can be a document; links and folders are none."""
    try:
        return S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def _read_in(folder: int, name: str) -> bytes | None:
    """The bytes of a small file; None for any other, and for one that cannot be read."""
    try:
        handle = os.open(name, _FLAGS, dir_fd=folder)
    except OSError:
        return None
    try:
        data = os.read(handle, _FIRST_READ)
    except OSError:
        return None
    finally:
        os.close(handle)
    return data if len(data) < _FIRST_READ else None


def _read(file: Path, path: str, limit: int, *, follow: bool = False) -> bytes:
    try:
        return read_file(file, limit=limit, follow=follow)
    except FileNotFoundError:
        return b""
    except FileTooLarge:
        hint = "split the file, or raise limits.file_bytes in site.yaml"
        raise EditError(f"{path} is larger than {limit:,} bytes", hint) from None
    except OSError as error:
        hint = "check that the file can be read"
        raise EditError(f"{path} cannot be read: {error.strerror}", hint) from error


def may_contain(data: bytes, needle: bytes) -> bool:
    """Whether `data` contains `needle`, maybe in an escaped form."""
    if needle in data:
        return True
    if b"%" not in data and b"&" not in data and b"\\" not in data:
        return False
    return _ESCAPE.search(data) is not None and needle in _decode_escapes(data)


def _decode_escapes(data: bytes) -> bytes:
    """`data` without any escapes: more than any reader decodes, so that nothing is missed."""
    text = data.decode(errors="surrogateescape")
    text = _YAML_FOLD.sub("", text)
    text = _YAML_ESCAPE.sub(_decode_yaml, text).replace("\\", "")
    return unquote_to_bytes(unescape(text).encode(errors="surrogatepass"))


def _decode_yaml(found: re.Match[str]) -> str:
    code = int(next(filter(None, found.groups())), 16)
    return chr(code) if code <= _LARGEST else ""
