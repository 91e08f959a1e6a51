"""Checks the references and links of one document at a time, while it is edited."""

from collections.abc import Mapping, Sequence

from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.model.documents import AnyDocument, Document
from ssg.model.states import BuildTime
from ssg.resolve.clock import Clock
from ssg.resolve.index import index_documents
from ssg.resolve.links import LinkChecker
from ssg.resolve.references import ReferenceChecker
from ssg.resolve.resources import index_resources

CODES = frozenset({"R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R13"})
"""All that a check of one document finds. What `resolve` finds beyond that needs all of them."""


class SingleChecks:
    """What `resolve` says of the ids and links in one document, with all others as given."""

    def __init__(
        self,
        documents: Sequence[AnyDocument],
        *,
        failed: Mapping[str, Document],
        files: frozenset[str],
        settings: Settings,
        time: BuildTime,
    ) -> None:
        clock = Clock.of(time, settings.zone)
        index = index_documents(documents, failed=failed, clock=clock)
        resources, _ = index_resources(index)
        self._paths = index.states.keys()
        self._references = ReferenceChecker(index, resources)
        self._links = LinkChecker(index, files, settings)

    def check(self, document: Document) -> list[Diagnostic]:
        """Those with `CODES`, for a document of the site as it is now; none for a new one."""
        if document.path not in self._paths:
            return []
        found = [
            diagnostic
            for reference in document.references
            for diagnostic in self._references.check_once(document, reference)
        ]
        return found + self._links.check(document)
