"""Readers search the site: in each language, by keyboard, without scripts, under a prefix."""

import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.pages import serve
from tests.browser.test_axe import violations_on
from tests.browser.test_preview import Preview
from tests.command import ssg
from tests.machine import PATIENCE, wait_until

_COUNT = ".ssg-found-count"
_RESULTS = ".ssg-found ol > li"
_MOST_BYTES = 150_000
_HOSTILE = "<img src=x onerror=document.title='taken'>"
# What strict hosts send. `data:` and others may load nothing.
_CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'"
)


def _errors(said: ConsoleMessage) -> Iterator[str]:
    """A browser asks for an icon of a site that has none."""
    if said.type == "error" and not said.location["url"].endswith("/favicon.ico"):
        yield said.text


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.extend(_errors(said)))
    yield page
    assert errors == []
    context.close()


def _titles(page: Page) -> list[str]:
    return page.locator(f"{_RESULTS} h2").all_inner_texts()


def _sent(body: bytes) -> int:
    """The size of what hosts send, who compress text."""
    return len(gzip.compress(body))


def _search(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}?q={query}")
    expect(page.locator(_COUNT)).to_have_text(re.compile("[“«]"))


def test_a_reader_searches_from_any_page(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/guides/insomnia/")
    page.get_by_role("searchbox", name="Search this site").fill("back pain")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/search/?q=back+pain")
    expect(page.locator(_COUNT)).to_have_text(re.compile(r"^\d+ results for “back pain”$"))
    assert _titles(page)[0] == "Back pain"
    facts = page.locator(f"{_RESULTS} .ssg-facts").first
    expect(facts).to_have_text("Guide, reviewed by a health professional on 16 November 2026")
    page.close()


def test_a_phone_has_a_button_that_leads_to_the_field(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/insomnia/")
    page.locator("header").get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{address}/search/?q=")
    expect(page.get_by_role("searchbox", name="What are you looking for?")).to_be_visible()


def test_other_names_are_found_and_shown(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "lumbago")
    result = page.locator(_RESULTS).first
    expect(result.get_by_role("link")).to_have_text("Back pain")
    expect(result).to_contain_text("Also called: backache, low back pain, lumbago")


def test_reviewed_guides_are_above_threads_that_say_the_same(page: Page, address: str) -> None:
    for query in ("back pain", "high blood pressure", "insomnia", "fever"):
        _search(page, f"{address}/search/", query)
        first = page.locator(f"{_RESULTS} .ssg-facts").first
        expect(first).to_have_text(re.compile("^Guide, reviewed by a health professional"))


def test_a_thread_says_how_many_answers_it_has(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "abdominal muscles")
    result = page.locator(_RESULTS).first
    expect(result.locator(".ssg-facts")).to_have_text(
        re.compile(r"^Question with \d+ answers from the community")
    )


def test_filters_are_kept_in_the_address_and_undone_by_going_back(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "pain")
    everything = page.locator(_COUNT).inner_text()
    page.locator("select[name=kind]").select_option("Guides")
    expect(page.locator(_COUNT)).not_to_have_text(everything)
    expect(page).to_have_url(f"{address}/search/?q=pain&kind=guide")
    for facts in page.locator(f"{_RESULTS} .ssg-facts").all_inner_texts():
        assert facts.startswith("Guide")
    page.locator("select[name=topic]").select_option("Headache")
    expect(page.locator(_RESULTS)).to_have_count(1)
    page.reload()
    expect(page.locator(_RESULTS)).to_have_count(1)
    assert page.locator("select[name=topic]").input_value() == "Headache"
    page.go_back()
    page.go_back()
    expect(page.locator(_COUNT)).to_have_text(everything)
    assert page.locator("select[name=kind]").input_value() == ""


def test_typing_searches_and_the_back_button_leads_off_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}/guides/insomnia/")
    page.goto(f"{address}/search/")
    page.get_by_role("searchbox").press_sequentially("headache")
    expect(page.locator(_COUNT)).to_have_text(re.compile("“headache”"))
    expect(page).to_have_url(f"{address}/search/?q=headache")
    page.go_back()
    expect(page).to_have_url(f"{address}/guides/insomnia/")


def test_all_results_are_reached_by_keyboard(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "the")
    expect(page.locator(_RESULTS)).to_have_count(10)
    more = page.get_by_role("button", name="Show more results")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator(_RESULTS)).to_have_count(20)
    result = f"document.querySelectorAll('{_RESULTS}')[10]"
    focused = f"document.activeElement.closest('li') === {result}"
    wait_until(lambda: page.evaluate(focused))
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/search/"))


def test_a_search_without_results_gives_advice_and_ways_to_help(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "qqxzzy")
    expect(page.locator(_COUNT)).to_have_text("Nothing was found for “qqxzzy”")
    for words in ("Check the spelling.", "Find a guide or a topic from A to Z", "Get help now"):
        expect(page.locator(".ssg-found-none")).to_contain_text(words)


