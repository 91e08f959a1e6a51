"""What is read as plain YAML is what the parser reads, places included."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssg import yamlplain
from ssg.yamlparser import parse_mapping
from ssg.yamlplain import read_plain_mapping
from tests.corpus import CORPUS
from tests.effort import EFFORT

ROOT = Path(__file__).parents[2]

PLAIN = [
    "title: Does late coffee keep me awake?\n", "asked: 2026-01-10T09:30\n", "by: Member 12\n",
    "posted: '2026-01-10T09:30:05'\n", 'title: "Say: no"\n', "topics: [sleep, late-coffee]\n",
    "topics:\n- sleep\n- late-coffee\n", "guides:\n  - a\n  - 'b: c'\n", "helpful: 3\n",
    "source:\n  system: A forum\n  url: https://forum.example/q/1\n", "summary: Größe, 食べ!\n",
    "review:\n  by: p\n  date: '2026-01-01'\n", "\n", "# Add yours below: it's easy.\n",
    "  #due: 1\n", "also_called: [good sleep habits, rest]\n",
    "sources:\n  - title: A page\n    url: https://a.example/\n",
    "resources:\n- id: a\n  kind: page\n  topics: [sleep]\n- id: b\n  topics:\n  - c d\n",
    "disclaimers:\n  thread:\n    title: Note\n    lines:\n      - a\n      - b: c\n",
]  # fmt: skip
TRAPS = [
    "a: b: c\n", "a: b:\n", "a: b \n", "a: b #c\n", "a: #c\n", "a: 'b'c\n", "a: 'b''c'\n",
    "a: ''\n", 'a: "b\\x41"\n', 'a: " "\n', 'a: "\\x41"\n', "a:\n", "a: b\na: c\n",
    "a:\n  b: c\n  b: d\n", "a:\n- b\n  - c\n", "a:\n  - b\n- c\n", "a: b\n  c\n", "a: b\n- c\n",
    "a: [b, c\n", "a: [b, c]d\n", "a: [b,\n c]\n", "a: [b: c]\n", "a: &b c\n", "a: *b\n",
    "a: !b c\n", "a: |\n", "a: >-\n  b\n", "a: {b: c}\n", "a: b\tc\n", "a:\tb\n", "a: b\u00a0c\n",
    "a: b\u2028c\n", "a: b\u0085c\n", "a: \ufeffb\n", "a: \ud7ffb\n", "---\n", "...\n", "a: - b\n",
    "? a\n", "a : b\n", " a: b\n", "a:  b\n", "- a\n", "a: ? b\n", "a: %b\n", "a: @b\n", "a: `b\n",
    "a: b, [c] {d}\n", "a: 1:30\n", "a: http://b/c\n", "a:\n- b: c\n", "a:\n  b:\n    c: d\n",
    "a: null\n", "<<: a\n", "a:\n-\n", "a:\n- ''\n", "a: \n", "a: b\\\n", "a: it's\n", 'a: b "c"\n',
    "a:\n  b: c\n- d\n", "a: [b ,c]\n", "a: [b, ]\n", "a: b-\n", "a: [b]\n  c\n", "a:\n- b\n  c\n",
    "a:\n  b: c\n    d\n", "a: 'b\n  c'\n", "a: ½\n", "a: ٣\n", "a: [b , c]\n", "a: [b  c]\n",
    "a: [b -c, d-]\n", "a: [b c\n]\n", "#a: b\n", " #\n", "a: b\n # c\n  d\n", "a: |\n  # c\n",
    "a: 'b\n# c\n  d'\n", "a: 'b\n# c'\n", "a:\n# c\n- b\n", "a:\n  - b: c\n# d\n    e: f\n",
    "a:\n  - b: c\n   d: e\n", "a:\n- b: c\n- d\n", "a:\n- b:\n  - c\n", "a:\n- - b\n",
    "a:\n- b: c\n  b: d\n", "a: b\n\n\nc: d\n", "a:\n\n- b\n", "a: b\n\n  c\n", "a: b\n  \nc: d\n",
    "a:\n  b: c\n\n  d: e\n", "a:\n    b: c\n", "a:\n   b: c\n", "a:\n   - b\n", "a:\n-   b: c\n",
    "a:\n- b:\n", "a:\n  - b: c\n  - d: e\n    f:\n    - g\n", "a:\n  b:\n  c: d\n", "a:\n- # b\n",
    "a:\n- b # c\n  d: e\n", "a:\n  # b\n", "a: [b, # c\n d]\n", "a: b# c\n", "a:\n- b: c\n d: e\n",
    "a:\n- 'b'\n  c: d\n",
]  # fmt: skip


def marks(found: Any) -> dict[Any, tuple[int, int]]:
    return {path: (mark.line, mark.column) for path, mark in found.items()}


def is_plain(text: str) -> bool:
    """Whether `text` is read as plain YAML; then the parser reads the same, without a warning."""
    plain = read_plain_mapping(text)
    if plain is None:
        return False
    parsed, diagnostics = parse_mapping(text, path="p.yaml")
    assert parsed is not None
    assert diagnostics == []
    assert plain.value == parsed.value
    assert list(plain.value) == list(parsed.value)
    assert marks(plain.values) == marks(parsed.values)
    assert marks(plain.keys) == marks(parsed.keys)
    return True


@pytest.mark.parametrize("text", [text for text in PLAIN if ":" in text.partition("#")[0]])
def test_the_fields_that_most_front_matter_has_are_plain(text: str) -> None:
    assert is_plain(text)
    assert is_plain("\n" + text)


_LINES = st.lists(st.sampled_from([*PLAIN, *TRAPS]), max_size=4).map("".join)
_NOISE = st.sampled_from([*" :#-'\"[],&*!|>%@`{}?\n\t\\~.\u00a0\u2028\u200bé1a", "  ", ": ", "- "])


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    text = draw(_LINES)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(_NOISE) + text[at:]
    return text


@given(_mutated())
@settings(max_examples=1500 * EFFORT)
def test_plain_yaml_is_read_as_the_parser_reads_it(text: str) -> None:
    is_plain(text)


def check_traps() -> None:
    for text in TRAPS:
        for before in ("", "x: y\n", "x:\n- y\n", "x:\n  y: z\n"):
            is_plain(before + text)
            is_plain(before + text + "x1: y\n")


def test_no_trap_is_read_otherwise_than_by_the_parser() -> None:
    check_traps()


@pytest.mark.parametrize(
    ("name", "guard", "without"),
    [
        ("_FIELD", r"[^\W_][^:\n]*+(?::", r"[^:\n]*+(?::"),
        ("_FIELD", r"(?::[^ \n][^:\n]*+)", r"(?::[^:\n]*+)"),
        ("_FIELD", r"(?<! )", ""),
        ("_FIELD", r"[^'\n]*+'", r"[^\n]*'"),
        ("_FIELD", r"[^\"\\\n]*+", r"[^\"\n]*+"),
        ("_FIELD", r"' *+[^' \n]", "'"),
        ("_FIELD", r'" *+[^\"\\ \n]', '"'),
        ("_FIELD", r"(?: [\w-]++)*+", r"[ \w-]*+"),
        ("_ITEM", r"- (?:", r" *- (?:"),
        ("_LEFT_OUT", r" *+(", r"(?:.* )?("),
    ],
)
def test_each_guard_of_plain_yaml_is_needed(
    name: str, guard: str, without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern: str = getattr(yamlplain, name).pattern
    assert guard in pattern
    monkeypatch.setattr(yamlplain, name, re.compile(pattern.replace(guard, without)))
    with pytest.raises(AssertionError):
        check_traps()


def test_unprintable_characters_and_comments_after_a_value_are_for_the_parser() -> None:
    for text in ("a: b\tc\n", "a: b\u00a0c\n", "a: b\u2028c\n", "a: b #c\n", "a: b#c\n"):
        assert read_plain_mapping(text) is None


def front_matters(site: Path) -> list[str]:
    texts = [path.read_bytes() for path in sorted((site / "content").rglob("*.md"))]
    return [text.decode(errors="ignore")[3:].partition("\n---\n")[0] + "\n" for text in texts]


def test_nearly_all_front_matter_of_real_sites_is_plain() -> None:
    sites = [ROOT / "tests/site", *([CORPUS] if CORPUS else [])]
    for site in sites:
        read = [is_plain(text) for text in front_matters(site)]
        assert sum(read) > len(read) * (0.9 if site == CORPUS else 0.3)


def test_broken_front_matter_is_for_the_parser() -> None:
    for site in (ROOT / "tests/fixtures/broken").iterdir():
        for text in front_matters(site) if (site / "content").is_dir() else ():
            is_plain(text)
