"""Renames what the cursor is on, as `ssg rename` does, in the editor instead of on the disk."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import SequenceMatcher

from lsprotocol.types import (
    OptionalVersionedTextDocumentIdentifier,
    Position,
    PrepareRenamePlaceholder,
    Range,
    RenameFile,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from ssg.editing.changes import Changes, FileChange
from ssg.editing.errors import EditError
from ssg.editing.names import name_new
from ssg.editing.renames import plan_rename
from ssg.editing.targets import Target as Named
from ssg.language_server.cursor import Cursor, uri_of
from ssg.language_server.lines import Lines
from ssg.language_server.places import FieldPlace
from ssg.language_server.targets import Target, find_target
from ssg.model.kinds import Kind

_ENDINGS = (".md", ".yaml")


def prepare_rename(cursor: Cursor) -> PrepareRenamePlaceholder | None:
    """What would be renamed, and its name now; None where there is nothing with a name."""
    found = _find(cursor)
    if found is None or cursor.place is None:
        return None
    place = cursor.place.at if isinstance(cursor.place, FieldPlace) else cursor.place
    return PrepareRenamePlaceholder(
        range=cursor.range_of(place.start, place.end), placeholder=found.needle
    )


def rename(cursor: Cursor, name: str, unsaved: Mapping[str, str]) -> WorkspaceEdit:
    """All changes that the new name makes. Raises EditError if it cannot be given.

    `unsaved` has the texts of open files that are others than on the disk, by path.
    """
    snapshot = cursor.snapshot
    old = _find(cursor)
    if old is None or snapshot.settings is None:
        raise EditError("there is nothing to rename here")
    plan = plan_rename(
        snapshot.folder, snapshot.settings, old, name_new(old, name), datetime.now(UTC)
    )
    changed = {change.path for change in plan.changes}
    for path, text in unsaved.items():
        if path in changed or old.needle in text:
            raise EditError(f"{path} is not saved", "save all files first")
    return WorkspaceEdit(document_changes=list(_edits(cursor, plan.changes)))


def _find(cursor: Cursor) -> Named | None:
    target = find_target(cursor)
    place = cursor.place
    if target is None and isinstance(place, FieldPlace) and place.at.path == ("title",):
        # A document has no other place that stands for itself.
        target = None if place.at.is_name else Target(path=cursor.path)
    if target is None or (target.anchor and target.path == cursor.path):
        # Posts and headings are not renamed by their mentions.
        return None
    return _named(target)


def _named(target: Target) -> Named | None:
    if target.resource:
        return Named(kind=Kind.RESOURCE, id=target.resource)
    folder, _, file = target.path.removeprefix("content/").partition("/")
    if not target.path.startswith("content/") or not file:
        return None
    if folder not in list(Kind):
        return Named(kind=None, id=f"{folder}/{file}")
    kind = Kind(folder)
    stem = next((file.removesuffix(one) for one in _ENDINGS if file.endswith(one)), file)
    return None if kind is Kind.RESOURCE else Named(kind=kind, id=stem)


def _edits(cursor: Cursor, changes: Changes) -> Iterator[RenameFile | TextDocumentEdit]:
    befores = {change.path: change.before for change in changes}
    folder = cursor.snapshot.folder
    for change in changes:
        uri = uri_of(folder, change.path)
        before = change.before
        if change.renamed_from:
            before = befores[change.renamed_from]
            yield RenameFile(old_uri=uri_of(folder, change.renamed_from), new_uri=uri)
        if before is None or change.after in (None, before):
            continue
        edits = list(_text_edits(cursor, change, before))
        if edits:
            document = OptionalVersionedTextDocumentIdentifier(uri=uri, version=None)
            yield TextDocumentEdit(text_document=document, edits=edits)


def _text_edits(cursor: Cursor, change: FileChange, before: bytes) -> Iterator[TextEdit]:
    """The lines that are others."""
    old = Lines(before.decode(errors="replace"), cursor.lines.encoding)
    new = Lines((change.after or b"").decode(errors="replace"))
    matcher = SequenceMatcher(None, old.texts, new.texts, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        added = new.texts[start:end]
        if last < len(old.texts):
            text = "".join(f"{line}\n" for line in added)
            yield TextEdit(range=Range(old.position(first, 0), _start(last)), new_text=text)
        else:
            # The last line has no line end: that of the line before it goes or comes with it.
            at = old.position(first, 0) if first < last or first == 0 else old.whole().end
            lead = "" if first < last or first == 0 else "\n"
            yield TextEdit(range=Range(at, old.whole().end), new_text=lead + "\n".join(added))


def _start(line: int) -> Position:
    return Position(line=line, character=0)
