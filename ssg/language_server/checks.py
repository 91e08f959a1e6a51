"""What only shows between documents, found beside the editor's work."""

from collections.abc import Mapping

from msgspec import Struct

from ssg.addresses import AddressList
from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.ledger import Ledger
from ssg.model.documents import AnyDocument, Document
from ssg.model.site import Site
from ssg.model.states import BuildTime
from ssg.resolve import resolve
from ssg.resolve.single import SingleChecks

ByPath = Mapping[str, tuple[Diagnostic, ...]]


class CheckInputs(Struct, frozen=True, kw_only=True):
    """All that a check of the whole site depends on."""

    documents: Mapping[str, AnyDocument]
    """Those without errors, by path."""
    failed: Mapping[str, Document]
    files: frozenset[str]
    settings: Settings
    places: SettingsPlaces
    ledger: Ledger
    time: BuildTime
    listed: AddressList | None


class Checked(Struct, frozen=True, kw_only=True):
    """A site when it was last checked as a whole."""

    inputs: CheckInputs
    site: Site
    diagnostics: ByPath
    single: SingleChecks


def check_all(inputs: CheckInputs) -> Checked:
    """Takes long on a large site, and depends on nothing but the inputs."""
    documents = list(inputs.documents.values())
    site, found = resolve(
        documents,
        failed=inputs.failed,
        files=inputs.files,
        settings=inputs.settings,
        places=inputs.places,
        ledger=inputs.ledger,
        time=inputs.time,
        listed=inputs.listed,
    )
    single = SingleChecks(
        documents,
        failed=inputs.failed,
        files=inputs.files,
        settings=inputs.settings,
        time=inputs.time,
    )
    return Checked(inputs=inputs, site=site, diagnostics=by_path(found), single=single)


def by_path(diagnostics: list[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault(one.at.path, []).append(one)
    return {path: tuple(those) for path, those in found.items()}
