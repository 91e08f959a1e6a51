"""Takes the picture in docs/preview.md: `python docs/picture.py`, with Chromium installed."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs/images/preview-overlay.png"
THREAD = "why-do-i-wake-at-three-in-the-morning"


def copy_site(site: Path) -> None:
    """Copies this repository's site, with a mistake that an editor would make."""
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, site / name)
    shutil.copy(ROOT / "site.yaml", site)
    thread = site / "content/threads" / f"{THREAD}.md"
    thread.write_text(thread.read_text().replace("guides: [insomnia]", "guides: [insomnai]"))


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address of the site's preview."""
    options = ["--site", str(site), "serve", "--port", "0", "--now", "2026-11-22"]
    command = [sys.executable, "-m", "ssg", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            found = re.search(r"http:\S+", process.stdout.readline())
            assert found, "the preview does not start"
            yield found[0]
        finally:
            process.terminate()


def take_picture(address: str, picture: Path) -> None:
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        # As root there is no sandbox to be had, and nothing here leaves the machine.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1000, "height": 640}, device_scale_factor=1.5, color_scheme="light"
        )
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        copy_site(Path(folder))
        with serve(Path(folder)) as address:
            take_picture(f"{address}threads/{THREAD}/", PICTURE)
