"""The documents before and after another in its topic."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from ssg.model.ids import TopicId
from ssg.model.site import Members, Site

IdT = TypeVar("IdT")


class Neighbours(Generic[IdT]):
    """`order` gives the ids of a topic's members, in the order in which one leads to the next."""

    def __init__(self, site: Site, order: Callable[[Members], Sequence[IdT]]) -> None:
        self._site = site
        self._order = order
        self._topics: dict[TopicId, Mapping[IdT, tuple[IdT | None, IdT | None]]] = {}

    def of(self, name: IdT, topics: Iterable[TopicId]) -> tuple[IdT | None, IdT | None]:
        """Those before and after `name` in the first of its `topics` that exists."""
        for topic in topics:
            if topic in self._site.members:
                return self._in_topic(topic).get(name, (None, None))
        return None, None

    def _in_topic(self, topic: TopicId) -> Mapping[IdT, tuple[IdT | None, IdT | None]]:
        if topic not in self._topics:
            names = self._order(self._site.members[topic])
            # A topic may have none of its own: only duplicates name it.
            before = (None, *names)[: len(names)]
            after = (*names, None)[1 : len(names) + 1]
            self._topics[topic] = dict(zip(names, zip(before, after, strict=True), strict=True))
        return self._topics[topic]
