"""Related threads: those that its editor named, then those that share its topics."""

from collections import Counter
from collections.abc import Mapping, Sequence

from ssg.model.documents import Thread
from ssg.model.ids import ThreadId, TopicId

RELATED = 5
"""How many related threads a thread shows at most."""

# The newest that have the very same topics, and the newest of each topic, are enough to choose five
# from; so a set of topics costs the same however many threads there are.
_NEWEST = 25
_RAREST = 10

_Topics = frozenset[TopicId]


def related_threads(
    threads: Mapping[ThreadId, Thread], language: str
) -> dict[ThreadId, tuple[ThreadId, ...]]:
    """At most five for each of `threads` (which are oldest first), of its own language.

    A shared topic weighs the more the fewer threads it has; of equal weight, the
    newest come first.
    """
    by_language: dict[str, list[Thread]] = {}
    for thread in threads.values():
        by_language.setdefault(thread.meta.lang or language, []).append(thread)
    found: dict[ThreadId, tuple[ThreadId, ...]] = {}
    for group in by_language.values():
        ranking = _Ranking(group)
        found.update((thread.id, _related(thread, ranking)) for thread in group)
    return {name: found[name] for name in threads}


def _related(thread: Thread, ranking: "_Ranking") -> tuple[ThreadId, ...]:
    named = [name for name in thread.meta.related if ranking.has(name)]
    chosen = dict.fromkeys((*named, *ranking.closest(thread)))
    chosen.pop(thread.id, None)
    return tuple(chosen)[:RELATED]


class _Ranking:
    """Threads of one language by what they have in common with a set of topics.

    Within, a thread is its age: 0 for the newest, 1 for the next.
    """

    def __init__(self, threads: Sequence[Thread]) -> None:
        newest_first = threads[::-1]
        self._names = [thread.id for thread in newest_first]
        self._topics = {thread.id: frozenset(thread.meta.topics) for thread in newest_first}
        self._sizes = Counter(topic for topics in self._topics.values() for topic in topics)
        self._alike: dict[_Topics, list[int]] = {}
        self._newest: dict[TopicId, list[int]] = {}
        for age, topics in enumerate(self._topics.values()):
            _add(self._alike.setdefault(topics, []), age)
            for topic in topics:
                _add(self._newest.setdefault(topic, []), age)
        self._known: dict[_Topics, list[ThreadId]] = {}

    def has(self, name: ThreadId) -> bool:
        return name in self._topics

    def closest(self, thread: Thread) -> list[ThreadId]:
        """The closest first, `thread` itself among them: enough to take five others."""
        topics = self._topics[thread.id]
        if topics not in self._known:
            self._known[topics] = self._closest(topics)
        return self._known[topics]

    def _closest(self, topics: _Topics) -> list[ThreadId]:
        # In one order always, for sums of fractions depend on it.
        rarest = sorted(topics, key=lambda topic: (self._sizes[topic], topic))[:_RAREST]
        weights: dict[int, float] = {}
        for topic in rarest:
            weight = 1 / self._sizes[topic]
            for age in self._newest[topic]:
                weights[age] = weights.get(age, 0.0) + weight
        weights |= dict.fromkeys(self._alike[topics], sum(1 / self._sizes[one] for one in rarest))
        # The second sort keeps the order of the first among equals.
        ages = sorted(weights)
        ages.sort(key=weights.__getitem__, reverse=True)
        return [self._names[age] for age in ages[: 2 * RELATED]]


def _add(newest: list[int], age: int) -> None:
    if len(newest) < _NEWEST:
        newest.append(age)
