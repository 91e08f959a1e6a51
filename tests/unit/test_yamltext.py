import pytest

from ssg.diagnostics import Diagnostic
from ssg.yamlparser import MAX_DEPTH
from ssg.yamltext import YamlMapping, read_mapping


def mapping(text: str, first_line: int = 1) -> YamlMapping:
    """The mapping in a valid text."""
    read, diagnostics = read_mapping(text, path="p.yaml", first_line=first_line)
    assert diagnostics == []
    assert read is not None
    return read


def error_of(text: str, first_line: int = 1) -> Diagnostic:
    """The one diagnostic of an invalid text."""
    read, (diagnostic,) = read_mapping(text, path="p.yaml", first_line=first_line)
    assert read is None
    return diagnostic


def test_no_scalar_is_typed() -> None:
    text = "a: No\nb: 2020\nc: 1:30\nd: null\ne: ~\nf: 0x1F\ng: 2020-01-01\nh: 'x'\ni: 1_000\n"
    assert mapping(text).value == {
        "a": "No",
        "b": "2020",
        "c": "1:30",
        "d": "null",
        "e": "~",
        "f": "0x1F",
        "g": "2020-01-01",
        "h": "x",
        "i": "1_000",
    }


def test_lists_and_mappings_nest() -> None:
    text = "a: [x, {b: y}]\nc:\n  - d: |\n      two\n      lines\n"
    assert mapping(text).value == {"a": ["x", {"b": "y"}], "c": [{"d": "two\nlines\n"}]}


def test_an_empty_text_has_no_fields() -> None:
    assert mapping("").value == {}
    assert mapping("# only a comment\n", first_line=3).locate(("x",)).line == 3


def test_an_empty_value_is_absent_but_its_key_has_a_place() -> None:
    read = mapping("a:\nb: ''\nc:\n- x\n-\n- y\n")
    assert read.value == {"c": ["x", "y"]}
    assert str(read.locate_key(("b",))) == "p.yaml:2:1"
    assert str(read.locate(("c", 1))) == "p.yaml:6:3"


def test_every_value_has_its_place_in_the_file() -> None:
    read = mapping("a: [x, {b: é}]\nc:\n  - d: y\n", first_line=10)
    assert str(read.locate(("a", 1, "b"))) == "p.yaml:10:12"
    assert str(read.locate_key(("a", 1, "b"))) == "p.yaml:10:9"
    assert str(read.locate(("c", 0, "d"))) == "p.yaml:12:8"


def test_an_absent_path_has_the_place_of_the_nearest_value() -> None:
    read = mapping("a:\n  b: x\n")
    assert str(read.locate(("a", "missing", 3))) == "p.yaml:2:3"
    assert str(read.locate_key(("missing",))) == "p.yaml:1:1"


def test_a_value_is_looked_up_by_its_path() -> None:
    read = mapping("a: [x, {b: y}]\n")
    assert read.get(("a", 1, "b")) == "y"
    assert read.get(("a", 7)) is None
    assert read.get(("a", 0, "b")) is None
    assert read.get(("z",)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b\n", "p.yaml:1:1 F03 expects 'field: value' lines, not a list"),
        ("just words\n", "p.yaml:1:1 F03 expects 'field: value' lines, not a single value"),
        ("a: 1\n---\nb: 2\n", "p.yaml:2:1 F03 a second YAML document starts here"),
        ("---\na: 1\n# b\n---\n", "p.yaml:4:1 F03 a second YAML document starts here"),
        ("a: b: c\n", "p.yaml:1:5 F04 the value contains ': ', which YAML reads as a field"),
        ("a: 'x\n", "p.yaml:1:4 F04 the quoted text that starts here is not closed"),
        ('a: 1\né: "x\nb: y\n', "p.yaml:2:4 F04 the quoted text that starts here is not closed"),
        ('a: "x\n---\n', "p.yaml:1:4 F04 the quoted text that starts here is not closed"),
        ("a: é\n\n b\x92\n", "p.yaml:3:3 F04 contains U+0092, which YAML does not allow"),
        ("a: 1\nb: 2\na: 3\n", "p.yaml:3:1 F05 'a' is given twice (first on line 1)"),
        ("x: {b: 1, b: 2}\n", "p.yaml:1:11 F05 'b' is given twice (first on line 1)"),
        ("? [a]\n: b\n", "p.yaml:1:3 F07 the name of a field must be plain text"),
        ("a: &name x\n", "p.yaml:1:4 F11 an anchor ('&name') is not allowed"),
        ("a: *name\n", "p.yaml:1:4 F11 an alias ('*name') is not allowed"),
        ("a: !tag x\n", "p.yaml:1:4 F11 a tag ('!tag') is not allowed"),
        ("a: !!int 7\n", "p.yaml:1:4 F11 a tag ('!!int') is not allowed"),
        ("<<: *defaults\n", "p.yaml:1:5 F11 an alias ('*defaults') is not allowed"),
        ('a: "\\ud800"\n', "p.yaml:1:7 F04 found invalid Unicode character escape code"),
    ],
)
def test_what_is_not_a_plain_mapping_is_reported_at_its_place(text: str, expected: str) -> None:
    found = error_of(text)
    assert expected in f"{found.at} {found.code} {found.message}"


def test_lines_count_from_the_first_line_of_the_text() -> None:
    assert error_of("a: 1\na: 2\n", first_line=5).message == "'a' is given twice (first on line 5)"
    assert str(error_of("a: 1\nb: [\n", first_line=5).at) == "p.yaml:6:4"


def test_a_tab_has_a_hint_of_its_own() -> None:
    found = error_of("a:\n  b: c\n\td: e\n")
    assert (found.code, found.hint) == ("F04", "indent with spaces, not with tabs")
    found = error_of("a:\n\tb: c\n")
    assert (found.code, found.hint) == ("F04", "indent with spaces, not with tabs")


def test_other_yaml_errors_have_a_hint() -> None:
    assert error_of("a: 1\n---\n").hint == (
        "remove this '---', or move what follows to another file"
    )
    assert error_of('a: "x\n').hint == "end it with the same quotation mark, ' or \""


def test_nesting_is_limited() -> None:
    deepest = "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert mapping(f"a: {deepest}\n").value
    found = error_of(f"a: [{deepest}]\n")
    assert found.code == "F10"
    assert found.message == f"YAML is nested deeper than {MAX_DEPTH} levels"
    assert str(found.at) == f"p.yaml:1:{3 + MAX_DEPTH}"


@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? ", "[[", "{", "a: {"])
def test_deep_nesting_is_rejected_early(piece: str) -> None:
    assert error_of("a:\n " + piece * 100_000).code in ("F04", "F07", "F10")


def test_a_long_list_is_valid() -> None:
    read = mapping("a: [" + "x," * 100_000 + "]\n")
    assert len(read.value["a"]) == 100_000
