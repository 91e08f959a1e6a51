"""Documents that say the same in several languages."""

from collections.abc import Iterator, Sequence

from ssg.diagnostics import Diagnostic
from ssg.model.documents import Guide, Page, Reference, Thread, Topic
from ssg.model.site import AddressedDocument
from ssg.resolve.diagnostics import NOUNS, mistake
from ssg.resolve.index import Catalogue

_HINT = "a translation is in another language: write its language as `lang`"


def translations_of(
    catalogue: Catalogue, language: str
) -> tuple[dict[str, tuple[str, ...]], list[Diagnostic]]:
    """By path, the visible documents that are translations of one another, by language.

    A translation of a translation belongs to the same group, whichever names which.
    """
    visible: dict[str, tuple[str, ...]] = {}
    diagnostics: list[Diagnostic] = []
    for group in _groups(catalogue):
        diagnostics += _repeated_languages(group, language)
        shown = sorted(
            (document.meta.lang or language, document.path)
            for document in group
            if catalogue.is_visible(document)
        )
        for _, path in shown:
            visible[path] = tuple(other for _, other in shown if other != path)
    return visible, diagnostics


def _groups(catalogue: Catalogue) -> list[list[AddressedDocument]]:
    """Documents joined by `translation_of`, originals before those that translate them."""
    leaders: dict[str, str] = {}

    def leader(path: str) -> str:
        while (above := leaders.get(path, path)) != path:
            leaders[path] = leaders.get(above, above)
            path = above
        return path

    translated = []
    for document in catalogue.addressed():
        original = _original(document, catalogue)
        if original:
            leaders[leader(document.path)] = leader(original.path)
            translated += [original, document]
    groups: dict[str, dict[str, AddressedDocument]] = {}
    for document in sorted(translated, key=lambda one: (bool(one.meta.translation_of), one.path)):
        groups.setdefault(leader(document.path), {})[document.path] = document
    return [list(group.values()) for group in groups.values()]


def _original(document: AddressedDocument, catalogue: Catalogue) -> AddressedDocument | None:
    match document:
        case Thread(meta=meta) if meta.translation_of:
            return catalogue.threads.get(meta.translation_of)
        case Guide(meta=meta) if meta.translation_of:
            return catalogue.guides.get(meta.translation_of)
        case Topic(meta=meta) if meta.translation_of:
            return catalogue.topics.get(meta.translation_of)
        case Page(meta=meta) if meta.translation_of:
            return catalogue.pages.get(meta.translation_of)
        case _:
            return None


def _repeated_languages(group: Sequence[AddressedDocument], language: str) -> Iterator[Diagnostic]:
    first: dict[str, AddressedDocument] = {}
    for document in group:
        lang = document.meta.lang or language
        known = first.setdefault(lang, document)
        reference = _reference(document)
        if reference and document.meta.translation_of == document.id:
            message = f"'{document.id}' cannot be a translation of itself"
            hint = "name the document that it translates, or remove `translation_of`"
            yield mistake("R13", document.path, reference, message, hint)
        elif reference and known is not document:
            noun = NOUNS[reference.kind]
            message = f"{noun} '{known.id}', of which this is a translation, is in '{lang}' too"
            yield mistake("R13", document.path, reference, message, _HINT)


def _reference(document: AddressedDocument) -> Reference | None:
    fields = (one for one in document.references if one.field == "translation_of")
    return next(fields, None)
