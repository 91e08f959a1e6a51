from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.preview.serving import Client, FakePreview, serve


@pytest.fixture
def preview(tmp_path: Path) -> FakePreview:
    preview = FakePreview(tmp_path)
    preview.pages = {
        "index.html": b"home",
        "threads/index.html": b"threads",
        "ü b/index.html": b"letters",
    }
    (tmp_path / "a.txt").write_bytes(b"0123456789")
    (tmp_path / "empty.txt").touch()
    return preview


@pytest.fixture
def client(preview: FakePreview) -> Iterator[Client]:
    with serve(preview) as client:
        yield client


def test_a_page_is_sent_with_what_is_injected(client: Client) -> None:
    response = client.ask("/threads/?x=1&livereload=2")
    assert (response.status, response.body) == (200, b"threads injected for ''")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_file_is_sent_as_it_is(client: Client) -> None:
    response = client.ask("/a.txt")
    assert (response.status, response.body) == (200, b"0123456789")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Length"] == "10"


def test_a_large_file_arrives_whole(client: Client, tmp_path: Path) -> None:
    data = bytes(range(256)) * 4096 * 5
    (tmp_path / "film.mp4").write_bytes(data)
    assert client.ask("/film.mp4").body == data


def test_a_slash_that_is_missing_is_added(client: Client) -> None:
    response = client.ask("/threads?x=//example.org")
    assert (response.status, response.headers["Location"]) == (302, "/threads/")
    response = client.ask("/%C3%BC%20b")
    assert (response.status, response.headers["Location"]) == (302, "/%C3%BC%20b/")
    assert client.ask("/a.txt/").status == 404


def test_what_is_missing_gets_the_page_of_the_site(client: Client) -> None:
    response = client.ask("/none/")
    assert (response.status, response.body) == (404, b"not found injected for ''")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_path_that_no_address_can_have_is_never_looked_up(
    client: Client, preview: FakePreview
) -> None:
    for path in ("/../x", "/%2e%2e/x", "//example.org/", "/a\\b", "/x%00", "http://127.0.0.1/"):
        assert client.ask(path).status == 404
    assert preview.asked == []


def test_the_site_is_served_under_its_prefix_only(tmp_path: Path) -> None:
    preview = FakePreview(tmp_path, prefix="/health")
    preview.pages = {"index.html": b"home", "threads/index.html": b"threads"}
    with serve(preview) as client:
        for path in ("/", "/health"):
            response = client.ask(path)
            assert (response.status, response.headers["Location"]) == (302, "/health/")
        assert client.ask("/health/").body == b"home injected for '/health'"
        assert client.ask("/health/threads").headers["Location"] == "/health/threads/"
        for path in ("/threads/", "/healthy/", "/index.html"):
            response = client.ask(path)
            assert response.status == 404
            assert b"The site is at /health/" in response.body


@pytest.mark.parametrize("path", ["/threads/", "/a.txt", "/threads", "/none", "/__ssg__/x"])
def test_head_sends_the_headers_of_get(client: Client, path: str) -> None:
    get, head = client.ask(path), client.ask(path, "HEAD")
    assert head.body == b""
    assert head.status == get.status
    assert {**head.headers, "Date": ""} == {**get.headers, "Date": ""}


@pytest.mark.parametrize("path", ["/", "/a.txt", "/none", "/../x", "/__ssg__/livereload", "*"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"])
def test_the_preview_can_only_be_read(client: Client, method: str, path: str) -> None:
    response = client.ask(path, method)
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("header", "content_range", "body"),
    [
        ("bytes=2-4", "bytes 2-4/10", b"234"),
        ("bytes=8-", "bytes 8-9/10", b"89"),
        ("bytes=-1", "bytes 9-9/10", b"9"),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    client: Client, header: str, content_range: str, body: bytes
) -> None:
    response = client.ask("/a.txt", Range=header)
    assert (response.status, response.body) == (206, body)
    assert response.headers["Content-Range"] == content_range
    assert response.headers["Content-Length"] == str(len(body))


def test_a_part_that_does_not_exist_is_refused(client: Client) -> None:
    response = client.ask("/a.txt", Range="bytes=10-")
    assert (response.status, response.headers["Content-Range"]) == (416, "bytes */10")
    response = client.ask("/empty.txt", Range="bytes=0-")
    assert (response.status, response.headers["Content-Range"]) == (416, "bytes */0")


@pytest.mark.parametrize("headers", [{"Range": "bytes=0-1,3-4"}, {"Range": "x"}])
def test_all_of_a_file_is_sent_where_no_part_can_be(
    client: Client, headers: dict[str, str]
) -> None:
    assert client.ask("/a.txt", **headers).status == 200
    assert client.ask("/a.txt", Range="bytes=0-1", If_Range='"x"').body == b"0123456789"
    assert client.ask("/threads/", Range="bytes=0-1").body == b"threads injected for ''"


@pytest.mark.parametrize(
    "path", ["/", "/a.txt", "/threads", "/none", "/../x", "/bug.html", "/__ssg__/livereload.js"]
)
def test_no_response_is_cached_indexed_or_read_by_other_sites(client: Client, path: str) -> None:
    for headers in ({}, {"Host": "example.org"}):
        response = client.ask(path, **headers)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        for name in ("Server", "ETag", "Last-Modified"):
            assert name not in response.headers


def test_a_host_that_is_not_allowed_is_told_what_to_do(
    client: Client, preview: FakePreview
) -> None:
    response = client.ask("/", Host="example.org:8000")
    assert response.status == 403
    assert response.body.endswith(b"    ssg serve --allow-host example.org\n")
    assert preview.asked == []


def test_a_bug_is_reported_in_the_terminal_and_stops_nothing(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.ask("/bug.html")
    assert response.status == 500
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert b"a bug in ssg" in response.body
    assert b"secret" not in response.body
    assert "a secret of the traceback" in caplog.text
    assert client.ask("/").status == 200


def test_the_client_of_livereload_is_served(client: Client) -> None:
    response = client.ask("/__ssg__/livereload.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"LiveReload" in response.body


@pytest.mark.parametrize("path", ["/forcereload", "/livereload", "/__ssg__/", "/__ssg__/x.js"])
def test_nothing_else_of_livereload_is_there(client: Client, path: str) -> None:
    assert client.ask(path).status == 404
