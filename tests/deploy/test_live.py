"""A sample of the live pages is compared with what was deployed."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from ssg.deploy import live
from ssg.deploy.live import choose_samples, find_differences
from ssg.deploy.plan import Plan, plan_deployment
from ssg.deploy.version import Version, fingerprints_of
from tests.deploy.versions import make_version
from tests.http_server import serve_http

CHECKED = "public, max-age=0, must-revalidate"
FILES = {"index.html": b"<h1>Home</h1>", "assets/a.css": b"a {}", "404.html": b"<h1>None</h1>"}


Answer = tuple[int, dict[str, str], bytes]


class Answers(dict[str, Answer]):
    """What a host sends for each path, and what it was asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        types = {"html": "text/html; charset=UTF-8", "css": "text/css"}
        for path, data in files.items():
            headers = {"Content-Type": types[path.rpartition(".")[2]], "Cache-Control": CHECKED}
            self[f"/{path}".replace("index.html", "")] = 200, headers, data
        self.asked: list[str] = []

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        return self.get(path, (404, {"Content-Type": "text/html"}, FILES["404.html"]))


@contextmanager
def serve(answers: Answers) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, data = answers.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with serve_http(Handler) as address:
        yield address


def plan_of(version: Version) -> Plan:
    return plan_deployment(fingerprints_of(version.manifest.files), {}, None)


def find(
    version: Version, answers: Answers, *, with_cache: bool = False, patience: float = 0
) -> dict[str, str]:
    """The reasons by the paths of what differs."""
    samples = choose_samples(version, plan_of(version))
    with serve(answers) as url:
        found = asyncio.run(
            find_differences(version, samples, url, with_cache=with_cache, patience=patience)
        )
    return {one.url.removeprefix(url): one.reason for one in found}


@pytest.fixture
def version(tmp_path: Path) -> Version:
    return make_version(tmp_path / "version", FILES)


def test_what_is_as_it_was_deployed_is_fine(version: Version) -> None:
    answers = Answers(FILES)
    assert find(version, answers) == {}
    assert {"/", "/assets/a.css"} < set(answers.asked)
    assert len(answers.asked) == 3


def test_another_type_is_reported(version: Version) -> None:
    answers = Answers(FILES)
    answers["/"] = 200, {"Content-Type": "application/octet-stream"}, FILES["index.html"]
    reason = "its type is 'application/octet-stream', not 'text/html; charset=utf-8'"
    assert find(version, answers) == {"/": reason}


def test_how_long_a_page_is_cached_counts_where_the_target_keeps_that(version: Version) -> None:
    answers = Answers(FILES)
    assert "immutable" in find(version, answers, with_cache=True)["/assets/a.css"]
    css = answers["/assets/a.css"]
    forever = {**css[1], "Cache-Control": "Immutable,max-age=31536000, public"}
    answers["/assets/a.css"] = css[0], forever, css[2]
    assert find(version, answers, with_cache=True) == {}
    del forever["Cache-Control"]
    reason = "it has no Cache-Control, and should have 'public, max-age=31536000, immutable'"
    assert find(version, answers, with_cache=True) == {"/assets/a.css": reason}


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [(0.01, "it takes too long"), (30, "it leads on again and again")],
)
def test_a_page_that_never_comes_is_reported(
    version: Version, monkeypatch: pytest.MonkeyPatch, seconds: float, reason: str
) -> None:
    monkeypatch.setattr(live, "_SECONDS", seconds)

    class Never(Answers):
        def answer(self, path: str) -> Answer:
            if seconds < 1:
                time.sleep(0.5)
            return super().answer(path)

    answers = Never(FILES)
    answers["/"] = 302, {"Location": "/"}, b""
    assert find(version, answers)["/"] == f"there is no answer: {reason}"


def test_a_page_that_is_longer_or_missing_is_reported(version: Version) -> None:
    answers = Answers(FILES)
    answers["/"] = 200, {"Content-Type": "text/html"}, FILES["index.html"] + b"<script>"
    del answers["/assets/a.css"]
    assert find(version, answers) == {
        "/": "it is not what was deployed (index.html)",
        "/assets/a.css": "the host answers 404, not 200",
    }


def test_an_old_page_is_asked_for_again_while_there_is_time(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_PAUSE", 0)

    class Late(Answers):
        def answer(self, path: str) -> Answer:
            found = super().answer(path)
            is_late = path == "/" and self.asked.count("/") < 3
            return (*found[:2], b"old") if is_late else found

    answers = Late(FILES)
    assert find(version, answers, patience=600) == {}
    assert answers.asked.count("/assets/a.css") == 1


def test_the_sample_is_small_and_always_the_same(tmp_path: Path) -> None:
    pages = {f"threads/t{number}/index.html": b"%d" % number for number in range(100)}
    version = make_version(tmp_path / "version", {**FILES, **pages})
    first = choose_samples(version, plan_of(version))
    assert first == choose_samples(version, plan_of(version))
    assert [one.path for one in first[:2]] == ["index.html", "assets/a.css"]
    assert first[-1].status == 404
    assert len(first) == 8
