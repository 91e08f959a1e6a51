"""What requests of an editor are answered from: the last good state of a site."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import AnyDocument, Document, Person, ResourceFile
from ssg.model.kinds import Kind
from ssg.model.states import BuildTime, State
from ssg.resolve.clock import Clock
from ssg.resolve.states import determine_state
from ssg.urls import id_problem


class Snapshot(Struct, frozen=True, kw_only=True):
    """A site at one moment. It never changes, so any thread may read it."""

    folder: Path
    settings: Settings | None = None
    documents: Mapping[str, AnyDocument] = {}
    """By path, as they were when they last had no errors."""
    unreadable: Mapping[str, Document] = {}
    """Files with errors now, with the references and links that could be read."""
    files: frozenset[str] = frozenset()
    """The paths of media and static files."""
    diagnostics: Mapping[str, tuple[Diagnostic, ...]] = {}

    def known(self, path: str) -> Document | None:
        """The document at `path` as it is now, if its errors leave something of it."""
        return self.unreadable.get(path) or self.documents.get(path)

    def current(self) -> Mapping[str, Document]:
        """All documents as they are now, by path."""
        return {**self.documents, **self.unreadable}

    def state_of(self, document: AnyDocument) -> State:
        """Its state now."""
        zone = self.settings.zone if self.settings else UTC
        now = datetime.now(UTC).isoformat()
        return determine_state(document, Clock.of(BuildTime(now=now), zone))

    def path_of(self, kind: Kind, name: str) -> str:
        """The file that defines the id `name`; empty if there is none."""
        if kind is Kind.RESOURCE:
            return next((path for path, _ in self._resource(name)), "")
        if id_problem(name):
            return ""
        path = f"content/{kind}/{name}{'.yaml' if kind is Kind.PERSON else '.md'}"
        return path if path in self.documents or path in self.unreadable else ""

    def line_of(self, kind: Kind, name: str) -> int:
        """The line that defines the id in its file, from 1."""
        if kind is Kind.RESOURCE:
            return next((line for _, line in self._resource(name)), 1)
        return 1

    def _resource(self, name: str) -> list[tuple[str, int]]:
        return [
            (path, resource.line)
            for path, document in self.documents.items()
            if isinstance(document, ResourceFile)
            for resource in document.resources
            if resource.meta.id == name
        ]


def title_of(document: Document) -> str:
    if isinstance(document, Person):
        return document.meta.name
    if isinstance(document, ResourceFile):
        return ""
    meta = getattr(document, "meta", None)
    return str(getattr(meta, "title", ""))
