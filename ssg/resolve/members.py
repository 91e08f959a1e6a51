"""What belongs to each topic, and who names each guide."""

from collections.abc import Iterable, Iterator, Mapping

from ssg.model.documents import Guide, Resource, Thread, Topic
from ssg.model.ids import GuideId, ResourceId, ThreadId, TopicId
from ssg.model.site import Members


def members_of_topics(
    threads: Mapping[ThreadId, Thread],
    guides: Mapping[GuideId, Guide],
    resources: Mapping[ResourceId, Resource],
    topics: Mapping[TopicId, Topic],
    parents: Mapping[TopicId, TopicId],
) -> dict[TopicId, Members]:
    """A topic's own and its descendants' members, each once, in the order they are given in."""
    above = _Above(topics, parents)
    thread_lists: dict[TopicId, list[ThreadId]] = {name: [] for name in topics}
    guide_lists: dict[TopicId, list[GuideId]] = {name: [] for name in topics}
    resource_lists: dict[TopicId, list[ResourceId]] = {name: [] for name in topics}
    for thread in threads.values():
        for topic in above.all(thread.meta.topics):
            thread_lists[topic].append(thread.id)
    for guide in guides.values():
        for topic in above.all(guide.meta.topics):
            guide_lists[topic].append(guide.id)
    for resource in resources.values():
        for topic in above.all(resource.meta.topics):
            resource_lists[topic].append(resource.meta.id)
    return {
        name: Members(
            threads=tuple(thread_lists[name]),
            guides=tuple(guide_lists[name]),
            resources=tuple(resource_lists[name]),
        )
        for name in topics
    }


def threads_of_guides(
    threads: Mapping[ThreadId, Thread], guides: Mapping[GuideId, Guide]
) -> dict[GuideId, tuple[ThreadId, ...]]:
    naming: dict[GuideId, list[ThreadId]] = {name: [] for name in guides}
    for thread in threads.values():
        for guide in dict.fromkeys(thread.meta.guides):
            if guide in naming:
                naming[guide].append(thread.id)
    return {name: tuple(named_by) for name, named_by in naming.items()}


class _Above:
    """Topics with all that are above them; the few combinations that occur are kept."""

    def __init__(self, topics: Mapping[TopicId, Topic], parents: Mapping[TopicId, TopicId]) -> None:
        self._topics = topics
        self._parents = parents
        self._known: dict[tuple[TopicId, ...], tuple[TopicId, ...]] = {}

    def all(self, names: tuple[TopicId, ...]) -> tuple[TopicId, ...]:
        found = self._known.get(names)
        if found is None:
            found = self._known[names] = tuple(dict.fromkeys(self._upwards(names)))
        return found

    def _upwards(self, names: Iterable[TopicId]) -> Iterator[TopicId]:
        for name in names:
            topic: TopicId | None = name if name in self._topics else None
            while topic is not None:
                yield topic
                topic = self._parents.get(topic)
