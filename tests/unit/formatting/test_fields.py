"""Fields in canonical order and style: examples of each rule."""

import pytest

from ssg.formatting.fields import format_fields
from ssg.model.frontmatter import Fields, GuideMeta, PersonMeta, ResourceFileMeta, ThreadMeta

CASES: dict[str, tuple[type[Fields], str, str]] = {
    "plain fields are put in order": (
        ThreadMeta,
        "by: Cat\ntopics:\n- sleep\nasked: 2026-01-01\ntitle: A\n",
        "title: A\nasked: 2026-01-01\ntopics:\n- sleep\nby: Cat\n",
    ),
    "fields in a field are, too": (
        GuideMeta,
        "title: A\nreview:\n  date: 2026-01-01\n  by: b\n",
        "title: A\nreview:\n  by: b\n  date: 2026-01-01\n",
    ),
    "so are fields in a list": (
        ResourceFileMeta,
        "publisher: P\nresources:\n- title: A # why\n  id: a\n  url: u\n",
        "publisher: P\nresources:\n- id: a\n  title: A # why\n  url: u\n",
    ),
    "a comment moves with the field below it": (
        PersonMeta,
        "# of the name\nname: N\n# of the id\nid: i\n",
        "# of the id\nid: i\n# of the name\nname: N\n",
    ),
    "what is above the first field and a blank line stays at the top": (
        PersonMeta,
        "# Our reviewer.\n\nname: N\nid: i\n",
        "# Our reviewer.\n\nid: i\nname: N\n",
    ),
    "a comment with a blank line below it stays below the field above it": (
        PersonMeta,
        "name: N\n# about nothing\n\nid: i\n",
        "id: i\nname: N\n# about nothing\n",
    ),
    "an indented comment stays in its field": (
        GuideMeta,
        "review:\n  # soon\n  date: 2026-01-01\n  by: b\n  # last\ntitle: A\n",
        "title: A\nreview:\n  by: b\n  # last\n  # soon\n  date: 2026-01-01\n",
    ),
    "a comment beside a value stays beside it": (
        PersonMeta,
        "name: N   # first\nid: i # second\n",
        "id: i # second\nname: N   # first\n",
    ),
    "spaces after colons and hyphens, and at the ends of lines": (
        ThreadMeta,
        'title:   "A"  \ntopics:  \n-   sleep\n#  x  \n',
        'title: "A"\ntopics:\n- sleep\n#  x\n',
    ),
    "fields in fields are indented by two spaces, and lists by two or none": (
        GuideMeta,
        "title: A\ntopics:\n     - a\n     - b\nreview:\n    # who\n    by: b # x\n",
        "title: A\ntopics:\n  - a\n  - b\nreview:\n  # who\n  by: b # x\n",
    ),
    "one blank line is enough, and none at the ends": (
        PersonMeta,
        "\n\nid: i\n\n\n\nname: N\n\n",
        "id: i\n\nname: N\n",
    ),
    "a text of several lines stays as it is": (
        ThreadMeta,
        "title: >\n  A  text\n\n  # of it\nsummary: 'a\n\n  b'  # x\nasked: 2026-01-01\n",
        "title: >\n  A  text\n\n  # of it\nasked: 2026-01-01\nsummary: 'a\n\n  b'  # x\n",
    ),
    "braces and brackets stay, and so do quotes": (
        ThreadMeta,
        'title: "A" # x\nrating: { votes: 1,  average: "2" }\ntopics: [ b,a ]\n',
        'title: "A" # x\ntopics: [ b,a ]\nrating: { votes: 1,  average: "2" }\n',
    ),
    "line ends stay": (
        PersonMeta,
        "name: N # x\r\nid: i\r\n",
        "id: i\r\nname: N # x\r\n",
    ),
    "a last line without a line end stays without one": (
        PersonMeta,
        "name: N # x\nid: i",
        "id: i\nname: N # x",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_text_is_formatted(case: str) -> None:
    kind, text, expected = CASES[case]
    assert format_fields(text, kind) == expected
    assert format_fields(expected, kind) == expected


@pytest.mark.parametrize("text", ["", "# only a comment\n", "{name: N, id: i}\n", "a: [\n"])
def test_what_has_no_fields_on_lines_stays(text: str) -> None:
    assert format_fields(text, PersonMeta) == text


def test_a_step_that_would_change_a_value_is_left_out() -> None:
    # These blank lines are part of the name.
    text = "name: |+\n  N\n\n\nid:   i\n"
    assert format_fields(text, PersonMeta) == "id: i\nname: |+\n  N\n\n\n"
