"""No text that an author can write does anything in a reader's browser."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Request

from tests.browser.hostile import NOW, HostileSite, Refusal, read_texts
from tests.browser.pages import serve
from tests.command import ssg
from tests.machine import PATIENCE

_GROUP = 12

# Runs before any script of the page would.
_TELL = "for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => tell(name)"

# What could run once a reader does something, and what looks like a page of another author.
_DANGEROUS = """
async () => {
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    const elements = "script:not([type='application/ld+json']), iframe, frame, object, embed"
        + ", applet, base, form, button, style, svg script, svg foreignObject, svg animate"
        + ", svg set, math, template, portal, dialog"
        + ", input:not([type=checkbox][disabled])"
    const problems = [...document.querySelectorAll(elements)].map(one => one.outerHTML)
    const addresses = /^(href|src|xlink:href|action|formaction|data|srcset|ping)$/
    for (const element of document.querySelectorAll("*"))
        for (const {name, value} of element.attributes)
            if (/^on/i.test(name) || name === "style" || addresses.test(name)
                && !/^(https?:|mailto:|[/#.])/.test(value))
                problems.push(`${name}=${value} in ${element.outerHTML.slice(0, 200)}`)
    if (document.querySelectorAll("main").length !== 1 && document.body)
        problems.push("the page is broken")
    return problems
}
"""


def _find_refused(
    folder: Path, groups: Sequence[Sequence[str]], known: AbstractSet[Refusal] = frozenset()
) -> set[Refusal]:
    """What no author can publish: one error may hide another, so this takes several looks."""
    refused = set(known)
    while True:
        site = HostileSite(folder, groups, refused=refused)
        found = site.find_refused()
        if not found:
            return refused
        assert not found <= refused, "a text that was left out is still an error"
        refused |= found


def _group(texts: Sequence[str]) -> list[Sequence[str]]:
    """Texts at even places come into groups with even numbers, whose documents have one dialect."""
    starts = range(0, len(texts), 2 * _GROUP)
    return [texts[at + odd : at + 2 * _GROUP : 2] for at in starts for odd in (0, 1)]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site whose documents have the texts, and one that has all of them in its settings."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = read_texts()
    alone = _find_refused(folder / "alone", [[text] for text in texts])
    groups = _group(texts)
    refused = _find_refused(folder / "documents", groups, alone)
    titles = [text for text in texts if ("content/threads/t{number}.md", 1, text) not in refused]
    HostileSite(folder / "settings", [["x"]], settings=titles)
    return _build(folder / "documents"), _build(folder / "settings")


def _build(site: Path) -> Path:
    done = ssg("--site", site, "build", "--now", NOW)
    assert done.returncode == 0, done.stderr
    return site / "output"


def test_most_texts_are_shown_somewhere(outputs: tuple[Path, Path]) -> None:
    documents, settings = outputs
    pages = [path.read_text() for path in documents.glob("threads/t*/index.html")]
    assert sum(page.count("alert(1)") for page in pages) > 1000
    assert (settings / "index.html").read_text().count("alert(1)") > 500


def test_no_text_runs_or_loads_anything(browser: Browser, outputs: tuple[Path, Path]) -> None:
    # Without any policy of the page that would hide what got through.
    with browser.new_context(bypass_csp=True) as context:
        context.set_default_timeout(PATIENCE * 1000)
        assert [problem for output in outputs for problem in _look_at_all(context, output)] == []


def _look_at_all(context: BrowserContext, output: Path) -> list[tuple[str, str]]:
    """What happens on the pages and feeds of a site, each with its address."""
    found: list[tuple[str, str]] = []
    page = context.new_page()

    def tell(what: str) -> None:
        found.append((page.url, what))

    def look_at_request(request: Request) -> None:
        if not request.url.startswith(address):
            tell(f"asks for {request.url}")

    page.expose_function("tell", tell)
    page.add_init_script(_TELL)
    # The browser asks for an icon that the site does not have.
    page.route("**/favicon.ico", lambda route: route.fulfill(body=b""))
    page.on("request", look_at_request)
    page.on("pageerror", lambda error: tell(str(error)))
    page.on("console", lambda message: tell(message.text))
    with serve(output) as address:
        for file in sorted([*output.rglob("*.html"), *output.rglob("*.xml")]):
            page.goto(f"{address}/{file.relative_to(output).as_posix()}")
            if file.suffix == ".html":
                for problem in page.evaluate(_DANGEROUS):
                    tell(problem)
    page.close()
    return found
