"""The list of addresses as a run finds it."""

from functools import cached_property
from pathlib import Path

from msgspec import Struct

from ssg.addresses import ADDRESSES_FILE, AddressList, parse_addresses, read_addresses
from ssg.diagnostics import Diagnostic, Location
from ssg.digest import Digest, digest_of

_NO_LIST = Digest("")


class Listed(Struct, frozen=True, kw_only=True, dict=True):
    """What is in addresses.txt; `data` is None for a site without it."""

    data: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def digest(self) -> Digest:
        return _NO_LIST if self.data is None else digest_of(self.data)

    @cached_property
    def addresses(self) -> AddressList | None:
        return None if self.data is None else parse_addresses(self.data)


def find_listed(site: Path) -> Listed:
    """The list of the site in this folder, with T09 for one that cannot be read."""
    try:
        return Listed(data=read_addresses(site))
    except OSError as error:
        at = Location(path=ADDRESSES_FILE)
        message = f"the list of addresses cannot be read: {error.strerror or error}"
        hint = "restore it from git"
        return Listed(diagnostics=(Diagnostic(code="T09", at=at, message=message, hint=hint),))
