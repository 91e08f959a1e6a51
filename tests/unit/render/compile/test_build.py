"""Which pages are compiled, and what happens when that fails."""

import marshal

import jinja2
import pytest
from msgspec.structs import replace

from ssg.pages.not_found import NotFoundView
from ssg.pages.plan import page_language, plan_pages
from ssg.render import page_code
from ssg.render.compile.functions import page_key
from ssg.render.page_code import compile_pages
from tests.unit.render.conftest import make_renderer
from tests.unit.render.samples import RICH
from tests.unit.samples import SETTINGS, site_of, thread, topic

PAGE = "pages/not_found.html"
VIEW = RICH[PAGE]
KEY = page_key(PAGE, NotFoundView, "en")


def _code(source: str) -> bytes:
    return marshal.dumps(compile(source, "test", "exec"))


def test_code_renders_the_pages_that_it_was_compiled_for_and_jinja_all_others() -> None:
    code = {KEY: _code("def write_page(out, page):\n out.append(page.head.url + '  ')\n")}
    renderer = make_renderer(code=code)
    assert renderer.render(PAGE, VIEW) == b"/404.html\n"
    assert isinstance(VIEW, NotFoundView)
    spanish = replace(VIEW, head=replace(VIEW.head, lang="es"))
    assert b"<!doctype html>" in renderer.render(PAGE, spanish)
    assert b"<!doctype html>" in renderer.render("pages/guide.html", RICH["pages/guide.html"])


@pytest.mark.parametrize("code", [b"", _code("1"), _code("def write_page(out, page):\n 1 / 0\n")])
def test_a_page_whose_code_fails_is_rendered_by_jinja(code: bytes) -> None:
    renderer = make_renderer(code={KEY: code})
    assert renderer.render(PAGE, VIEW) == make_renderer().render(PAGE, VIEW)
    # It would fail again.
    assert KEY not in renderer._pages._code


def test_a_version_of_jinja_that_nobody_tested_renders_all_pages_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [(PAGE, NotFoundView, "en")]
    assert make_renderer().compile(asked).keys() == {KEY}
    monkeypatch.setattr(jinja2, "__version__", "3.2.0")
    assert make_renderer().compile(asked) == {}


def test_a_plan_says_the_language_of_its_page() -> None:
    site = site_of(thread(), thread("es", lang="es"), topic())
    found = {plan.output_path: page_language(plan) for plan in plan_pages(site, SETTINGS)}
    assert found["threads/sore-back/index.html"] == "en"
    assert found["threads/es/index.html"] == "es"
    assert found["feed.xml"] == "en"
    assert found["robots.txt"] == ""


def test_only_so_many_pages_of_a_kind_are_worth_being_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_code, "_WORTH_COMPILING", 3)
    counts = {("thread", "en"): 3, ("thread", "es"): 2, ("topic", "en"): 1}
    compiled = compile_pages(counts, make_renderer())
    assert [key.split() for key in compiled] == [
        ["pages/thread.html", "ssg.pages.thread.ThreadView", "en"]
    ]
    assert compile_pages({("thread", "en"): 2}, make_renderer()) == {}
