"""Takes all pictures in docs/images: `make pictures`.

It needs Chromium. Each picture is of a site that is made here, so it shows what ssg does now.
"""

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
TODAY = "2026-11-22"
PHONE = (360, 780)
DESKTOP = (1000, 640)

_CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_MISTAKEN = "threads/why-do-i-wake-at-three-in-the-morning"
_COFFEE = "threads/does-coffee-at-noon-keep-me-awake"


class Picture(NamedTuple):
    name: str
    """Its file is `docs/images/<name>.png`."""
    path: str
    """The page, below the address of the site."""
    size: tuple[int, int]
    """Width and height of the window in CSS pixels."""


OF_OUR_SITE = (
    Picture("home", "", PHONE),
    Picture("topic", "topics/back/", PHONE),
    Picture("guide", "guides/back-pain/", PHONE),
    Picture("thread", "threads/can-strengthening-abdominal-muscles-help-with-back-pain/", PHONE),
    Picture("guide-desktop", "guides/back-pain/", DESKTOP),
    Picture("search", "search/?q=back+pain", PHONE),
    Picture("withdrawn", "threads/a-question-about-cold-remedies/", PHONE),
)
OF_A_MISTAKE = (Picture("preview-overlay", f"{_MISTAKEN}/", DESKTOP),)
OF_A_DRAFT = (Picture("preview-draft", f"{_COFFEE}/", DESKTOP),)
OF_A_REMOVAL = (Picture("removed", f"{_COFFEE}/#a-2026-03-02", PHONE),)
PICTURES = (*OF_OUR_SITE, *OF_A_MISTAKE, *OF_A_DRAFT, *OF_A_REMOVAL)


def ssg(site: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ssg", "--site", str(site), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_mistake(site: Path) -> None:
    """Copies this repository's site, with a mistake that an editor would make."""
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "site.yaml", site)
    thread = site / f"content/{_MISTAKEN}.md"
    thread.write_text(thread.read_text().replace("guides: [insomnia]", "guides: [insomniaa]"))


def make_draft(site: Path) -> None:
    """The site of docs/tutorial.md, with a question that is not published yet."""
    ssg(site, "init", str(site))
    question = "I drink one cup of coffee after lunch. At midnight I am still awake. Why?"
    ssg(
        site,
        *("new", "thread", "--title", "Does coffee at noon keep me awake?"),
        *("--asked", "2026-03-01", "--topic", "sleep", "--guide", "sleeping-well"),
        *("--text", question),
    )


def make_removal(site: Path) -> None:
    """The same site, after an answer to that question was removed."""
    make_draft(site)
    file = site / f"content/{_COFFEE}.md"
    file.write_text(file.read_text().replace("status: draft\n", ""))
    name = _COFFEE.rpartition("/")[2]
    answers = {
        "2026-03-02": ("Tea Drinker", "It did for me."),
        "2026-03-03": ("Example Lark", "I have my last cup at eleven, and sleep well."),
    }
    for day, (author, text) in answers.items():
        ssg(site, "new", "answer", name, "--posted", day, "--by", author, "--text", text)
    reason = ("--reason", "It named another person.", "--date", "2026-03-04")
    ssg(site, "remove", f"content/{_COFFEE}.md#a-2026-03-02", *reason)


@contextmanager
def preview(site: Path) -> Iterator[str]:
    """The address of the site's preview."""
    options = ["--site", str(site), "serve", "--port", "0", "--now", TODAY]
    command = [sys.executable, "-m", "ssg", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            found = re.search(r"http:\S+", process.stdout.readline())
            assert found, "the preview does not start"
            yield found[0]
        finally:
            process.terminate()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing of each file."""


@contextmanager
def publish(site: Path) -> Iterator[str]:
    """The address of the site as it is published."""
    with TemporaryDirectory() as folder:
        output = str(Path(folder) / "output")
        ssg(site, "build", "--now", TODAY, "--output", output)
        handler = functools.partial(_Quiet, directory=output)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/"
            server.shutdown()
            thread.join()


@contextmanager
def browse() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    with sync_playwright() as playwright:
        # As root there is no sandbox to be had, and nothing here leaves the machine.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def take(
    browser: Browser, pictures: tuple[Picture, ...], served: AbstractContextManager[str]
) -> None:
    with served as address:
        for picture in pictures:
            width, height = picture.size
            page = browser.new_page(
                viewport={"width": width, "height": height},
                device_scale_factor=1.5,
                color_scheme="light",
            )
            page.goto(address + picture.path, wait_until="networkidle")
            page.screenshot(path=IMAGES / f"{picture.name}.png")
            page.close()


def take_all() -> None:
    with browse() as browser, TemporaryDirectory() as folder:
        take(browser, OF_OUR_SITE, publish(ROOT))
        for name, pictures, make, serve in (
            ("mistake", OF_A_MISTAKE, make_mistake, preview),
            ("draft", OF_A_DRAFT, make_draft, preview),
            ("removal", OF_A_REMOVAL, make_removal, publish),
        ):
            site = Path(folder) / name
            make(site)
            take(browser, pictures, serve(site))


if __name__ == "__main__":
    take_all()
