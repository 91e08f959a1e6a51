"""What an editor sees in the browser while `ssg serve` runs and files are saved."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from tests.command import ROOT, ssg, tree
from tests.machine import PATIENCE, wait_until
from tests.pictures import make_png

NAME = "why-do-i-wake-at-three-in-the-morning"
THREAD = f"content/threads/{NAME}.md"
ADDRESS = f"threads/{NAME}/"
TITLE = "Why do I wake at three in the morning and not get back to sleep?"
DRAFT = "does-cold-weather-make-joints-ache"
SCHEDULED = "how-do-i-start-swimming-with-a-sore-back"
WORDS = "Best thing I ever did."
DETAILS = "<details><summary>More</summary><p>Words.</p></details>"
IMAGE = "content/media/back-regions.png"
SHEET = "templates/assets/css/layout.css"


class Preview:
    """`ssg serve` for the site in a folder; each start is at the same address."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.url = ""

    @contextmanager
    def run(self) -> Iterator[None]:
        port = re.search(r":(\d+)/", self.url)
        options = ["--port", port[1] if port else "0", "--now", "2026-11-22"]
        command = [sys.executable, "-m", "ssg", "--site", str(self.site), "serve", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            try:
                serving = re.search(r"at (http:\S+)", process.stdout.readline())
                assert serving, "the preview says where it is"
                self.url = serving[1]
                yield
            finally:
                process.terminate()
                process.communicate()

    def read(self, path: str) -> str:
        return (self.site / path).read_text()

    def write(self, path: str, text: str) -> None:
        (self.site / path).write_text(text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))


def copy_site(folder: Path) -> Path:
    """A copy of this repository's site, in which nothing is wrong."""
    site = folder / "site"
    site.mkdir()
    shutil.copy(ROOT / "site.yaml", site)
    for name in ("content", "static", "templates"):
        shutil.copytree(ROOT / name, site / name)
    return site


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    preview = Preview(copy_site(tmp_path))
    with preview.run():
        yield preview


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context


def open_page(context: BrowserContext, preview: Preview, address: str) -> Page:
    page = context.new_page()
    page.goto(preview.url + address)
    return page


def open_marked(context: BrowserContext, preview: Preview, address: str) -> Page:
    """The page, connected, and marked until it is loaded again."""
    page = context.new_page()
    # Once it is connected, it asks whether it has missed anything.
    with page.expect_request_finished(lambda request: request.resource_type == "fetch"):
        page.goto(preview.url + address)
    page.evaluate("window.isMarked = true")
    return page


def overlay(page: Page) -> Locator:
    return page.locator("details.here .problems")


def corner(page: Page) -> Locator:
    return page.locator("details.site summary")


def expect_nothing_said(page: Page) -> None:
    expect(page.locator(".bar > :is(details, .banner)")).to_have_count(0)


def scroll(page: Page, top: int) -> None:
    page.evaluate(f"scrollTo({{ top: {top}, behavior: 'instant' }})")


def expect_scrolled(page: Page, top: int) -> None:
    wait_until(lambda: page.evaluate(f"scrollY === {top}"))


def save_in_place(file: Path, text: str) -> None:
    with file.open("r+") as opened:
        opened.write(text)
        opened.truncate()


def save_by_rename(file: Path, text: str) -> None:
    temporary = file.with_name("sedQ3x8Zk")
    temporary.write_text(text)
    temporary.replace(file)


def save_truncated(file: Path, text: str) -> None:
    """In two steps, so that the file is empty for a moment."""
    descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC)
    os.write(descriptor, text.encode())
    os.close(descriptor)


SAVES: tuple[Callable[[Path, str], None], ...] = (save_in_place, save_by_rename, save_truncated)


def test_each_of_twenty_saves_shows_where_the_reader_is(
    preview: Preview, context: BrowserContext
) -> None:
    preview.edit("templates/pages/thread.html", "{% block main %}", f"{{% block main %}}{DETAILS}")
    text = preview.read(THREAD)
    page = open_page(context, preview, ADDRESS)
    page.get_by_text("More", exact=True).click()
    scroll(page, 700)
    for number in range(20):
        save = SAVES[number % len(SAVES)]
        save(preview.site / THREAD, text.replace(WORDS, f"Save number {number}."))
        expect(page.get_by_text(f"Save number {number}.")).to_be_visible()
        expect_scrolled(page, 700)
        expect(page.get_by_text("Words.", exact=True)).to_be_visible()
    expect(overlay(page)).to_have_count(0)


class Mistake(NamedTuple):
    """An edit of a file, and what is said about it."""

    file: str
    right: str
    wrong: str
    message: str
    place: str = ""
    spot: str = ""


