"""What an editor sees over a page: on a phone, by keyboard, without scripts, after a reload."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from ssg.diagnostics import Diagnostic, Location
from ssg.model.states import State
from ssg.preview.injection import inject
from ssg.preview.shown import Excerpt, Notes, Problem, Unpublished
from ssg.preview.shown import Page as PreviewPage
from tests.machine import PATIENCE, wait_until

_TYPES = {"css": "text/css", "js": "text/javascript"}
_HTML = """<!doctype html><html lang="es"><meta charset="utf-8"><title>Sueño</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>{style}</style><body><h1>Sueño</h1><a href="/threads/knees/">Knees</a>
<a href="/threads/knees/#answer">Answer</a> <a href="/threads/knees-and-feet/">Feet</a>
<details><summary>More</summary>Words</details><details><summary>More</summary>Words</details>
<div style="height: 5000px"></div><p>The end.</p></body></html>
"""


def _problem(code: str, message: str, text: str = "guides: [insomnai]") -> Problem:
    at = Location(path="content/threads/" + "sleep-" * 12 + ".md", line=12, column=10)
    return Problem(
        diagnostic=Diagnostic(code=code, at=at, message=message, hint="did you mean 'insomnia'?"),
        excerpt=Excerpt(first_line=11, lines=("by: Juniper " * 20, text, "---")),
        edit_url="vscode://file/sleep.md:12:10",
    )


ERROR = _problem("R02", "guide 'insomnai' does not exist")
WARNING = _problem("W16", "the asterisks are shown")
DRAFT = Unpublished(url="/threads/knees/", title="Knees", state=State.DRAFT)
NOTES = Notes(
    here=(ERROR, WARNING),
    site=(ERROR, WARNING) * 20,
    links={DRAFT.url: DRAFT},
    unpublished=DRAFT,
    is_stale=True,
)


class _Served:
    """One page, at all addresses, and the browsers that show it."""

    def __init__(self, notes: Notes, style: str = "") -> None:
        self.notes = notes
        self.style = style
        self.is_broken = False
        self.port = 0
        self.sockets: list[_Socket] = []
        self.connections = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def page(self) -> bytes:
        data = _HTML.replace("{style}", self.style).encode()
        return inject(PreviewPage(data=data, notes=self.notes), "")

    def reload(self) -> None:
        assert self._loop
        message = {"command": "reload", "path": "/index.html"}
        self._loop.call_soon_threadsafe(
            lambda: [socket.write_message(json.dumps(message)) for socket in self.sockets]
        )

    def wait_for_connections(self, number: int) -> None:
        """Until so many pages have connected since the start."""
        wait_until(lambda: self.connections >= number)

    @contextmanager
    def run(self) -> Iterator[str]:
        """The address at which the page is served meanwhile: the same each time."""
        ready, done = threading.Event(), asyncio.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready, done)))
        thread.start()
        assert ready.wait(PATIENCE)
        try:
            yield f"http://127.0.0.1:{self.port}/"
        finally:
            assert self._loop
            self._loop.call_soon_threadsafe(done.set)
            thread.join()

    async def _serve(self, ready: threading.Event, done: asyncio.Event) -> None:
        self._loop = asyncio.get_running_loop()
        routes: list[Any] = [
            ("/__ssg__/livereload", _Socket, {"served": self}),
            (r"/__ssg__/(.*)", _Client),
            (r"/.*", _Html, {"served": self}),
        ]
        server = HTTPServer(Application(routes))
        sockets = bind_sockets(self.port, "127.0.0.1")
        server.add_sockets(sockets)
        self.port = sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        server.stop()
        for socket in list(self.sockets):
            socket.close()
        await server.close_all_connections()


class _Html(RequestHandler):
    def initialize(self, served: _Served) -> None:
        self._served = served

    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.write("a message" if self._served.is_broken else self._served.page)


class _Client(RequestHandler):
    def get(self, name: str) -> None:
        package = "livereload.vendors" if name == "livereload.js" else "ssg.preview.client"
        folder, _, rest = package.rpartition(".")
        self.set_header("Content-Type", _TYPES[name.rpartition(".")[2]])
        self.write((files(folder) / rest / name).read_bytes())


class _Socket(WebSocketHandler):
    def initialize(self, served: _Served) -> None:
        self._served = served

    def open(self, *_: str) -> None:
        self._served.sockets.append(self)

    def on_message(self, message: str | bytes) -> None:
        if json.loads(message)["command"] == "info":
            self._served.connections += 1
            return
        protocols = ["http://livereload.com/protocols/official-7"]
        hello = {"command": "hello", "protocols": protocols, "serverName": "test"}
        self.write_message(json.dumps(hello))

    def on_close(self) -> None:
        self._served.sockets.remove(self)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(java_script_enabled=False) as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context


def _open(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def _overlay(page: Page) -> Locator:
    return page.locator("details.here .problems")


def test_without_scripts_the_overlay_closes_by_mouse_and_by_keyboard(
    unscripted: BrowserContext,
) -> None:
    with _Served(NOTES).run() as address:
        page = _open(unscripted, address)
        expect(_overlay(page)).to_be_visible()
        expect(_overlay(page)).to_contain_text("guide 'insomnai' does not exist")
        expect(_overlay(page).locator("mark").first).to_have_text("insomnai")
        page.locator("details.here summary").click()
        expect(_overlay(page)).to_be_hidden()
        page.locator("details.here summary").press("Enter")
        expect(_overlay(page)).to_be_visible()
        page.mouse.click(3, 300)
        expect(_overlay(page)).to_be_hidden()
        page.locator("details.here summary").press("Space")
        expect(_overlay(page)).to_be_visible()


def test_the_list_of_the_site_takes_the_place_of_the_overlay(unscripted: BrowserContext) -> None:
    with _Served(NOTES).run() as address:
        page = _open(unscripted, address)
        page.locator("details.site summary").press("Enter")
        expect(page.locator("details.site .problems")).to_be_visible()
        expect(_overlay(page)).to_be_hidden()
        expect(page.locator("details.site li")).to_have_count(40)


def test_warnings_alone_wait_in_the_corner(context: BrowserContext) -> None:
    with _Served(Notes(here=(WARNING,), site=(WARNING,))).run() as address:
        page = _open(context, address)
        expect(page.get_by_role("heading", name="1 warning on this page")).to_be_visible()
        expect(_overlay(page)).to_be_hidden()


def test_a_site_without_problems_shows_nothing(context: BrowserContext) -> None:
    with _Served(Notes()).run() as address:
        page = _open(context, address)
        height = page.evaluate("document.getElementById('ssg-preview').offsetHeight")
        assert height == 0
        assert page.locator(".bar > :visible").count() == 0


def test_escape_closes_the_overlay_and_takes_the_focus_from_nowhere_else(
    context: BrowserContext,
) -> None:
    with _Served(NOTES).run() as address:
        page = _open(context, address)
        assert page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Escape")
        expect(_overlay(page)).to_be_hidden()
        assert page.evaluate("document.activeElement === document.body")
        page.locator("details.here summary").click()
        _overlay(page).locator("a").first.focus()
        page.keyboard.press("Escape")
        expect(_overlay(page)).to_be_hidden()
        expect(page.locator("details.here summary")).to_be_focused()


def test_a_closed_overlay_stays_closed_until_it_has_other_problems(
    context: BrowserContext,
) -> None:
    served = _Served(NOTES)
    with served.run() as address:
        page = _open(context, address)
        served.wait_for_connections(1)
        page.keyboard.press("Escape")
        expect(_overlay(page)).to_be_hidden()
        served.style = "h1 { color: red }"
        served.reload()
        served.wait_for_connections(2)
        expect(_overlay(page)).to_be_hidden()
        served.notes = Notes(here=(_problem("R02", "guide 'other' does not exist"),))
        served.reload()
        served.wait_for_connections(3)
        expect(_overlay(page)).to_be_visible()


def test_a_reload_keeps_what_was_open_and_the_place_on_the_page(context: BrowserContext) -> None:
    served = _Served(Notes(), "html { scroll-behavior: smooth }")
    with served.run() as address:
        page = _open(context, address)
        served.wait_for_connections(1)
        page.locator("body > details").nth(1).evaluate("element => element.open = true")
        page.evaluate("scrollTo({ top: 1234, behavior: 'instant' })")
        served.notes = Notes(is_stale=True)
        served.reload()
        served.wait_for_connections(2)
        expect(page.locator(".banner")).to_be_visible()
        assert page.evaluate("scrollY") == 1234
        opened = page.locator("body > details").evaluate_all("all => all.map(one => one.open)")
        assert opened == [False, True]
        page.goto(f"{address}elsewhere/")
        page.goto(address)
        assert page.evaluate("scrollY") == 0
        assert page.locator("body > details[open]").count() == 0


def test_a_change_before_the_connection_is_not_missed(context: BrowserContext) -> None:
    served = _Served(Notes())
    with served.run() as address:
        # Nothing tells this page to load again: it notices that another one is there now.
        context.route(re.compile(r"/livereload\.js"), lambda route: _change(served, route))
        page = _open(context, address)
        expect(page.locator(".banner")).to_be_visible()


def _change(served: _Served, route: Any) -> None:
    served.notes = Notes(is_stale=True)
    route.continue_()


def test_all_of_many_tabs_reload(context: BrowserContext) -> None:
    served = _Served(NOTES)
    with served.run() as address:
        pages = [_open(context, address) for _ in range(8)]
        served.wait_for_connections(8)
        served.notes = Notes(here=(WARNING,))
        served.reload()
        for page in pages:
            expect(page.locator("details.here.warning")).to_have_count(1)


def test_a_page_says_when_its_preview_is_gone_and_comes_back_by_itself(
    context: BrowserContext,
) -> None:
    served = _Served(Notes())
    with served.run() as address:
        page = _open(context, address)
        served.wait_for_connections(1)
        expect(page.get_by_role("status")).to_have_text("")
    expect(page.get_by_role("status")).to_have_text("Preview is not running")
    served.is_broken = True
    with served.run():
        expect(page.get_by_role("status")).to_have_text("")
        served.wait_for_connections(2)
    served.is_broken = False
    with served.run():
        served.notes = Notes(is_stale=True)
        expect(page.locator(".banner")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (640, 400), (1280, 800)])
def test_all_can_be_read_on_any_screen(unscripted: BrowserContext, size: tuple[int, int]) -> None:
    width, height = size
    with _Served(NOTES).run() as address:
        page = unscripted.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        for name in ("here", "site"):
            if name == "site":
                page.locator("details.site summary").press("Enter")
            details = page.locator(f"details.{name}")
            box = details.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            problems = details.locator(".problems")
            scroll = problems.evaluate("e => [e.scrollWidth - e.clientWidth, e.clientHeight]")
            assert scroll[0] == 0
            assert scroll[1] > 80
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_bar_hides_nothing_for_good(unscripted: BrowserContext) -> None:
    with _Served(NOTES).run() as address:
        page = unscripted.new_page()
        page.set_viewport_size({"width": 320, "height": 568})
        page.goto(address)
        page.locator("details.here summary").press("Enter")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        end, bar = page.get_by_text("The end.").bounding_box(), page.locator(".bar").bounding_box()
        assert end
        assert bar
        assert end["y"] + end["height"] <= bar["y"]


def test_the_styles_of_the_site_and_of_the_preview_stay_apart(unscripted: BrowserContext) -> None:
    style = (
        "* { display: block !important; color: rgb(1, 2, 3) !important; font: 5px serif !important;"
        " position: static !important; visibility: hidden !important; direction: rtl }"
        " #ssg-preview { transform: rotate(90deg) !important }"
    )
    plain, styled = _Served(NOTES), _Served(NOTES, style)
    look = """() => {
        const root = document.getElementById("ssg-preview").shadowRoot;
        return [...root.querySelectorAll("*")].map(element => {
            const { color, font, position, visibility, direction } = getComputedStyle(element);
            return [element.tagName, color, font, position, visibility, direction];
        });
    }"""
    with plain.run() as one, styled.run() as other:
        first = _open(unscripted, one)
        assert first.evaluate(look) == _open(unscripted, other).evaluate(look)
        assert first.locator("h1").evaluate("e => getComputedStyle(e).fontWeight") == "700"


def test_links_to_what_readers_do_not_see_are_marked(unscripted: BrowserContext) -> None:
    with _Served(NOTES).run() as address:
        page = _open(unscripted, address)
        marks = page.locator("body > a").evaluate_all(
            "links => links.map(link => getComputedStyle(link, '::after').content)"
        )
        assert marks == ['" (draft)"', '" (draft)"', "none"]


def test_a_screen_reader_finds_its_way(unscripted: BrowserContext) -> None:
    with _Served(NOTES).run() as address:
        page = _open(unscripted, address)
        preview = page.get_by_role("region", name="Preview")
        expect(preview).to_be_visible()
        headings = preview.get_by_role("heading").all_inner_texts()
        assert headings[0] == "1 error, 1 warning on this page"
        expect(preview.get_by_role("group", name="Problems")).to_be_visible()
        link = preview.get_by_role("link", name=f"Edit {ERROR.diagnostic.at}").first
        expect(link).to_have_attribute("href", ERROR.edit_url)
        assert page.locator("#ssg-preview").get_attribute("lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_has_enough_contrast(browser: Browser, scheme: Any) -> None:
    with (
        _Served(NOTES).run() as address,
        browser.new_context(color_scheme=scheme, java_script_enabled=False) as context,
    ):
        page = _open(context, address)
        assert page.evaluate(_FIND_LOW_CONTRAST) == []
        page.locator("details.site summary").press("Enter")
        assert page.evaluate(_FIND_LOW_CONTRAST) == []


_FIND_LOW_CONTRAST = """() => {
    const parse = color => color.match(/[\\d.]+/g).map(Number);
    const ground = element => {
        for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color[3] !== 0) return color;
        }
        throw new Error(`no ground below ${element.outerHTML}`);
    };
    const luminance = color => color.slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const contrast = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const preview = document.getElementById("ssg-preview").shadowRoot;
    return [...preview.querySelectorAll("section *")]
        .filter(element => [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE
            && node.data.trim()) && element.checkVisibility())
        .filter(element =>
            contrast(parse(getComputedStyle(element).color), ground(element)) < 4.5)
        .map(element => element.outerHTML);
}"""
