"""Addresses and output paths, and what file names and old addresses may look like.

An address is a path from the site's root, starts with `/`, and knows nothing of
the path prefix under which a host may serve the site. An output path is the file
that answers at an address, relative to the output folder.
"""

import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import quote

ASSETS = "/assets/"
MEDIA = "/media/"

# File systems take names of 255 bytes; what is left is for what a publisher adds while staging.
_NAME_BYTES = 200
# They take paths of 1,024 bytes on some systems, which begin with that of the output folder.
_ALIAS_BYTES = 700
_SIGNS = "-._~+,@=!()"
_FILE_ENDINGS = (".html", ".htm")


def output_path(address: str) -> str:
    """The file that answers at `address`: `threads/x/index.html` for `/threads/x/`."""
    path = address[1:]
    return f"{path}index.html" if not path or path.endswith("/") else path


def file_output_path(path: str) -> str:
    """Where a file is copied to: `content/media/x.png` to `media/x.png`, `static/x` to `x`."""
    return path.partition("/")[2]


def alias_address(alias: str) -> str:
    """The address of a well-formed alias: only one that ends in `.html` or `.htm` names a file."""
    if alias.endswith("/") or alias.lower().endswith(_FILE_ENDINGS):
        return alias
    return f"{alias}/"


def alias_output_path(alias: str) -> str:
    """The file that answers at a well-formed alias."""
    return output_path(alias_address(alias))


def href(prefix: str, address: str) -> str:
    """What a page writes to link to `address` on a site served under `prefix`."""
    return prefix + quote(address, safe=f"/{_SIGNS}")


def fold_path(path: str) -> str:
    """Equal for two paths that some disk or host takes for one."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def find_folder_clashes(folded: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each of the `folded` paths that is also a folder of another, with one of those others."""
    folders: dict[str, str] = {}
    for path in folded:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = path
            folder = folder.rpartition("/")[0]
    return ((path, folders[path]) for path in folded if path in folders)


def id_problem(name: str) -> str | None:
    """What keeps a file's name from being a part of an address; None if nothing does.

    Like `alias_problem`, it reads on from the name: "'My file' is not made of …".
    """
    parts = name.split("-")
    if not name.isascii() or not all(part.isalnum() and part == part.lower() for part in parts):
        return "is not made of lowercase letters a to z, digits and single hyphens"
    if len(name) > _NAME_BYTES:
        return f"is longer than {_NAME_BYTES} characters"
    return None


def alias_problem(alias: str) -> str | None:
    """What keeps an old address from being redirected; None if nothing does.

    It reads on from the alias: "'old.html' does not start with '/'". Letters of
    every script are allowed, in Unicode's composed form (NFC), so that an address
    has one spelling. They are written as they are, not percent-encoded.
    """
    if not alias.startswith("/"):
        return "does not start with '/'"
    if alias == "/":
        return "is the home page"
    if not unicodedata.is_normalized("NFC", alias):
        return "is not in Unicode's composed form (NFC)"
    if unsafe := next((sign for sign in alias if not _allowed(sign)), ""):
        return f"contains {_named(unsafe)}, which an alias cannot have"
    parts = alias.removesuffix("/").split("/")[1:]
    if not all(parts):
        return "contains '//'"
    if any(part.startswith(".") or part.endswith(".") for part in parts):
        return "has a part that starts or ends with a dot"
    if len(alias.encode()) > _ALIAS_BYTES:
        return f"is longer than {_ALIAS_BYTES:,} bytes"
    if any(len(part.encode()) > _NAME_BYTES for part in parts):
        return f"has a part longer than {_NAME_BYTES} bytes"
    return None


def _allowed(sign: str) -> bool:
    return sign == "/" or sign in _SIGNS or unicodedata.category(sign)[0] in "LMN"


def _named(sign: str) -> str:
    if sign == "%":
        return "'%' (letters are written as they are)"
    if sign.isspace():
        return "a space"
    return f"'{sign}'" if sign.isprintable() else f"the character U+{ord(sign):04X}"
