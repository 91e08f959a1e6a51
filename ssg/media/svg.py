"""Makes drawings safe: an SVG is a document that can run code and load other files.

py_svg_hush keeps only the elements and attributes of drawings. A browser that opens what is left
runs nothing and asks no other server. https://www.w3.org/TR/SVG2/conform.html#secure-static-mode
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat

import tinycss2
from msgspec import Struct, field
from py_svg_hush import filter_svg

from ssg.media.expansion import MAX_ELEMENTS, TooManyElements, check_expansion
from ssg.model.media import ImageFacts, ImageProblem

_EMBEDDED = {"image": ["avif", "gif", "jpeg", "png", "webp"]}
_SAFE_ADDRESS = re.compile(r"\s*(?:#|data:image/(?:avif|gif|jpeg|png|webp)[;,]|\Z)", re.IGNORECASE)
_DRAWING_INSIDE = re.compile(r"\s*data:image/svg", re.IGNORECASE)
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "object", "embed", "handler"})
_PIXELS = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]+)?)(?:px)?\s*")
_DEEPEST = 100
"""Elements in each other. py_svg_hush indents each by two spaces more, however many there are."""
_HREF = ("href", "src")
_CSS_HREF = ("url", "src", "image", "image-set", "-webkit-image-set")
_BROKEN = ImageProblem(
    code="T12",
    message="cannot be read as an SVG drawing",
    hint="open it in a program for drawings, and export it once more as plain SVG",
)
_TOO_MANY = ImageProblem(
    code="T12",
    message=f"is a drawing whose parts draw each other, more than {MAX_ELEMENTS:,} in all",
    hint="use fewer <use> elements, patterns and the like, or export the drawing as PNG",
)


class _Contents(Struct):
    """What a drawing consists of: its root's attributes, its addresses, and what is removed."""

    root: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    """Names of elements and attributes, and what else nothing is left of."""
    addresses: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def inspect_svg(data: bytes) -> ImageFacts | ImageProblem:
    """What the drawing in `data` is, or why it cannot be made safe."""
    try:
        before = _read(data)
        clean = clean_svg(data)
        after = _read(clean)
        check_expansion(clean)
    except TooManyElements:
        return _TOO_MANY
    except (ValueError, expat.ExpatError):
        return _BROKEN
    # py_svg_hush leaves pieces of a style that loads something, which would look broken.
    after.styles += before.styles
    if outside := next(_find_outside(after), ""):
        return _explain(outside, before)
    width, height = _size(after.root)
    return ImageFacts(
        format="svg",
        width=width,
        height=height,
        removed=tuple(dict.fromkeys(before.removed)),
    )


def _explain(outside: str, before: _Contents) -> ImageProblem:
    """Why a drawing must not have the address `outside`, of which py_svg_hush drops the host."""
    if outside.lower().startswith("data:"):
        kind = outside[len("data:") :].partition(",")[0].partition(";")[0]
        return ImageProblem(
            code="T12",
            message=f"is a drawing with an embedded file that is no image, {kind[:60]!r}",
            hint="turn texts with a font of their own into paths, or export the drawing as PNG",
        )
    whole = next((one for one in before.addresses if one.strip().endswith(outside)), outside)
    return ImageProblem(
        code="T12",
        message=f"is a drawing that loads another file, {whole[:60]!r}, which is not allowed",
        hint="embed that file into the drawing, or export the drawing as PNG",
    )


def clean_svg(data: bytes) -> bytes:
    """The drawing without all that is not one. Raises ValueError."""
    return filter_svg(data, keep_data_url_mime_types=_EMBEDDED)


def _is_active(name: str) -> bool:
    return name in _ACTIVE or name.startswith("on")


def _read(data: bytes) -> _Contents:
    """Raises ExpatError, also for entities that other entities multiply, and ValueError."""
    found = _Contents()
    opened: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.root = found.root or attributes or {"": ""}
        opened.append(_local(name))
        if len(opened) > _DEEPEST:
            raise ValueError("too many elements in each other")
        found.removed += filter(_is_active, map(_local, (name, *attributes)))
        for attribute, value in attributes.items():
            if _local(attribute) in _HREF:
                found.addresses.append(value)
                found.removed += _lost_address(_local(name), value)
            elif "(" in value or "\\" in value:
                found.styles.append(value)

    def text(value: str) -> None:
        if opened and opened[-1] == "style":
            found.styles.append(value)

    def entity(name: str, _is_parameter: bool, value: str | None, *_others: str | None) -> None:
        if value is None:
            found.removed.append(f"&{name};")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = entity
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: opened.pop()
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    return found


def _lost_address(element: str, address: str) -> Iterator[str]:
    """What is removed of an address that would not load another file."""
    if element == "a":
        yield "a href"
    elif element in ("image", "feImage") and _DRAWING_INSIDE.match(address):
        yield "data:image/svg+xml"


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _find_outside(contents: _Contents) -> Iterator[str]:
    """The addresses of other files that a browser would load."""
    for address in contents.addresses:
        if not _SAFE_ADDRESS.match(address):
            yield address
    for style in contents.styles:
        yield from _find_in_css(tinycss2.parse_component_value_list(style))


def _find_in_css(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "at-keyword" and node.lower_value == "import":
            yield "@import"
        elif node.type == "url" and not _SAFE_ADDRESS.match(node.value):
            yield node.value
        elif node.type == "function":
            if node.lower_name in _CSS_HREF:
                strings = (one.value for one in node.arguments if one.type == "string")
                yield from (one for one in strings if not _SAFE_ADDRESS.match(one))
            yield from _find_in_css(node.arguments)
        elif node.type in ("{} block", "() block", "[] block"):
            yield from _find_in_css(node.content)


def _size(root: dict[str, str]) -> tuple[int, int]:
    """Its width and height in pixels, else those of its view box, else zeros."""
    sizes = [_PIXELS.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if not all(sizes):
        _, _, *box = root.get("viewBox", "").replace(",", " ").split() or ("", "")
        sizes = [_PIXELS.fullmatch(one) for one in box] if len(box) == 2 else [None, None]
    width, height = (round(float(one[1])) if one else 0 for one in sizes)
    return (width, height) if width and height else (0, 0)
