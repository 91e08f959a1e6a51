"""Takes the pictures in README.md and docs/preview.md: `python docs/picture.py`.

It needs Chromium.
"""

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images"
THREAD = "why-do-i-wake-at-three-in-the-morning"
PAGES = {
    "home": "",
    "topic": "topics/back/",
    "guide": "guides/back-pain/",
    "thread": "threads/can-strengthening-abdominal-muscles-help-with-back-pain/",
}
"""The main pages, which README.md shows as a phone does."""
TODAY = "2026-11-22"


def copy_site(site: Path) -> None:
    """Copies this repository's site, with a mistake that an editor would make."""
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "site.yaml", site)
    thread = site / "content/threads" / f"{THREAD}.md"
    thread.write_text(thread.read_text().replace("guides: [insomnia]", "guides: [insomniaa]"))


@contextmanager
def serve(site: Path) -> Iterator[str]:
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


@contextmanager
def publish(output: Path) -> Iterator[str]:
    """The address of this repository's site as it is published."""
    options = ["--site", str(ROOT), "build", "--now", TODAY, "--output", str(output)]
    subprocess.run([sys.executable, "-m", "ssg", *options], check=True, stdout=subprocess.DEVNULL)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(output))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def take_picture(address: str, picture: Path, width: int, height: int) -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        # As root there is no sandbox to be had, and nothing here leaves the machine.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=1.5,
            color_scheme="light",
        )
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        copy_site(Path(folder))
        with serve(Path(folder)) as address:
            picture = IMAGES / "preview-overlay.png"
            take_picture(f"{address}threads/{THREAD}/", picture, 1000, 640)
    with TemporaryDirectory() as folder, publish(Path(folder) / "output") as address:
        for name, path in PAGES.items():
            take_picture(address + path, IMAGES / f"{name}.png", 360, 780)
