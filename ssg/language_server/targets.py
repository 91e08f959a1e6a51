"""What a field or a link leads to."""

import posixpath
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ssg import urls
from ssg.language_server.cursor import Cursor
from ssg.language_server.fields import field_at
from ssg.language_server.places import FieldPlace, end_of_front_matter, target_of
from ssg.language_server.snapshot import Snapshot
from ssg.model.documents import Document, Guide, Page, Thread, Topic
from ssg.model.frontmatter import PersonMeta, PostMeta, ResourceFileMeta
from ssg.model.kinds import Kind
from ssg.pages.posts import QUESTION_ANCHOR
from ssg.pages.registry import resource_at, source_at

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_WORDS = re.compile(r"\w+")


class Target(Struct, frozen=True, kw_only=True):
    """A file of the site, and a place in it; a resource has its file, and its own id."""

    path: str
    anchor: str = ""
    resource: str = ""


def find_target(cursor: Cursor) -> Target | None:
    """What the cursor is on: an id, a link, or nothing that leads anywhere."""
    place = cursor.place
    if place is None:
        return None
    if isinstance(place, FieldPlace):
        return None if place.at.is_name else _find_named(cursor, place)
    target = target_of(cursor.path, place.address)
    return resolve_target(cursor.snapshot, cursor.path, target) if target else None


def own_target(cursor: Cursor) -> Target:
    """The document that the cursor is in."""
    return Target(path=cursor.path)


def _find_named(cursor: Cursor, place: FieldPlace) -> Target | None:
    snapshot, name, path = cursor.snapshot, place.at.text, place.at.path
    found = field_at(place.model, path)
    if place.model is PostMeta and path == ("to",):
        return _find_post(cursor, name)
    if place.model is PersonMeta and path == ("id",):
        return own_target(cursor)
    if place.model is ResourceFileMeta and path == ("resources", "id"):
        return Target(path=cursor.path, resource=name)
    if found is None or found.refers_to is None or not name:
        return None
    file = snapshot.path_of(found.refers_to, name)
    if not file:
        return None
    return Target(path=file, resource=name if found.refers_to is Kind.RESOURCE else "")


def _find_post(cursor: Cursor, name: str) -> Target | None:
    document = cursor.snapshot.documents.get(cursor.path)
    posts = document.posts if isinstance(document, Thread) else ()
    anchor = next((post.anchor for post in posts if name in (post.meta.id, post.anchor)), "")
    return Target(path=cursor.path, anchor=anchor) if anchor else None


def resolve_target(snapshot: Snapshot, path: str, target: str) -> Target | None:
    """Where a link with this `target` (see `Link`) in the file at `path` leads."""
    file, _, anchor = target.partition("#")
    if not file:
        return Target(path=path, anchor=anchor)
    if file.startswith("/"):
        return _resolve_address(snapshot, file, anchor)
    return _known(snapshot, f"content/{file}", anchor)


def _resolve_address(snapshot: Snapshot, address: str, anchor: str) -> Target | None:
    if name := resource_at(address):
        file = snapshot.path_of(Kind.RESOURCE, name)
        return Target(path=file, resource=name) if file else None
    source = source_at(address)
    folder = "content" if address.startswith(urls.MEDIA) else "static"
    return _known(snapshot, source or f"{folder}{address}", anchor)


def _known(snapshot: Snapshot, path: str, anchor: str) -> Target | None:
    path = posixpath.normpath(path)
    is_known = path in snapshot.documents or path in snapshot.unreadable or path in snapshot.files
    return Target(path=path, anchor=anchor) if is_known else None


def line_of(cursor: Cursor, target: Target) -> int:
    """The line of a target in its file, from 1."""
    snapshot = cursor.snapshot
    if target.resource:
        return snapshot.line_of(Kind.RESOURCE, target.resource)
    document = snapshot.documents.get(target.path)
    if not target.anchor or document is None:
        return 1
    if isinstance(document, Thread):
        posts = (post.line for post in document.posts if post.anchor == target.anchor)
        body = end_of_front_matter(cursor.read(target.path).texts) + 2
        return next(posts, body if target.anchor == QUESTION_ANCHOR else 1)
    lines = cursor.read(target.path).texts
    return next((line for name, line in find_headings(document, lines) if name == target.anchor), 1)


def find_headings(document: Document, lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The ids of an editor's headings with their lines, from 1, as far as these can be told."""
    if not isinstance(document, Guide | Topic | Page):
        return
    candidates = iter(list(_heading_lines(lines)))
    for heading in document.headings:
        words = _WORDS.findall(heading.text)
        for line in candidates:
            text = lines[line - 1]
            if all(word in text for word in words):
                yield heading.id, line
                break


def _heading_lines(lines: Sequence[str]) -> Iterator[int]:
    fence = ""
    for number in range(end_of_front_matter(lines) + 1, len(lines)):
        found = _FENCE.match(lines[number])
        if found:
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and _ATX.match(lines[number]):
            yield number + 1
        elif not fence and _UNDERLINE.fullmatch(lines[number]) and lines[number - 1].strip():
            yield number


def anchors_in(document: Document) -> Iterator[tuple[str, str]]:
    """The anchors of a document that links may name, each with what is there."""
    match document:
        case Thread():
            yield QUESTION_ANCHOR, "the question"
            yield from ((post.anchor, f"{post.kind} by {post.meta.by}") for post in document.posts)
        case Guide() | Topic() | Page():
            headings = {one.id: one.text for one in document.headings}
            yield from headings.items()
            yield from ((name, "") for name in document.anchors if name not in headings)
        case _:
            return
