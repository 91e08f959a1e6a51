"""What belongs to each topic, and which threads belong to each guide."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol, TypeVar

from ssg.model.documents import Guide, Resource, Thread
from ssg.model.ids import GuideId, ResourceId, ThreadId, TopicId
from ssg.model.site import Members
from ssg.resolve.topics import TopicVersions

ItemT = TypeVar("ItemT")
KeyT = TypeVar("KeyT")


def collect_topic_members(
    threads: Mapping[ThreadId, Thread],
    guides: Mapping[GuideId, Guide],
    resources: Mapping[ResourceId, Resource],
    topics: Iterable[TopicId],
    lists: "TopicLists",
) -> dict[TopicId, Members]:
    """The documents that each topic lists, each once, in the given order."""
    topic_threads = _group((key, lists.of(one.meta)) for key, one in threads.items())
    topic_guides = _group((key, lists.of(one.meta)) for key, one in guides.items())
    topic_resources = _group((key, lists.of(one.meta)) for key, one in resources.items())
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


class _Filed(Protocol):
    """What is filed under topics, and may be in another language than the site."""

    @property
    def topics(self) -> tuple[TopicId, ...]: ...
    @property
    def lang(self) -> str | None: ...


class TopicLists:
    """Which topics list a document: those that it names, their translations, and all above these.

    Of a topic and its translations, those list it whose language suits it. Each combination of
    topics and language is looked up once: few occur, in many documents.
    """

    def __init__(
        self,
        topics: Collection[TopicId],
        parents: Mapping[TopicId, TopicId],
        versions: TopicVersions,
        language: str,
    ) -> None:
        self._topics = topics
        self._parents = parents
        self._versions = versions
        self._language = language
        self._known: dict[tuple[tuple[TopicId, ...], str | None], tuple[TopicId, ...]] = {}

    def of(self, document: _Filed) -> tuple[TopicId, ...]:
        """The topics that list the document, each once."""
        key = (document.topics, document.lang)
        found = self._known.get(key)
        if found is None:
            groups = self._groups_above(document.topics)
            lang = document.lang or self._language
            listing = (name for group in groups for name in self._versions.listing(group[0], lang))
            found = self._known[key] = tuple(listing)
        return found

    def _groups_above(self, names: Iterable[TopicId]) -> Iterable[tuple[TopicId, ...]]:
        """The groups of the topics in `names` that exist, and of all topics above any of them."""
        found: dict[tuple[TopicId, ...], None] = {}
        waiting = [name for name in names if name in self._topics]
        while waiting:
            group = self._versions.group(waiting.pop())
            if group not in found:
                found[group] = None
                waiting += [self._parents[one] for one in group if one in self._parents]
        return found
