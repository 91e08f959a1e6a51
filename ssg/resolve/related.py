"""Related threads: those that its editor named, then those that share its topics.

Of two that have as much in common with a thread, the one that was asked shortly before it comes
first, and what was asked later comes after all that was asked before. So a new thread changes the
lists of the few that had too little to show, and not of every thread that shares a topic with it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nsmallest

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId, TopicId

RELATED = 5
"""How many related threads a thread shows at most."""

# So many threads around a thread in each list that it is in are enough to choose five from, so one
# thread costs the same however many there are.
_AROUND = 25
_RAREST = 10

_Topics = frozenset[TopicId]


def related_threads(
    threads: Mapping[ThreadId, Thread], language: str
) -> dict[ThreadId, tuple[ThreadId, ...]]:
    """At most five for each of `threads` (which are oldest first), of its own language.

    A shared topic weighs the more the fewer threads it has; of equal weight, the last that were
    asked before it come first, then the first that were asked after it.
    """
    by_language: dict[str, list[Thread]] = {}
    for thread in threads.values():
        by_language.setdefault(thread.meta.lang or language, []).append(thread)
    found: dict[ThreadId, tuple[ThreadId, ...]] = {}
    for group in by_language.values():
        closest = _closest(group)
        for thread in group:
            named = (name for name in thread.meta.related if name in closest)
            chosen = dict.fromkeys((*named, *closest[thread.id]))
            chosen.pop(thread.id, None)
            found[thread.id] = tuple(chosen)[:RELATED]
    return {name: found[name] for name in threads}


def _closest(threads: Sequence[Thread]) -> dict[ThreadId, list[ThreadId]]:
    """For each thread those with the most in common, the closest first."""
    names = [thread.id for thread in threads]
    topics = [frozenset(thread.meta.topics) for thread in threads]
    lists: dict[TopicId | _Topics, list[int]] = {}
    for place, own in enumerate(topics):
        # Those with the very same topics are a list of their own, or they might all be far away.
        keys: tuple[TopicId | _Topics, ...] = (*own, own)
        for key in keys:
            lists.setdefault(key, []).append(place)
    neighbours = _Neighbours(lists)
    return {
        name: [names[other] for other in neighbours.of(place, own)]
        for place, (name, own) in enumerate(zip(names, topics, strict=True))
    }


class _Neighbours:
    """Threads by their places in time, 0 for the oldest, in the lists of their topics.

    They are asked for in that order, so where each stands in a list is known by counting.
    """

    def __init__(self, lists: Mapping[TopicId | _Topics, Sequence[int]]) -> None:
        self._lists = lists
        self._passed: Counter[TopicId | _Topics] = Counter()
        self._rarest: dict[_Topics, list[TopicId]] = {}

    def of(self, place: int, topics: _Topics) -> list[int]:
        """The closest to the thread at `place`, which has these topics: enough to choose from."""
        closest = self._closest(place, topics)
        self._passed.update((*topics, topics))
        return closest

    def _closest(self, place: int, topics: _Topics) -> list[int]:
        if len(topics) == 1:
            return self._around(*topics)[: 2 * RELATED]
        weights: dict[int, float] = {}
        whole = 0.0
        for topic in self._rarest_of(topics):
            weight = 1 / len(self._lists[topic])
            whole += weight
            for other in self._around(topic):
                weights[other] = weights.get(other, 0.0) + weight
        weights |= dict.fromkeys(self._around(topics), whole)
        return nsmallest(
            2 * RELATED,
            weights,
            key=lambda other: (-weights[other], other > place, abs(other - place)),
        )

    def _rarest_of(self, topics: _Topics) -> list[TopicId]:
        if topics not in self._rarest:
            # In one order always, for sums of fractions depend on it.
            ordered = sorted(topics, key=lambda topic: (len(self._lists[topic]), topic))
            self._rarest[topics] = ordered[:_RAREST]
        return self._rarest[topics]

    def _around(self, key: TopicId | _Topics) -> list[int]:
        """The last before the one at hand, the latest first, then as many of the next as lack."""
        passed = self._passed[key]
        members = self._lists[key]
        first = max(passed - _AROUND, 0)
        return [*members[first:passed][::-1], *members[passed + 1 : first + _AROUND + 1]]
