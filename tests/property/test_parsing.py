"""Properties of all texts that a post or an editor's file may contain."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ssg.config import MarkdownSettings, Settings
from ssg.diagnostics import RULES, has_errors
from ssg.model.documents import Thread
from ssg.model.fragments import Fragment
from ssg.model.frontmatter import (
    Dialect,
    GuideMeta,
    PersonMeta,
    PostMeta,
    ResourceFileMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.kinds import Kind
from ssg.pages.slots import fill_slots
from ssg.parse.files import parse_source
from ssg.parse.html.fragment import FragmentRules, build_fragment
from ssg.parse.html.links import LinkBase
from ssg.parse.html.sanitize import sanitize_editors, sanitize_post
from ssg.parse.result import Parsed, SourceText
from ssg.parse.threads.file import parse_thread
from ssg.schema import check_fields
from ssg.text import decode
from ssg.yamltext import read_mapping
from tests.property.texts import (
    MALFORMED_HEADINGS,
    MARKUP,
    PIECES,
    texts,
    texts_with_malformed_headings,
)

SETTINGS = Settings(title="A site", url="https://example.org/")
FRONT = "---\ntitle: T\nasked: 2020-01-01\ntopics: [t]\n---\n\n"


@dataclass(frozen=True)
class Contribution:
    """A question or post, ending in a paragraph with a word that occurs nowhere else."""

    by: str
    mark: str
    text: str
    heading: str = "## Answer"

    @property
    def section(self) -> str:
        return f"\n{self.text}\n\n{self.mark}\n"


def contributions(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[Contribution]]:
    def with_authors(drawn: list[tuple[str, bool]]) -> list[Contribution]:
        return [
            Contribution(
                by=f"Author {n}",
                mark=f"mark{n}q",
                text=text.replace("evil", f"mark{n}q"),
                heading="### Reply" if is_reply else "## Answer",
            )
            for n, (text, is_reply) in enumerate(drawn)
        ]

    return st.lists(st.tuples(text, st.booleans()), min_size=2, max_size=4).map(with_authors)


def thread(written: list[Contribution]) -> str:
    question, *posts = written
    return (
        FRONT
        + question.section
        + "".join(
            f"{post.heading}\n\n```yaml\nby: {post.by}\nposted: 2020-01-01\nid: p{n}\n```\n"
            f"{post.section}"
            for n, post in enumerate(posts, start=1)
        )
    )


def parsed_thread(text: str) -> Parsed[Thread]:
    """The thread, which both paths of parsing read alike."""
    path = "content/threads/x.md"
    parsed = parse_source(text.encode(), path=path, kind=Kind.THREAD, settings=SETTINGS)
    read, diagnostics = decode(text.encode(), path=path)
    if not diagnostics:
        assert parsed == parse_thread(SourceText(path=path, kind=Kind.THREAD, text=read), SETTINGS)
    return parsed


class AnyTarget(dict[str, str]):
    """Has an address for every target, so that every link is rendered."""

    def get(self, target: str, _default: object = None) -> str:
        return f"/found/{len(target)}/"


def render(fragment: Fragment) -> str:
    return fill_slots(fragment, AnyTarget(), {})


INLINE = {"a", "br", "code", "del", "em", "img", "strong", "sup"}
BLOCKS = {
    "blockquote", "div", "h3", "h4", "h5", "h6", "hr", "input", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"aria-label", "class", "href", "rel", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title", "loading", "decoding"},
    "input": {"checked", "disabled", "type"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"class", "id"},
    "td": {"class"},
    "th": {"class"},
}
SAFE_ADDRESS = re.compile(r"(?:https?|mailto|sms|tel):|/found/|#", re.IGNORECASE)


def check_post_html(html: str, prefix: str) -> None:
    for node in LexborHTMLParser(html, is_fragment=True).css("*"):
        assert node.tag in INLINE | BLOCKS, html
        assert node.attributes.keys() <= ATTRIBUTES.get(node.tag, set()), html
        for name in ("href", "src"):
            if name in node.attributes:
                assert SAFE_ADDRESS.match(node.attributes[name] or ""), html
        if node.tag == "div":
            assert node.attributes["class"] == "footnote", html
        if node.tag == "a":
            assert node.attributes.get("class") in (None, "footnote-backref"), html
        if "id" in node.attributes:
            assert re.fullmatch(rf"{prefix}-fn-(?:ref-)?\d+(?:-\d+)?", node.id or ""), html
        if node.tag == "sup":
            assert node.attributes.get("class") in (None, "footnote-ref"), html
        if node.tag == "code":
            assert (node.attributes.get("class") or "language-").startswith("language-"), html
        if node.tag in ("td", "th"):
            classes = (None, "ssg-align-left", "ssg-align-center", "ssg-align-right")
            assert node.attributes.get("class") in classes, html


@given(contributions(texts))
def test_text_is_under_its_authors_name_or_there_is_an_error(written: list[Contribution]) -> None:
    check_authors(written)


@given(contributions(texts_with_malformed_headings))
def test_no_malformed_heading_moves_text_to_another_author(written: list[Contribution]) -> None:
    check_authors(written)


@given(contributions(texts), st.sampled_from(MALFORMED_HEADINGS))
def test_a_malformed_post_heading_never_merges_posts(
    written: list[Contribution], heading: str
) -> None:
    check_headings([*written[:-1], replace(written[-1], heading=heading)])


@pytest.mark.parametrize("heading", MALFORMED_HEADINGS)
def test_each_malformed_post_heading_never_merges_posts(heading: str) -> None:
    written = [Contribution(by=f"Author {n}", mark=f"mark{n}q", text="Text.") for n in range(3)]
    check_headings([*written[:2], replace(written[2], heading=heading)])


def check_headings(written: list[Contribution]) -> None:
    parsed = parsed_thread(thread(written))
    if parsed.document is None:
        assert has_errors(parsed.diagnostics)
    else:
        # Text before an exact heading belongs to the post above.
        assert written[-1].heading.endswith("\n## Answer")
        assert [post.meta.by for post in parsed.document.posts] == [one.by for one in written[1:]]


@pytest.mark.parametrize("piece", [*PIECES, *MALFORMED_HEADINGS])
def test_no_single_piece_moves_text_to_another_author(piece: str) -> None:
    for before in ("", "text\n", "text\n\n", "- item\n  ", "> ", "[^1]: ", "|a|\n|-|\n"):
        written = [
            Contribution(by=f"Author {n}", mark=f"mark{n}q", text=before + piece) for n in range(3)
        ]
        check_authors(written)
        check_posts(written)


def check_authors(written: list[Contribution]) -> None:
    parsed = parsed_thread(thread(written))
    if parsed.document is None:
        assert parsed.diagnostics
        return
    authors = ["Guest", *(post.meta.by for post in parsed.document.posts)]
    assert authors == ["Guest", *(one.by for one in written[1:])]
    fragments = [render(fragment) for fragment in parsed.fragments]
    assert len(fragments) == len(written)
    for one, html in zip(written, fragments, strict=True):
        assert set(re.findall(r"mark\dq", html)) == {one.mark}


@given(contributions(texts))
def test_a_post_becomes_only_harmless_html(written: list[Contribution]) -> None:
    check_posts(written)


def check_posts(written: list[Contribution]) -> None:
    parsed = parsed_thread(thread(written))
    if parsed.document:
        prefixes = ["ssg-question", *(post.anchor for post in parsed.document.posts)]
        for prefix, fragment in zip(prefixes, parsed.fragments, strict=True):
            check_post_html(render(fragment), prefix)


NEVER = "base, button, embed, form, iframe, link, math, meta, object, script, style, svg, template"
EDITORS_ATTRIBUTES = {
    "alt", "aria-label", "checked", "class", "colspan", "datetime", "decoding", "dir", "disabled",
    "headers", "height", "href", "id", "lang", "loading", "rel", "role", "rowspan", "scope", "span",
    "src", "start", "title", "type", "width",
}  # fmt: skip


def check_editors_html(html: str) -> None:
    tree = LexborHTMLParser(html, is_fragment=True)
    assert not tree.css(NEVER), html
    for node in tree.css("*"):
        assert node.attributes.keys() <= EDITORS_ATTRIBUTES, html
        for name in ("href", "src"):
            if name in node.attributes:
                assert SAFE_ADDRESS.match(node.attributes[name] or ""), html
        if node.tag == "input":
            assert node.attributes.get("type") in (None, "checkbox"), html


@given(texts, st.sampled_from(Dialect))
def test_an_editors_text_becomes_nothing_but_harmless_html(text: str, dialect: Dialect) -> None:
    settings = Settings(
        title="A site", url="https://example.org/", markdown=MarkdownSettings(dialect=dialect)
    )
    source = f"---\ntitle: T\ntopics: [t]\n---\n\n{text}\n"
    guide = parse_source(
        source.encode(), path="content/guides/x.md", kind=Kind.GUIDE, settings=settings
    )
    for fragment in guide.fragments:
        check_editors_html(render(fragment))


tag_soup = st.lists(
    st.sampled_from([*PIECES, *MARKUP]) | st.text(alphabet="<>\"'=/ &;a", max_size=6), max_size=8
).map("".join)


@given(tag_soup)
def test_no_broken_markup_passes_a_sanitizer(html: str) -> None:
    rules = FragmentRules(base=LinkBase(folder="pages"), editors=True, first_level=2, rel="")
    for clean in (sanitize_post(html), sanitize_editors(html)):
        check_editors_html(render(build_fragment(clean, rules).fragment))


@given(tag_soup)
def test_editors_may_write_all_that_posts_may_contain(html: str) -> None:
    """Everything that a post may contain is kept in an editor's text too."""
    clean = sanitize_post(html)
    # Sanitizing broken markup may change how it parses; Markdown never renders such markup.
    if sanitize_post(clean) == clean:
        assert sanitize_editors(clean) == clean


