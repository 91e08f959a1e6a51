from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from ssg.config import Limits, Settings
from ssg.digest import digest_of
from ssg.model.codec import decode_document, decode_fragments, encode
from ssg.model.documents import Page, Thread
from ssg.model.kinds import Kind
from ssg.parse.dispatch import ParserFailed, parse_files, start_parsing
from ssg.parse.files import parse_file, parse_source
from ssg.parse.result import ParsedFile, ParseTask
from ssg.workers import Workers
from tests.unit.parse.samples import GUIDE, SETTINGS, THREAD, format_all

PAGE = b"---\ntitle: T\n---\nText.\n"


def task(file: Path, kind: Kind = Kind.PAGE) -> ParseTask:
    return ParseTask(path=f"content/{kind.value}/{file.name}", kind=kind, file=str(file))


def limited(size: int = 2**20, seconds: int = 10_000) -> Settings:
    return replace(SETTINGS, limits=Limits(file_bytes=size, file_seconds=seconds))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.THREAD, THREAD + "Q.\n"),
        (Kind.GUIDE, GUIDE + "Text.\n"),
        (Kind.TOPIC, "---\ntitle: T\n---\n"),
        (Kind.PAGE, PAGE.decode()),
        (Kind.RESOURCE, "publisher: P\nresources: []\n"),
        (Kind.PERSON, "id: x\nname: X\n"),
    ],
)
def test_a_document_of_every_kind_can_be_encoded_and_decoded(kind: Kind, text: str) -> None:
    parsed = parse_source(text.encode(), path="content/a/x.md", kind=kind, settings=SETTINGS)
    assert parsed.document is not None
    assert decode_document(kind, encode(parsed.document)) == parsed.document
    assert decode_fragments(encode(parsed.fragments)) == parsed.fragments


def test_bytes_that_are_not_text_are_an_error() -> None:
    parsed = parse_source(b"a\n\xff", path="a.md", kind=Kind.PAGE, settings=SETTINGS)
    assert parsed.document is None
    assert format_all(parsed.diagnostics) == ["2:1 T01 byte 0xff is not UTF-8"]


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = THREAD + "Q.\n\n## Answer\n\n```yaml\nposted: 2020-01-02\n```\n\nA.\n"
    plain, *others = [
        parse_source(data, path="content/threads/x.md", kind=Kind.THREAD, settings=SETTINGS)
        for data in (
            text.encode(),
            text.replace("\n", "\r\n").encode(),
            text.replace("\n", "\r").encode(),
            b"\xef\xbb\xbf" + text.encode(),
        )
    ]
    assert isinstance(plain.document, Thread)
    assert all(other == plain for other in others)


def test_a_file_is_parsed_with_the_digest_of_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(PAGE)
    parsed = parse_file(task(file), SETTINGS)
    assert (parsed.path, parsed.digest, parsed.diagnostics) == (
        "content/pages/x.md",
        digest_of(PAGE),
        (),
    )
    document = decode_document(Kind.PAGE, parsed.document)
    assert isinstance(document, Page)
    assert document.meta.title == "T"
    assert "".join(decode_fragments(parsed.fragments)[0].html) == "<p>Text.</p>\n"


def test_a_file_with_an_error_has_no_document(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(b"Text.\n")
    parsed = parse_file(task(file), SETTINGS)
    assert parsed.document == b""
    assert format_all(parsed.diagnostics) == ["1:1 F01 the file has no front matter"]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    parsed = parse_file(task(tmp_path / "x.md"), SETTINGS)
    assert (parsed.digest, parsed.document) == ("", b"")
    assert format_all(parsed.diagnostics) == ["0:0 T09 cannot be read: No such file or directory"]
    (tmp_path / "y.md").mkdir()
    parsed = parse_file(task(tmp_path / "y.md"), SETTINGS)
    assert format_all(parsed.diagnostics) == ["0:0 T09 cannot be read: Is a directory"]


def test_a_file_over_the_size_limit_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(PAGE)
    assert parse_file(task(file), limited(len(PAGE))).document
    parsed = parse_file(task(file), limited(len(PAGE) - 1))
    assert (parsed.digest, parsed.document) == ("", b"")
    assert format_all(parsed.diagnostics) == [f"0:0 T07 is larger than {len(PAGE) - 1} bytes"]
    assert parsed.diagnostics[0].hint == "split the file, or raise limits.file_bytes in site.yaml"


def test_a_worker_receives_tasks_and_returns_results_as_bytes(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_bytes(PAGE)
    work = start_parsing(encode(SETTINGS))
    result = msgspec.msgpack.decode(work(encode(task(file))), type=ParsedFile)
    assert result == parse_file(task(file), SETTINGS)


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_are_parsed_by_any_number_of_processes(tmp_path: Path, jobs: int) -> None:
    tasks = []
    for number in range(40):
        file = tmp_path / f"x{number}.md"
        file.write_bytes(PAGE.replace(b"Text", b"Text %d" % number))
        tasks.append(task(file))
    with Workers(jobs) as workers:
        parsed = sorted(parse_files(tasks, SETTINGS, workers=workers), key=lambda one: one.path)
    assert parsed == sorted((parse_file(one, SETTINGS) for one in tasks), key=lambda one: one.path)


def slow(_settings: bytes) -> object:
    import time

    return lambda _: time.sleep(10_000)


def ends(_settings: bytes) -> object:
    import os

    return lambda _: os._exit(7)


def breaks(_settings: bytes) -> object:
    def work(_: bytes) -> bytes:
        raise ValueError("a bug")

    return work


def lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: object, settings: Settings = SETTINGS
) -> ParsedFile:
    monkeypatch.setattr("ssg.parse.dispatch.start_parsing", start)
    with Workers(1) as workers:
        (parsed,) = parse_files([task(tmp_path / "x.md")], settings, workers=workers)
    assert (parsed.digest, parsed.document) == ("", b"")
    return parsed


def test_a_file_that_exceeds_the_time_limit_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = lost(tmp_path, monkeypatch, slow, limited(seconds=1))
    assert format_all(parsed.diagnostics) == ["0:0 T06 takes longer than 1 second to read"]


def test_a_file_that_ends_its_process_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed = lost(tmp_path, monkeypatch, ends)
    assert format_all(parsed.diagnostics) == [
        "0:0 T10 the worker process that read this file ended unexpectedly (exit code 7)"
    ]


def test_a_parser_that_breaks_is_a_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ParserFailed, match=r"(?s)while reading content/pages/x.md\n.*a bug"):
        lost(tmp_path, monkeypatch, breaks)
