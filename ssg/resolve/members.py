"""What belongs to each topic, and which threads belong to each guide."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from ssg.model.documents import Guide, Resource, Thread, Topic
from ssg.model.ids import GuideId, ResourceId, ThreadId, TopicId
from ssg.model.site import Members

ItemT = TypeVar("ItemT")
KeyT = TypeVar("KeyT")


def collect_topic_members(
    threads: Mapping[ThreadId, Thread],
    guides: Mapping[GuideId, Guide],
    resources: Mapping[ResourceId, Resource],
    topics: Mapping[TopicId, Topic],
    parents: Mapping[TopicId, TopicId],
) -> dict[TopicId, Members]:
    """The members of each topic and its descendants, each once, in the given order."""
    ancestors = _Ancestors(topics, parents)
    topic_threads = _group((key, ancestors.of(one.meta.topics)) for key, one in threads.items())
    topic_guides = _group((key, ancestors.of(one.meta.topics)) for key, one in guides.items())
    topic_resources = _group((key, ancestors.of(one.meta.topics)) for key, one in resources.items())
    return {
        name: Members(
            threads=topic_threads.get(name, ()),
            guides=topic_guides.get(name, ()),
            resources=topic_resources.get(name, ()),
        )
        for name in topics
    }


def collect_guide_threads(
    threads: Mapping[ThreadId, Thread], guides: Mapping[GuideId, Guide]
) -> dict[GuideId, tuple[ThreadId, ...]]:
    """The threads whose front matter names each guide."""
    named_by = _group((key, dict.fromkeys(one.meta.guides)) for key, one in threads.items())
    return {guide: named_by.get(guide, ()) for guide in guides}


def _group(items: Iterable[tuple[ItemT, Iterable[KeyT]]]) -> dict[KeyT, tuple[ItemT, ...]]:
    """From items with their keys to keys with their items."""
    groups: defaultdict[KeyT, list[ItemT]] = defaultdict(list)
    for item, keys in items:
        for key in keys:
            groups[key].append(item)
    return {key: tuple(group) for key, group in groups.items()}


class _Ancestors:
    """Each combination of topics is looked up once: few occur, in many documents."""

    def __init__(self, topics: Mapping[TopicId, Topic], parents: Mapping[TopicId, TopicId]) -> None:
        self._topics = topics
        self._parents = parents
        self._known: dict[tuple[TopicId, ...], tuple[TopicId, ...]] = {}

    def of(self, names: tuple[TopicId, ...]) -> tuple[TopicId, ...]:
        """The topics in `names` that exist, and all their ancestors."""
        found = self._known.get(names)
        if found is None:
            found = self._known[names] = tuple(dict.fromkeys(self._walk(names)))
        return found

    def _walk(self, names: Iterable[TopicId]) -> Iterator[TopicId]:
        for name in names:
            topic: TopicId | None = name if name in self._topics else None
            while topic is not None:
                yield topic
                topic = self._parents.get(topic)