def test_words_that_no_page_has_together_still_lead_somewhere(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=why+insomnia+lumbago")
    expect(page.locator(_COUNT)).to_have_text(re.compile("^No page has all of these words"))
    # The first is there at once, the others when they are loaded.
    wait_until(lambda: set(_titles(page)[:2]) == {"Insomnia", "Back pain"})


def test_help_is_in_reach_whatever_is_looked_for(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "chest pain")
    box = page.locator(".ssg-help").bounding_box()
    result = page.locator(_RESULTS).first.bounding_box()
    assert box
    assert result
    assert box["y"] < result["y"]
    expect(page.locator(".ssg-help").get_by_role("link", name="More numbers")).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "query"), [("es", "dolor de espalda"), ("es", "cafe"), ("ar", "الظهر")]
)
def test_each_language_has_a_search_of_its_own(
    page: Page, address: str, lang: str, query: str
) -> None:
    _search(page, f"{address}/{lang}/search/", query)
    expect(page.locator(_COUNT)).to_have_text(re.compile(f"«{query}»"))
    links = page.locator(f"{_RESULTS} a").all()
    assert links
    assert all(link.get_attribute("lang") in (None, lang) for link in links)
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")


def test_a_search_goes_on_in_another_language(page: Page, address: str) -> None:
    _search(page, f"{address}/search/", "insomnia")
    page.locator(".ssg-found-others").get_by_role("link", name="español").click()
    expect(page).to_have_url(f"{address}/es/search/?q=insomnia")


def test_without_scripts_the_page_says_so_and_leads_on(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/?q=insomnia")
    expect(page.get_by_text("To search, this page needs JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Find a guide or a topic from A to Z")).to_be_visible()
    expect(page.locator("main form")).to_be_hidden()
    context.close()


def test_no_other_page_loads_a_script(page: Page, address: str) -> None:
    for path in ("/", "/guides/back-pain/", "/es/", "/a-z/"):
        page.goto(address + path)
        assert page.locator("script[src], link[rel=modulepreload]").count() == 0


def test_nothing_moves_while_results_appear(page: Page, address: str) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.moved += one.value }).observe({type: 'layout-shift', buffered: true})"
    )
    _search(page, f"{address}/search/", "back pain")
    expect(page.locator(_RESULTS)).to_have_count(10)
    assert page.evaluate("window.moved") < 0.01


def test_a_first_result_loads_few_bytes_and_only_from_the_site(page: Page, address: str) -> None:
    loaded: dict[str, int] = {}
    page.on("response", lambda one: loaded.update({one.url: _sent(one.body())}))
    _search(page, f"{address}/search/", "back pain")
    assert all(url.startswith(address) for url in loaded)
    assert sum(loaded.values()) < _MOST_BYTES
    assert not any("worker" in url or "/filter/" in url for url in loaded)


def test_axe_finds_nothing_where_results_are_shown(page: Page, address: str) -> None:
    for path in ("/search/", "/ar/search/"):
        query = "back" if path == "/search/" else "الظهر"
        _search(page, address + path, query)
        assert violations_on(page, path) == []
    _search(page, f"{address}/search/", "qqxzzy")
    assert violations_on(page, "nothing") == []


@pytest.mark.parametrize(
    "files",
    ["*", "pagefind.js", "pagefind-entry.json*", "*.pf_meta", "wasm.*", "index/*", "fragment/*"],
)
def test_the_search_that_does_not_load_says_so(browser: Browser, address: str, files: str) -> None:
    page = browser.new_page()
    page.route(f"**/pagefind/{files}", lambda route: route.abort())
    page.goto(f"{address}/search/?q=insomnia")
    expect(page.locator(_COUNT)).to_have_text(re.compile("^The search did not load"))
    page.unroute(f"**/pagefind/{files}")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(_COUNT)).to_have_text(re.compile("“insomnia”"))
    assert _titles(page)[0] == "Insomnia"
    page.close()


def test_a_search_goes_on_after_the_site_was_published_again(
    browser: Browser, tmp_path: Path
) -> None:
    site, output = _hostile_site(tmp_path / "site"), tmp_path / "output/health"
    walking = "---\ntitle: Walking\ntopics: [t]\n---\n\nWalk more.\n"
    (site / "content/guides/walking.md").write_text(walking)
    build = ("--site", site, "build", "--output", output)
    assert ssg(*build).returncode == 0
    page = browser.new_page()
    with serve(tmp_path / "output") as address:
        _search(page, f"{address}/health/search/", "walking")
        expect(page.locator(f"{_RESULTS} a")).to_have_text("Walking")
        guide = site / "content/guides/g.md"
        guide.write_text(guide.read_text().replace("slumber", "dozing"))
        assert ssg(*build).returncode == 0
        page.locator("main").get_by_role("searchbox").fill("sleep")
        page.keyboard.press("Enter")
        expect(page.locator(f"{_RESULTS} a")).to_have_text(f"{_HOSTILE} sleep")
    page.close()


