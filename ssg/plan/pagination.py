"""Long lists on several pages that stay as they are when the list grows."""

from collections.abc import Sequence

from msgspec import Struct

from ssg import urls
from ssg.model.cards import ThreadCard
from ssg.pages.views import Pager


class ListPage(Struct, frozen=True, kw_only=True):
    address: str
    pager: Pager
    threads: tuple[ThreadCard, ...]
    """Newest first."""

    @property
    def is_newest(self) -> bool:
        return not self.pager.newer_url


def list_pages(
    list_address: str, threads: Sequence[ThreadCard], *, size: int, prefix: str
) -> tuple[ListPage, ...]:
    """The pages of a list of threads, given and returned oldest first; at least one.

    Pages are numbered from the oldest, so one that is full never changes again,
    but for its links. The newest is at the list's own address.
    """
    size = max(size, 1)
    count = max(-(-len(threads) // size), 1)

    def address(number: int) -> str:
        return list_address if number == count else urls.numbered_address(list_address, number)

    def url(number: int) -> str:
        return prefix + address(number) if 1 <= number <= count else ""

    return tuple(
        ListPage(
            address=address(number),
            pager=Pager(number=number, newer_url=url(number + 1), older_url=url(number - 1)),
            threads=tuple(reversed(threads[(number - 1) * size : number * size])),
        )
        for number in range(1, count + 1)
    )
