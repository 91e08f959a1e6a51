"""Each slip that makes YAML invalid is reported at its own line, with the way out."""

import pytest
import yaml

from ssg.diagnostics import Diagnostic
from ssg.model.frontmatter import GuideMeta, PostMeta
from ssg.schema import check_fields
from ssg.yamltext import read_mapping

NBSP = "\u00a0"
AFTER_QUOTE = "text goes on after the closing quotation mark"
QUOTE_ALL = "put the whole value in quotes"
DOUBLE = 'quote all of it, and write \\" for each " inside'
SINGLE = "quote all of it, and write '' for each ' inside"
COLON = "a space must follow the colon"
DASH = "a space must follow the '-'"
NO_NAME = "this line has no ': ' after a field's name"
VALUE = "the value contains ': ', which YAML reads as a field"
NO_LINE = "the indentation of this line matches no line above it"
CONTINUES = "this line is indented, so it continues the value above, which cannot have ': '"


def error_of(text: str) -> Diagnostic:
    """The one diagnostic of a text that is not valid YAML."""
    read, (diagnostic,) = read_mapping(text, path="p.yaml")
    assert read is None
    return diagnostic


def check(text: str, at: str, message: str, hint: str) -> None:
    found = error_of(text)
    assert (str(found.at), found.message) == (f"p.yaml:{at}", message)
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "at", "hint"),
    [
        ('title: "Normal" sleep\ntopics: [a]\n', "1:17", DOUBLE),
        ('title: "He said "no" again"\n', "1:18", DOUBLE),
        ('title: "Normal": sleep\n', "1:16", DOUBLE),
        ("title: 'What's normal?'\n", "1:14", SINGLE),
        ("topics:\n  - 'What's up'\n", "2:11", SINGLE),
        ('- "a" b\n', "1:7", DOUBLE),
        ('topics: ["a" b, c]\n', "1:14", "between two entries, write a comma"),
    ],
)
def test_text_after_a_closing_quotation_mark(text: str, at: str, hint: str) -> None:
    check(text, at, AFTER_QUOTE, hint)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('title: "X\nby: y\n', "1:8"),
        ('title: "X\nby: "y"\n', "1:8"),
        ('by: y\ntitle: "X', "2:8"),
        ("title: 'tis the season\n", "1:8"),
    ],
)
def test_a_quotation_mark_that_is_not_closed(text: str, at: str) -> None:
    message = "the quoted text that starts here is not closed"
    check(text, at, message, "end it with the same quotation mark, ' or \"")


def test_an_apostrophe_is_not_the_start_of_a_quotation() -> None:
    hint = "if it is an apostrophe, put the whole value in double quotation marks"
    assert hint in error_of("title: 'tis the season\n").hint


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("title:X\ntopics: [a]\n", "1:7", COLON, "write 'title: …'"),
        ("topics: [a]\ntitle:X\n", "2:7", COLON, "write 'title: …'"),
        ("topics: [a]\ntitle:X", "2:7", COLON, "write 'title: …'"),
        ("topics: [a]\ntitle :X\nby: y\n", "2:8", COLON, "write 'title: …'"),
        ("review:\n  by:x\n  date: y\n", "2:6", COLON, "write 'by: …'"),
        (
            f"title:{NBSP}X\ntopics: [a]\n",
            "1:7",
            f"{COLON}, not U+00A0, which is no space",
            "replace it with an ordinary space",
        ),
        (
            "topics: [a]\ntitle:\u3000X\n",
            "2:7",
            f"{COLON}, not U+3000, which is no space",
            "replace it with an ordinary space",
        ),
        ("topics:\n-a\n-b\n", "2:2", DASH, "write '- …' for an item of a list"),
        ("topics:\n  - a\n  -b\ntitle: x\n", "3:4", DASH, "write '- …'"),
        (
            f"topics:\n-{NBSP}a\n-{NBSP}b\n",
            "2:2",
            f"{DASH}, not U+00A0, which is no space",
            "replace it with an ordinary space",
        ),
        (
            "a\uff1ax\nb: y\n",
            "1:2",
            "'\uff1a' (U+FF1A) is not the colon of a field",
            "write 'a: …'",
        ),
        (
            "b: y\na\uff1ax\n",
            "2:2",
            "'\uff1a' (U+FF1A) is not the colon of a field",
            "write 'a: …'",
        ),
        ("review: {by:x, date: y}\n", "1:13", COLON, "write 'by: …'"),
        ("title = X\nb: y\n", "1:7", "a field's name must be followed by ': '", "write 'title: …'"),
        ("title X\nb: y\n", "1:1", NO_NAME, "write 'name: value'"),
        ("id: q\nna", "2:1", NO_NAME, "write 'name: value'"),
        ("id: q\nna\n\n\n", "2:1", NO_NAME, "indent the line if it continues the value above it"),
        ("a:\n  b\n  c: d\n", "2:3", NO_NAME, "write 'name: value'"),
    ],
)
def test_a_line_that_is_no_field_is_reported_itself(
    text: str, at: str, message: str, hint: str
) -> None:
    check(text, at, message, hint)


