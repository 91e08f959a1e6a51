"""What may be written at a place: ids, fields, values, and targets of links."""

import posixpath
from collections.abc import Iterable, Iterator

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionList,
    TextEdit,
)

from ssg.language_server.cursor import Cursor
from ssg.language_server.fields import Field, describe_field, field_at, names_at
from ssg.language_server.names import Name
from ssg.language_server.places import FieldPlace, LinkPlace, find_yaml, target_of
from ssg.language_server.targets import anchors_in, resolve_target
from ssg.model.documents import Thread
from ssg.model.frontmatter import PostMeta
from ssg.model.kinds import Kind
from ssg.pages.registry import address_of_source

MOST = 100
_PAGES = (Kind.GUIDE, Kind.TOPIC, Kind.THREAD, Kind.PAGE)
_IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_Candidate = tuple[str, str]
"""What is inserted, and what it stands for."""


def complete(cursor: Cursor) -> CompletionList:
    place = cursor.place
    if isinstance(place, LinkPlace):
        return _complete_link(cursor, place) if place.is_on_address else _as_list([])
    return _complete_field(cursor, place) if place else _as_list([])


def _complete_field(cursor: Cursor, place: FieldPlace) -> CompletionList:
    at = place.at
    known = field_at(place.model, at.path) if at.path else None
    if known and at.is_name and known.is_list and known.model is None:
        # An empty line under the name of a list.
        return _as_list(_complete_value(cursor, place, known, before="- "))
    if at.is_name or (at.is_item and known and known.model):
        return _as_list(_complete_name(cursor, place))
    return _as_list(_complete_value(cursor, place, known)) if known else _as_list([])


def _complete_name(cursor: Cursor, place: FieldPlace) -> Iterator[CompletionItem]:
    at, text = place.at, cursor.lines.texts[place.line]
    has_colon = text[at.end :].lstrip().startswith(":")
    given = _given_names(cursor, place)
    edit_range = cursor.range_of(at.start, at.end)
    for position, (name, one) in enumerate(names_at(place.model, at.path).items()):
        if name in given and name != at.text:
            continue
        about, example = describe_field(place.model, (*at.path, name))
        yield CompletionItem(
            label=name,
            kind=CompletionItemKind.Field,
            detail=one.summary,
            documentation="\n\n".join(filter(None, (about, example))) or None,
            sort_text=f"{not one.is_required:d}{position:03}",
            text_edit=TextEdit(range=edit_range, new_text=name if has_colon else f"{name}: "),
        )


def _given_names(cursor: Cursor, place: FieldPlace) -> set[str]:
    """The fields outside all others that are there already."""
    found = find_yaml(cursor.path, cursor.lines.texts, place.line)
    if found is None or place.at.path:
        return set()
    names = set()
    for text in cursor.lines.texts[found[1] :]:
        if text.startswith(("---", "```", "~~~")):
            break
        name, colon, _ = text.partition(":")
        if colon and name == name.strip():
            names.add(name)
    return names


def _complete_value(
    cursor: Cursor, place: FieldPlace, known: Field, before: str = ""
) -> Iterator[CompletionItem]:
    at = place.at
    if place.model is PostMeta and at.path == ("to",):
        candidates = list(_posts(cursor))
    elif known.refers_to:
        names = cursor.names.find(cursor.snapshot, known.refers_to, at.before, MOST)
        # No document leads to itself.
        others = (name for name in names if name.path != cursor.path)
        for order, name in enumerate(others):
            yield _name_item(cursor, place, name, order, before)
        return
    else:
        candidates = [(word, known.name) for word in known.choices]
    edit_range = cursor.range_of(at.start, at.end)
    for word, detail in candidates:
        yield CompletionItem(
            label=word,
            kind=CompletionItemKind.EnumMember,
            detail=detail,
            text_edit=TextEdit(range=edit_range, new_text=before + word),
        )


def _name_item(
    cursor: Cursor, place: FieldPlace, name: Name, order: int, before: str
) -> CompletionItem:
    at = place.at
    return CompletionItem(
        label=name.id,
        kind=CompletionItemKind.Reference,
        detail=name.title,
        documentation=", ".join(name.others) or None,
        filter_text=_filter_text(name.id, at.before),
        sort_text=f"{order:04}",
        text_edit=TextEdit(range=cursor.range_of(at.start, at.end), new_text=before + name.id),
    )


def _filter_text(label: str, before: str) -> str | None:
    """What an editor compares with what is `before` the cursor; None for the label.

    What was found by a title or another name must not be filtered again. But Neovim 0.7
    replaces the whole range, and not only its last word, if an item has no such text.
    """
    return None if label.startswith(before) else before


def _posts(cursor: Cursor) -> Iterator[_Candidate]:
    document = cursor.snapshot.documents.get(cursor.path)
    if isinstance(document, Thread):
        for post in document.posts:
            if post.meta.id:
                yield post.meta.id, f"{post.kind} by {post.meta.by}"


def _complete_link(cursor: Cursor, place: LinkPlace) -> CompletionList:
    address, mark, anchor = place.before.partition("#")
    if mark:
        candidates = list(_anchors(cursor, address))
        wanted, start, end = anchor, place.start + len(address) + 1, place.end
    else:
        files = _images(cursor, address) if place.is_image else _files(cursor, address)
        candidates, wanted, start = list(files), address, place.start
        end = place.start + len(place.address.partition("#")[0])
    edit_range = cursor.range_of(start, end)
    return _as_list(
        CompletionItem(
            label=inserted,
            kind=CompletionItemKind.Reference if mark else CompletionItemKind.File,
            detail=detail or None,
            filter_text=_filter_text(inserted, wanted),
            sort_text=f"{order:04}",
            text_edit=TextEdit(range=edit_range, new_text=inserted),
        )
        for order, (inserted, detail) in enumerate(candidates[:MOST])
    )


def _anchors(cursor: Cursor, address: str) -> Iterator[_Candidate]:
    snapshot = cursor.snapshot
    target = resolve_target(snapshot, cursor.path, target_of(cursor.path, address or "#"))
    document = snapshot.documents.get(target.path) if target else None
    return anchors_in(document) if document else iter(())


def _files(cursor: Cursor, before: str) -> Iterator[_Candidate]:
    """Pages, as the beginning of an address asks for them: from here, or from the site's root."""
    is_address = before.startswith("/")
    for kind in _PAGES:
        path = f"content/{kind}/x.md"
        folder = address_of_source(path) if is_address else _relative(cursor, path)
        folder = folder.partition("x/")[0] if is_address else folder.removesuffix("x.md")
        if before.startswith(folder):
            words = before.removeprefix(folder)
        elif folder.startswith(before):
            words = ""
        else:
            # Words of a title, where no path has begun.
            words = before.removeprefix("/")
        for name in cursor.names.find(cursor.snapshot, kind, words, MOST):
            file = name.path
            yield address_of_source(file) if is_address else _relative(cursor, file), name.title
    if not is_address:
        yield from _images(cursor, before)


def _images(cursor: Cursor, before: str) -> Iterator[_Candidate]:
    name = posixpath.basename(before).lower()
    for path in sorted(cursor.snapshot.files):
        is_media = path.startswith("content/media/")
        if is_media and path.lower().endswith(_IMAGES) and name in posixpath.basename(path).lower():
            yield _relative(cursor, path), ""


def _relative(cursor: Cursor, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(cursor.path))


def _as_list(items: Iterable[CompletionItem]) -> CompletionList:
    # More letters may find other words: editors ask again at each.
    return CompletionList(is_incomplete=True, items=list(items))
