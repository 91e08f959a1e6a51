"""Formatting changes neither what is read of a file nor anything outside its fields."""

import re
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ssg.editing.lines import Lines
from ssg.formatting.files import FieldsBlock, find_blocks, format_file
from ssg.model.kinds import Kind
from ssg.text import normalize_line_ends
from ssg.yamltext import Value, read_mapping
from tests.command import ROOT
from tests.effort import EFFORT

_FOLDERS = (ROOT / "tests/site/content", ROOT / "ssg/starter/content")
_SETTINGS = (ROOT / "tests/site/site.yaml", ROOT / "ssg/starter/site.yaml")
_COMMENT = re.compile(r"(?m)^[ \t]*(#[^\r\n]*?)[ \t]*\r?$")


def _kind_of(path: Path) -> Kind | None:
    return Kind(path.parent.name) if path not in _SETTINGS else None


def _sound_files() -> dict[Path, str]:
    paths = [path for folder in _FOLDERS for path in sorted(folder.rglob("*")) if path.is_file()]
    paths = [path for path in paths if path.parent.name in list(Kind)]
    found = {path: path.read_bytes().decode() for path in (*paths, *_SETTINGS)}
    return {
        path: text
        for path, text in found.items()
        if format_file(text.encode(), path=path.name, kind=_kind_of(path)).error is None
    }


FILES = _sound_files()
# A line is put above or below another one, or something is put into it.
_LINES = ["", "# a comment", "  # deeper", "      # deepest", "#", "- x", "  key: value"]
_INSIDE = [("$", "   "), ("$", "  # trailing"), (":", ":   "), (": ", ":\n  "), ("^", "  "),
           ("- ", "-   "), ("$", "\t")]  # fmt: skip


@st.composite
def mutated_files(draw: st.DrawFn) -> tuple[Path, str]:
    """A file of a real site, with other lines in other orders."""
    path = draw(st.sampled_from(sorted(FILES)))
    lines = _shuffle(draw, FILES[path].split("\n"))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, min(len(lines) - 1, 30)))
        match draw(st.integers(0, 3)):
            case 0:
                lines.insert(at, draw(st.sampled_from(_LINES)))
            case 1:
                other = draw(st.integers(0, min(len(lines) - 1, 30)))
                lines.insert(other, lines.pop(at))
            case _:
                pattern, new = draw(st.sampled_from(_INSIDE))
                lines[at] = re.sub(pattern, new, lines[at], count=1)
    text = "\n".join(lines)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return path, text


def _shuffle(draw: st.DrawFn, lines: list[str]) -> list[str]:
    """The lines with their fields, those of the front matter or of all of a file, in any order."""
    has_text = lines[0] == "---"
    start = 1 if has_text else 0
    end = lines.index("---", 1) if has_text else len(lines)
    fields: list[list[str]] = [[]]
    for line in lines[start:end]:
        if re.match("[a-z]", line):
            fields.append([])
        fields[-1].append(line)
    shuffled = draw(st.permutations(fields))
    return [*lines[:start], *(line for one in shuffled for line in one), *lines[end:]]


def _blocks(data: bytes, path: Path) -> list[FieldsBlock]:
    return list(find_blocks(data, path.name, _kind_of(path)))


def _parts(text: str, blocks: list[FieldsBlock]) -> tuple[list[str], list[str]]:
    """The fields of a file, and what is around them."""
    lines = Lines(text)
    inside: list[str] = []
    outside: list[str] = []
    last = 0
    for one in blocks:
        start, end = lines.start_of(one.first), lines.start_of(one.end)
        inside.append(text[start:end])
        outside.append(text[last:start])
        last = end
    return inside, [*outside, text[last:]]


def _read(text: str) -> Value:
    mapping, _ = read_mapping(normalize_line_ends(text), path="")
    assert mapping
    return mapping.value


@settings(max_examples=300 * EFFORT)
@given(
    mutated=mutated_files(),
    line_end=st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
def test_a_formatted_file_reads_the_same(
    mutated: tuple[Path, str], line_end: str, mark: str
) -> None:
    path, text = mutated
    text = text.replace("\n", line_end)
    data = (mark + text).encode()
    result = format_file(data, path=path.name, kind=_kind_of(path))
    if result.error:
        assert result.data == data
    assume(result.error is None)
    after = result.data.decode().removeprefix("\ufeff")
    assert result.data.startswith(mark.encode())
    before_fields, before_rest = _parts(text, _blocks(data, path))
    after_fields, after_rest = _parts(after, _blocks(result.data, path))
    assert after_rest == before_rest
    assert [_read(one) for one in after_fields] == [_read(one) for one in before_fields]
    for one, other in zip(before_fields, after_fields, strict=True):
        assert sorted(_COMMENT.findall(one)) == sorted(_COMMENT.findall(other))
        assert one.rstrip(" \t").endswith(("\n", "\r")) == other.endswith(("\n", "\r"))
    again = format_file(result.data, path=path.name, kind=_kind_of(path))
    assert again.data == result.data