MISTAKES = (
    Mistake(THREAD, "votes: 22", "votes: many", "expects a whole number", ":13:10", "many"),
    Mistake(THREAD, "[sleep]", "[slep]", "topic 'slep' does not exist", ":6:10", "slep"),
    Mistake(
        THREAD,
        "insomnia.md#treatments",
        "insomniaa.md#treatments",
        "did you mean '../guides/insomnia.md'?",
        ":78:317",
        "[insomnia](../guides/insomniaa.md#treatments)",
    ),
    Mistake(
        "templates/pages/thread.html",
        "{% block main %}",
        "{% block main %}{{ page.nosuch }}",
        "the view ThreadView has no 'nosuch'",
        ":29:1",
        "{% block main %}{{ page.nosuch }}",
    ),
)
MISTAKES_EVERYWHERE = (
    Mistake("templates/base.html", "</head>", "{% if %}</head>", "Expected an expression"),
    Mistake("site.yaml", "language: en", "language: e n", "language: "),
)


def test_a_mistake_shows_on_its_page_until_it_is_corrected(
    preview: Preview, context: BrowserContext
) -> None:
    page, other = open_page(context, preview, ADDRESS), open_page(context, preview, "a-z/")
    for file, right, wrong, message, place, spot in MISTAKES:
        preview.edit(file, right, wrong)
        expect(overlay(page)).to_contain_text(message)
        expect(overlay(page).locator("mark")).to_have_text(spot)
        expect(overlay(page).locator(".spot .number")).to_have_text(place.split(":")[1])
        link = overlay(page).get_by_role("link", name=f"Edit {file}{place}")
        expect(link).to_have_attribute("href", f"vscode://file{preview.site}/{file}{place}")
        expect(overlay(other)).to_have_count(0)
        expect(corner(other)).to_have_text("1 error in all")
        preview.edit(file, wrong, right)
        expect_nothing_said(page)
        expect_nothing_said(other)


def test_a_mistake_in_a_template_or_the_settings_shows_on_every_page(
    preview: Preview, context: BrowserContext
) -> None:
    pages = [open_page(context, preview, address) for address in (ADDRESS, "a-z/", "topics/sleep/")]
    for file, right, wrong, message, *_ in MISTAKES_EVERYWHERE:
        preview.edit(file, right, wrong)
        for page in pages:
            expect(overlay(page)).to_contain_text(message)
            expect(overlay(page).locator(".spot")).to_contain_text(wrong)
            expect(page.locator("h1")).to_have_count(1)
        preview.edit(file, wrong, right)
        for page in pages:
            expect_nothing_said(page)


def test_styles_and_images_are_swapped(preview: Preview, context: BrowserContext) -> None:
    page = open_marked(context, preview, "guides/back-pain/")
    page.locator("img").scroll_into_view_if_needed()
    wait_until(lambda: page.evaluate("document.images[0].naturalWidth > 3"))
    top = page.evaluate("scrollY")
    preview.write(SHEET, preview.read(SHEET) + "h1 { color: rgb(1, 2, 3) !important }")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    text = preview.read(SHEET).replace("rgb(1, 2, 3)", "rgb(3, 2, 1)")
    save_by_rename(preview.site / SHEET, text)
    expect(page.locator("h1")).to_have_css("color", "rgb(3, 2, 1)")
    expect_scrolled(page, top)
    (preview.site / IMAGE).write_bytes(make_png(720, 760))
    # The red of its first pixel.
    red = """() => {
        const canvas = document.createElement("canvas").getContext("2d");
        canvas.drawImage(document.images[0], 0, 0);
        return canvas.getImageData(0, 0, 1, 1).data[0];
    }"""
    wait_until(lambda: page.evaluate(red) == 200)
    assert page.evaluate("window.isMarked")


def test_an_image_of_another_size_is_shown_with_it(
    preview: Preview, context: BrowserContext
) -> None:
    page = open_page(context, preview, "guides/back-pain/")
    expect(page.locator("main img")).to_have_attribute("width", "720")
    (preview.site / IMAGE).write_bytes(make_png(300, 200))
    expect(page.locator("main img")).to_have_attribute("width", "300")
    expect(page.locator("main img")).to_have_attribute("height", "200")
    (preview.site / IMAGE).write_bytes(b"half of an image")
    expect(page.locator("main img")).to_have_attribute("alt", re.compile("spine"))
    (preview.site / IMAGE).write_bytes(make_png(400, 200))
    expect(page.locator("main img")).to_have_attribute("width", "400")


def test_a_page_with_images_stays_where_its_reader_is(
    preview: Preview, context: BrowserContext
) -> None:
    page = open_page(context, preview, "guides/back-pain/")
    page.locator("img").scroll_into_view_if_needed()
    wait_until(lambda: page.evaluate("document.images[0].complete"))
    scroll(page, 100_000)
    top = page.evaluate("scrollY")
    for number in range(5):
        preview.edit("content/guides/back-pain.md", "title: ", f"title: {number}")
        expect(page.locator("h1")).to_contain_text(f"{number}")
        expect_scrolled(page, top)


