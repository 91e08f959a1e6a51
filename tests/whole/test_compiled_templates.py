"""Whole sites are the same with compiled templates and with Jinja alone."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from markupsafe import Markup
from msgspec import Struct

from ssg.model.states import BuildTime
from ssg.pages.kind import View
from ssg.pages.plan import build_view
from ssg.pages.site import SiteView
from ssg.pipeline.request import Request, Target
from ssg.pipeline.run import build
from ssg.render import bytecode, page_code, staging
from ssg.render.compile.declared import is_number, is_text
from ssg.render.compile.functions import CompiledPages
from ssg.render.renderer import Renderer
from tests.command import ROOT, tree
from tests.incremental.cheap import make_builds_cheap
from tests.incremental.samples import Silent, SmallSite

NOW = "2026-11-22T12:00:00+00:00"
SITES = {"golden": ROOT / "tests/site", "own": ROOT, "starter": ROOT / "ssg/starter"}


class Site(NamedTuple):
    folder: Path
    views: list[View]
    """Those of all pages that builds of this site have rendered."""
    sites: list[SiteView]
    """What they showed of the site."""
    left_to_jinja: list[str]
    """The templates of pages that no code has rendered."""

    def build(self, *, plain_templates: bool) -> dict[str, bytes]:
        shutil.rmtree(self.folder / ".ssg", ignore_errors=True)
        output = self.folder.with_name(f"output {plain_templates}")
        time = BuildTime(now=NOW, drafts=True)
        request = Request(site=self.folder, time=time, plain_templates=plain_templates)
        report = build(request, Target(output=output, adopt=False), Silent())
        assert report.published is not None, report.diagnostics
        return tree(output)


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Its pages are all compiled, however few there are of a kind: those of the theme for any site.

    Those of a site with templates of its own are always compiled for that site.
    """
    folder, source = tmp_path / "site", SITES[request.param]
    for name in ("content", "static", "templates"):
        # The theme of this repository is in its own templates.
        if (source / name).exists() and (name, source) != ("templates", ROOT):
            shutil.copytree(source / name, folder / name)
    shutil.copy(source / "site.yaml", folder)
    make_builds_cheap(monkeypatch)
    monkeypatch.setattr(staging, "_FEW", 0)
    monkeypatch.setattr(page_code, "_WORTH_COMPILING", 1)
    monkeypatch.setattr(bytecode, "may_keep", lambda _: True)
    sites = _recorded_sites(monkeypatch)
    return Site(folder, _recorded_views(monkeypatch), sites, _recorded_failures(monkeypatch))


def _recorded_views(monkeypatch: pytest.MonkeyPatch) -> list[View]:
    views = []

    def record(*arguments: Any, **options: Any) -> View:
        views.append(build_view(*arguments, **options))
        return views[-1]

    monkeypatch.setattr(staging, "build_view", record)
    return views


def _recorded_sites(monkeypatch: pytest.MonkeyPatch) -> list[SiteView]:
    sites: list[SiteView] = []
    make_renderer = staging._make_renderer

    def record(task: staging.RenderTask) -> Renderer:
        sites.extend(task.sites.values())
        return make_renderer(task)

    monkeypatch.setattr(staging, "_make_renderer", record)
    return sites


def _recorded_failures(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    failures = []
    render = CompiledPages.render

    def record(self: CompiledPages, template: str, *rest: Any) -> str | None:
        text = render(self, template, *rest)
        if text is None:
            failures.append(template)
        return text

    monkeypatch.setattr(CompiledPages, "render", record)
    return failures


def test_a_site_is_the_same_with_and_without_compiled_templates(site: Site) -> None:
    compiled = site.build(plain_templates=False)
    assert site.left_to_jinja == []
    assert site.build(plain_templates=True) == compiled
    assert len(site.left_to_jinja) == len(site.views) / 2
    # Only then is the right escape chosen.
    shown = [*site.views, *site.sites]
    assert [wrong for view in shown for wrong in _wrong_types(view, type(view), "")] == []


def _wrong_types(value: Any, kind: Any, place: str) -> list[str]:
    """The places in a view where a text is HTML and is not declared so, or the other way round."""
    if isinstance(value, Struct):
        place = type(value).__name__
        hints = get_type_hints(type(value))
        fields = [(hints[name], name, getattr(value, name)) for name in value.__struct_fields__]
        return [one for hint, name, v in fields for one in _wrong_types(v, hint, f"{place}.{name}")]
    if isinstance(value, tuple):
        kinds = get_args(kind)
        return [one for item in value for one in _wrong_types(item, kinds[0], place)]
    if isinstance(value, str) and isinstance(value, Markup) != _is_html(kind):
        return [place]
    is_wrong = (is_text(kind) and not isinstance(value, str)) or (
        is_number(kind) and not isinstance(value, int | float)
    )
    return [place] if is_wrong else []


def _is_html(kind: Any) -> bool:
    return kind is Markup


def test_the_option_changes_nothing_that_a_build_knows_of_its_output(tmp_path: Path) -> None:
    site = SmallSite(tmp_path / "site", tmp_path / "output")
    assert site.build("--plain-templates").written
    again = site.build()
    assert (again.rendered, again.written) == (0, frozenset())
