"""Why a page lists a document: what in the two files makes it so."""

from functools import cached_property
from typing import Any

from ssg.model.documents import AnyDocument, Guide, Resource, ResourceFile, Thread, Topic
from ssg.pages.kind import PagePlan
from ssg.pages.registry import source_at
from ssg.pipeline.catalog import Catalog

_OWN = {"topics", "guides", "resources"}
_NEIGHBOURS = {"previous": "the one before it in its main topic", "next": "the one after it there"}
_MORE = {
    "behind": "its original, which has changed since they were compared",
    "emergencies": "a guide of its topics, or one that it names, with a card for emergencies",
    "subtopics": "it has this topic as its parent",
    "related": "",
}


class Reasons:
    def __init__(self, plan: PagePlan, catalog: Catalog) -> None:
        self._catalog = catalog
        self._prefix = catalog.given.settings.prefix
        self._document = self._by_path.get(plan.document)
        self._kind = plan.kind
        self._resource = plan.inputs.resource.id if plan.kind == "resource" else ""  # type: ignore[attr-defined]

    def find(self, field: str, card: Any) -> str:
        """Empty where the name of the list says it."""
        if field in _NEIGHBOURS:
            return _NEIGHBOURS[field]
        other = self._find_document(card)
        if self._resource and isinstance(other, Thread | Guide):
            named = self._resource in other.meta.resources
            return "it names this resource" if named else "it links to its address"
        match self._document:
            case Thread() | Guide() as document if field in _OWN:
                return self._named_in(document, field, card)
            case Thread() | Guide() as document if field == "related":
                return _related(document, other, getattr(card, "id", ""))
            case Guide(id=name) if field == "threads" and isinstance(other, Thread):
                return "it names this guide" if name in other.meta.guides else ""
            case Topic(id=name) if field in ("threads", "guides", "resources"):
                return self._filed_under(name, card, other)
        return _MORE.get(field, "")

    @cached_property
    def _by_path(self) -> dict[str, AnyDocument]:
        return {one.path: one.document for one in self._catalog.entries if one.document}

    @cached_property
    def _resources(self) -> dict[str, Resource]:
        files = (one for one in self._by_path.values() if isinstance(one, ResourceFile))
        return {one.meta.id: one for file in files for one in file.resources}

    @cached_property
    def _parents(self) -> dict[str, str]:
        topics = (one for one in self._by_path.values() if isinstance(one, Topic))
        return {one.id: one.meta.parent for one in topics if one.meta.parent}

    def _find_document(self, card: Any) -> AnyDocument | None:
        return self._by_path.get(source_at(card.url.removeprefix(self._prefix)))

    def _named_in(self, document: Thread | Guide, field: str, card: Any) -> str:
        name = getattr(card, "id", "")
        if name in getattr(document.meta, field, ()):
            return f"named in its {field}"
        return "the version in the page's language" if field == "topics" else "it links to it"

    def _filed_under(self, topic: str, card: Any, other: AnyDocument | None) -> str:
        """Which of its topics is this one, or below it."""
        resource = self._resources.get(getattr(card, "id", ""))
        meta = resource.meta if resource and other is None else getattr(other, "meta", None)
        names = [one for one in getattr(meta, "topics", ()) if self._is_below(one, topic)]
        return f"topics: {', '.join(names)}" if names else "filed under a translation of the topic"

    def _is_below(self, name: str, topic: str) -> bool:
        seen: set[str] = set()
        while name != topic and name in self._parents and name not in seen:
            seen.add(name)
            name = self._parents[name]
        return name == topic


def _related(document: Thread | Guide, other: AnyDocument | None, name: str) -> str:
    if name in document.meta.related:
        return "named in its related"
    topics = getattr(getattr(other, "meta", None), "topics", ())
    shared = [one for one in document.meta.topics if one in topics]
    return f"both have the topics {', '.join(shared)}" if shared else ""
