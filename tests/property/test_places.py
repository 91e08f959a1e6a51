"""Lines end at `\\n`, `\\r\\n` and `\\r` alone, and no diagnostic is past the end of its file."""

import re
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from ssg.config import MarkdownSettings, Settings
from ssg.diagnostics import Diagnostic
from ssg.model.frontmatter import Dialect
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from tests.property.texts import MARKUP, PIECES

SEPARATORS = ["\u0085", "\u2028", "\u2029"]
YAML = [
    "title: T", "asked: 2020-01-01", "topics: [a, b]", "topics: [a", "review: {by: x", "by:x",
    "title: 'x", 'title: "x" y', "- a", "-a", "  b: c", "\tb", "na", "x: y: z", "# c", "@x", "",
    "a:", "id: x", "posted: 2020-01-01", "unknown: x", "*a", "a: !t", "a: &b", "|", "publisher:",
    "resources:", "  - id: r", "...", "a: [", "a: {", "\u00a0a: b", "a: #1 b", "{", "]", ": x",
]  # fmt: skip
BODY = [
    "## Answer", "### Reply", "```yaml", "```", "posted: 2020-01-01", "posted:x", "by: 'x",
    "<b>bold</b>", "<iframe>", "[x](javascript:a)", "[x](missing.md)", "Text.", "", "> ## Answer",
    "- item", "    code", "1. Step", "   ## Heading", "> [!WARN]", "Text:\n- a\n- b", "&#0;",
]  # fmt: skip
KINDS = {
    Kind.THREAD: "content/threads/x.md",
    Kind.GUIDE: "content/guides/x.md",
    Kind.PERSON: "content/people/x.yaml",
    Kind.RESOURCE: "content/resources/x.yaml",
}


def lines_of(pieces: list[str]) -> st.SearchStrategy[list[str]]:
    """Lines of these pieces, with characters in them that end a line nowhere."""
    piece = st.sampled_from(pieces)
    marked = st.tuples(piece, st.sampled_from(SEPARATORS), piece).map("".join)
    return st.lists(piece | marked, max_size=12)


def diagnostics_of(text: str, kind: Kind, dialect: Dialect) -> tuple[Diagnostic, ...]:
    settings = Settings(
        title="A site", url="https://example.org/", markdown=MarkdownSettings(dialect=dialect)
    )
    parsed = parse_source(text.encode(), path=KINDS[kind], kind=kind, settings=settings)
    return parsed.diagnostics


kinds = st.sampled_from(list(KINDS))
dialects = st.sampled_from(Dialect)
ends = st.sampled_from(["\n", "\r\n", "\r"])


def document(kind: Kind, fields: list[str], body: list[str]) -> str:
    if PurePosixPath(KINDS[kind]).suffix == ".yaml":
        return "\n".join(fields)
    return "\n".join(["---", *fields, "---", "", *body])


@given(kinds, lines_of(YAML), lines_of([*BODY, *MARKUP, *PIECES]), dialects, st.booleans())
def test_no_place_is_past_the_end_of_its_file(
    kind: Kind, fields: list[str], body: list[str], dialect: Dialect, is_ended: bool
) -> None:
    text = document(kind, fields, body) + ("\n" if is_ended else "")
    found = diagnostics_of(text, kind, dialect)
    written = re.sub("\r\n?", "\n", text)
    count = written.count("\n") + (not written.endswith("\n"))
    for one in found:
        assert 0 <= one.at.line <= max(count, 1), one


@given(kinds, lines_of(YAML), lines_of(BODY), dialects, ends)
def test_the_kind_of_line_end_changes_no_diagnostic(
    kind: Kind, fields: list[str], body: list[str], dialect: Dialect, end: str
) -> None:
    text = document(kind, fields, body)
    found = diagnostics_of(text.replace("\n", end), kind, dialect)
    assert found == diagnostics_of(text, kind, dialect)


@given(kinds, lines_of(YAML), lines_of(BODY), dialects, st.integers(1, 4))
def test_a_separator_in_the_lines_above_moves_no_place(
    kind: Kind, fields: list[str], body: list[str], dialect: Dialect, count: int
) -> None:
    """What is reported below some lines is reported at the same lines below others."""
    marked = ["# a" + "".join(SEPARATORS) + "b"] * count
    plain = ["# a b"] * count
    tail = document(kind, ["p: q", *fields], body)
    texts = [tail.replace("p: q", "\n".join([*lines, "p: q"]), 1) for lines in (plain, marked)]
    places = [
        [(one.code, one.at.line, one.at.column) for one in diagnostics_of(text, kind, dialect)]
        for text in texts
    ]
    assert places[0] == places[1]


@given(lines_of(BODY), dialects)
def test_a_separator_in_a_paragraph_moves_no_place_below_it(
    body: list[str], dialect: Dialect
) -> None:
    fields = ["title: T", "topics: [a]", "asked: 2020-01-01"]
    places = []
    for paragraph in ("a b c", "a" + "".join(SEPARATORS) + "b"):
        for kind in (Kind.THREAD, Kind.GUIDE):
            text = document(kind, fields, [paragraph, "", *body])
            found = diagnostics_of(text, kind, dialect)
            places.append((kind, [(one.code, one.at.line, one.at.column) for one in found]))
    assert places[:2] == places[2:]
