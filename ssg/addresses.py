"""The list of every address that the site has ever published: `addresses.txt` beside site.yaml.

It is a file for git: one line for an address, sorted, so that two branches that add some merge.
Nothing in it is taken for true but that an address was published once. A line is one of

    /threads/x/ #a-1 #question              the address of a page, and the anchors in it
    /old.html content/threads/x.md          an address that does not tell its file, and that file
    forgotten DIGEST 2026-03-01 reason      an address that may lead nowhere, by its digest

An address has no prefix of the site. White space and what is not printable is percent-encoded in
all of them, and `%` itself.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from ssg.digest import digest_of
from ssg.files import MIB, read_file
from ssg.patterns import rare

ADDRESSES_FILE = "addresses.txt"
"""The path of the list in the folder of a site."""
_LARGEST_LIST = 64 * MIB
_HEADER = "# Every address that this site has published. ssg writes it: see docs/links.md.\n"
_FORGOTTEN = "forgotten"
_PLAIN = re.compile(r"[!-$&-~]*")
_FORGOTTEN_LINE = rare(r"forgotten ([0-9a-f]{32}) (\d{4}-\d\d-\d\d) (.*\S)")


class ListedAddress(Struct, frozen=True, kw_only=True, gc=False):
    """An address in its spelling here, as all texts but `line`, which counts from 1."""

    address: str
    source: str = ""
    """The file in the site's folder that had it; empty where the address tells."""
    anchors: tuple[str, ...] = ()
    line: int = 0


class ForgottenAddress(Struct, frozen=True, kw_only=True):
    digest: str
    day: str
    """An ISO date."""
    reason: str


class AddressList(Struct, frozen=True, kw_only=True):
    listed: Mapping[str, ListedAddress]
    """By address."""
    forgotten: Mapping[str, ForgottenAddress]
    """By digest."""
    broken: tuple[int, ...] = ()
    """The numbers of the lines that are none of a list, such as the marks of a merge conflict."""

    def has_forgotten(self, address: str) -> bool:
        """Whether this address, or with `#` this anchor, may lead nowhere."""
        return bool(self.forgotten) and digest_of_address(address) in self.forgotten


def spell(text: str) -> str:
    """An address, path or anchor as the list spells it: one word on one line."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(one if _is_plain(one) else quote(one, safe="") for one in text)


def _is_plain(character: str) -> bool:
    return character != "%" and character.isprintable() and not character.isspace()


def digest_of_address(address: str) -> str:
    """Hides an address from a look at the file. Whoever guesses it can confirm their guess."""
    return digest_of(address.encode())


def read_addresses(site: Path) -> bytes | None:
    """The bytes of the list of the site in this folder; None for no list. Raises OSError."""
    try:
        return read_file(site / ADDRESSES_FILE, limit=_LARGEST_LIST)
    except FileNotFoundError:
        return None


def parse_addresses(data: bytes) -> AddressList:
    """The list with these bytes. Lines for one address, which a merge may leave, are joined."""
    listed: dict[str, ListedAddress] = {}
    forgotten: dict[str, ForgottenAddress] = {}
    broken: list[int] = []
    # Some editors begin a file with a mark.
    lines = data.decode("utf-8-sig", errors="replace").split("\n")
    for number, line in enumerate(lines, start=1):
        text = line.removesuffix("\r")
        if text.startswith("/") and (found := _parse_address(text, number)):
            known = listed.get(found.address)
            listed[found.address] = _join(known, found) if known else found
        elif found_line := _FORGOTTEN_LINE.fullmatch(text):
            digest, day, reason = found_line.groups()
            forgotten[digest] = ForgottenAddress(digest=digest, day=day, reason=reason)
        elif text and not text.startswith("#"):
            broken.append(number)
    return AddressList(listed=listed, forgotten=forgotten, broken=tuple(broken))


def _parse_address(line: str, number: int) -> ListedAddress | None:
    # A list has tens of thousands of lines: to match a pattern would take three times as long.
    before, _, after = line.partition(" #")
    address, *sources = before.split(" ")
    anchors = tuple(after.split(" #")) if after else ()
    words = line.count(" ") + 1
    is_sound = len(sources) < 2 and words == 1 + len(sources) + len(anchors)
    if not is_sound or not all((*sources, *anchors)) or not _is_clean(line):
        return None
    return ListedAddress(
        address=address, source=sources[0] if sources else "", anchors=anchors, line=number
    )


def _is_clean(line: str) -> bool:
    return line.isprintable() and "\N{REPLACEMENT CHARACTER}" not in line


def _join(first: ListedAddress, second: ListedAddress) -> ListedAddress:
    return ListedAddress(
        address=first.address,
        source=first.source or second.source,
        anchors=tuple(sorted({*first.anchors, *second.anchors})),
        line=first.line,
    )


def format_addresses(
    listed: Iterable[ListedAddress], forgotten: Iterable[ForgottenAddress]
) -> bytes:
    """The bytes of a list, whatever the order of what is in it."""
    lines = [_format_address(one) for one in listed]
    lines += [f"{_FORGOTTEN} {one.digest} {one.day} {one.reason}\n" for one in forgotten]
    return (_HEADER + "".join(sorted(lines))).encode()


def _format_address(one: ListedAddress) -> str:
    source = [one.source] if one.source else []
    anchors = [f"#{anchor}" for anchor in sorted(one.anchors)]
    return " ".join([one.address, *source, *anchors]) + "\n"