def test_words_that_no_page_has_find_nothing(page: Page, address: str) -> None:
    for query in ("anxiety", "itching", "overdose", "autism hangover"):
        _search(page, f"{address}/search/", query)
        expect(page.locator(_COUNT)).to_have_text(f"Nothing was found for “{query}”")


def test_a_word_that_no_page_has_is_not_among_those_found(page: Page, address: str) -> None:
    page.goto(f"{address}/search/?q=anxiety+insomnia")
    expect(page.locator(_COUNT)).to_have_text(re.compile("^No page has all of these words"))
    expect(page.locator(_RESULTS).first).to_contain_text("Insomnia")


def test_beginnings_of_words_are_found(page: Page, address: str) -> None:
    for query, title in (
        ("insomn", "Insomnia"),
        ("lumb", "Back pain"),
        ("fevers", "Fever in adults"),
    ):
        _search(page, f"{address}/search/", query)
        expect(page.locator(_COUNT)).to_have_text(re.compile(f"results? for “{query}”"))
        wait_until(lambda wanted=title: wanted in _titles(page))  # type: ignore[misc]


def _hostile_site(folder: Path) -> Path:
    (folder / "content/topics").mkdir(parents=True)
    (folder / "content/guides").mkdir()
    (folder / "site.yaml").write_text(
        "title: T\nurl: https://example.org/health/\nsearch: true\n", encoding="utf-8"
    )
    (folder / "content/topics/t.md").write_text(f'---\ntitle: "{_HOSTILE} topic"\n---\n')
    (folder / "content/guides/g.md").write_text(
        f'---\ntitle: "{_HOSTILE} sleep"\ntopics: [t]\nalso_called: ["{_HOSTILE} slumber"]\n'
        f'summary: "<mark>{_HOSTILE}</mark> sleep"\n---\n\nSleep `{_HOSTILE}` `</script>`.\n'
    )
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in a folder of its host, with a strict policy."""
    folder = tmp_path_factory.mktemp("hostile")
    site = _hostile_site(folder / "site")
    done = ssg("--site", site, "build", "--output", folder / "host/health")
    assert done.returncode == 0, done.stderr

    class Strict(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(folder / "host"))  # type: ignore[arg-type]

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", _CSP)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Strict) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/health"
        server.shutdown()
        thread.join()


def test_hostile_titles_are_text_under_a_prefix_and_a_strict_policy(
    page: Page, hostile: str
) -> None:
    _search(page, f"{hostile}/search/", "sleep")
    result = page.locator(_RESULTS).first
    expect(result.get_by_role("link")).to_have_text(f"{_HOSTILE} sleep")
    expect(result.get_by_role("link")).to_have_attribute("href", "/health/guides/g/")
    expect(result.locator(".ssg-excerpt")).to_contain_text(f"<mark>{_HOSTILE}</mark>")
    assert page.locator("main img").count() == 0
    assert page.title() == "Search – T"
    _search(page, f"{hostile}/search/", "slumber")
    expect(page.locator(_RESULTS).first).to_contain_text(f"Also called: {_HOSTILE} slumber")
    _search(page, f"{hostile}/search/", "<img/src=x/onerror=alert(1)>qqx")
    expect(page.locator(_COUNT)).to_contain_text("“<img/src=x/onerror=alert(1)>qqx”")
    assert page.locator("main img").count() == 0


def test_the_preview_is_searched_as_it_is_now(browser: Browser, tmp_path: Path) -> None:
    preview = Preview(_hostile_site(tmp_path))
    page = browser.new_page()
    with preview.run():
        page.goto(f"{preview.url}search/?q=slumber")
        expect(page.locator(_RESULTS)).to_have_count(1)
        preview.edit("content/guides/g.md", "slumber", "dozing")
        page.goto(f"{preview.url}search/?q=dozing")
        expect(page.locator(f"{_RESULTS} a")).to_have_text(f"{_HOSTILE} sleep")
    assert not list((tmp_path / ".ssg").rglob("*.pf_fragment"))
    page.close()


def test_the_starter_site_can_be_searched(page: Page, tmp_path: Path) -> None:
    assert ssg("init", tmp_path / "new").returncode == 0
    done = ssg("--site", tmp_path / "new", "build", "--output", tmp_path / "output")
    assert done.returncode == 0, done.stderr
    with serve(tmp_path / "output") as address:
        _search(page, f"{address}/search/", "sleeping")
        assert page.locator(_RESULTS).count() > 0
