"""Related threads: first those that the editor named, then those that share topics.

Of threads that share equally much, those asked earlier come first, the nearest in time before
others; then those asked later, again the nearest first. So a new thread changes only the lists
that were not full, and not those of all threads that share a topic with it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId, TopicId

MAX_RELATED = 5
"""How many related threads a thread shows at most."""

# From each topic, compare only the threads nearest in time, and use only the rarest topics: the
# cost for one thread then does not grow with the site.
_WINDOW = 25
_MAX_TOPICS = 10

_TopicSet = frozenset[TopicId]


def find_related_threads(
    threads: Mapping[ThreadId, Thread], originals: Mapping[ThreadId, ThreadId], language: str
) -> dict[ThreadId, tuple[ThreadId, ...]]:
    """At most `MAX_RELATED` threads of the same language for each; `threads` are oldest first.

    `originals` are what takes the place of duplicates that an editor named.

    A shared topic has the weight 1/n if n threads have it. Threads of equal weight are ordered
    as above.
    """
    by_language: dict[str, list[Thread]] = {}
    for thread in threads.values():
        by_language.setdefault(thread.meta.lang or language, []).append(thread)
    related: dict[ThreadId, tuple[ThreadId, ...]] = {}
    for group in by_language.values():
        similar = _find_similar(group)
        for thread in group:
            chosen = similar[thread.id]
            if thread.meta.related:
                names = (originals.get(name, name) for name in thread.meta.related)
                named = [name for name in names if name in similar]
                others = dict.fromkeys((*named, *chosen))
                others.pop(thread.id, None)
                chosen = tuple(others)[:MAX_RELATED]
            related[thread.id] = chosen
    return {name: related[name] for name in threads}


def _find_similar(threads: Sequence[Thread]) -> dict[ThreadId, tuple[ThreadId, ...]]:
    """For each thread, the `MAX_RELATED` that share most with it, the most similar first."""
    names = [thread.id for thread in threads]
    topic_sets = [frozenset(thread.meta.topics) for thread in threads]
    positions: dict[TopicId | _TopicSet, list[int]] = {}
    for position, topics in enumerate(topic_sets):
        # Threads with exactly the same topics get a list of their own: in the lists of single
        # topics, they might all be outside the window.
        keys: tuple[TopicId | _TopicSet, ...] = (*topics, topics)
        for key in keys:
            positions.setdefault(key, []).append(position)
    ranking = _Ranking(positions)
    return {
        name: tuple([names[other] for other in ranking.rank(position, topics)])
        for position, (name, topics) in enumerate(zip(names, topic_sets, strict=True))
    }


class _Ranking:
    """Ranks threads by similarity, each thread being its position in time: 0 for the oldest.

    `positions` lists, oldest first, the threads of each topic and each set of topics.
    """

    def __init__(self, positions: Mapping[TopicId | _TopicSet, list[int]]) -> None:
        self._positions = positions
        self._rarest_topics: dict[_TopicSet, list[TopicId]] = {}

    def rank(self, position: int, topics: _TopicSet) -> list[int]:
        """The threads most similar to this one, at most `MAX_RELATED`."""
        if len(topics) == 1:
            (topic,) = topics
            return _sort_by_distance(self._window(position, topic, MAX_RELATED), position)
        weights = self._weigh(position, topics)
        # Sorting is stable: of threads that weigh the same, the nearest stay first.
        nearest = _sort_by_distance(sorted(weights), position)
        return sorted(nearest, key=weights.__getitem__, reverse=True)[:MAX_RELATED]

    def _weigh(self, position: int, topics: _TopicSet) -> dict[int, float]:
        """The weight of what this thread shares with itself and with each of those around it."""
        weights: dict[int, float] = {}
        total = 0.0
        for topic in self._find_rarest(topics):
            weight = 1 / len(self._positions[topic])
            total += weight
            window = self._window(position, topic)
            again = {other: weights[other] + weight for other in weights.keys() & window}
            weights.update(dict.fromkeys(window, weight))
            weights.update(again)
        weights.update(dict.fromkeys(self._window(position, topics), total))
        return weights

    def _find_rarest(self, topics: _TopicSet) -> list[TopicId]:
        if topics not in self._rarest_topics:
            # The order is fixed because the sum of floating-point numbers depends on it.
            ordered = sorted(topics, key=lambda topic: (len(self._positions[topic]), topic))
            self._rarest_topics[topics] = ordered[:_MAX_TOPICS]
        return self._rarest_topics[topics]

    def _window(self, position: int, key: TopicId | _TopicSet, size: int = _WINDOW) -> list[int]:
        """This thread, and around it `size` others: those before it, or else some after it."""
        members = self._positions[key]
        first = max(bisect_left(members, position) - size, 0)
        return members[first : first + size + 1]


def _sort_by_distance(window: list[int], position: int) -> list[int]:
    """The threads of a sorted window before `position`, nearest first, then those after it."""
    place = bisect_left(window, position)
    return [*reversed(window[:place]), *window[place + 1 :]]
