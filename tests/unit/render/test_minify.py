"""Minified style sheets have the same tokens, as the tokenizer of the specification sees them."""

from collections.abc import Iterable, Iterator

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as st
from tinycss2.ast import Node

from ssg.render.assets import list_style_files
from ssg.render.minify import minify_css
from ssg.render.theme import theme_dir

_PIECES = (
    *("a", ".b", "#c", ":is(", ":hover", "::before", "@media ", "@layer x", "--x", "&"),
    *(">", "+", "~", "{", "}", "(", ")", "[", "]", ":", ";", ",", " ", "\n", "\t"),
    *("1px", "-1", "*", "/", "!", "50%", '"', "'", '"a  b"', "'c;}'", "url(x.png)"),
    *('url( "y z" )', "url(", "\\", "\\;", "\\\n", "/*", "*/", "/* c */", "/**/"),
    *("/*! d */", "U+26", "é"),
)
_CSS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def _tokens(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if node.type == "whitespace":
            yield " "
        elif node.type == "error":
            yield node.kind
        elif node.type == "{} block":
            yield from ("{", *_tokens(node.content), "}")
        elif node.type == "function":
            yield from (f"{node.lower_name}(", *_tokens(node.arguments), ")")
        elif node.type.endswith("block"):
            yield from (node.type[0], *_tokens(node.content), node.type[1])
        else:
            yield node.serialize()


def _significant(css: str) -> list[str]:
    """The tokens, with white space and semicolons only where they count."""
    kept: list[str] = []
    for token in _tokens(tinycss2.parse_component_value_list(css, skip_comments=True)):
        if token == " " and (not kept or kept[-1] in " {};,:"):
            continue
        if token in "{};," and kept and kept[-1] == " ":
            kept.pop()
        while token == "}" and kept and kept[-1] == ";":
            kept.pop()
        kept.append(token)
    return kept[:-1] if kept and kept[-1] == " " else kept


def test_the_theme_means_the_same() -> None:
    for _, path in list_style_files([theme_dir()]):
        css = path.read_text()
        assert _significant(minify_css(css)) == _significant(css)
        assert "/*" not in minify_css(css)


@given(_CSS)
def test_any_style_sheet_means_the_same(css: str) -> None:
    assert _significant(minify_css(css)) == _significant(css)


@given(_CSS)
def test_what_is_minified_stays_as_it_is(css: str) -> None:
    assert minify_css(minify_css(css)) == minify_css(css)


@pytest.mark.parametrize(
    ("css", "minified"),
    [
        (".list :is(h2, h3) { margin: 0 auto; }", ".list :is(h2,h3){margin:0 auto}"),
        ("@layer x { .a :hover > b { c: d; } }", "@layer x{.a :hover > b{c:d}}"),
        (".a { & .b { color: red; } }", ".a{& .b{color:red}}"),
        ("a { b: calc( 1px + -2em ); }", "a{b:calc( 1px + -2em )}"),
        ('a { b: "c  /* d */ ; }"; }', 'a{b:"c  /* d */ ; }"}'),
        ('a { b: url("x y.png"); }', 'a{b:url("x y.png")}'),
        ("a { b: url( x/*y.png ); }", "a{b:url( x/*y.png )}"),
        ("a /* b */ c { d: e/**/f }", "a c{d:e/**/f}"),
        ("/*! Licence */\na { b: c }", "/*! Licence */ a{b:c}"),
        (".a\\: b { c: d }", ".a\\: b{c:d}"),
        ("a { b: c } /* never ends", "a{b:c}"),
    ],
)
def test_white_space_stays_where_it_matters(css: str, minified: str) -> None:
    assert minify_css(css) == minified
