"""Addresses and output paths, and which file names and aliases are valid.

An address is a path from the site's root. It starts with `/`, and does not include the path prefix
under which a host may serve the site. An output path is the file that a host serves at an address,
relative to the output folder.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import quote, urldefrag, urlsplit

ASSETS = "/assets/"
MEDIA = "/media/"
SEARCH = "/search/"
HEADERS_FILE = "_headers"
"""The output path of the headers for hosts that read them from a file."""
REDIRECTS_FILE = "_redirects"
"""The same for redirects."""
SEARCH_INDEX = "/pagefind/"

LINK_SCHEMES = ("http", "https", "mailto", "sms", "tel")
"""The schemes of all links that a text may have, beside addresses on the site itself.

`sms` is for crisis lines that answer text messages. `geo` and `xmpp` are left out: many devices
have no program for them, so that a reader in need would tap on a link that does nothing.
"""

# File systems allow names of 255 bytes. The rest is left for suffixes of temporary files.
_NAME_BYTES = 200
MAX_ID_LENGTH = _NAME_BYTES
"""The most characters of an id, all of which are ASCII."""
# Some systems allow paths of only 1,024 bytes, and these include the output folder's path.
_ALIAS_BYTES = 700
_PUNCTUATION = "-._~+,@=!()"
ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
_ID = re.compile(ID_PATTERN)
_FILE_EXTENSIONS = (".html", ".htm")
_INDEX = re.compile(r"(?:^|(?<=/))index\.html\Z")

PATTERN_NAMES = ("id", "title", "url", "lang")
_PLACEHOLDER = re.compile(r"\{(id|title|url|lang)\}")
_PHONE_PUNCTUATION = re.compile(r"[^0-9+]")


def is_web_address(url: str) -> bool:
    return url[:8].lower().startswith(("http://", "https://"))


def split_fragment(url: str) -> tuple[str, str]:
    """A web address without its fragment, as the ledger of links has it, and that."""
    try:
        address, fragment = urldefrag(url)
    except ValueError:
        address, _, fragment = url.partition("#")
    return address, fragment


def host_of(url: str) -> str:
    """The host of a web address in lowercase; empty if it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def output_path(address: str) -> str:
    """The file served at `address`: `threads/x/index.html` for `/threads/x/`."""
    path = address[1:]
    return f"{path}index.html" if not path or path.endswith("/") else path


def address(output_path: str) -> str:
    """The address at which a host serves the file: `/threads/x/` for `threads/x/index.html`."""
    return f"/{_INDEX.sub('', output_path)}"


def file_output_path(path: str) -> str:
    """Where a file is copied to: `content/media/x.png` to `media/x.png`, `static/x` to `x`."""
    return path.partition("/")[2]


def target_path(target: str) -> str:
    """Where the file that a link's target names is copied to; see `ssg.model.documents.Link`."""
    return target.partition("#")[0].removeprefix("/")


def alias_address(alias: str) -> str:
    """The address of a valid alias. Only `.html` and `.htm` name a file, not a folder."""
    if alias.endswith("/") or alias.lower().endswith(_FILE_EXTENSIONS):
        return alias
    return f"{alias}/"


def alias_output_path(alias: str) -> str:
    """The file served at a valid alias."""
    return output_path(alias_address(alias))


def href(prefix: str, address: str) -> str:
    """The `href` of a link to `address`, on a site that is served under `prefix`."""
    return prefix + quote(address, safe=f"/{_PUNCTUATION}")


def pattern_values(*, id: str, title: str, url: str, lang: str) -> dict[str, str]:
    """What the patterns of links are filled with on the page with this id, title, `url` and
    language.

    All is percent-encoded but for unreserved characters (RFC 3986), as web and mailto addresses
    (RFC 6068) both need it.
    """
    values = {"id": id, "title": title, "url": url, "lang": lang}
    return {name: quote(value, safe="") for name, value in values.items()}


def fill_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """The address that `pattern` stands for, with `pattern_values` for `{id}`, `{title}`, `{url}`
    and `{lang}`.
    """
    return _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)


def phone_uri(scheme: str, number: str) -> str:
    """A `tel:` (RFC 3966) or `sms:` (RFC 5724) address of a number as a person writes it."""
    return f"{scheme}:{_PHONE_PUNCTUATION.sub('', number)}"


def fold_path(path: str) -> str:
    """The same for two paths that some disk or host treats as one: case and form are folded."""
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
    """Why a file's name cannot be part of an address; None if it can.

    As in `alias_problem`, the text continues a sentence: "'My file' must consist of …".
    """
    if not _ID.fullmatch(name):
        return "must consist of lowercase letters a to z, digits and single hyphens"
    if len(name) > MAX_ID_LENGTH:
        return f"is longer than {MAX_ID_LENGTH} characters"
    return None


def alias_problem(alias: str) -> str | None:
    """Why an alias is not valid; None if it is.

    The text continues a sentence: "'old.html' does not start with '/'". Letters of all scripts are
    allowed, in Unicode's composed form (NFC), so that each address has only one spelling. They are
    not percent-encoded.
    """
    if not alias.startswith("/"):
        return "does not start with '/'"
    if alias == "/":
        return "is the home page"
    if not unicodedata.is_normalized("NFC", alias):
        return "is not in Unicode's composed form (NFC)"
    if unsafe := next((character for character in alias if not _is_allowed(character)), ""):
        return f"contains {_describe(unsafe)}, which an alias must not contain"
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


def _is_allowed(character: str) -> bool:
    if character == "/" or character in _PUNCTUATION:
        return True
    return unicodedata.category(character)[0] in "LMN"


def _describe(character: str) -> str:
    if character == "%":
        return "'%' (aliases are not percent-encoded)"
    if character.isspace():
        return "a space"
    if character.isprintable():
        return f"'{character}'"
    return f"the character U+{ord(character):04X}"
