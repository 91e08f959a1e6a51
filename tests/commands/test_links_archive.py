"""`ssg links archive` looks up archived copies and writes them into resource files."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from ssg.ledger import LinkState, write_ledger
from tests.command import ssg
from tests.ledger import make_record

RESOURCES = """\
# Kept by hand
publisher: Old
resources:
  - id: gone   # since May
    title: Gone
    url: https://gone.example/page
    topics: [t]

  - {id: soft, title: Soft, url: 'https://soft.example/', topics: [t]}
  - id: fine
    title: Fine
    url: https://fine.example/
    checked: 2026-01-01
  - id: copied
    title: Copied
    url: https://copied.example/
    archived: https://elsewhere.example/copy
"""


class Archive(ThreadingHTTPServer):
    """Answers what a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, list[str]]] = []
        self.bodies: dict[str, bytes] = {}
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def hold(self, url: str, copy: str, status: str = "200") -> None:
        closest = {
            "available": True,
            "status": status,
            "url": copy,
            "timestamp": "20260102030405",
        }
        self.bodies[url] = json.dumps({"archived_snapshots": {"closest": closest}}).encode()


class _Handler(BaseHTTPRequestHandler):
    server: Archive

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self.server.asked.append(asked)
        body = self.server.bodies.get(asked["url"][0], b'{"archived_snapshots": {}}')
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def site(tmp_path: Path, archive: Archive) -> Path:
    files = {
        "site.yaml": (
            "title: A site\nurl: https://example.org/\nlinks:\n"
            f"  archive: {archive.url}/available\n  private_hosts: [127.0.0.1]\n"
        ),
        "content/resources/r.yaml": RESOURCES,
        "content/topics/t.md": "---\ntitle: T\n---\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    write_ledger(
        tmp_path,
        [
            make_record("https://gone.example/page", state=LinkState.DEAD, last_good="2026-01-03"),
            make_record("https://soft.example/", state=LinkState.SOFT_404),
            make_record("https://fine.example/"),
            make_record("https://copied.example/", state=LinkState.DEAD),
        ],
    )
    return tmp_path


def look_up(site: Path, *options: str) -> tuple[int, str]:
    ended = ssg("--site", site, "links", "archive", *options)
    return ended.returncode, ended.stdout + ended.stderr


def resources(site: Path) -> str:
    return (site / "content/resources/r.yaml").read_text()


def test_copies_of_what_is_gone_are_written_by_places(site: Path, archive: Archive) -> None:
    copy = f"{archive.url}/web/2026/https://gone.example/page#top"
    other = f"{archive.url}/web/2026/https://soft.example/"
    archive.hold("https://gone.example/page", copy)
    archive.hold("https://soft.example/", other)
    code, said = look_up(site)
    assert code == 0, said
    assert f"gone: a copy of 2026-01-02: {copy}" in said
    assert "Written into content/resources/r.yaml. Open each copy before you publish it." in said
    assert resources(site) == RESOURCES.replace(
        "    topics: [t]\n\n", f"    topics: [t]\n    archived: {copy}\n\n"
    ).replace("topics: [t]}", f"topics: [t], archived: '{other}'}}").replace(
        f"archived: '{other}'", f"archived: {other}"
    )
    assert archive.asked == [
        {"url": ["https://gone.example/page"], "timestamp": ["20260103"]},
        {"url": ["https://soft.example/"]},
    ]


def test_a_dry_run_shows_a_diff_and_writes_nothing(site: Path, archive: Archive) -> None:
    archive.hold("https://gone.example/page", f"{archive.url}/copy")
    code, said = look_up(site, "--dry-run", "gone")
    assert code == 0
    assert f"+    archived: {archive.url}/copy" in said
    assert resources(site) == RESOURCES


def test_a_named_resource_is_looked_up_though_it_is_there(site: Path, archive: Archive) -> None:
    archive.hold("https://fine.example/", f"{archive.url}/copy")
    assert look_up(site, "fine")[0] == 0
    assert f"    checked: 2026-01-01\n    archived: {archive.url}/copy\n" in resources(site)


@pytest.mark.parametrize(
    "copy",
    [
        "https://evil.example/copy",
        "http://127.0.0.1@evil.example/copy",
        "javascript:alert(1)",
        "http://127.0.0.1.evil.example/copy",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/a\u202eb",
        f"http://127.0.0.1/{'a' * 10_000}",
    ],
)
def test_a_copy_that_the_archive_does_not_hold_is_none(
    site: Path, archive: Archive, copy: str
) -> None:
    archive.hold("https://gone.example/page", copy)
    code, said = look_up(site, "gone")
    assert code == 0
    assert "gone: the archive has no copy" in said
    assert resources(site) == RESOURCES


def test_a_copy_of_an_error_is_none(site: Path, archive: Archive) -> None:
    archive.hold("https://gone.example/page", f"{archive.url}/copy", status="404")
    assert "gone: the archive has no copy" in look_up(site, "gone")[1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "the answer of the archive cannot be understood"),
        (b'{"archived_snapshots": {"closest": []}}', "cannot be understood"),
        (b" " * 100_000, "the answer of the archive is too long"),
    ],
)
def test_an_answer_that_is_none_is_a_sentence(
    site: Path, archive: Archive, body: bytes, reason: str
) -> None:
    archive.bodies["https://gone.example/page"] = body
    code, said = look_up(site, "gone")
    assert code == 1
    assert reason in said
    assert "Traceback" not in said


def test_an_archive_that_fails_is_a_sentence(site: Path, archive: Archive) -> None:
    archive.status = 500
    code, said = look_up(site, "gone")
    assert (code, said) == (1, "gone: the archive answers with the status 500\n")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nothing", "there is no resource 'nothing'"),
        ("copied", "resource 'copied' has an archived copy already"),
    ],
)
def test_a_name_that_cannot_be_looked_up_is_an_error(site: Path, name: str, problem: str) -> None:
    code, said = look_up(site, name)
    assert code == 2
    assert problem in said


def test_without_anything_gone_nobody_is_asked(site: Path, archive: Archive) -> None:
    (site / "links.jsonl").unlink()
    code, said = look_up(site)
    assert (code, said) == (0, "No resource is gone and without an archived copy.\n")
    assert archive.asked == []


def test_a_resource_that_is_none_is_told_with_a_name_that_is_near(site: Path) -> None:
    code, said = look_up(site, "gonne")
    assert code == 2
    assert "there is no resource 'gonne': did you mean 'gone'?" in said
    assert "the ids are in the files in content/resources" in said
