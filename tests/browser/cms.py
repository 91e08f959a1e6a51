"""The browser editors that `ssg schema --cms` configures, installed by `make test` in tests/npm."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.browser.pages import serve
from tests.command import ROOT, ssg
from tests.machine import wait_until

MODULES = ROOT / "tests" / "npm" / "node_modules"

_HOST = "127.0.0.1"
_PAGE = '<!doctype html><html><head><meta charset="utf-8"></head><body>{}</body></html>'
# What a folder that somebody chooses is to a page: the browser has one of its own for each origin.
_CHOOSE_FOLDER = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
_WRITE_FILES = """async files => {
    const root = await navigator.storage.getDirectory();
    await root.getDirectoryHandle('.git', {create: true});
    for (const [path, text] of Object.entries(files)) {
        const names = path.split('/');
        const name = names.pop();
        let folder = root;
        for (const one of names) folder = await folder.getDirectoryHandle(one, {create: true});
        const file = await folder.getFileHandle(name, {create: true});
        const stream = await file.createWritable();
        await stream.write(text);
        await stream.close();
    }
}"""
_READ_FILE = """async path => {
    const names = path.split('/');
    const name = names.pop();
    let folder = await navigator.storage.getDirectory();
    for (const one of names) folder = await folder.getDirectoryHandle(one);
    return (await (await folder.getFileHandle(name)).getFile()).text();
}"""


def configuration(site: Path) -> str:
    ended = ssg("--site", site, "schema", "--cms")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@contextmanager
def decap(browser: Browser, site: Path, web: Path) -> Iterator[tuple[Page, str]]:
    """Decap CMS in a browser, signed in to the files of `site`; and its address."""
    with _decap_server(site) as backend, serve(_web(web, "decap-cms/dist", "decap-cms.js")) as here:
        local = f"local_backend: {{url: '{backend}', allowed_hosts: ['{_HOST}']}}\n"
        (web / "config.yml").write_text(configuration(site) + local)
        page = _open(browser)
        page.goto(here)
        page.get_by_role("button", name="Login").click()
        page.get_by_text("Quick add").wait_for()
        yield page, here
        page.context.close()


@contextmanager
def sveltia(browser: Browser, site: Path, web: Path) -> Iterator[tuple[Page, str]]:
    """Sveltia CMS in a browser, signed in to a copy of the files of `site`; and its address."""
    with serve(_web(web, "@sveltia/cms/dist", "sveltia-cms.js")) as here:
        (web / "config.yml").write_text(configuration(site))
        page = _open(browser)
        page.add_init_script(_CHOOSE_FOLDER)
        page.goto(f"{here}/empty.html")
        content = site / "content"
        texts = {
            path.relative_to(site).as_posix(): path.read_text()
            for path in [*content.rglob("*.md"), *content.rglob("*.yaml")]
        }
        page.evaluate(_WRITE_FILES, texts)
        page.goto(here)
        page.get_by_role("button", name="Work with Local Repository").click()
        page.get_by_text("Threads").first.wait_for()
        yield page, here
        page.context.close()


def read_chosen(page: Page, path: str) -> str:
    """A file in the folder that Sveltia CMS edits."""
    text: str = page.evaluate(_READ_FILE, path)
    return text


def _web(web: Path, dist: str, script: str) -> Path:
    """A folder with the page of an editor, but for its configuration."""
    source = MODULES / dist
    assert source.is_dir(), "these tests need what is in tests/npm: make test installs it"
    web.mkdir()
    (web / "dist").symlink_to(source)
    (web / "index.html").write_text(_PAGE.format(f'<script src="dist/{script}"></script>'))
    for name in ("empty.html", "404.html"):
        (web / name).write_text(_PAGE.format(""))
    return web


def _open(browser: Browser) -> Page:
    page = browser.new_context(locale="en-US").new_page()
    page.route("**/*", _stay_here)
    return page


def _stay_here(route: Route) -> None:
    """Nothing leaves the machine."""
    if urlsplit(route.request.url).hostname == _HOST:
        route.continue_()
    else:
        route.abort()


@contextmanager
def _decap_server(site: Path) -> Iterator[str]:
    """The address of the server that reads and writes the files of `site` for Decap CMS."""
    node = shutil.which("node")
    assert node, "these tests need Node.js: apt-get install npm"
    port = _free_port()
    server = subprocess.Popen(
        [node, MODULES / "decap-server" / "dist" / "index.js"],
        env={
            **os.environ,
            "PORT": str(port),
            "BIND_HOST": _HOST,
            "GIT_REPO_DIRECTORY": str(site),
            "MODE": "fs",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: server.poll() is not None or _answers(port))
        assert server.poll() is None, "decap-server ended at once"
        yield f"http://{_HOST}:{port}/api/v1"
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((_HOST, 0))
        port: int = one.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port)).close()
    except OSError:
        return False
    return True
