"""Long lists on several pages that stay as they are when the list grows."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from ssg.model.record import Record

T = TypeVar("T")


_NEAR = 2
"""How many page numbers on either side of a page lead to other pages."""


class NumberedLink(Record, frozen=True, kw_only=True):
    number: int
    url: str


class Pager(Record, frozen=True, kw_only=True):
    """The place of a page in a long list. Pages are numbered from the oldest."""

    number: int
    newer_url: str
    """Empty on the newest page."""
    older_url: str
    """Empty on the oldest page."""
    newest_url: str
    oldest_url: str
    near: tuple[NumberedLink, ...]
    """This page and those around it, newest first: not all, or a new page would change each."""


class ListPage(Struct, Generic[T], frozen=True, kw_only=True):
    address: str
    pager: Pager
    items: tuple[T, ...]
    """Newest first."""

    @property
    def is_newest(self) -> bool:
        return not self.pager.newer_url


def list_pages(
    items: Sequence[T],
    *,
    size: int,
    prefix: str,
    newest: str,
    numbered: Callable[[int], str],
) -> tuple[ListPage[T], ...]:
    """The pages of a list, whose items are given and returned oldest first; at least one.

    Pages are numbered from the oldest, so one that is full never changes again, but for its
    links. The newest is at the address `newest`, page 3 at `numbered(3)`.
    """
    size = max(size, 1)
    count = max(-(-len(items) // size), 1)

    def address(number: int) -> str:
        return newest if number == count else numbered(number)

    def url(number: int) -> str:
        return prefix + address(number) if 1 <= number <= count else ""

    def pager(number: int) -> Pager:
        near = range(min(number + _NEAR, count), max(number - _NEAR, 1) - 1, -1)
        return Pager(
            number=number,
            newer_url=url(number + 1),
            older_url=url(number - 1),
            newest_url=url(count),
            oldest_url=url(1),
            near=tuple(NumberedLink(number=one, url=url(one)) for one in near),
        )

    return tuple(
        ListPage(
            address=address(number),
            pager=pager(number),
            items=tuple(reversed(items[(number - 1) * size : number * size])),
        )
        for number in range(1, count + 1)
    )
