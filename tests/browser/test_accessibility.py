"""The site can be read by keyboard, at any size, in chosen colours, and from right to left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.pages import addresses_of_each_kind, open_still, serve
from tests.command import ssg
from tests.machine import PATIENCE

THREAD = "/threads/can-strengthening-abdominal-muscles-help-with-back-pain/"


@contextmanager
def _context(browser: Browser, width: int, **options: Any) -> Iterator[BrowserContext]:
    viewport = ViewportSize(width=width, height=844)
    with browser.new_context(viewport=viewport, **options) as context:
        context.set_default_timeout(PATIENCE * 1000)
        yield context


def _show_all(page: Page, width: int) -> None:
    """Makes the viewport as tall as the page."""
    page.set_viewport_size({"width": width, "height": 844})
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})


# What is wrong with the element that has the focus; null if none has it.
_FOCUSED = """
async () => {
    // The browser scrolls to what has the focus before it draws.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    const element = document.activeElement
    const before = window.focusedBefore
    window.focusedBefore = element
    if (element === document.body)
        return null
    const {top, bottom, left, right} = element.getBoundingClientRect()
    const rows = [...element.getClientRects()]
    const style = getComputedStyle(element)
    const problems = []
    if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
        problems.push("is before what had the focus")
    if (top < -1 || left < -1 || bottom > innerHeight + 1 || right > innerWidth + 1)
        problems.push("is not in the viewport")
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
        problems.push("has no outline")
    const shown = ({x, y, width, height}) =>
        element.contains(document.elementFromPoint(x + width / 2, y + height / 2))
    if (!rows.some(shown))
        problems.push("is covered or invisible")
    return problems.map(problem => `${element.outerHTML.slice(0, 200)} ${problem}`)
}
"""
_COUNT_CONTROLS = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter(element => element.checkVisibility()).length
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_keyboard_goes_through_a_thread_in_its_order_and_shows_where_it_is(
    browser: Browser, address: str, width: int
) -> None:
    with _context(browser, width, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + THREAD)
        controls = page.evaluate(_COUNT_CONTROLS)
        found: list[str] = []
        reached = 0
        page.keyboard.press("Tab")
        while (problems := page.evaluate(_FOCUSED)) is not None:
            reached += 1
            found += problems
            page.keyboard.press("Tab")
    assert found == []
    assert reached == controls > 20


# Words that are cut off, stick out of the page, or are covered by something else.
_UNREADABLE = """
() => {
    const problems = []
    const name = element => element.outerHTML.slice(0, 150)
    const forEars = ".ssg-unseen, .ssg-skip, .ssg-crumbs [aria-current]"
    const isForEars = element => element.closest(forEars)
    if (document.documentElement.scrollWidth > innerWidth)
        problems.push(`the page is ${document.documentElement.scrollWidth} px wide`)
    for (const element of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(element)
        const hides = direction => !["visible", "auto", "scroll"].includes(direction)
        if (isForEars(element) || element.closest("svg") || !element.checkVisibility())
            continue
        if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
            problems.push(`cut off: ${name(element)}`)
        if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
            problems.push(`cut off: ${name(element)}`)
        // What may be scrolled inside the page, such as a wide table, is not covered by the rest.
        const clipped = element.closest("pre, table, .ssg-table")
        for (const text of element.childNodes) {
            if (text.nodeType !== Node.TEXT_NODE || !text.data.trim() || clipped)
                continue
            const range = document.createRange()
            range.selectNodeContents(text)
            for (const {x, y, width, height} of range.getClientRects()) {
                const top = document.elementFromPoint(x + width / 2, y + height / 2)
                if (width > 1 && top && !element.contains(top) && !top.contains(element))
                    problems.push(`covered by ${name(top)}: ${text.data.trim().slice(0, 80)}`)
                if (x < -1 || x + width > innerWidth + 1)
                    problems.push(`sticks out: ${text.data.trim().slice(0, 80)}`)
            }
        }
    }
    return problems
}
"""
# https://www.w3.org/TR/WCAG21/#text-spacing
_SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""


# Links in a sentence may be small: https://www.w3.org/TR/WCAG22/#target-size-minimum
_SMALL_TARGETS = """
() => {
    const problems = []
    for (const target of document.querySelectorAll("a[href], button, summary, input, select")) {
        if (target.matches(".ssg-skip") || !target.checkVisibility())
            continue
        let block = target
        while (getComputedStyle(block).display === "inline")
            block = block.parentElement
        const words = block.cloneNode(true)
        words.querySelectorAll("a, button, .ssg-unseen").forEach(other => other.remove())
        if (block !== target && /\\p{Letter}{2}/u.test(words.textContent))
            continue
        const {width, height} = target.getBoundingClientRect()
        if (width < 24 || height < 24)
            problems.push(`${width} × ${height} px: ${target.outerHTML.slice(0, 150)}`)
    }
    return problems
}
"""


# Backgrounds are gone in forced colours: without a border, a box cannot be told from the text.
# These are the boxes, each with whether it has as many borders as it needs.
_BOXES = """
() => {
    const names = ["care", "help", "notice", "about", "label", "button"].map(one => `ssg-${one}`)
    const ground = getComputedStyle(document.body).backgroundColor
    const hasBorders = (box, needed) => {
        const style = getComputedStyle(box)
        const isShown = side =>
            style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1
            && ![ground, "rgba(0, 0, 0, 0)"].includes(style[`border${side}Color`])
        return ["Top", "Right", "Bottom", "Left"].filter(isShown).length >= needed
    }
    return names.flatMap(name => [...document.getElementsByClassName(name)].map(box =>
        [name, hasBorders(box, box.matches(".ssg-label, .ssg-button") ? 4 : 1)]))
}
"""


class _Look(NamedTuple):
    """What a script finds on a page of this width."""

    script: str
    width: int
    css: str = ""
    forced_colors: Literal["active", "none"] = "none"


# By what a browser must be told before it opens a page. All else changes while a page is open.
_LOOKS: dict[str, tuple[dict[str, Any], dict[str, _Look]]] = {
    "usual": (
        {},
        {
            "words on a phone": _Look(_UNREADABLE, 320),
            "words on a tablet": _Look(_UNREADABLE, 768),
            "words on a large screen": _Look(_UNREADABLE, 1280),
            "boxes": _Look(_BOXES, 360, forced_colors="active"),
            "spaced words on a phone": _Look(_UNREADABLE, 320, css=_SPACED),
            "spaced words on a large screen": _Look(_UNREADABLE, 1280, css=_SPACED),
        },
    ),
    "large": ({"device_scale_factor": 2}, {"words at 200 %": _Look(_UNREADABLE, 640)}),
    "touch": (
        {"has_touch": True},
        {
            "targets on a phone": _Look(_SMALL_TARGETS, 360),
            "targets on a large screen": _Look(_SMALL_TARGETS, 1280),
        },
    ),
}
# A page allows no styles of others but those of scripts.
_SET_STYLES = """
css => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = [sheet]
}
"""


Find = Callable[[str], list[Any]]


@pytest.fixture(scope="module")
def find(browser: Browser, built: Path, address: str) -> Find:
    """What a look finds on all kinds of pages, each with its page, which is opened only once."""

    @cache
    def visit(group: str) -> dict[str, list[Any]]:
        options, looks = _LOOKS[group]
        found: dict[str, list[Any]] = {name: [] for name in looks}
        with _context(browser, 320, **options) as context:
            page = context.new_page()
            for path in addresses_of_each_kind(built):
                open_still(page, address + path)
                for name, look in looks.items():
                    found[name] += [(path, problem) for problem in _look_at(page, look)]
        return found

    def find(name: str) -> list[Any]:
        (group,) = (group for group, (_, looks) in _LOOKS.items() if name in looks)
        return visit(group)[name]

    return find


def _look_at(page: Page, look: _Look) -> list[Any]:
    page.emulate_media(forced_colors=look.forced_colors)
    page.evaluate(_SET_STYLES, look.css)
    _show_all(page, look.width)
    return list(page.evaluate(look.script))


@pytest.mark.parametrize("where", ["on a phone", "at 200 %", "on a tablet", "on a large screen"])
def test_all_words_can_be_read_at_any_size(find: Find, where: str) -> None:
    assert find(f"words {where}") == []


@pytest.mark.parametrize("where", ["on a phone", "on a large screen"])
def test_all_words_can_be_read_with_wider_spacing(find: Find, where: str) -> None:
    assert find(f"spaced words {where}") == []


@pytest.mark.parametrize("where", ["on a phone", "on a large screen"])
def test_all_targets_are_large_enough_for_a_finger(find: Find, where: str) -> None:
    assert find(f"targets {where}") == []


def test_in_forced_colours_boxes_have_borders(find: Find) -> None:
    boxes = find("boxes")
    assert [(path, name) for path, (name, has_borders) in boxes if not has_borders] == []
    names = {"care", "help", "notice", "about", "label", "button"}
    assert {name for _, (name, _) in boxes} == {f"ssg-{name}" for name in names}


_ARABIC = {
    "site.yaml": "title: أسئلة الصحة\nurl: https://arabic.example.org\nlanguage: ar\n",
    "content/topics/sleep.md": "---\ntitle: النوم\n---\n\nكل ما يخص النوم.\n",
    "content/guides/sleeping.md": (
        "---\ntitle: كيف تنام جيدا\ntopics: [sleep]\n---\n\n"
        "## السبب\n\nينفع النوم.\n\n> [!WARNING]\n> اتصل بالطبيب.\n\n"
        "## كيف\n\n| نعم | لا |\n|---|---|\n| واحد | اثنان |\n"
    ),
    "content/threads/coffee.md": (
        "---\ntitle: هل القهوة تمنع النوم؟\nasked: 2026-01-10\ntopics: [sleep]\n---\n\n"
        "أشرب القهوة في المساء.\n\n## Answer\n\n```yaml\nposted: 2026-01-11\n```\n\n"
        "جرب شيئا آخر. https://example.org/a-long-address-in-latin-letters/that-cannot-be-broken\n"
    ),
}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site that is read from right to left."""
    site = tmp_path_factory.mktemp("arabic")
    for path, text in _ARABIC.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    done = ssg("--site", site, "build", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    with serve(site / "output") as address:
        yield address


@pytest.mark.parametrize(
    "path", ["/", "/threads/coffee/", "/guides/sleeping/", "/topics/sleep/", "/threads/"]
)
def test_arabic_is_read_from_right_to_left(browser: Browser, arabic: str, path: str) -> None:
    for width in (320, 1280):
        with _context(browser, width) as context:
            page = context.new_page()
            page.goto(arabic + path)
            assert page.locator("html").get_attribute("dir") == "rtl"
            _show_all(page, width)
            assert page.evaluate(_UNREADABLE) == []
            heading = page.locator("h1").bounding_box()
            assert heading
            assert heading["x"] + heading["width"] > width / 2


@pytest.mark.parametrize("path", ["/threads/coffee/", "/guides/sleeping/"])
def test_what_is_beside_an_arabic_text_is_on_its_left(
    browser: Browser, arabic: str, path: str
) -> None:
    with _context(browser, 1280) as context:
        page = context.new_page()
        page.goto(arabic + path)
        text = page.locator(".ssg-column").bounding_box()
        beside = page.locator(".ssg-aside").bounding_box()
    assert text
    assert beside
    assert beside["x"] + beside["width"] <= text["x"]
