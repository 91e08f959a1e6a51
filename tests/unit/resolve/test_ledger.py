"""What the ledger of links says about what the site cites."""

import pytest
from msgspec.structs import replace

from ssg.commands.fixing import apply_fixes
from ssg.config import Settings
from ssg.diagnostics import Diagnostic
from ssg.ledger import Ledger, LinkRecord, LinkState
from ssg.model.kinds import Kind
from ssg.parse.files import parse_source
from tests.ledger import make_moved
from tests.unit.samples import NOW, join

PATH = "content/threads/q.md"
SETTINGS = Settings(title="A site", url="https://example.org/")
FRONT = "---\ntitle: Q\nasked: 2020-01-01\ntopics: [sleep]\n{}---\n\n"
ANSWER = "\n\n## Answer\n\n```yaml\nposted: 2020-01-02\n```\n\nYes.\n"
OLD = "https://old.example/page"
MOVED = make_moved(OLD, "https://www.old.example/new", since="2020-02-01")


def check(text: str, record: LinkRecord) -> list[Diagnostic]:
    parsed = parse_source(text.encode(), path=PATH, kind=Kind.THREAD, settings=SETTINGS)
    assert parsed.document, parsed.diagnostics
    ledger = Ledger(records={record.url: record})
    _, found = join(parsed.document, settings=SETTINGS, ledger=ledger, now=NOW)
    return [one for one in found if "W27" <= one.code <= "W30"]


@pytest.mark.parametrize(
    "written",
    [
        "https://old.example/page",
        "<https://old.example/page>",
        "[it](https://old.example/page)",
        '[*it*](https://old.example/page "Old")',
        "É [it](<https://old.example/page>)",
        "- [it](https://old.example/page#part) & more",
    ],
)
def test_a_move_on_one_host_has_a_safe_fix(written: str) -> None:
    text = FRONT.format("") + written + ANSWER
    (found,) = check(text, MOVED)
    assert found.fixes[0].is_safe
    assert apply_fixes(text, found.fixes) == text.replace(OLD, MOVED.to)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\ufeff", "\x1b", "\x85"])
def test_an_address_with_hidden_characters_is_not_offered(hidden: str) -> None:
    record = replace(MOVED, to=f"https://www.old.example/{hidden}new")
    assert check(FRONT.format("") + OLD + ANSWER, record) == []


@pytest.mark.parametrize(
    ("front", "written"),
    [
        ("", "[it]\n\n[it]: https://old.example/page"),
        ("", "[it\nis](https://old.example/page)"),
        ("", "[it](https://old&#46;example/page)"),
        ("source: {system: s, url: https://old.example/}\n", "[it](/page)"),
        ('source: {system: s, url: "https://old.example/page"}\n', "Words."),
    ],
)
def test_what_is_written_in_another_way_has_no_fix(front: str, written: str) -> None:
    (found,) = check(FRONT.format(front) + written + ANSWER, MOVED)
    assert not found.fixes


def test_a_move_to_another_host_has_a_fix_that_nobody_makes_unasked() -> None:
    record = replace(MOVED, to="https://casino.example/page")
    (found,) = check(FRONT.format("") + OLD + ANSWER, record)
    assert not found.fixes[0].is_safe


@pytest.mark.parametrize(
    "changes",
    [
        {"permanent": False},
        {"to": "https://www.old.example/"},
        {"to": "javascript:alert(1)"},
        {"to": ""},
        {"to": OLD},
        {"state": LinkState.FAILING},
        {"state": LinkState.BLOCKED},
    ],
)
def test_what_has_not_moved_for_good_to_a_page_is_not_reported(changes: dict[str, object]) -> None:
    assert check(FRONT.format("") + OLD + ANSWER, replace(MOVED, **changes)) == []


def test_a_fix_would_end_a_review_so_it_is_not_safe() -> None:
    review = "review: {by: sam, date: 2020-01-03, digest: 0123456789abcdef}\n"
    found = check(FRONT.format(review) + OLD + ANSWER, MOVED)
    assert not found[0].fixes[0].is_safe
