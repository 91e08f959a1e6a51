"""Code of the theme's pages that is kept for any site."""

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.digest import Digest
from ssg.pages.not_found import NotFoundView
from ssg.pages.registry import KINDS
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render import page_code
from ssg.render.bytecode import CompiledTemplates
from ssg.render.compile.functions import page_key
from ssg.render.page_code import are_of_theme, load_formats, load_pages
from ssg.render.renderer import Renderer
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import make_renderer, write_files
from tests.unit.render.samples import RICH, SITE

PAGE = "pages/not_found.html"
KEY = page_key(PAGE, NotFoundView, "en")
COUNTS = {("not_found", "en"): 1}
TEMPLATES = {PAGE: Digest("one")}


@pytest.fixture(autouse=True)
def may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "theme.templates"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled."""
    names: list[str] = []
    compile_page = Renderer._compile

    def record(self: Renderer, template: str, *rest: object) -> bytes | None:
        names.append(template)
        return compile_page(self, template, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "_compile", record)
    return names


def start_process(file: Path | None, monkeypatch: pytest.MonkeyPatch) -> CompiledTemplates:
    templates = CompiledTemplates(theme_dir(), file)
    monkeypatch.setattr(page_code, "COMPILED", templates)
    return templates


def test_code_of_one_site_is_kept_and_renders_the_pages_of_another(
    file: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_process(file, monkeypatch)
    code = load_pages(COUNTS, make_renderer(), TEMPLATES)
    first.save()
    start_process(file, monkeypatch)
    site = replace(SITE, title="<another>", menu=(), footer="Its own")
    assert load_pages(COUNTS, make_renderer(site=site), TEMPLATES) == code
    assert compiled == [PAGE]
    view = RICH[PAGE]
    assert make_renderer(site=site, code=code).render(PAGE, view) == make_renderer(
        site=site
    ).render(PAGE, view)


def test_kept_code_holds_nothing_of_the_site_that_it_was_compiled_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = []
    for site in (SITE, replace(SITE, title="Another", lang="es", menu=(), is_preview=True)):
        start_process(file, monkeypatch)
        counts = {(kind.name, "en" if kind.name != "sitemap" else ""): 1 for kind in KINDS}
        templates = {kind.template: Digest("one") for kind in KINDS}
        codes.append(load_pages(counts, make_renderer(site=site), templates))
    assert codes[0] == codes[1]
    assert len(codes[0]) == len(KINDS)


def test_a_template_that_was_changed_is_compiled_again(
    file: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_process(file, monkeypatch)
    load_pages(COUNTS, make_renderer(), TEMPLATES)
    load_pages(COUNTS, make_renderer(), {PAGE: Digest("two")})
    assert compiled == [PAGE, PAGE]


def test_nothing_is_compiled_that_cannot_be_kept(
    file: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_process(None, monkeypatch)
    assert load_pages(COUNTS, make_renderer(), TEMPLATES) == {}
    start_process(file, monkeypatch)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert load_pages(COUNTS, make_renderer(), TEMPLATES) == {}
    assert compiled == []


def test_pages_in_a_language_without_an_interface_are_not_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_process(file, monkeypatch)
    counts = {("not_found", lang): 1 for lang in ("es", "de", "es-MX", "en")}
    found = load_pages(counts, make_renderer(), TEMPLATES)
    assert found.keys() == {page_key(PAGE, NotFoundView, lang) for lang in ("es", "es-MX", "en")}


def test_very_many_pages_get_code_for_their_site(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_process(file, monkeypatch)
    assert load_pages({("not_found", "en"): 5_000}, make_renderer(), TEMPLATES) == {}


def test_own_templates_and_functions_of_plugins_are_not_of_the_theme(tmp_path: Path) -> None:
    folders = [tmp_path, theme_dir()]
    assert are_of_theme([theme_dir()], NO_FUNCTIONS)
    assert not are_of_theme([theme_dir()], Functions(filters={"shout": "plugin"}))
    write_files(tmp_path, {"assets/css/own.css": ""})
    assert are_of_theme(folders, NO_FUNCTIONS)
    write_files(tmp_path, {"components/footer.html": ""})
    assert not are_of_theme(folders, NO_FUNCTIONS)


def test_formats_are_kept_for_each_language_of_the_interface(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_process(file, monkeypatch)
    counts = {("thread", lang): 1 for lang in ("es", "de")}
    formats = load_formats(counts, make_renderer())
    assert formats.keys() == {"es", "en"}
    first.save()
    start_process(file, monkeypatch)
    monkeypatch.setattr(page_code, "make_formats", None)
    assert load_formats(counts, make_renderer()) == formats
