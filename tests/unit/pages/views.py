"""Builds the view of one page of a small site."""

from collections.abc import Mapping
from datetime import UTC
from gettext import NullTranslations
from typing import Any, TypeVar

from markupsafe import Markup

from ssg.config import Settings
from ssg.model.codec import encode
from ssg.model.documents import AnyDocument
from ssg.model.fragments import Fragment
from ssg.pages.plan import build_view, decode_plan, plan_pages
from ssg.render.localization import Localization
from tests.unit.samples import SETTINGS, site_of

V = TypeVar("V")


def plain(*texts: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(html=(f"<p>{text}</p>\n",)) for text in texts)


def view_of(
    kind: type[V],
    path: str,
    *documents: AnyDocument,
    settings: Settings = SETTINGS,
    fragments: Mapping[str, tuple[Fragment, ...]] | None = None,
    **options: Any,
) -> V:
    """The view at an output path, built as a worker does.

    A fragment is its own name where `fragments` has none: `<p>question</p>`, `<p>post 1</p>` …
    """
    site = site_of(*documents, settings=settings, **options)
    plans = {plan.output_path: plan for plan in plan_pages(site, settings)}
    plan = decode_plan(encode(plans[path]))
    usual = plain("question", *(f"post {number}" for number in range(1, 10)))

    kinds = (site.threads, site.duplicates, site.guides, site.topics, site.pages)
    known = {one.path: one for kind in kinds for one in kind.values()}

    def fragments_of(source: str) -> tuple[Fragment, ...]:
        assert source in plan.sources
        if fragments and source in fragments:
            return fragments[source]
        threads = {thread.path: thread for thread in site.all_threads()}
        count = len(threads[source].posts) if source in threads else 0
        return usual[: count + 1]

    view = build_view(
        plan,
        settings=settings,
        documents=lambda source: encode(known[source]),
        fragments=fragments_of,
        alert_titles=lambda lang: {"tip": lang},
        interface=lambda _: Localization("en", NullTranslations(), UTC),
        file_label=lambda file, lang: Markup(f"({file.kind}, {file.size}, {lang})"),
    )
    assert isinstance(view, kind)
    return view
