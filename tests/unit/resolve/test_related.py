from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId
from tests.unit.samples import site_of, thread, topic

TOPICS = [topic(name) for name in ("a", "b", "c")]


def _related(name: str, *threads: Thread) -> tuple[str, ...]:
    return site_of(*TOPICS, *threads).related[ThreadId(name)]


def test_named_threads_come_first_in_their_order() -> None:
    assert _related(
        "x",
        thread("x", topics=("a",), related=("far", "near", "x")),
        thread("near", topics=("a",)),
        thread("far", topics=("b",)),
        thread("other", topics=("a",)),
    ) == ("far", "near", "other")


def test_rare_topics_weigh_more_than_common_ones() -> None:
    common = [thread(f"c{number}", topics=("a",), asked="2026-03-01") for number in range(9)]
    assert _related(
        "x", thread("x", topics=("a", "b")), thread("rare", topics=("b",)), *common
    )[0] == "rare"  # fmt: skip


def test_at_equal_weight_the_nearest_earlier_threads_come_first() -> None:
    threads = [thread(f"t{day}", topics=("a",), asked=f"2026-01-0{day}") for day in range(1, 9)]
    related = site_of(*TOPICS, *threads).related
    assert related[ThreadId("t8")] == ("t7", "t6", "t5", "t4", "t3")
    assert related[ThreadId("t3")] == ("t2", "t1", "t4", "t5", "t6")
    assert related[ThreadId("t1")] == ("t2", "t3", "t4", "t5", "t6")


def test_a_new_thread_changes_only_lists_that_were_not_full() -> None:
    threads = [
        thread(f"t{day:02}", topics=("a", "b") if day % 3 else ("a",), asked=f"2026-01-{day:02}")
        for day in range(1, 29)
    ]
    new = thread("new", topics=("a", "b"), asked="2026-02-01")
    before = site_of(*TOPICS, *threads).related
    after = site_of(*TOPICS, *threads, new).related
    assert after.keys() - before.keys() == {"new"}
    assert {name: after[name] for name in before} == before


def test_hidden_threads_and_other_languages_are_not_related() -> None:
    assert _related(
        "x",
        thread("x", topics=("a",), related=("draft", "spanish", "gone")),
        thread("draft", topics=("a",), status="draft"),
        thread("gone", topics=("a",), status="withdrawn"),
        thread("spanish", topics=("a",), lang="es"),
        thread("english", topics=("a",), lang="en"),
    ) == ("english",)


def test_a_thread_with_very_many_topics_counts_in_all_of_them() -> None:
    names = [f"n{number:02}" for number in range(14)]
    topics = [topic(name) for name in names]
    threads = [
        thread(f"t{day:02}", topics=tuple(names), asked=f"2026-01-{day:02}") for day in range(1, 8)
    ]
    threads += [thread("x", topics=("n13",), asked="2026-02-01")]
    related = site_of(*topics, *threads).related
    assert related[ThreadId("x")] == ("t07", "t06", "t05", "t04", "t03")


def test_a_thread_may_have_no_related_threads() -> None:
    assert _related("x", thread("x", topics=("a",)), thread("y", topics=("b",))) == ()


@given(
    st.lists(
        st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(lambda one: tuple(sorted(one))),
        max_size=20,
    )
)
def test_on_a_small_site_all_threads_are_compared(topics: list[tuple[str, ...]]) -> None:
    threads = [
        thread(f"t{day:02}", topics=of, asked=f"2026-01-{day:02}")
        for day, of in enumerate(topics, start=1)
    ]
    sizes = Counter(one for of in topics for one in of)

    def weight(one: Thread, other: Thread) -> float:
        shared = set(one.meta.topics) & set(other.meta.topics)
        return sum(1 / sizes[name] for name in sorted(shared, key=lambda name: (sizes[name], name)))

    site = site_of(*TOPICS, *threads)
    for one in threads:
        alike = [other for other in threads if other is not one and weight(one, other)]
        place = threads.index(one)

        def near(other: Thread, place: int = place) -> tuple[bool, int]:
            return threads.index(other) > place, abs(threads.index(other) - place)

        alike.sort(key=near)
        alike.sort(key=lambda other: -weight(one, other))
        assert site.related[one.id] == tuple(other.id for other in alike[:5])


def test_in_a_large_topic_the_threads_around_one_are_offered() -> None:
    days = [f"20{year:02}-01-{day:02}" for year in range(10, 26) for day in range(1, 29)]
    threads = [
        thread(f"t{position:03}", topics=("a",), asked=asked) for position, asked in enumerate(days)
    ]
    related = site_of(*TOPICS, *threads).related
    assert related[ThreadId("t000")] == ("t001", "t002", "t003", "t004", "t005")
    assert related[ThreadId("t447")] == ("t446", "t445", "t444", "t443", "t442")
