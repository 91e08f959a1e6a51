"""Checks a rename in a text by the parser's own eyes: its links lead where they should."""

from collections.abc import Iterator

from ssg.config import Settings
from ssg.editing.blocks import front_matter, whole_file
from ssg.editing.contents import may_contain
from ssg.editing.named import leads_to, read_fields
from ssg.editing.targets import Move
from ssg.model.kinds import Kind
from ssg.parse.frontmatter import find_delimiters
from ssg.text import normalize_line_ends


def check_links(path: str, before: str, after: str, move: Move, settings: Settings) -> bool:
    """Whether all links of the text `after` are those `before`, but for those to the target."""
    kind = Kind(path.split("/")[1])
    if kind.is_data:
        read_fields(after, whole_file(after))
        return True
    read_fields(after, front_matter(after))
    plain = normalize_line_ends(before.removeprefix("\ufeff"))
    body = plain[find_delimiters(plain)[1].end() :].encode()
    if not any(may_contain(body, needle.encode()) for needle in move.old.link_needles):
        return True
    expected = [_follow(link, move) for link in _links(path, before, kind, settings)]
    return list(_links(path, after, kind, settings)) == expected


def has_same_links(path: str, before: str, after: str, settings: Settings) -> bool:
    kind = Kind(path.split("/")[1])
    return list(_links(path, before, kind, settings)) == list(_links(path, after, kind, settings))


def _links(path: str, text: str, kind: Kind, settings: Settings) -> Iterator[tuple[str, bool]]:
    # It loads all that parses, and most files have no link to what is renamed.
    from ssg.parse.files import parse_source  # noqa: PLC0415

    parsed = parse_source(text.encode(), path=path, kind=kind, settings=settings)
    document = parsed.document or parsed.partial
    for link in document.links if document else ():
        yield link.target, link.is_image


def _follow(link: tuple[str, bool], move: Move) -> tuple[str, bool]:
    old, new = move.old, move.new
    target, is_image = link
    path, mark, anchor = target.partition("#")
    if path.startswith("/") and leads_to(path, old):
        path = new.address + path.removeprefix(old.address)
    elif path and path == old.content_path:
        path = new.content_path
    return path + mark + anchor, is_image
