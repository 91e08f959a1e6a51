"""Groups of documents that are translations of each other, and those that are out of date."""

from collections.abc import Iterator, Mapping, Sequence

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Guide, Page, Reference, Thread, Topic
from ssg.model.scalars import Moment, is_before
from ssg.model.site import AddressedDocument, Behind
from ssg.resolve.clock import Clock
from ssg.resolve.diagnostics import diagnostic_at, singular
from ssg.resolve.index import DocumentIndex


def group_translations(
    index: DocumentIndex, language: str
) -> tuple[dict[str, tuple[str, ...]], list[Diagnostic]]:
    """By path, the paths of a visible document's visible translations, sorted by language.

    A translation of a translation belongs to the same group, in whichever direction
    `translation_of` points. R13 for two documents of a group in the same language.
    """
    visible: dict[str, tuple[str, ...]] = {}
    diagnostics: list[Diagnostic] = []
    for group in _groups(index):
        diagnostics += _check_languages(group, language)
        versions = sorted(
            (document.meta.lang or language, document.path)
            for document in group
            if index.is_visible(document)
        )
        for _, path in versions:
            visible[path] = tuple(other for _, other in versions if other != path)
    return visible, diagnostics


def find_behind(
    translations: Mapping[str, tuple[str, ...]],
    last_changes: Mapping[str, Moment],
    index: DocumentIndex,
    clock: Clock,
) -> dict[str, Behind]:
    """By path, the visible translations that are older than their originals.

    `translations` are those of `group_translations`, `last_changes` are given by path. On one day
    the two are equally old.
    """
    documents = {one.path: one for one in index.addressed_documents() if one.path in translations}
    behind = {}
    for path in translations:
        document = documents[path]
        original = find_original(document, index)
        changed = last_changes.get(original.path) if original else None
        compared = _last_compared(document, last_changes, clock)
        if original and changed and compared and is_before(compared, changed, clock.zone):
            behind[path] = Behind(original=original.path, compared=compared)
    return behind


def _last_compared(
    document: AddressedDocument, last_changes: Mapping[str, Moment], clock: Clock
) -> Moment | None:
    """When a translation was last the same as its original, as far as is known.

    Posts that were added to the translation of a thread say nothing about its original.
    """
    translated = document.meta.translated
    if translated and clock.has_reached(translated):
        return translated
    if isinstance(document, Thread):
        return None
    return last_changes.get(document.path)


def _groups(index: DocumentIndex) -> list[list[AddressedDocument]]:
    """Documents connected by `translation_of` (union-find), originals first."""
    parents: dict[str, str] = {}

    def find_root(path: str) -> str:
        while (parent := parents.get(path, path)) != path:
            parents[path] = parents.get(parent, parent)
            path = parent
        return path

    connected = []
    for document in index.addressed_documents():
        if document.meta.translation_of and (original := find_original(document, index)):
            parents[find_root(document.path)] = find_root(original.path)
            connected += [original, document]
    groups: dict[str, dict[str, AddressedDocument]] = {}
    for document in sorted(connected, key=lambda one: (bool(one.meta.translation_of), one.path)):
        groups.setdefault(find_root(document.path), {})[document.path] = document
    return [list(group.values()) for group in groups.values()]


def find_original(document: AddressedDocument, index: DocumentIndex) -> AddressedDocument | None:
    """The document that this one names as its original, if there is one; it may be hidden."""
    match document:
        case Thread(meta=meta) if meta.translation_of:
            return index.threads.get(meta.translation_of)
        case Guide(meta=meta) if meta.translation_of:
            return index.guides.get(meta.translation_of)
        case Topic(meta=meta) if meta.translation_of:
            return index.topics.get(meta.translation_of)
        case Page(meta=meta) if meta.translation_of:
            return index.pages.get(meta.translation_of)
        case _:
            return None


def _check_languages(group: Sequence[AddressedDocument], language: str) -> Iterator[Diagnostic]:
    by_language: dict[str, AddressedDocument] = {}
    for document in group:
        lang = document.meta.lang or language
        first = by_language.setdefault(lang, document)
        reference = _find_reference(document)
        if reference and document.meta.translation_of == document.id:
            message = f"'{document.id}' cannot be a translation of itself"
            hint = "name the original document in `translation_of`, or remove the field"
            yield diagnostic_at("R13", document.path, reference, message, hint)
        elif reference and first is not document:
            original = f"{singular(reference.kind)} '{first.id}'"
            message = f"this translation and {original} have the same language, '{lang}'"
            hint = "set `lang` to the language of this file, or remove `translation_of`"
            yield diagnostic_at("R13", document.path, reference, message, hint)


def _find_reference(document: AddressedDocument) -> Reference | None:
    fields = (one for one in document.references if one.field == "translation_of")
    return next(fields, None)
