"""The tree of topics, made sound where files say otherwise."""

from collections.abc import Iterator, Mapping

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Topic
from ssg.model.ids import TopicId
from ssg.resolve.diagnostics import at_line, mistake


def topic_tree(
    topics: Mapping[TopicId, Topic],
) -> tuple[dict[TopicId, TopicId], list[Diagnostic]]:
    """Each topic's parent. A cycle is cut, and reported, at its first topic by id."""
    parents = {
        name: topic.meta.parent
        for name, topic in topics.items()
        if topic.meta.parent in topics and topic.meta.parent is not None
    }
    diagnostics = []
    for cycle in list(_cycles(parents)):
        topic = topics[cycle[0]]
        way = " → ".join((*cycle, cycle[0]))
        message = f"topic '{topic.id}' is above itself: {way}"
        hint = "give one of these topics another parent, or none"
        place = next((one for one in topic.references if one.field == "parent"), None)
        diagnostics.append(
            mistake("R10", topic.path, place, message, hint)
            if place
            else at_line("R10", topic.path, 1, message, hint)
        )
        del parents[topic.id]
    return parents, diagnostics


def _cycles(parents: Mapping[TopicId, TopicId]) -> Iterator[list[TopicId]]:
    """Each cycle once, as the way up from its first topic by id."""
    settled: set[TopicId] = set()
    for start in parents:
        way: dict[TopicId, None] = {}
        topic: TopicId | None = start
        while topic is not None and topic not in settled and topic not in way:
            way[topic] = None
            topic = parents.get(topic)
        if topic in way:
            passed = list(way)
            cycle = passed[passed.index(topic) :]
            first = cycle.index(min(cycle))
            yield cycle[first:] + cycle[:first]
        settled.update(way)


def children_of(
    topics: Mapping[TopicId, Topic], parents: Mapping[TopicId, TopicId]
) -> dict[TopicId, tuple[TopicId, ...]]:
    """The topics right below each topic, by id."""
    children: dict[TopicId, list[TopicId]] = {name: [] for name in topics}
    for child, parent in sorted(parents.items()):
        children[parent].append(child)
    return {name: tuple(below) for name, below in children.items()}
