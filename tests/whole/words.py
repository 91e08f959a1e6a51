"""The words of a page, each with the element that says their language."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

_LABELS = ("aria-label", "alt", "placeholder")


def texts(root: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """The words of a page, each with the element whose language they have."""
    for node in root.traverse(include_text=True):
        if node.is_text_node:
            parent = node.parent
            if parent and parent.tag not in ("script", "style", "title"):
                yield parent, node.text(deep=False)
        elif node.tag == "title":
            # It cannot mark a part of itself, so it has the language in which it starts.
            yield node, node.text().split("–")[0]
        else:
            for name in _LABELS:
                if value := node.attributes.get(name):
                    yield node, value


def nearest(node: LexborNode | None, attribute: str) -> str | None:
    """The value of an attribute of the element, or of the nearest one around it that has it."""
    while node is not None:
        if value := node.attributes.get(attribute):
            return value
        node = node.parent
    return None
