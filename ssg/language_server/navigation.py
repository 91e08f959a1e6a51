"""Where something is defined, who mentions it, and what is said of it."""

from collections.abc import Iterator

from lsprotocol.types import Hover, Location, MarkupContent, MarkupKind, Range

from ssg.language_server.cursor import Cursor, uri_of
from ssg.language_server.fields import describe_field, field_at
from ssg.language_server.lines import Lines, Spot
from ssg.language_server.places import FieldPlace, LinkPlace, place_at
from ssg.language_server.snapshot import title_of
from ssg.language_server.targets import (
    Target,
    find_target,
    line_of,
    own_target,
    resolve_target,
)
from ssg.model.documents import Document, Link, Person, Reference, ResourceFile
from ssg.model.kinds import Kind

MOST_REFERENCES = 1000


def find_definition(cursor: Cursor) -> Location | None:
    target = find_target(cursor)
    return cursor.location(target.path, line_of(cursor, target)) if target else None


def find_references(cursor: Cursor) -> list[Location]:
    """All that mentions what the cursor is on, or else the document that it is in."""
    target = find_target(cursor) or own_target(cursor)
    found: list[Location] = []
    for path, document in sorted(cursor.snapshot.current().items()):
        mentions = list(_mentions(cursor, document, target))
        lines = cursor.read(path) if mentions else cursor.lines
        for mention in mentions:
            at = _range_of(lines, path, mention)
            found.append(Location(uri=uri_of(cursor.snapshot.folder, path), range=at))
            if len(found) == MOST_REFERENCES:
                return found
    return found


def _mentions(cursor: Cursor, document: Document, target: Target) -> Iterator[Reference | Link]:
    snapshot = cursor.snapshot
    kind, name = _id_of(target)
    for reference in document.references:
        if reference.id == name and reference.kind is kind:
            yield reference
    for link in document.links:
        # Most links lead elsewhere, which their text tells.
        if target.anchor or name in link.target or link.target.startswith("#"):
            found = resolve_target(snapshot, document.path, link.target)
            if found and _is_same(found, target):
                yield link


def _id_of(target: Target) -> tuple[Kind | None, str]:
    if target.resource:
        return Kind.RESOURCE, target.resource
    _, _, rest = target.path.partition("/")
    folder, _, file = rest.partition("/")
    kind = Kind(folder) if folder in list(Kind) else None
    return kind, file.rpartition(".")[0] if kind else file


def _is_same(found: Target, target: Target) -> bool:
    if target.anchor and found.anchor != target.anchor:
        return False
    return found.path == target.path and found.resource == target.resource


def _range_of(lines: Lines, path: str, mention: Reference | Link) -> Range:
    line, column = mention.line - 1, mention.column - 1
    if 0 <= line < len(lines.texts):
        place = place_at(path, lines.texts, Spot(line, column))
        if isinstance(place, LinkPlace):
            return lines.span(line, place.start, place.end)
        inside = place_at(path, lines.texts, Spot(line, column + 1))
        if isinstance(inside, FieldPlace):
            return lines.span(line, inside.at.start, inside.at.end)
    return lines.range_at(mention.line, mention.column)


def describe(cursor: Cursor) -> Hover | None:
    place = cursor.place
    target = find_target(cursor)
    if target:
        text = _describe_target(cursor, target)
    elif isinstance(place, FieldPlace):
        text = _describe_field(place)
    else:
        return None
    if not text or place is None:
        return None
    span = place.at if isinstance(place, FieldPlace) else place
    return Hover(
        contents=MarkupContent(kind=MarkupKind.Markdown, value=text),
        range=cursor.range_of(span.start, span.end),
    )


def _describe_field(place: FieldPlace) -> str:
    at = place.at
    path = (*at.path, at.text) if at.is_name else at.path
    found = field_at(place.model, path)
    if found is None:
        return ""
    text, example = describe_field(place.model, path)
    said = f"`{found.name}`: {text or found.takes}{', required' if found.is_required else ''}"
    return f"{said}\n\n```yaml\n{example}\n```" if example else said


def _describe_target(cursor: Cursor, target: Target) -> str:
    snapshot = cursor.snapshot
    document = snapshot.documents.get(target.path)
    if document is None:
        return f"`{target.path}`"
    if isinstance(document, ResourceFile):
        found = (one for one in document.resources if one.meta.id == target.resource)
        resource = next(found, None)
        if resource is None:
            return f"`{target.path}`"
        title, about = resource.meta.title, resource.meta.description or ""
        facts = [f"resource of {_plain(resource.publisher.name)}", f"<{resource.meta.url}>"]
    else:
        kind, _ = _id_of(target)
        title = title_of(document)
        about = str(getattr(document.meta, "summary", None) or getattr(document, "excerpt", ""))
        facts = [kind.name.lower() if kind else "", str(snapshot.state_of(document))]
        if isinstance(document, Person):
            about = ", ".join(filter(None, (document.meta.credentials, document.meta.role)))
    said = ", ".join(filter(None, facts))
    return "\n\n".join(filter(None, (f"**{_plain(title)}**", said, _plain(about))))


def _plain(text: str) -> str:
    """An author's text that no editor takes for Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|~&" else sign for sign in text)
