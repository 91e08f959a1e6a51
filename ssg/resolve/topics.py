"""The tree of topics, with cycles removed."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Topic
from ssg.model.ids import TopicId
from ssg.resolve.diagnostics import diagnostic_at, position_of


def build_topic_tree(
    topics: Mapping[TopicId, Topic],
) -> tuple[dict[TopicId, TopicId], list[Diagnostic]]:
    """Each topic's parent, and R10 for each cycle.

    A cycle is broken, and reported, at its first topic by id: that topic gets no parent.
    """
    parents = {
        name: topic.meta.parent
        for name, topic in topics.items()
        if topic.meta.parent in topics and topic.meta.parent is not None
    }
    diagnostics = []
    for cycle in list(_find_cycles(parents)):
        topic = topics[cycle[0]]
        message = f"topic '{topic.id}' is its own ancestor: {' → '.join((*cycle, cycle[0]))}"
        hint = "change or remove the parent of one of these topics"
        position = position_of(topic, "parent")
        diagnostics.append(diagnostic_at("R10", topic.path, position, message, hint))
        del parents[topic.id]
    return parents, diagnostics


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
