"""The colours of a theme, as its style sheets define them for each colour scheme."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2
from tinycss2.color4 import Color, parse_color

from ssg.render.assets import list_style_files, read_asset

SCREEN_SCHEMES = ("light", "dark")
SCHEMES = (*SCREEN_SCHEMES, "print")

# The media conditions that hold in each scheme; whatever else a rule asks for is not known here.
_CONDITIONS = {
    "light": {"all", "screen", "only screen", "(prefers-color-scheme:light)"},
    "dark": {"all", "screen", "only screen", "(prefers-color-scheme:dark)"},
    "print": {"all", "print", "only print", "(prefers-color-scheme:light)"},
}
_ROOTS = {":root", "html"}


class Token(NamedTuple):
    """A custom property, and where it is defined: `name` is the style sheet's."""

    value: str
    luminance: float | None
    """The relative luminance of WCAG 2; None for what is no colour, or one of unknown luminance."""
    name: str
    path: Path
    line: int


class ThemeColors(NamedTuple):
    """The colours of the browser's own frame around a page; empty if that is not known."""

    light: str
    dark: str


Scheme = Mapping[str, Token]


class _Definition(NamedTuple):
    property: str
    token: Token
    media: tuple[str, ...]
    """The conditions of all rules around it."""
    is_layered: bool


def load_colors(template_dirs: Sequence[Path]) -> dict[str, Scheme]:
    """The custom properties of all pages by scheme and name, such as `ink`.

    Raises ThemeError for a style sheet that cannot be read.
    """
    definitions = [
        definition
        for name, path in list_style_files(template_dirs)
        for definition in _find_definitions(name, path)
    ]
    # Rules outside of all layers override those in layers.
    definitions.sort(key=lambda one: not one.is_layered)
    return {scheme: _apply(definitions, scheme) for scheme in SCHEMES}


def theme_colors(colors: Mapping[str, Scheme]) -> ThemeColors:
    """The colours of the band at the top of a page, for `<meta name="theme-color">`."""
    bands = (colors[scheme].get("band") for scheme in SCREEN_SCHEMES)
    return ThemeColors(*(one.value if one and one.luminance is not None else "" for one in bands))


def _apply(definitions: Iterable[_Definition], scheme: str) -> Scheme:
    known = _CONDITIONS[scheme]
    return {
        one.property: one.token
        for one in definitions
        if all(_holds(condition, known) for condition in one.media)
    }


def _holds(condition: str, known: set[str]) -> bool:
    """Whether a media condition (`screen and (prefers-color-scheme: dark)`) holds."""
    queries = condition.lower().replace(": ", ":").split(",")
    return any(known.issuperset(query.strip().split(" and ")) for query in queries)


def _find_definitions(name: str, path: Path) -> Iterator[_Definition]:
    source = read_asset(name, path)
    if b"--" in source and any(root.encode() in source for root in _ROOTS):
        rules, _ = tinycss2.parse_stylesheet_bytes(source, skip_comments=True)
        yield from _walk(rules, _Around(name, path))


class _Around(NamedTuple):
    """What is around a rule or a declaration."""

    name: str
    path: Path
    media: tuple[str, ...] = ()
    is_layered: bool = False
    is_root: bool = False


def _walk(nodes: Iterable[Any], around: _Around) -> Iterator[_Definition]:
    """The custom properties of the root element in these rules and declarations."""
    for node in nodes:
        match node.type:
            case "declaration" if around.is_root and node.name.startswith("--"):
                token = _make_token(node, around)
                name = node.name.removeprefix("--")
                yield _Definition(name, token, around.media, around.is_layered)
            case "qualified-rule" | "at-rule" if inside := _enter(node, around):
                yield from _walk(tinycss2.parse_blocks_contents(node.content or ()), inside)
            case _:
                pass


def _enter(rule: Any, around: _Around) -> _Around | None:
    """What is around the content of `rule`; None if that is not known to be on every page."""
    prelude = tinycss2.serialize(rule.prelude).strip()
    if rule.type == "qualified-rule":
        selectors = {one.strip() for one in prelude.split(",")}
        return None if _ROOTS.isdisjoint(selectors) else around._replace(is_root=True)
    match rule.lower_at_keyword:
        case "media":
            return around._replace(media=(*around.media, prelude))
        case "layer":
            return around._replace(is_layered=True)
        case _:
            return None


def _make_token(declaration: Any, around: _Around) -> Token:
    value = tinycss2.serialize(declaration.value).strip()
    line = declaration.source_line
    return Token(value, _luminance(value), around.name, around.path, line)


def _luminance(value: str) -> float | None:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    color = parse_color(value)
    if not isinstance(color, Color) or color.alpha < 1:
        return None
    if color.space in ("oklab", "oklch"):
        # In the XYZ space, Y is the luminance.
        return float(min(max(color.to("xyz-d65").coordinates[1], 0), 1))
    if color.space not in ("srgb", "hsl", "hwb"):
        return None
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in color.to("srgb").coordinates
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
