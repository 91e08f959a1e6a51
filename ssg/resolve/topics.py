"""Topics in several languages, and their tree, without cycles and not too deep."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count

from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import Topic
from ssg.model.ids import TopicId
from ssg.resolve.diagnostics import diagnostic_at, position_of

# A page of a topic names all topics above it. Deeper than this, readers find nothing.
MAX_LEVELS = 32
# How many topics of a cycle a message names.
_MAX_SHOWN = 8


class TopicVersions:
    """Which topics are translations of each other, and which of them stands for all in a language.

    A topic without translations is a group of its own, whose only version stands for itself.
    """

    def __init__(
        self,
        topics: Mapping[TopicId, Topic],
        translations: Mapping[str, tuple[str, ...]],
        settings: Settings,
    ) -> None:
        """`translations` are those of `group_translations`."""
        by_path = {topic.path: topic for topic in topics.values()}
        self._list_language = settings.list_language
        self._groups: dict[TopicId, tuple[TopicId, ...]] = {}
        self._by_language: dict[TopicId, dict[str, TopicId]] = {}
        for name, topic in topics.items():
            others = translations.get(topic.path, ())
            if others and name not in self._groups:
                group = [topic, *(by_path[path] for path in others)]
                names = tuple(one.id for one in group)
                by_language = self._find_languages(group, settings.language)
                self._groups |= dict.fromkeys(names, names)
                self._by_language |= dict.fromkeys(names, by_language)

    def _find_languages(self, group: Iterable[Topic], language: str) -> dict[str, TopicId]:
        """Each version by its own language; and by that of the lists that show it, unless another
        version is in just that language.
        """
        own = {topic.meta.lang or language: topic.id for topic in group}
        listed = {self._list_language(lang): own[lang] for lang in sorted(own, reverse=True)}
        return listed | own

    def group(self, topic: TopicId) -> tuple[TopicId, ...]:
        """The topic and all its translations, in the same order for each of them."""
        return self._groups.get(topic, (topic,))

    def in_language(self, topic: TopicId, lang: str) -> TopicId:
        """What a page in `lang` shows of the group: the topic itself if no version is nearer."""
        versions = self._by_language.get(topic, {})
        return versions.get(lang) or versions.get(self._list_language(lang)) or topic

    def listing(self, topic: TopicId, lang: str) -> Iterable[TopicId]:
        """The versions that list what is in `lang`: all of them where none is for its language."""
        versions = self._by_language.get(topic)
        if versions is None:
            return (topic,)
        found = (versions.get(lang), versions.get(self._list_language(lang)))
        return dict.fromkeys(filter(None, found)) or self.group(topic)

    def by_language(self, languages: Iterable[str]) -> dict[TopicId, dict[str, TopicId]]:
        """For each topic with translations, what pages in these languages show of its group."""
        if not self._groups:
            return {}
        known = frozenset(languages)
        return {
            topic: {lang: self.in_language(topic, lang) for lang in known} for topic in self._groups
        }


def build_topic_tree(
    topics: Mapping[TopicId, Topic], versions: TopicVersions, language: str
) -> tuple[dict[TopicId, TopicId], list[Diagnostic]]:
    """Each topic's parent, R10 for each cycle, and R14 for each topic right below the last level.

    If the parent that a topic names has a version in the topic's language, that is its parent.
    A cycle is broken, and reported, at its first topic by id: that topic gets no parent. Nor do
    those right below the last level, of which there are `MAX_LEVELS`.
    """
    parents = {
        name: versions.in_language(topic.meta.parent, topic.meta.lang or language)
        for name, topic in topics.items()
        if topic.meta.parent in topics and topic.meta.parent is not None
    }
    diagnostics = []
    for cycle in list(_find_cycles(parents)):
        topic = topics[cycle[0]]
        shown = (*cycle[:_MAX_SHOWN], "…") if len(cycle) > _MAX_SHOWN else tuple(cycle)
        message = f"topic '{topic.id}' is its own ancestor: {' → '.join((*shown, cycle[0]))}"
        hint = "change or remove the parent of one of these topics"
        position = position_of(topic, "parent")
        diagnostics.append(diagnostic_at("R10", topic.path, position, message, hint))
        del parents[topic.id]
    too_deep = list(_find_too_deep(parents))
    if too_deep:
        diagnostics += (_too_deep_diagnostic(topics[name]) for name in too_deep[0])
    for name in chain.from_iterable(too_deep):
        del parents[name]
    return parents, diagnostics


def _find_too_deep(parents: Mapping[TopicId, TopicId]) -> Iterator[list[TopicId]]:
    """The topics right below each `MAX_LEVELS` levels, sorted by id."""
    children: dict[TopicId, list[TopicId]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    level = [topic for topic in children if topic not in parents]
    for above in count(1):
        level = sorted(child for topic in level for child in children.get(topic, ()))
        if not level:
            return
        if above % MAX_LEVELS == 0:
            yield level


def _too_deep_diagnostic(topic: Topic) -> Diagnostic:
    message = f"topic '{topic.id}' has {MAX_LEVELS} topics above it"
    hint = f"choose a parent further up: the tree has at most {MAX_LEVELS} levels"
    return diagnostic_at("R14", topic.path, position_of(topic, "parent"), message, hint)


def _find_cycles(parents: Mapping[TopicId, TopicId]) -> Iterator[list[TopicId]]:
    """Each cycle once, from its first topic by id to that topic's parent and on."""
    visited: set[TopicId] = set()
    for start in parents:
        path: dict[TopicId, None] = {}
        topic: TopicId | None = start
        while topic is not None and topic not in visited and topic not in path:
            path[topic] = None
            topic = parents.get(topic)
        if topic in path:
            names = list(path)
            cycle = names[names.index(topic) :]
            first = cycle.index(min(cycle))
            yield cycle[first:] + cycle[:first]
        visited.update(path)


def collect_children(
    topics: Mapping[TopicId, Topic], parents: Mapping[TopicId, TopicId]
) -> dict[TopicId, tuple[TopicId, ...]]:
    """The direct children of each topic, sorted by id."""
    children: dict[TopicId, list[TopicId]] = {name: [] for name in topics}
    for child, parent in sorted(parents.items()):
        children[parent].append(child)
    return {name: tuple(below) for name, below in children.items()}
