"""Finds mentions in fields: ids of other documents, and addresses in site.yaml."""

from collections.abc import Iterator, Mapping

from ssg.config import SETTINGS_FILE
from ssg.editing.blocks import Block, whole_file
from ssg.editing.errors import EditError
from ssg.editing.lines import Lines
from ssg.editing.mention import Mention, MentionKind, make_mention
from ssg.editing.nodes import Collection, Node, Scalar, read_nodes
from ssg.editing.targets import Target
from ssg.model.kinds import Kind
from ssg.text import normalize_line_ends
from ssg.yamltext import Path, Value, YamlMapping, read_mapping

_MENUS = ("menu", "footer_links")


def read_fields(text: str, block: Block) -> YamlMapping:
    """The fields in `block` of a file's text. Raises EditError if they have errors."""
    yaml = normalize_line_ends(text[block.start : block.end])
    mapping, diagnostics = read_mapping(yaml, path="", first_line=block.first_line)
    if mapping is None:
        first = diagnostics[0]
        raise EditError(f"line {first.at.line}: {first.message}", first.hint)
    return mapping


def find_in_fields(
    path: str, lines: Lines, block: Block, references: Mapping[Path, Kind], target: Target
) -> Iterator[Mention]:
    """The fields of `references` that name the target, in the text of `lines`."""
    fields = read_fields(lines.text, block)
    wheres = [
        where
        for where, kind in references.items()
        if kind is target.kind and fields.get(where) is not None
    ]
    if not wheres:
        return
    root = read_nodes(lines.text, block)
    for where in wheres:
        name = ".".join(part for part in where if isinstance(part, str))
        for node, value in _scalars(_find_node(root, where), fields.get(where)):
            if " ".join(value.split()) == target.id:
                yield _field(path, lines, node, name, target.id)


def find_in_resources(path: str, text: str, target: Target) -> Iterator[Mention]:
    """The topics of the resources of a publisher."""
    block = whole_file(text)
    resources = read_fields(text, block).get(("resources",))
    count = len(resources) if isinstance(resources, list) else 0
    topics: dict[Path, Kind] = {
        ("resources", index, "topics"): Kind.TOPIC for index in range(count)
    }
    yield from find_in_fields(path, Lines(text), block, topics, target)


def find_field(path: str, lines: Lines, block: Block, where: Path, value: str) -> Iterator[Mention]:
    """The field at `where`, if it has this value."""
    if read_fields(lines.text, block).get(where) == value:
        node = _find_node(read_nodes(lines.text, block), where)
        assert node is not None, "a field with a value is there"
        yield _field(path, lines, node, str(where[-1]), value)


def find_in_settings(text: str, target: Target) -> Iterator[Mention]:
    """The links of menus, and the pictures for links."""
    fields = read_fields(text, block := whole_file(text))
    root, lines = read_nodes(text, block), Lines(text)
    languages = fields.get(("languages",))
    holders: list[Path] = [(), *(("languages", str(lang)) for lang in languages or ())]
    for holder in holders:
        for where in _setting_places(fields, holder):
            value, node = fields.get(where), _find_node(root, where)
            if isinstance(value, str) and node and _leads_to(value.strip(), target):
                value = value.strip()
                name = ".".join(part for part in where if isinstance(part, str))
                kind = MentionKind.SETTING
                yield make_mention(
                    SETTINGS_FILE, lines, node.start, node.end, kind=kind, name=name, value=value
                )


def _setting_places(fields: YamlMapping, holder: Path) -> Iterator[Path]:
    yield (*holder, "image", "src")
    for menu in _MENUS:
        links = fields.get((*holder, menu))
        for index, link in enumerate(links if isinstance(links, list) else ()):
            where = (*holder, menu, index)
            yield (*where, "url") if isinstance(link, dict) else where


def _leads_to(value: str, target: Target) -> bool:
    path = value.partition("#")[0]
    return leads_to(path, target) if path.startswith("/") else path == target.path


def leads_to(address: str, target: Target) -> bool:
    """Whether a path from the site's root is that of the target, or of a page that comes with it,
    such as the one about how to follow a topic.
    """
    if target.kind is Kind.TOPIC:
        return address.startswith(target.address)
    return bool(target.address) and address == target.address


def _field(path: str, lines: Lines, node: Node, name: str, value: str) -> Mention:
    kind = MentionKind.FIELD
    return make_mention(path, lines, node.start, node.end, kind=kind, name=name, value=value)


def _find_node(node: Node | None, where: Path) -> Node | None:
    for part in where:
        entry = node.find(part) if isinstance(node, Collection) else None
        node = entry.node if entry else None
    return node


def _scalars(node: Node | None, value: Value | None) -> Iterator[tuple[Scalar, str]]:
    """The text at a place, or those in the list there."""
    if isinstance(node, Scalar) and isinstance(value, str):
        yield node, value
    elif isinstance(node, Collection) and isinstance(value, list):
        for entry, item in zip(node.items, value, strict=True):
            if isinstance(entry.node, Scalar) and isinstance(item, str):
                yield entry.node, item