YAML = [
    "a:", "- ", "? ", ": ", "[", "]", "{", "}", ",", "#", "&a", "*a", "!t", "|", ">", "|2-",
    "%YAML 1.1", "---", "...", "'", '"', "\\", "\\ud800", "\\x00", "\\", "\t", "<<:", "~", "null",
    "!!python/object:x ", "\n", "\n  ", "\n\t", "\n- ", "\u0085", "\u2028", "\ufeff", "\u00a0",
    "key", "é", "😀", "@", "`",
]  # fmt: skip


@given(st.lists(st.sampled_from(YAML) | st.text(max_size=4), max_size=30).map("".join))
def test_no_yaml_breaks_its_reader(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    mapping, diagnostics = read_mapping(text, path="p.yaml", first_line=7)
    assert (mapping is None) == bool(diagnostics)
    for diagnostic in diagnostics:
        assert diagnostic.code in ("F03", "F04", "F05", "F07", "F10", "F11")
        assert 7 <= diagnostic.at.line <= 8 + len(re.findall("[\r\n\u0085\u2028\u2029]", text))
    if mapping:
        check_fields(GuideMeta, mapping)


kinds = st.sampled_from([ThreadMeta, PostMeta, GuideMeta, TopicMeta, ResourceFileMeta, PersonMeta])
_fields = st.sampled_from([
    "title", "topics", "asked", "extra", "codes", "review", "resources", "publisher", "aliases",
    "rating", "by", "date", "source", "sources", "mesh", "removed", "id", "name", "url", "self",
])  # fmt: skip
_values = st.recursive(
    st.sampled_from(["x", "2020-01-01", "true", "{x}", "https://x.example/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_fields, inner, max_size=4),
    max_leaves=12,
)


@given(kinds, st.dictionaries(_fields, _values, max_size=8))
def test_every_error_in_fields_is_a_diagnostic(kind: type, fields: dict[str, Any]) -> None:
    mapping, _ = read_mapping(json.dumps(fields), path="p.yaml")
    assert mapping
    value, diagnostics = check_fields(kind, mapping)
    assert (value is None) == bool(diagnostics)
    assert all(diagnostic.code in RULES and diagnostic.at.line == 1 for diagnostic in diagnostics)


_line = st.text(alphabet="aé😀\u2028 \t", max_size=5)
_lines = st.lists(st.tuples(_line, st.sampled_from(["\n", "\r\n", "\r"])), max_size=6)


@given(_lines, _line, _line, st.sampled_from([b"\xff", b"\xc3", b"\0", b"\x1b"]), st.booleans())
def test_a_damaged_byte_is_reported_where_it_stands(
    lines: list[tuple[str, str]], before: str, after: str, damage: bytes, has_mark: bool
) -> None:
    above = "".join(line + end for line, end in lines)
    mark = b"\xef\xbb\xbf" if has_mark else b""
    data = mark + (above + before).encode() + damage + f"{after}\nmore".encode()
    text, (diagnostic,) = decode(data, path="p.md")
    assert text == ""
    assert diagnostic.code == ("T01" if damage in (b"\xff", b"\xc3") else "T02")
    # A "\\r" and the "\\n" of an empty line after it are one line end.
    line = above.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert (diagnostic.at.line, diagnostic.at.column) == (line, len(before) + 1)
