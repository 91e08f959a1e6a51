"""The link ledger: a file for git that no merge and no interruption can spoil."""

from pathlib import Path

import pytest

from ssg.ledger import (
    LEDGER_FILE,
    LinkState,
    format_ledger,
    parse_ledger,
    read_ledger,
    write_ledger,
)
from tests.ledger import make_record


def test_a_site_without_a_ledger_has_an_empty_one(tmp_path: Path) -> None:
    assert read_ledger(tmp_path).records == {}


def test_a_record_is_one_line_with_nothing_that_is_empty() -> None:
    record = make_record("https://example.org/ü")
    assert format_ledger([record]).decode() == (
        '{"url":"https://example.org/ü","state":"ok","checked":"2026-02-20","since":"2026-02-01"}\n'
    )


def test_what_is_written_is_sorted_and_read_again(tmp_path: Path) -> None:
    moved = make_record(
        "https://b.example/",
        state=LinkState.MOVED,
        to="https://c.example/",
        permanent=True,
        missing=("x",),
    )
    ok = make_record("https://a.example/", etag='"1"')
    write_ledger(tmp_path, [moved, ok])
    lines = (tmp_path / LEDGER_FILE).read_text().splitlines()
    assert [line[:30] for line in lines] == [
        '{"url":"https://a.example/","s',
        '{"url":"https://b.example/","s',
    ]
    assert read_ledger(tmp_path).records == {ok.url: ok, moved.url: moved}


def test_of_two_lines_for_one_address_the_last_check_counts() -> None:
    old, new = (make_record("https://a.example/", checked=f"2026-03-0{day}") for day in (1, 2))
    for both in ([old, new], [new, old]):
        assert parse_ledger(format_ledger(both[:1]) + format_ledger(both[1:])).records == {
            new.url: new
        }


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        "{}",
        "[]",
        '{"url":1}',
        "\ufffd",
        "x" * 1000,
        '{"url":"a"',
        '{"x":' + "[" * 100_000,
    ],
    ids=lambda line: line[:10],
)
def test_a_line_that_is_no_record_is_named_and_the_others_are_read(line: str) -> None:
    record = make_record("https://a.example/")
    ledger = parse_ledger(line.encode() + b"\n\n" + format_ledger([record]))
    assert ledger.broken == (1,)
    assert ledger.records == {record.url: record}


def test_a_ledger_that_an_editor_of_windows_saved_is_read() -> None:
    record = make_record()
    data = format_ledger([record]).replace(b"\n", b"\r\n")
    assert parse_ledger(b"\xef\xbb\xbf" + data).records == {record.url: record}


def test_a_ledger_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).symlink_to("/etc/hostname")
    with pytest.raises(OSError, match="symbolic link"):
        read_ledger(tmp_path)
