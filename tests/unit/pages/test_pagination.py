import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssg.model.scalars import Moment
from ssg.pages.cards import ThreadCard
from ssg.pages.pagination import ListPage, list_pages


def _card(number: int) -> ThreadCard:
    moment = Moment("2026-01-01")
    return ThreadCard(
        id=str(number), url=f"/threads/{number}/", title="", lang="en", asked=moment, by="",
        summary="", answers=0, has_professional=False, updated=moment,
    )  # fmt: skip


def _pages(count: int, size: int = 3) -> tuple[ListPage[ThreadCard], ...]:
    cards = [_card(number) for number in range(count)]
    return list_pages(
        cards,
        size=size,
        prefix="/p",
        newest="/threads/",
        numbered=lambda number: f"/threads/page/{number}/",
    )


def _ids(page: ListPage[ThreadCard]) -> list[int]:
    return [int(card.id) for card in page.items]


def test_pages_are_numbered_from_the_oldest_and_show_the_newest_first() -> None:
    pages = _pages(7)
    assert [page.address for page in pages] == [
        "/threads/page/1/",
        "/threads/page/2/",
        "/threads/",
    ]
    assert [_ids(page) for page in pages] == [[2, 1, 0], [5, 4, 3], [6]]


def test_each_page_leads_to_the_next_newer_and_older_one() -> None:
    pagers = [page.pager for page in _pages(7)]
    assert [(one.number, one.newer_url, one.older_url) for one in pagers] == [
        (1, "/p/threads/page/2/", ""),
        (2, "/p/threads/", "/p/threads/page/1/"),
        (3, "", "/p/threads/page/2/"),
    ]


def test_a_page_leads_to_two_pages_on_either_side_by_number() -> None:
    numbers = {
        page.pager.number: [one.number for one in page.pager.near] for page in _pages(8, size=1)
    }
    assert numbers[1] == [3, 2, 1]
    assert numbers[4] == [6, 5, 4, 3, 2]
    assert numbers[8] == [8, 7, 6]
    (_, _, oldest_but_two, *_, newest) = [page.pager for page in _pages(8, size=1)]
    assert [one.url for one in newest.near[:2]] == ["/p/threads/", "/p/threads/page/7/"]
    assert (oldest_but_two.newest_url, oldest_but_two.oldest_url) == (
        "/p/threads/",
        "/p/threads/page/1/",
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_short_list_has_one_page(count: int) -> None:
    (page,) = _pages(count)
    assert (page.address, page.is_newest) == ("/threads/", True)
    assert len(page.items) == count
    assert (page.pager.newest_url, page.pager.oldest_url) == ("/p/threads/", "/p/threads/")


def test_a_page_size_of_zero_is_taken_for_one() -> None:
    assert len(_pages(3, size=0)) == 3


@given(st.integers(0, 60), st.integers(1, 7))
def test_a_new_thread_changes_the_newest_pages_only(count: int, size: int) -> None:
    before = {page.address: page for page in _pages(count, size)}
    after = {page.address: page for page in _pages(count + 1, size)}
    changed = {address for address in after if before.get(address) != after[address]}
    assert before.keys() <= after.keys()
    # Where a page is opened, the last one gets an address of its own, to which the two pages
    # before it now lead.
    opened = len(after) > len(before)
    newest = range(len(after) - 3 if opened else len(after), len(after) + 1)
    assert {after[address].pager.number for address in changed} <= set(newest)


@given(st.integers(0, 60), st.integers(1, 7))
def test_every_thread_is_on_one_page(count: int, size: int) -> None:
    shown = [number for page in reversed(_pages(count, size)) for number in _ids(page)]
    assert shown == list(reversed(range(count)))
