"""What a real nginx sends of a real site, with the configuration that `ssg headers` prints."""

import gzip
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.command import ROOT, ssg
from tests.machine import wait_until

_NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = pytest.mark.skipif(
    not _NGINX and not os.environ.get("CI"), reason="this needs nginx: apt-get install nginx-light"
)

_CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  types {{ text/html html; text/css css; image/png png; image/svg+xml svg; application/xml xml; }}
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
  server {{
    listen 127.0.0.1:{port};
    root {output};
    include {folder}/headers.conf;
    {server}
  }}
}}
"""


class Answer:
    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class Nginx:
    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(
                "GET", path, headers={name.replace("_", "-"): one for name, one in headers.items()}
            )
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site with compressed files."""
    site = tmp_path_factory.mktemp("nginx") / "site"
    assert ssg("init", site).returncode == 0
    shutil.copytree(ROOT / "static", site / "static")
    with (site / "site.yaml").open("a") as settings:
        settings.write("compress: true\n")
    done = ssg("--site", site, "build", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    return site / "output"


@pytest.fixture(scope="module")
def nginx(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("server")
    snippet = ssg("--site", output.parent, "headers", "nginx").stdout
    (folder / "headers.conf").write_text(snippet)
    with _started(folder, output) as nginx:
        yield nginx


@contextmanager
def _started(folder: Path, output: Path, *, http: str = "", server: str = "") -> Iterator[Nginx]:
    """A server with the configuration in `folder`, and with more lines in these two blocks."""
    assert _NGINX, "this needs nginx: apt-get install nginx-light"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, output=output, http=http, server=server)
    )
    process = subprocess.Popen([_NGINX, "-p", folder, "-c", configuration])
    nginx = Nginx(port)

    def answers() -> bool:
        assert process.poll() is None, "nginx has ended"
        try:
            return bool(nginx.get("/").status)
        except (OSError, HTTPException):
            return False

    try:
        wait_until(answers)
        yield nginx
    finally:
        process.terminate()
        process.wait()


@pytest.mark.parametrize(
    "path", ["/", "/threads/", "/guides/sleeping-well/", "/feed.xml", "/favicon.svg", "/none/"]
)
def test_everything_is_sent_with_the_headers(nginx: Nginx, path: str) -> None:
    answer = nginx.get(path)
    assert answer.status == (404 if path == "/none/" else 200)
    headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    if answer.status == 200:
        assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    else:
        assert b"Page not found" in answer.body


def test_assets_are_kept_for_ever_and_missing_ones_are_not(nginx: Nginx, output: Path) -> None:
    (sheet,) = output.glob("assets/css/*.css")
    answer = nginx.get(f"/assets/css/{sheet.name}")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    missing = nginx.get("/assets/css/site.0000000000.css")
    assert missing.status == 404
    assert "immutable" not in missing.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/", "/guides/sleeping-well/", "/feed.xml"])
def test_compressed_files_are_sent_to_whoever_takes_them(
    nginx: Nginx, output: Path, path: str
) -> None:
    file = output / path[1:]
    file = file / "index.html" if path.endswith("/") else file
    packed = nginx.get(path, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.body == (file.parent / f"{file.name}.gz").read_bytes()
    assert gzip.decompress(packed.body) == file.read_bytes()
    assert "default-src 'none'" in packed.headers["Content-Security-Policy"]
    plain = nginx.get(path)
    assert "Content-Encoding" not in plain.headers
    assert plain.body == file.read_bytes()


ALIASES = {
    "/forum/1234.html": "/forum/1234.html",
    "/años/": "/a%C3%B1os/",
    "/q/a(b)=c!~+,@d/": "/q/a(b)=c!~+,@d/",
    f"/{'long-' * 39}/{'path-' * 39}/{'end-' * 49}/": "",
    "/threads/a.b/": "/threads/a.b/",
}
"""As an editor writes them, and as a browser asks for them; empty for the same."""


@pytest.fixture(scope="module")
def redirecting(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """A server with the redirects that `ssg redirects` prints."""
    folder = tmp_path_factory.mktemp("redirects")
    site = shutil.copytree(output.parent, folder / "site", ignore=lambda *_: {"output", ".ssg"})
    file = site / "content/guides/sleeping-well.md"
    listed = "".join(f"  - {alias}\n" for alias in ALIASES)
    file.write_text(file.read_text().replace("topics:", f"aliases:\n{listed}topics:", 1))
    done = ssg("--site", site, "build", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    (folder / "headers.conf").write_text("")
    printed = ssg("--site", site, "redirects", "nginx").stdout
    (rule,) = (line for line in printed.splitlines() if "if ($ssg_redirect)" in line)
    rule = rule.removeprefix("#")
    with _started(folder, site / "output", http=printed, server=rule) as nginx:
        yield nginx


@pytest.mark.parametrize("alias", ALIASES)
def test_an_old_address_is_answered_with_the_new_one(redirecting: Nginx, alias: str) -> None:
    answer = redirecting.get(ALIASES[alias] or alias)
    assert answer.status == 301
    assert answer.headers["Location"].endswith("/guides/sleeping-well/")


@pytest.mark.parametrize("path", ["/threads/axb/", "/forum/1234xhtml", "/forum/1234.html/x"])
def test_an_address_that_only_looks_like_an_old_one_is_not(redirecting: Nginx, path: str) -> None:
    assert redirecting.get(path).status == 404


def test_all_other_addresses_are_as_they_were(redirecting: Nginx) -> None:
    assert redirecting.get("/guides/sleeping-well/").status == 200
