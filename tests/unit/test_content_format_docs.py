"""docs/content-format.md says what the code does: every field, and every example.

A fenced example whose info string names a path (```` ```yaml content/people/x.yaml ````)
is a complete file; together they are a site. One without a path is a piece of a file.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from ssg.config import Settings
from ssg.diagnostics import Diagnostic, has_errors
from ssg.discover import discover
from ssg.model.frontmatter import (
    GuideMeta,
    PageMeta,
    PersonMeta,
    PostMeta,
    ResourceFileMeta,
    ThreadMeta,
    TopicMeta,
)
from ssg.model.states import BuildTime
from ssg.pipeline.publishing import check
from ssg.pipeline.request import Request
from ssg.render.alerts import ALERT_TITLES
from ssg.schema import check_fields
from ssg.yamltext import read_mapping

GUIDE = Path(__file__).parents[2] / "docs" / "content-format.md"
TEXT = GUIDE.read_text()

KINDS: dict[str, type[Any]] = {
    "Threads": ThreadMeta,
    "Posts": PostMeta,
    "Guides": GuideMeta,
    "Topics": TopicMeta,
    "Pages": PageMeta,
    "Resources": ResourceFileMeta,
    "People": PersonMeta,
    "Settings of the site": Settings,
}
_NOW = datetime(2026, 10, 1, tzinfo=UTC)
_FENCED = re.compile(r"^(`{3,})([a-z]+)(?: (\S+))?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
PROSE = _FENCED.sub("", TEXT)


class Quiet:
    """Watches a check and says nothing."""

    def say(self, sentence: str) -> None:
        pytest.fail(sentence)

    def begin(self, stage: str, steps: int) -> None:
        pass

    def step(self) -> None:
        pass

    def end(self) -> None:
        pass


def _section(title: str) -> str:
    return PROSE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def _rows(title: str) -> dict[str, dict[str, str]]:
    """The table of fields of a section: its rows by field, their cells by column."""
    lines = _section(title).splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("| Field |"))
    header = _cells(lines[start])
    rows: dict[str, dict[str, str]] = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        row = dict(zip(header, _cells(line), strict=True))
        name = row["Field"].strip("`")
        assert name not in rows
        rows[name] = row
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _known(kind: type[Any]) -> Iterator[tuple[str, FieldInfo]]:
    """Every field of a class by its dotted name, with those of the classes in it, each once."""
    return _fields_below("", kind, set())


def _fields_below(
    prefix: str, kind: type[Any], seen: set[type[Any]]
) -> Iterator[tuple[str, FieldInfo]]:
    seen.add(kind)
    hints = get_type_hints(kind)
    for field in fields(kind):
        yield prefix + field.name, field
        inner = _class_in(hints[field.name])
        if inner and inner not in seen:
            yield from _fields_below(f"{prefix}{field.name}.", inner, seen)


def _class_in(annotation: Any) -> type[Any] | None:
    options = (annotation, *getattr(annotation, "__args__", ()))
    return next((one for one in options if isinstance(one, type) and issubclass(one, Struct)), None)


@pytest.mark.parametrize("title", KINDS)
def test_the_table_of_a_kind_has_each_of_its_fields_and_no_others(title: str) -> None:
    documented = {name: row["Required?"] for name, row in _rows(title).items()}
    known = {name: "yes" if one.required else "no" for name, one in _known(KINDS[title])}
    assert documented == known


@pytest.mark.parametrize(
    ("title", "name"), [(title, name) for title in KINDS for name in _rows(title)]
)
def test_the_example_of_a_field_shows_that_field_and_is_accepted(title: str, name: str) -> None:
    example = _rows(title)[name]["Example"]
    assert re.fullmatch(r"`[^`]+`", example)
    mapping, diagnostics = read_mapping(example.strip("`"), path="example")
    assert mapping is not None
    assert diagnostics == []
    assert _value_at(mapping.value, name.split("."))
    _, found = check_fields(KINDS[title], mapping)
    # Other required fields are missing beside it, but none within it.
    assert [one for one in found if one.code != "F08" or "." in one.message] == []


def _value_at(value: Any, names: list[str]) -> Any:
    """The value of a field by its dotted name, in the first of several if there are several."""
    for name in names:
        one = value[0] if isinstance(value, list) else value
        value = one[name] if name in one else next(iter(one.values()))[name]
    return value


@pytest.mark.parametrize("name", _rows("Settings of the site"))
def test_what_a_setting_is_without_it_is_its_default(name: str) -> None:
    without = _rows("Settings of the site")[name]["Without it"].strip("`")
    known = dict(_known(Settings))[name]
    default = known.default
    if name == "feed_authority":
        assert without == "the host of `url"
    elif isinstance(default, tuple):
        assert without == ", ".join(str(getattr(one, "url", one)) for one in default)
    elif known.required or isinstance(default, Struct) or default in (NODEFAULT, None):
        assert without == ""
    else:
        assert without == (str(default).lower() if isinstance(default, bool) else str(default))


def _examples() -> dict[str, str]:
    return {path: text for _, _, path, text in _FENCED.findall(TEXT) if path}


def _check_examples(site: Path) -> tuple[Diagnostic, ...]:
    for path, text in _examples().items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    # All but site.yaml are content, and none is passed over.
    assert len(discover(site).sources) == len(_examples()) - 1
    time = BuildTime(now=_NOW.isoformat())
    return check(Request(site=site, time=time, jobs=1), Quiet()).diagnostics


def test_the_examples_are_a_site_without_an_error_or_a_warning(tmp_path: Path) -> None:
    assert _check_examples(tmp_path) == ()


def test_there_is_an_example_of_every_kind_of_file() -> None:
    folders = {path.rpartition("/")[0] for path in _examples()}
    assert folders == {"", *(f"content/{kind}" for kind in (
        "threads", "guides", "topics", "pages", "resources", "people"
    ))}  # fmt: skip


def test_every_piece_of_yaml_can_be_read() -> None:
    pieces = [text for _, language, path, text in _FENCED.findall(TEXT)
              if language == "yaml" and not path]  # fmt: skip
    assert pieces
    for piece in pieces:
        _, diagnostics = read_mapping(piece, path="piece")
        assert not has_errors(diagnostics)


def test_the_care_cards_and_their_titles_are_those_of_the_theme() -> None:
    rows = re.findall(r"^\| `> \[!(\w+)\]` \| (.*?) \|$", TEXT, re.MULTILINE)
    assert {kind.lower(): title for kind, title in rows} == ALERT_TITLES


def test_links_within_the_guide_lead_somewhere() -> None:
    headings = re.findall(r"^#{1,3} (.+)$", PROSE, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
    for target in re.findall(r"\]\(#([^)]+)\)", PROSE):
        assert target in slugs
    for file in re.findall(r"\]\(([a-z-]+\.md)\)", PROSE):
        assert (GUIDE.parent / file).is_file()
