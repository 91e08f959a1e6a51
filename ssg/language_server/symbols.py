"""The outline of a file: its fields, its posts or its headings."""

from lsprotocol.types import DocumentSymbol, SymbolKind

from ssg.language_server.lines import Lines
from ssg.language_server.places import end_of_front_matter
from ssg.language_server.snapshot import Snapshot, title_of
from ssg.language_server.targets import find_headings
from ssg.model.documents import Document, Guide, Page, Person, ResourceFile, Thread, Topic


def list_symbols(snapshot: Snapshot, path: str, lines: Lines) -> list[DocumentSymbol]:
    """What is in the file at `path`, as it was when it last had no errors."""
    document = snapshot.documents.get(path)
    if document is None:
        return []
    last = len(lines.texts)
    match document:
        case ResourceFile():
            resources = [(one.meta.title, str(one.meta.id), one.line) for one in document.resources]
            return _symbols(resources, lines, SymbolKind.Object, last)
        case Person(meta=meta):
            return _symbols([(meta.name, meta.role or "", 1)], lines, SymbolKind.Object, last)
        case Thread() | Guide() | Topic() | Page():
            end = end_of_front_matter(lines.texts)
            front = _symbols([("Front matter", title_of(document), 1)], lines, None, end + 1)
            return [*front, *_list_texts(document, lines, end + 2)]


def _list_texts(document: Document, lines: Lines, first: int) -> list[DocumentSymbol]:
    last = len(lines.texts)
    if isinstance(document, Thread):
        starts = [("Question", document.meta.by, min(first, last))]
        starts += [
            (f"{one.kind.capitalize()} by {one.meta.by or 'nobody'}", one.meta.posted, one.line)
            for one in document.posts
        ]
        return _symbols(starts, lines, SymbolKind.String, last)
    texts = {one.id: one.text for one in getattr(document, "headings", ())}
    starts = [
        (texts[name], f"#{name}", line) for name, line in find_headings(document, lines.texts)
    ]
    return _symbols(starts, lines, SymbolKind.String, last)


def _symbols(
    starts: list[tuple[str, str, int]], lines: Lines, kind: SymbolKind | None, last: int
) -> list[DocumentSymbol]:
    """Each goes on to the next one; the last of them to the line `last`."""
    ends = [line - 1 for _, _, line in starts[1:]] + [last]
    found = []
    for (name, detail, line), end in zip(starts, ends, strict=True):
        start = lines.range_at(line, 0)
        stop = lines.range_at(max(end, line), 0).end
        whole = type(start)(start=lines.position(line - 1, 0), end=max(stop, start.end))
        found.append(
            DocumentSymbol(
                name=name.strip() or "(no title)",
                detail=detail,
                kind=kind or SymbolKind.Namespace,
                range=whole,
                selection_range=start,
            )
        )
    return found
