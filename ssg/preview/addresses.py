"""From the path of a request to an address on the site."""

import unicodedata
from urllib.parse import unquote, unquote_to_bytes

# The least that the systems allow which we support.
_NAME_BYTES = 255
_PATH_BYTES = 1023


def decode_path(path: str) -> str | None:
    """The path of a request, percent-decoded once; None for one that no address can have.

    Each character of `path` is a byte, as Tornado gives it. An address is absolute and valid UTF-8.
    It has no backslashes, control characters, or segments that are empty or lead to other folders,
    and it is no longer than the paths of files may be.
    """
    try:
        decoded = unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeError:
        return None
    if not decoded.startswith("/") or any(map(_is_unsafe, decoded)):
        return None
    *folders, name = decoded[1:].split("/")
    if "" in folders or any(map(_is_unsafe_segment, (*folders, name))):
        return None
    return decoded if len(decoded.encode()) <= _PATH_BYTES else None


def _is_unsafe_segment(segment: str) -> bool:
    return segment in (".", "..") or len(segment.encode()) > _NAME_BYTES


def _is_unsafe(character: str) -> bool:
    return character == "\\" or unicodedata.category(character) == "Cc"


def remove_prefix(path: str, prefix: str) -> str | None:
    """The address of a decoded path on a site under `prefix`; None if the path is not under it."""
    root = unquote(prefix)
    return path.removeprefix(root) if path.startswith(f"{root}/") else None