@pytest.mark.parametrize("marker", ["*", "\u2014", "\u2013", "\u2022", "\u2212"])
def test_another_sign_does_not_start_an_item(marker: str) -> None:
    message = f"'{marker}' does not start an item of a list"
    check(f"topics:\n{marker} a\n{marker} b\n", "2:1", message, "write '- …', with a hyphen")


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("title: Sleep: how much\n", "1:13", VALUE, QUOTE_ALL),
        ("title: Sleep:\nby: x\n", "1:13", VALUE, QUOTE_ALL),
        ("topics:\n  - a: b: c\n", "2:9", VALUE, QUOTE_ALL),
        ("title: \u201cSleep: why\u201d\n", "1:14", VALUE, "use straight quotation marks"),
        ("title: x\n  topics: [a]\n", "2:3", CONTINUES, "in the column of the field above"),
        ("summary: long\n  text here\n  note: that\n", "3:3", CONTINUES, QUOTE_ALL),
        ("review:\n    by: x\n  date: y\n", "3:3", NO_LINE, "in the same column"),
        ("  title: x\n topics: [a]\n", "2:2", NO_LINE, "in the same column"),
        (
            "title: x\n- a\n",
            "2:1",
            "a list item stands where a field is expected",
            "write the name of the field above the list",
        ),
    ],
)
def test_a_colon_or_an_indentation_that_does_not_fit(
    text: str, at: str, message: str, hint: str
) -> None:
    check(text, at, message, hint)


@pytest.mark.parametrize("character", "@`%*&,]}?|>")
def test_a_character_that_no_value_can_start_with(character: str) -> None:
    message = f"a value cannot start with '{character}'"
    check(f"a: b\ntitle: {character} x\nc: d\n", "2:8", message, QUOTE_ALL)


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("a: [x, y\nb: z\n", "1:4", "the '[' that starts here is not closed", "missing ']'"),
        ("b: z\na: {x: y\n", "2:4", "the '{' that starts here is not closed", "missing '}'"),
        ("a: [\n", "1:4", "the '[' that starts here is not closed", "missing ']'"),
        ("a: [x,\n", "1:4", "the '[' that starts here is not closed", "missing ']'"),
        ("a: [x, [y],\n\n", "1:4", "the '[' that starts here is not closed", "missing ']'"),
        ("a: [x}\n", "1:6", "expects ']' here, not '}'", "close each '[' with ']'"),
        ("a: [x]]\n", "1:7", "this ']' closes nothing", "remove it"),
        ("a: [x] y\n", "1:8", "text goes on after the closing ']'", QUOTE_ALL),
        ("a: {x} y\n", "1:8", "text goes on after the closing '}'", QUOTE_ALL),
        (
            "a: {b: x c: y}\n",
            "1:11",
            "a comma or a quotation mark is missing before this",
            "write a comma between two entries",
        ),
        (
            "a: [- x, - y]\n",
            "1:5",
            "an item between brackets starts with '-'",
            "write the items without '-'",
        ),
        ("a: - x\n", "1:4", "a list cannot start on the line of its field", QUOTE_ALL),
    ],
)
def test_brackets(text: str, at: str, message: str, hint: str) -> None:
    check(text, at, message, hint)


