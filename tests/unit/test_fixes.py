"""Diagnostics know which change of their file mends them."""

from pathlib import Path

import pytest

from ssg.diagnostics import Diagnostic
from ssg.model.states import BuildTime
from ssg.pipeline.publishing import check
from ssg.pipeline.request import Request
from tests.incremental.samples import Silent
from tests.test_broken_sites import FIELDS, THREAD, written

TIME = BuildTime(now="2026-03-01T00:00:00+00:00")
GUIDE = "---\ntitle: Sleeping badly\ntopics: [sleep]\n---\n\nRead.\n"
PERSON = "id: sample-lind\nname: Sample Lind\n"
RESOURCES = (
    "publisher: A library\nresources:\n  - {id: tea-guide, title: Tea, url: https://a.example}\n"
)
FILES = {
    "content/guides/insomnia.md": GUIDE,
    "content/people/sample-lind.yaml": PERSON,
    "content/resources/library.yaml": RESOURCES,
    "content/threads/late-coffee.md": THREAD,
    "content/media/cup.png": "not read here\n",
}
TEXT = "\nI drink coffee at six.\n\n## Answer\n\n```yaml\nposted: 2026-01-11\n```\n\nDrink tea.\n"


def found_in(folder: Path, text: str, path: str = "content/threads/a.md") -> list[Diagnostic]:
    site = written(folder, {**FILES, path: text})
    report = check(Request(site=site, time=TIME, jobs=1), Silent())
    return [one for one in report.diagnostics if one.at.path == path and one.fixes]


def mended(text: str, found: Diagnostic) -> str:
    """`text` with the first fix of `found`, made as an editor would."""
    fix = found.fixes[0]
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start = starts[fix.start.line - 1] + fix.start.column - 1
    end = starts[fix.end.line - 1] + fix.end.column - 1
    return text[:start] + fix.text + text[end:]


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("R01", "topics: [sleep]", "topics: [slep]"),
        ("R01", "topics: [sleep]", "topics: ['slep']"),
        ("R01", "topics:\n  - sleep # here", 'topics:\n  - "slep" # here'),
        ("R02", "guides: [insomnia]", "guides: [insomnai]"),
        ("R03", "resources: [tea-guide]", "resources: [tea-giude]"),
        ("R05", "related: [late-coffee]", "related: [lat-coffee]"),
        ("R13", "lang: es\ntranslation_of: late-coffee", "lang: es\ntranslation_of: late-cofee"),
        ("F06", "summary: Tea", "sumary: Tea"),
        ("F12", "status: published", "status: publised"),
        ("F04", "summary: 'Tea: the facts'", "summary: Tea: the facts"),
        ("F04", "summary: '@home''s tea'", "summary: @home's tea"),
        ("F04", "summary: Tea\nby: x", "summary:Tea\nby: x"),
        ("F04", "rating: {average: 4, votes: 2}", "rating: {average:4, votes: 2}"),
        ("W10", "summary: 'Tea #1'", "summary: Tea #1"),
    ],
)
def test_a_slip_in_a_field_is_mended_by_its_fix(
    code: str, right: str, wrong: str, tmp_path: Path
) -> None:
    fields = FIELDS.replace("topics: [sleep]\n", "") if right.startswith("topics") else FIELDS
    text = f"---\n{fields}{wrong}\n---\n{TEXT}"
    (found,) = found_in(tmp_path, text)
    assert (found.code, found.fixes[0].is_safe) == (code, True)
    assert mended(text, found) == text.replace(wrong, right)


def test_a_person_is_not_replaced_unasked(tmp_path: Path) -> None:
    wrong = "review: {by: sample-lindt, date: 2026-01-12}"
    text = f"---\n{FIELDS}{wrong}\n---\n{TEXT}"
    (found,) = found_in(tmp_path, text)
    assert (found.code, found.fixes[0].is_safe) == ("R04", False)
    assert mended(text, found) == text.replace("lindt", "lind")


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("W12", "\n\n[tea]: https://tea.example\n", "\n[tea]: https://tea.example\n"),
        ("R06", "[tea](../guides/insomnia.md#read)", "[tea](../guides/insomnai.md#read)"),
        (
            "R06",
            "é 字 [tea [x]](../guides/insomnia.md 'Tea')",
            "é 字 [tea [x]](/guides/insomnia.md 'Tea')",
        ),
        ("W17", "\n\n- tea\n\n", "\n\n-\xa0tea\n\n"),
        ("W17", "coffee\n\ntea", "coffee\n\xa0\xa0\ntea"),
        ("R07", "[tea](late-coffee.md#ssg-question)", "[tea](late-coffee.md#ssg-questoin)"),
        ("R08", "![A cup](../media/cup.png)", "![A cup](../media/cop.png)"),
    ],
)
def test_a_slip_in_a_link_is_mended_by_its_fix(
    code: str, right: str, wrong: str, tmp_path: Path
) -> None:
    text = THREAD.replace("I drink coffee", f"I drink {wrong} coffee")
    (found,) = found_in(tmp_path, text)
    assert found.code == code
    assert mended(text, found) == text.replace(wrong, right)
