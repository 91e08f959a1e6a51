"""Finds every mention of a document, resource, person or media file, in drafts and withdrawn
documents too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ssg.config import SETTINGS_FILE, Settings
from ssg.editing.blocks import front_matter
from ssg.editing.bodies import Body, find_links, find_people, find_replies
from ssg.editing.contents import may_contain, read_content
from ssg.editing.errors import EditError
from ssg.editing.mention import Mention, MentionKind, replace_mentions
from ssg.editing.named import find_in_fields, find_in_resources, find_in_settings, read_fields
from ssg.editing.targets import Target
from ssg.model.frontmatter import Dialect
from ssg.model.kinds import Kind
from ssg.parse.editorial.file import REFERENCES as EDITORIAL_REFERENCES
from ssg.parse.html.links import LinkBase, origin_of
from ssg.parse.threads.file import REFERENCES as THREAD_REFERENCES
from ssg.text import CONTROL, normalize_line_ends
from ssg.yamltext import Path as Where

__all__ = [
    "Mention",
    "MentionKind",
    "Target",
    "decode_text",
    "find_mentions",
    "find_mentions_in",
    "replace_mentions",
]

_REFERENCES: Mapping[Kind, Mapping[Where, Kind]] = {
    Kind.THREAD: THREAD_REFERENCES,
    **EDITORIAL_REFERENCES,
}


def find_mentions(site: Path, settings: Settings, target: Target) -> tuple[Mention, ...]:
    """All mentions of `target`, by file and place. Raises EditError for a file that may have one,
    and has errors that do not let it be found.
    """
    return tuple(
        mention
        for path, data in read_content(site, settings.limits.file_bytes)
        if may_contain(data, target.needle.encode()) or path == target.path
        for mention in find_mentions_in(path, data, settings, target)
    )


def find_mentions_in(path: str, data: bytes, settings: Settings, target: Target) -> list[Mention]:
    """The mentions of `target` in the bytes of one file, in their order. Raises EditError."""
    text = decode_text(path, data)
    try:
        found = list(_find_in_text(path, text, settings, target))
    except EditError as error:
        raise EditError(f"{path}: {error.message}", error.hint) from error
    if target.anchor:
        found = [one for one in found if one.anchor == target.anchor]
    return sorted(found, key=lambda one: one.start)


def decode_text(path: str, data: bytes) -> str:
    """The text of a file, with its line ends and its mark. Raises EditError if it is none."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise EditError(f"{path} is not UTF-8", "save the file as UTF-8") from None
    if CONTROL.search(normalize_line_ends(text)):
        raise EditError(f"{path} contains a control character", "delete it: see 'ssg check'")
    return text


def _find_in_text(path: str, text: str, settings: Settings, target: Target) -> Iterator[Mention]:
    if path == SETTINGS_FILE:
        yield from find_in_settings(text, target)
        return
    kind = Kind(path.split("/")[1])
    if kind is Kind.RESOURCE:
        yield from find_in_resources(path, text, target)
    elif kind is not Kind.PERSON:
        yield from _find_in_document(path, text, kind, settings, target)


def _find_in_document(
    path: str, text: str, kind: Kind, settings: Settings, target: Target
) -> Iterator[Mention]:
    block = front_matter(text)
    fields = read_fields(text, block)
    body = Body.of(path, text)
    yield from find_in_fields(path, body.lines, block, _REFERENCES[kind], target)
    if kind is Kind.THREAD and target.kind is Kind.PERSON:
        yield from find_people(body, target)
    is_own = path == target.path
    if is_own and target.anchor:
        yield from find_replies(body, target)
    data = body.source.data
    may_link = any(may_contain(data, needle.encode()) for needle in target.link_needles)
    if may_link or (is_own and target.anchor):
        url = fields.get(("source", "url")) if kind is Kind.THREAD else None
        origin = origin_of(url) if isinstance(url, str) else None
        dialect = fields.get(("dialect",)) or settings.markdown.dialect
        editors = kind is not Kind.THREAD
        yield from find_links(
            body,
            LinkBase(folder=kind.value, origin=origin),
            target,
            editors=editors,
            guesses=editors and dialect == Dialect.PYTHON_MARKDOWN,
        )