@pytest.mark.parametrize(
    ("text", "at", "message", "hint"),
    [
        ("a:\n\tb: c\n", "2:1", "a tab is not allowed here", "with spaces, not with tabs"),
        ("a:\n  -\tb\n", "2:4", "a tab follows the '-'", "write a space after the '-'"),
        ('a: "C:\\path"\n', "1:7", "'\\p' is not an escape sequence", "write \\\\ for a backslash"),
        (
            'a: "\\xyz"\n',
            "1:5",
            "'\\x' starts an escape sequence that is not complete",
            "write \\\\",
        ),
        ("a: b\n...\nc: d\n", "2:1", "the YAML ends at this '...'", "remove the '...'"),
        (
            "%YAML 1.2\na: b\n",
            "1:1",
            "this line is a directive to a YAML parser, which is not supported",
            "remove the line",
        ),
        ("a: {{ b }}\n", "1:5", "the name of a field must be plain text", "in quotes"),
    ],
)
def test_other_slips(text: str, at: str, message: str, hint: str) -> None:
    check(text, at, message, hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("posted:2026-01-01\n", f"{COLON}: write 'posted: …'"),
        (f"posted:{NBSP}2026-01-01\n", f"{COLON}, not U+00A0, which is no space"),
        ("-sleep\n-rest\n", DASH),
        ("words\n", "write each field as 'name: value' on a line of its own"),
    ],
)
def test_a_text_without_any_field_has_the_hint_of_its_first_line(text: str, hint: str) -> None:
    found = error_of(text)
    assert (found.code, str(found.at)) == ("F03", "p.yaml:1:1")
    assert found.hint.startswith(hint)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("topics:\n  -sleep\n  -rest", DASH),
        (f"topics:\n  -{NBSP}sleep\n  -{NBSP}rest", f"{DASH}, not U+00A0, which is no space"),
        ("topics:\n  \u2013 sleep\n  \u2013 rest", "'\u2013' does not start an item of a list"),
        ("topics: sleep\n  - rest", "start each item on a line of its own, below 'topics:'"),
        ("topics: sleep, rest", "write topics: [sleep, rest]"),
        ("review:\n  by:lind", COLON),
        (f"{NBSP}summary: x", "the line starts with U+00A0, which is no space"),
        ("summary\uff1ax: y", "'\uff1a' (U+FF1A) is not the colon of a field"),
        ("publish_on: \u201c2026-01-01\u201d", "use straight quotation marks"),
        (f"publish_on: {NBSP}2026-01-01", "remove U+00A0, which is no space"),
    ],
)
def test_valid_yaml_with_a_slip_has_a_hint_that_fits(line: str, hint: str) -> None:
    mapping, _ = read_mapping(
        f"title: T\ntopics: [a]\n{line}\n".replace("topics: [a]\ntopics", "topics"), path="p.yaml"
    )
    assert mapping
    _, diagnostics = check_fields(GuideMeta, mapping)
    assert any(found.hint.startswith(hint) for found in diagnostics)


@pytest.mark.parametrize(
    ("text", "at", "sign"),
    [
        (f"a: b\nnote: -{NBSP}x\n", "2:7", "'-'"),
        (f"by: Jane{NBSP}# a comment\n", "1:5", "'#'"),
    ],
)
def test_a_no_break_space_that_makes_a_sign_text_is_a_warning(
    text: str, at: str, sign: str
) -> None:
    mapping, (found,) = read_mapping(text, path="p.yaml")
    assert mapping
    assert (found.code, str(found.at)) == ("W17", f"p.yaml:{at}")
    assert found.message == f"the {sign} is read as text: beside it is U+00A0, which is no space"


@pytest.mark.parametrize(
    "text", [f"title: Sommeil{NBSP}! Et apr\u00e8s\n", f'title: "-{NBSP}x"\n', "title: \u200bx\n"]
)
def test_other_no_break_spaces_are_text(text: str) -> None:
    mapping, diagnostics = read_mapping(text, path="p.yaml")
    assert (mapping is not None, diagnostics) == (True, [])


@pytest.mark.parametrize("separator", ["\u0085", "\u2028", "\u2029"])
def test_a_separator_of_yaml_1_1_ends_no_line(separator: str) -> None:
    mapping, diagnostics = read_mapping(
        f"# a{separator}b\ntitle: a{separator}b: c\n".replace(": c", ""), path="p.yaml"
    )
    assert mapping
    assert diagnostics == []
    assert mapping.value == {"title": f"a{separator}b"}
    assert str(mapping.locate_key(("title",))) == "p.yaml:2:1"
    assert str(error_of(f'a: "{separator}{separator}"\nb: [\n').at) == "p.yaml:2:4"


def test_a_separator_is_kept_beside_private_characters() -> None:
    text = "title: \U000f0000\u2028\U000f0001\u0085\n"
    mapping, _ = read_mapping(text, path="p.yaml")
    assert mapping
    assert mapping.value == {"title": "\U000f0000\u2028\U000f0001\u0085"}


def test_many_dashes_and_colons_are_explained_at_once() -> None:
    hostile = "- - : " * 2000
    assert error_of(f'a: |\n  {hostile}\nb: c: "d"\n').code == "F04"
    assert error_of(f'{hostile}"a" b\n').code in ("F04", "F10", "F07")


@pytest.mark.parametrize(
    "text", ["a: b\nc", "a: 'x", "a: [b\n", 'a: "b" c\n', "a: b: c\n", "a:x\nb: c"]
)
def test_the_parser_in_python_explains_no_place_past_the_end(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssg.yamlparser._Parser", yaml.BaseLoader)
    assert error_of(text).at.line <= text.count("\n") + (not text.endswith("\n"))


def test_an_empty_document_lacks_its_fields_on_its_first_line() -> None:
    for text in ("", "\n", "---\n", "# nothing\n"):
        mapping, _ = read_mapping(text, path="p.yaml")
        assert mapping
        _, diagnostics = check_fields(PostMeta, mapping)
        assert [str(found.at) for found in diagnostics] == ["p.yaml:1:1"]
