"""What readers see by and by, and what they must not see, as the preview shows it."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.incremental.samples import NOW, SmallSite, thread
from tests.pictures import make_png
from tests.serve.preview import start_preview


@pytest.fixture
def small(tmp_path: Path) -> SmallSite:
    return SmallSite(tmp_path / "site", tmp_path / "output")


def test_drafts_and_scheduled_pages_are_marked(small: SmallSite) -> None:
    small.write("content/threads/draft.md", thread(7, extra="status: draft\n"))
    small.write("content/threads/later.md", thread(8, extra="publish_on: 2031-01-01\n"))
    with start_preview(small.folder, "--now", NOW) as preview:
        preview.wait_for("/threads/draft/", "Draft: readers do not see this page.")
        preview.wait_for("/threads/later/", "readers see this page from 1 January 2031.")
        small.write("content/threads/draft.md", thread(7))
        preview.wait_for("/threads/draft/", "Draft: ", absent=True)
    with start_preview(small.folder, "--now", NOW, "--no-drafts") as preview:
        assert preview.get("/threads/draft/").status == 200
        assert preview.get("/threads/later/").status == 404
        small.write("content/threads/draft.md", thread(7, extra="status: draft\n"))
        preview.wait_for("/threads/draft/", "This is answer 7.", absent=True)
        assert preview.get("/threads/draft/").status == 404


_DUE = "review: {by: sam, date: 2026-01-01, due: 2026-06-01}\n"


def test_what_the_time_brings_shows_by_itself(small: SmallSite) -> None:
    """The clock goes on from a few seconds before midnight."""
    small.write("content/threads/coming.md", thread(7, extra="publish_on: 2026-06-02\n"))
    small.write("content/threads/going.md", thread(8, extra="expires_on: 2026-06-02\n"))
    small.write("content/threads/due.md", thread(9, extra=_DUE))
    with start_preview(small.folder, "--now", "2026-06-01T23:59:57", "--no-drafts") as preview:
        preview.wait_for("/threads/coming/", "This is answer 7.")
        preview.wait_for("/threads/going/", "This is answer 8.", absent=True)
        preview.wait_for("/threads/due/", "on this page")
        assert "content/threads/due.md" in preview.terminal


def test_a_withdrawn_page_is_gone_at_once_and_its_words_are_in_no_file(small: SmallSite) -> None:
    files = small.folder / ".ssg/preview"
    with start_preview(small.folder, "--now", NOW) as preview:
        preview.wait_for("/threads/q3/", "This is answer 3.")
        small.write("content/threads/q3.md", thread(3, extra="status: withdrawn\n"))
        preview.wait_for("/threads/q3/", "This is answer 3.", absent=True)
        preview.end(signal.SIGKILL)
    with start_preview(small.folder, "--now", NOW) as preview:
        assert "This is answer 3." not in preview.get("/threads/q3/").body
        preview.end(signal.SIGINT)
    found = [file for file in files.rglob("*") if file.is_file()]
    assert any(b"This is answer 2." in file.read_bytes() for file in found)
    assert not any(b"This is answer 3." in file.read_bytes() for file in found)


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _link(file: Path) -> None:
    file.unlink()
    file.symlink_to("/etc/passwd")


_REPLACED: dict[str, Callable[[Path], object]] = {
    "broken": lambda file: file.write_bytes(make_png(300, 200)[:60]),
    "empty": lambda file: file.write_bytes(b""),
    "a text": lambda file: file.write_text("words"),
    "too large": lambda file: os.truncate(file, 2**26 + 1),
    "a pipe": _pipe,
    "a link": _link,
    "missing": Path.unlink,
}


def test_a_page_says_that_an_image_on_it_cannot_be_shown(small: SmallSite) -> None:
    file = small.folder / "content/media/knee.png"
    small.edit("content/threads/q3.md", "This is answer", "![A knee](../media/knee.png) This is")
    file.write_bytes(make_png(300, 200))
    with start_preview(small.folder, "--now", NOW) as preview:
        preview.wait_for("/threads/q3/", 'width="300"')
        for what, replace in _REPLACED.items():
            replace(file)
            page = preview.wait_for("/threads/q3/", "1 error on this page")
            assert "/media/knee.png" in page.body, what
            assert "on this page" not in preview.get("/threads/q2/").body
            file.unlink(missing_ok=True)
            file.write_bytes(make_png(300, 200))
            preview.wait_for("/threads/q3/", "on this page", absent=True)