def test_lists_follow_titles_and_new_and_deleted_threads(
    preview: Preview, context: BrowserContext
) -> None:
    page, topic = open_page(context, preview, ADDRESS), open_page(context, preview, "topics/sleep/")
    preview.edit(THREAD, f"title: {TITLE}", "title: Why am I awake?")
    expect(page).to_have_title(re.compile(r"^Why am I awake\?"))
    expect(topic.get_by_role("link", name="Why am I awake?")).to_have_count(1)

    text = preview.read(THREAD).replace("Why am I awake?", "Who else is awake?")
    preview.write("content/threads/awake.md", text)
    expect(topic.get_by_role("link", name="Who else is awake?")).to_have_count(1)

    other = open_page(context, preview, "threads/awake/")
    (preview.site / "content/threads/awake.md").unlink()
    expect(other).to_have_title(re.compile("^Page not found"))
    expect(topic.get_by_role("link", name="Who else is awake?")).to_have_count(0)
    preview.write("content/threads/awake.md", text)
    expect(other).to_have_title(re.compile(r"^Who else is awake\?"))
    expect(topic.get_by_role("link", name="Who else is awake?")).to_have_count(1)


def test_what_readers_do_not_see_is_marked_until_it_is_published(
    preview: Preview, context: BrowserContext
) -> None:
    home = open_page(context, preview, "")
    pages = [home]
    for name, state, field in (
        (DRAFT, "draft", "status: draft"),
        (SCHEDULED, "scheduled, 15 January 2031", "publish_on: 2031-01-15"),
    ):
        page = open_page(context, preview, f"threads/{name}/")
        pages.append(page)
        mark = partial(_mark_of, home, f"/threads/{name}/")
        expect(page.locator(".banner")).to_contain_text("see this page")
        wait_until(lambda mark=mark, text=f'" ({state})"': mark() == text)  # type: ignore[misc]
        preview.edit(f"content/threads/{name}.md", field, "status: published")
        # Its neighbours may still be unseen, which the banner goes on to say.
        expect(page.locator(".banner", has_text="see this page")).to_have_count(0)
        wait_until(lambda mark=mark: mark() == "none")  # type: ignore[misc]
    for page in pages:
        expect_nothing_said(page)


def _mark_of(page: Page, address: str) -> str | None:
    """What the style sheet adds to the link; None while the page is being reloaded."""
    link = f"""document.querySelector("a[href='{address}']")"""
    try:
        content: str = page.evaluate(f'getComputedStyle({link}, "::after").content')
    except Error:
        return None
    return content


def test_all_is_there_without_scripts_and_by_keyboard(preview: Preview, browser: Browser) -> None:
    preview.edit(THREAD, "[sleep]", "[slep]")
    with browser.new_context(java_script_enabled=False) as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = open_page(context, preview, ADDRESS)
        expect(overlay(page)).to_contain_text("topic 'slep' does not exist")
        page.locator("details.here summary").press("Enter")
        expect(overlay(page)).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        corner(page).press("Enter")
        expect(page.locator("details.site .problems")).to_contain_text("topic 'slep'")
        page.goto(f"{preview.url}threads/{DRAFT}/")
        expect(page.locator(".banner")).to_contain_text("Draft: ")


def test_a_page_follows_what_was_saved_while_the_preview_was_not_running(
    tmp_path: Path, context: BrowserContext
) -> None:
    preview = Preview(copy_site(tmp_path))
    with preview.run():
        page = open_page(context, preview, ADDRESS)
        expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_role("status")).to_have_text("Preview is not running")
    preview.edit(THREAD, f"title: {TITLE}", "title: Why am I awake?")
    with preview.run():
        expect(page.locator("h1")).to_have_text("Why am I awake?")
        expect(page.get_by_role("status")).to_have_text("")


def test_all_tabs_follow_under_the_prefix_of_the_site(
    tmp_path: Path, context: BrowserContext
) -> None:
    preview = Preview(copy_site(tmp_path))
    settings = re.sub(
        "^url: .*", "url: https://example.org/health", preview.read("site.yaml"), flags=re.M
    )
    preview.write("site.yaml", settings)
    with preview.run():
        assert preview.url.endswith("/health/")
        tabs = [open_page(context, preview, ADDRESS) for _ in range(3)]
        # The others are hidden now.
        tabs[0].bring_to_front()
        preview.edit(THREAD, WORDS, "It helped.")
        for page in tabs:
            expect(page.get_by_text("It helped.")).to_have_count(1)
        tabs[0].get_by_role("link", name="Sleep").first.click()
        expect(tabs[0]).to_have_url(f"{preview.url}topics/sleep/")


def test_a_published_site_has_nothing_of_the_preview(
    preview: Preview, context: BrowserContext
) -> None:
    build(preview.site)
    page = open_page(context, preview, ADDRESS)
    preview.edit(THREAD, WORDS, "It helped.")
    expect(page.get_by_text("It helped.")).to_be_visible()
    build(preview.site)


def build(site: Path) -> None:
    done = ssg("--site", site, "build", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    for path, data in tree(site / "output").items():
        assert not re.search(rb"__ssg__|ssg-preview", data)
        scripts = re.findall(rb"<script(?! type=.application/ld\+json.>)", data)
        assert not scripts or path.endswith("search/index.html")
