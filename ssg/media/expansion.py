"""How much a browser has to draw: parts of an SVG can draw other parts many times.

A few elements that each draw the one before ten times are billions. What is counted is at least
what browsers draw, as far as what draws what is decided by cascades that only they know.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote
from xml.parsers import expat

import tinycss2
from msgspec import Struct, field

MAX_ELEMENTS = 100_000
"""More than all but maps have, and still drawn in about a second."""

_BY_ADDRESS = frozenset({"use", "pattern", "filter", "feImage"})
"""Elements that draw what their href names, or take its content for theirs."""
_INHERITED = frozenset({"pattern", "marker"})
"""What is named by properties that elements inherit: fill, stroke, marker."""
_APPLIED = frozenset({"clipPath", "filter", "mask"})
"""What is named by properties that count for the element itself."""
_AT_EACH_VERTEX = re.compile(rb"marker-mid|marker\s*[:/]", re.IGNORECASE)
_VERTEX = re.compile(r"[0-9]+|z", re.IGNORECASE)
_UNFINISHED = -1
_MOST_NAMED = 200
"""What one element may be filled with, clipped by and so on, with all that it inherits."""


class TooManyElements(Exception):
    """There are more than MAX_ELEMENTS to draw, or parts draw each other without end."""


class _Element(Struct, kw_only=True, gc=False):
    name: str
    href: str
    own: tuple[str, ...]
    """The ids that its attributes and rules name."""
    inherited: tuple[str, ...]
    """The same, and those of the elements around it."""
    vertices: int = 1
    children: list[int] = field(default_factory=list)


class _Drawing:
    """The elements of a drawing that is clean, in their order."""

    def __init__(self, data: bytes) -> None:
        self.elements: list[_Element] = []
        self.ids: dict[str, int] = {}
        self._rules = _Rules(data)
        self._has_vertices = bool(_AT_EACH_VERTEX.search(data))
        self._opened: list[int] = []
        self._opened_ids: list[str] = []
        self._targets: dict[tuple[tuple[str, ...], frozenset[str]], list[int]] = {}
        _parse(data, self._start, self._end)

    def target(self, name: str) -> int | None:
        """The first element with this id, which may be written with percent signs."""
        return self.ids.get(name, self.ids.get(unquote(name)))

    def targets(self, names: tuple[str, ...], kinds: frozenset[str]) -> list[int]:
        """The elements of these kinds with one of these ids."""
        # Elements share what they inherit.
        key = (names, kinds)
        if key not in self._targets:
            found = (self.target(name) for name in names)
            self._targets[key] = [
                index for index in found if index is not None and self.elements[index].name in kinds
            ]
        return self._targets[key]

    @property
    def everywhere(self) -> set[str]:
        """The ids that rules name which may count for all elements."""
        return self._rules.everywhere

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        index, key = len(self.elements), attributes.get("id", "")
        around = self.elements[self._opened[-1]].inherited if self._opened else ()
        self._opened_ids.append(key)
        # Nothing fills, masks or clips its own content: browsers take that for a mistake.
        named = dict.fromkeys(self._named_by(name, attributes))
        own = tuple(one for one in named if one not in self._opened_ids)
        around = tuple(one for one in around if one != key) if key in around else around
        if len(own) + len(around) > _MOST_NAMED:
            raise TooManyElements
        self.elements.append(
            _Element(
                name=name,
                href=attributes.get("href", "").strip().removeprefix("#"),
                own=own,
                inherited=tuple(dict.fromkeys((*around, *own))) if own else around,
                vertices=self._count_vertices(attributes),
            )
        )
        if key:
            self.ids.setdefault(key, index)
        if self._opened:
            self.elements[self._opened[-1]].children.append(index)
        self._opened.append(index)

    def _end(self, _name: str) -> None:
        self._opened.pop()
        self._opened_ids.pop()

    def _named_by(self, name: str, attributes: dict[str, str]) -> Iterator[str]:
        yield from self._rules.find(name, attributes)
        for value in attributes.values():
            if "#" in value and "(" in value:
                nodes = tinycss2.parse_component_value_list(value)
                found = _find_ids(nodes)
                if _has_variables(nodes):
                    self._rules.everywhere.update(found)
                else:
                    yield from found

    def _count_vertices(self, attributes: dict[str, str]) -> int:
        path = attributes.get("d") or attributes.get("points") or ""
        return len(_VERTEX.findall(path)) + 1 if self._has_vertices else 1


class _Rules:
    """The ids that rules of style sheets name, by one simple selector of those that count."""

    def __init__(self, data: bytes) -> None:
        self.everywhere: set[str] = set()
        self._by_selector: dict[str, list[str]] = {}
        for sheet in _read_styles(data):
            self._read(tinycss2.parse_stylesheet(sheet))

    def find(self, name: str, attributes: dict[str, str]) -> Iterator[str]:
        classes = (f".{one}" for one in attributes.get("class", "").split())
        for selector in (name, f"#{attributes.get('id', '')}", *classes):
            yield from self._by_selector.get(selector, ())

    def _read(self, rules: Iterable[Any]) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes"):
                self.everywhere.update(_find_ids(rule.content or ()))
            elif rule.type == "at-rule" and rule.content:
                self._read(tinycss2.parse_rule_list(rule.content))
            elif rule.type == "qualified-rule" and (found := _find_ids(rule.content)):
                self._add(rule, found)

    def _add(self, rule: Any, found: list[str]) -> None:
        is_nested = any(node.type == "{} block" for node in rule.content)
        for selector in _find_selectors(rule.prelude):
            if not selector or is_nested or _has_variables(rule.content):
                self.everywhere.update(found)
            else:
                names = self._by_selector.setdefault(selector, [])
                names += found
                if len(names) > _MOST_NAMED:
                    raise TooManyElements


def check_expansion(data: bytes) -> None:
    """Raises TooManyElements, and ExpatError for what is no XML. `data` is a clean drawing."""
    drawing = _Drawing(data)
    elements = drawing.elements
    if any(_multiplies(elements[at]) for one in drawing.everywhere if (at := drawing.target(one))):
        raise TooManyElements
    sizes = [0] * len(elements)
    stack = [0]
    while stack:
        index = stack[-1]
        if sizes[index] > 0:
            stack.pop()
        elif sizes[index] == _UNFINISHED:
            sizes[index] = _size(elements[index], drawing, sizes)
            stack.pop()
        else:
            sizes[index] = _UNFINISHED
            for other in _drawn_by(elements[index], drawing):
                if sizes[other] == _UNFINISHED:
                    raise TooManyElements
                if not sizes[other]:
                    stack.append(other)


def _size(element: _Element, drawing: _Drawing, sizes: list[int]) -> int:
    """How many elements a browser draws for this one. All that it draws has a size."""
    size = sum(sizes[index] for index in element.children)
    size += sum(sizes[index] for index in drawing.targets(element.own, _APPLIED))
    painted = 1
    for index in drawing.targets(element.inherited, _INHERITED):
        is_marker = drawing.elements[index].name == "marker"
        painted += sizes[index] * (element.vertices if is_marker else 1)
    # What `use` draws inherits from it.
    size += painted * (1 + sum(sizes[index] for index in _addressed(element, drawing)))
    if size > MAX_ELEMENTS:
        raise TooManyElements
    return size


def _drawn_by(element: _Element, drawing: _Drawing) -> Iterator[int]:
    yield from element.children
    yield from _addressed(element, drawing)
    yield from drawing.targets(element.own, _APPLIED)
    yield from drawing.targets(element.inherited, _INHERITED)


def _addressed(element: _Element, drawing: _Drawing) -> Iterator[int]:
    if element.name in _BY_ADDRESS and (index := drawing.target(element.href)) is not None:
        yield index


def _multiplies(element: _Element) -> bool:
    return element.name in _INHERITED | _APPLIED


def _read_styles(data: bytes) -> list[str]:
    sheets: list[str] = []
    names: list[str] = []

    def text(value: str) -> None:
        if names[-1] == "style":
            sheets[-1] += value

    def start(name: str, _attributes: dict[str, str]) -> None:
        names.append(name)
        if name == "style":
            sheets.append("")

    _parse(data, start, lambda _name: names.pop(), text)
    return sheets


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], object],
    text: Callable[[str], None] | None = None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)


def _find_ids(nodes: Iterable[Any]) -> list[str]:
    """The ids in the addresses of a style, such as `p` of `url(#p)`."""
    found = []
    for node in nodes:
        if node.type in ("url", "string") and (address := node.value.strip()).startswith("#"):
            found.append(address[1:])
        elif node.type == "function":
            found += _find_ids(node.arguments)
        elif node.type in ("{} block", "() block", "[] block"):
            found += _find_ids(node.content)
    return found


def _has_variables(nodes: Iterable[Any]) -> bool:
    return any(node.type == "ident" and node.value.startswith("--") for node in nodes)


def _find_selectors(prelude: Sequence[Any]) -> Iterator[str]:
    """Of each selector a class, an id or a name that it asks for; empty if there is none."""
    selector: list[Any] = []
    for node in [*prelude, None]:
        if node is None or node == ",":
            yield _find_subject(selector)
            selector = []
        elif selector or node.type != "whitespace":
            selector.append(node)


def _find_subject(selector: list[Any]) -> str:
    while selector and selector[-1].type == "whitespace":
        selector.pop()
    found, before = "", ""
    for node in selector:
        if node.type == "whitespace" or (node.type == "literal" and node.value in ">+~"):
            found = ""
        elif node.type == "hash":
            found = f"#{node.value}"
        elif node.type == "ident" and before != ":":
            found = f".{node.value}" if before == "." else node.value
        before = node.value if node.type == "literal" else ""
    return found
