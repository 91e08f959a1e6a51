"""Clients that want to read what is not theirs, or to keep the editor from working.

None of them may get a word of what lies outside the folder of the site, and after each of them the
server still answers.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.incremental.samples import NOW, SmallSite
from tests.serve.client import Connection, Server, make_request, status_of, statuses_of
from tests.serve.preview import start_preview

SECRET = b"a word that must not leave"
PAGE = b"The home page"
FILE = b"0123456789"
FILMS = ("film.mp4", "short.mp4")


_FILM_BYTES = 50_000_000


def _make_secrets(folder: Path) -> None:
    (folder / "secret" / "er").mkdir(parents=True)
    for name in ("secret.txt", "secret/secret.txt", "secret/index.html", "secret/er/secret.txt"):
        (folder / name).write_bytes(SECRET)


def _make_files(folder: Path) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    for name in ("a.txt", "deep/er/a.txt"):
        (folder / name).write_bytes(FILE)
    for name in FILMS:
        with (folder / name).open("wb") as file:
            file.truncate(_FILM_BYTES)


def _make_traps(folder: Path) -> None:
    (folder / "file-link.txt").symlink_to("../secret.txt")
    (folder / "absolute-link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "folder-link").symlink_to("../secret")
    (folder / "deep" / "link").symlink_to("../../secret")
    (folder / "index-link").mkdir()
    (folder / "index-link" / "index.html").symlink_to("../../secret/index.html")
    (folder / "dangling.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "inner-link.txt").symlink_to("a.txt")
    os.mkfifo(folder / "pipe.txt")


@contextmanager
def _serve_folder(place: Path) -> Iterator[Server]:
    """Serves all that has a name in a folder, whatever it is."""
    folder, errors = place / "site", place / "errors.txt"
    _make_files(folder)
    (folder / "index.html").write_bytes(PAGE)
    _make_secrets(place)
    _make_traps(folder)
    command = [sys.executable, "-m", "tests.serve.folder_server", str(folder), ""]
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
        ) as process,
    ):
        assert process.stdin
        assert process.stdout
        port = int(process.stdout.readline())
        yield Server(host="127.0.0.1", port=port, folder=str(folder))
        assert process.poll() is None, "the server died"
        process.stdin.close()
        assert process.wait() == 0
    # Nothing that a client does is a bug, and the terminal is the editor's.
    assert errors.read_text() == ""


@contextmanager
def _serve_site(place: Path) -> Iterator[Server]:
    """The real command, whose folder of pages somebody has filled with traps."""
    small = SmallSite(place / "site", place / "output")
    small.edit("site.yaml", "title: Small", f"title: {PAGE.decode()}")
    _make_files(small.folder / "static")
    with start_preview(small.folder, "--now", NOW) as preview:
        preview.wait_for_terminal(" ms")
        folder = small.folder / ".ssg/preview/site"
        _make_secrets(folder.parent)
        _make_traps(folder)
        before = preview.terminal
        yield Server(host="127.0.0.1", port=preview.port, folder=str(folder))
        assert preview.terminal == before
        assert preview.end(signal.SIGINT) == 130


@pytest.fixture(scope="module", params=[_serve_folder, _serve_site], ids=["folder", "site"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with request.param(tmp_path_factory.mktemp("serve")) as server:
        yield server


@pytest.fixture(autouse=True)
def _still_answers(server: Server) -> Iterator[None]:
    yield
    response = server.get("/")
    assert status_of(response) == 200
    assert PAGE in response


def _climb() -> Iterator[bytes]:
    """Every way to write `..` and `/` that some server has taken for them."""
    dots = (
        b"..",
        b"%2e%2e",
        b".%2E",
        b"%252e%252e",
        b"%c0%ae%c0%ae",
        b"\xc0\xae\xc0\xae",
        b"%e0%80%ae%e0%80%ae",
        b"%u002e%u002e",
        b"..%00",
        b"%ef%bc%8e%ef%bc%8e",
    )
    slashes = (b"/", b"%2f", b"%5c", b"\\", b"%252f", b"%c0%af", b"%ef%bc%8f")
    for dot, slash in product(dots, slashes):
        yield b"/" + dot + slash + b"secret.txt"
        yield b"/deep/" + (dot + slash) * 2 + b"secret.txt"
        yield b"/" + (dot + slash) * 12 + b"etc/passwd"


PATHS = [
    *_climb(),
    *(b"/" + b"../" * depth + b"secret.txt" for depth in range(1, 12)),
    *(b"/deep/er/" + b"../" * depth + b"secret.txt" for depth in range(1, 12)),
    b"//secret.txt",
    b"///etc/passwd",
    b"/%2fetc%2fpasswd",
    b"/./../secret.txt",
    b"/a.txt/../../secret.txt",
    b"/none/../../secret.txt",
    b"/..;/secret.txt",
    b"/.%0d./secret.txt",
    b"/%2e%2e%2fsecret.txt%00.html",
    b"/secret.txt%00",
    b"/a.txt%00",
    b"/a.txt%0a",
    b"/~root/",
    b"/~/.ssh/id_rsa",
    b"/C:/secret.txt",
    b"/C:%5csecret.txt",
    b"/file:///etc/passwd",
    b"/proc/self/environ",
    b"/dev/stdin",
    b"/*",
    b"/..",
    b"/.",
    b"/%2e",
    b"..",
    b"../secret.txt",
    b"secret.txt",
    b"*",
    b"?",
    b"#",
    b"http://127.0.0.1/",
    b"http://127.0.0.1/../secret.txt",
    b"http://example.org/",
    b"https://127.0.0.1/secret.txt",
    b"file:///etc/passwd",
    b"//example.org/",
    b"//127.0.0.1/secret.txt",
    b"/file-link.txt",
    b"/file-link.txt/",
    b"/absolute-link.txt",
    b"/folder-link",
    b"/folder-link/",
    b"/folder-link/secret.txt",
    b"/folder-link/er/secret.txt",
    b"/folder-link/index.html",
    b"/deep/link/secret.txt",
    b"/deep/link/../secret/secret.txt",
    b"/index-link/",
    b"/index-link/index.html",
    b"/dangling.txt",
    b"/loop.txt",
    b"/inner-link.txt",
    b"/pipe.txt",
    b"/deep",
    b"/deep/",
    b"/deep/er",
    b"/\xff\xfe",
    b"/%ff%fe",
    b"/%",
    b"/%2",
    b"/%zz",
    b"/" + b"a" * 5000,
    b"/" + b"a/" * 5000,
    b"/" + b"%2e%2e%2f" * 3000 + b"secret.txt",
    b"/__ssg__/",
    b"/__ssg__/../secret.txt",
    b"/__ssg__/..%2fsecret.txt",
    b"/__ssg__/livereload.js/../../secret.txt",
    b"/__ssg__/%2e%2e/handlers.py",
    b"/__ssg__/handlers.py",
    b"/forcereload",
]


@pytest.mark.parametrize("start", range(0, len(PATHS), 40))
def test_no_path_leads_out_of_the_folder(server: Server, start: int) -> None:
    for path in PATHS[start : start + 40]:
        for response in (server.get(path), server.get(path, method="HEAD")):
            assert SECRET not in response, path
            assert b"root:" not in response, path
            assert status_of(response) in (400, 404), (path, response)
        assert PAGE in server.get("/"), path


def test_a_redirect_never_leaves_the_server(server: Server) -> None:
    for path in (
        b"//example.org",
        b"/%2fexample.org",
        b"/\\example.org",
        b"/%5cexample.org",
        b"//",
    ):
        assert b"\r\nLocation:" not in server.get(path)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.org",
        "127.0.0.1.example.org",
        "example.org@127.0.0.1",
        "127.0.0.1@example.org",
        "127.0.0.1, example.org",
        "127.0.0.1 example.org",
        "127.0.0.1/",
        "127.1",
        "2130706433",
        "0",
        "0.0.0.0",
        "[::1",
        "[::]",
        "localhost..",
        "x" * 3000,
        "\xff",
        "127.0.0.1\t",
    ],
)
def test_no_other_host_is_answered(server: Server, host: str) -> None:
    response = server.get("/", host=host)
    expected = (200,) if host.strip() == "127.0.0.1" else (400, 403)
    assert status_of(response) in expected
    assert (PAGE in response) == (expected == (200,))


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "Host: 127.0.0.1\r\nHost: example.org\r\n",
        "Host: example.org\r\nHost: 127.0.0.1\r\n",
        "Host: 127.0.0.1\r\nHost: 127.0.0.1\r\n",
        "Host : 127.0.0.1\r\n",
        " Host: 127.0.0.1\r\n",
        "Host: example.org\r\nX-Forwarded-Host: 127.0.0.1\r\n",
        "X: y\r\n Host: 127.0.0.1\r\n",
    ],
)
@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/1.0"])
def test_a_request_names_exactly_one_host(server: Server, version: str, lines: str) -> None:
    response = server.send(f"GET / {version}\r\n{lines}\r\n".encode())
    assert status_of(response) in (400, 403)
    assert PAGE not in response


UPGRADE = (
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)


@pytest.mark.parametrize(
    "origin",
    [
        [],
        ["Origin: null"],
        ["Origin: http://example.org"],
        ["Origin: http://127.0.0.1"],
        ["Origin: http://localhost:{port}"],
        ["Origin: http://127.0.0.1:{port}.example.org"],
        ["Origin: http://example.org@127.0.0.1:{port}"],
        ["Origin: http://127.0.0.1:{port}", "Origin: http://example.org"],
        ["Origin: http://example.org", "Sec-Fetch-Site: same-origin"],
        ["Sec-Fetch-Site: none"],
    ],
)
def test_no_other_page_opens_a_websocket(server: Server, origin: list[str]) -> None:
    headers = [line.format(port=server.port) for line in origin]
    with server.connect() as connection:
        connection.send(make_request(server, "/__ssg__/livereload", *UPGRADE, *headers))
        assert status_of(connection.read_response()) == 403


FRAMES = [
    b"",
    b"\x00",
    b"\x81",
    b"\xff" * 100,
    b"\x81\x05hello",
    b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\x81\xfe\xff\xff\x00\x00\x00\x00",
    b"\x80\x80\x00\x00\x00\x00",
    b"\x88\x85\x00\x00\x00\x00\x03\xe8\xff\xfe\xfd",
    b"\x89\x80\x00\x00\x00\x00" * 1000,
    b"\x8f\x80\x00\x00\x00\x00",
    b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    b"\x81\x82\x00\x00\x00\x00{}",
    b"\x01\x81\x00\x00\x00\x00x" * 2,
    b"GET / HTTP/1.1\r\n\r\n",
]


@pytest.mark.parametrize("frames", FRAMES)
def test_what_is_no_message_ends_a_websocket(server: Server, frames: bytes) -> None:
    origin = f"Origin: http://{server.authority}"
    with server.connect() as connection:
        connection.send(make_request(server, "/__ssg__/livereload", *UPGRADE, origin))
        assert status_of(connection.read_response()) == 101
        connection.send(frames)
        connection.end()
        connection.read_all()


@pytest.mark.parametrize("missing", UPGRADE)
def test_half_a_handshake_opens_no_websocket(server: Server, missing: str) -> None:
    lines = [line for line in UPGRADE if line != missing]
    lines.append(f"Origin: http://{server.authority}")
    with server.connect() as connection:
        connection.send(make_request(server, "/__ssg__/livereload", *lines))
        assert status_of(connection.read_response()) in (400, 426)


@pytest.mark.parametrize("path", ["/", "/a.txt", "/none", "/__ssg__/livereload", "/../x", "*"])
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G" * 99]
)
def test_no_method_writes(server: Server, path: str, method: str) -> None:
    response = server.get(path, method=method)
    assert status_of(response) == 405
    assert b"\r\nAllow: GET, HEAD\r\n" in response


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nhello",
        b"Content-Length: 99999999999\r\n\r\nhello",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: +5\r\n\r\nhello",
        b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        b"Transfer-Encoding: gzip\r\n\r\nhello",
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5\r\n\r\n--x--",
        b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
    ],
)
def test_no_request_has_a_body(server: Server, method: str, body: bytes) -> None:
    head = make_request(server, "/", method=method).removesuffix(b"\r\n")
    assert status_of(server.send(head + body)) in (100, 400, 405)


def _in_lines(count: int) -> bytes:
    return b"".join(b"X-%d: y\r\n" % number for number in range(count))


@pytest.mark.parametrize(
    "data",
    [
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /?" + b"a=b&" * 7000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + _in_lines(100_000) + b"\r\n",
        b"G" * 1_000_000,
        b"\r\n" * 500_000,
        b"\x00" * 1_000_000,
    ],
)
def test_a_giant_is_turned_away(server: Server, data: bytes) -> None:
    response = server.send(data)
    assert status_of(response) in (0, 400)
    assert PAGE not in response


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n",
        b"\r\n\r\n",
        b"G",
        b"GET",
        b"GET /",
        b"GET / HTTP/1.1",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\nX\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET  /  HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1 \r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX\x01: y\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
        b"\x80\x00\x00\x28\x72\xfe\x1d\x13" * 10,
    ],
)
def test_half_a_request_gets_no_page(server: Server, data: bytes) -> None:
    with server.connect() as connection:
        connection.send(data)
        connection.end()
        response = connection.read_all()
    assert status_of(response) in (0, 400)
    assert PAGE not in response


@pytest.mark.parametrize(
    "ranges",
    [
        "bytes=0-",
        "bytes=0-0,-1",
        "bytes=" + "0-0," * 3000 + "0-0",
        "bytes=0-" + "9" * 18,
        "bytes=" + "9" * 9999 + "-",
        "bytes=-" + "9" * 18,
        "bytes=-0",
        "bytes=5-2",
        "bytes=10-",
        "bytes=--1",
        "bytes=0x0-0x5",
        "bytes=\xb2-\xb3",
        "bytes",
        "=",
        "chapters=1-2",
    ],
)
def test_no_range_reads_beyond_a_file(server: Server, ranges: str) -> None:
    for path in ("/a.txt", "/file-link.txt", "/", "/pipe.txt", "/deep"):
        response = server.get(path, f"Range: {ranges}")
        assert SECRET not in response
        assert status_of(response) in (200, 206, 404, 416)
        body = response.partition(b"\r\n\r\n")[2]
        assert status_of(response) != 206 or body in FILE


def test_requests_in_a_row_are_answered_in_their_order(server: Server) -> None:
    targets = ["/", "/none", "/a.txt", "/../secret.txt", "/file-link.txt"] * 40
    requests = b"".join(make_request(server, target) for target in targets)
    responses = server.send(requests + make_request(server, "/", "Connection: close"))
    assert statuses_of(responses) == [*[200, 404, 200, 404, 404] * 40, 200]
    assert SECRET not in responses


def test_clients_that_go_away_are_not_missed(server: Server) -> None:
    request = make_request(server, "/")
    for length in range(0, len(request), 3):
        with server.connect() as connection:
            connection.send(request[:length])
    for _ in range(50):
        with server.connect() as connection:
            connection.send(make_request(server, "/a.txt") * 50)


def test_a_client_that_reads_nothing_stops_nobody(server: Server) -> None:
    with ExitStack() as opened:
        for _ in range(20):
            connection = opened.enter_context(server.connect())
            connection.send(make_request(server, "/film.mp4"))
            assert connection.read()
        assert PAGE in server.get("/")


def test_a_file_that_becomes_shorter_breaks_off(server: Server) -> None:
    film = Path(server.folder) / "short.mp4"
    with server.connect() as connection:
        connection.send(make_request(server, "/short.mp4"))
        assert connection.read()
        os.truncate(film, 1000)
        assert len(connection.read_all()) < _FILM_BYTES


def test_slow_clients_keep_nobody_waiting(server: Server) -> None:
    request = make_request(server, "/")
    with ExitStack() as opened:
        slow: list[Connection] = []
        for byte in request[:20]:
            slow.extend(opened.enter_context(server.connect()) for _ in range(20))
            slow = [connection for connection in slow if connection.send(bytes([byte]))]
            with server.connect() as good:
                good.send(request)
                assert PAGE in good.read_response()
