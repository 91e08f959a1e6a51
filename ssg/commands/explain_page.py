"""What made a page, what it lists, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from ssg.commands.explain_reasons import Reasons
from ssg.model.documents import Guide, Page, Thread, Topic
from ssg.pages.kind import PagePlan
from ssg.pages.plan import template_of
from ssg.pipeline.catalog import Catalog
from ssg.pipeline.site_pages import SitePage, SitePages
from ssg.text import pluralize

_MOST = 10
_NOT_LISTS = ("head", "addresses", "media", "people", "future_posts", "future_corrections", "pager")


def explain_page(
    address: str, page: SitePage, anchor: str, catalog: Catalog, pages: SitePages
) -> list[str]:
    plan = pages.plan_of(page)
    lines = [f"{address}: {page.kind}"]
    if anchor:
        lines += _explain_anchor(anchor, plan, catalog)
    lines += _explain_making(plan, page)
    if page.kind == "redirect":
        lines += _explain_redirect(address, plan, catalog)
    reasons = Reasons(plan, catalog)
    for name, cards in _lists(plan):
        lines += ["", f"{name.replace('_', ' ')}: {pluralize(len(cards), 'item')}"]
        lines += _shorten([_describe(card, name, reasons) for card in cards])
    return lines


def _explain_making(plan: PagePlan, page: SitePage) -> Iterator[str]:
    if plan.document:
        yield f"made from: {plan.document}"
    others = [one for one in page.documents if one != plan.document]
    if others:
        yield f"with the texts of: {', '.join(others[:_MOST])}" + (
            f" and {len(others) - _MOST} more" if len(others) > _MOST else ""
        )
    yield f"template: {template_of(plan)}"


def _explain_anchor(anchor: str, plan: PagePlan, catalog: Catalog) -> list[str]:
    document = next((one.document for one in catalog.entries if one.path == plan.document), None)
    match document:
        case Thread(posts=posts):
            for post in posts:
                if post.anchor == anchor:
                    who = f" by {post.meta.by}" if post.meta.by else ""
                    where = f"{document.path}:{post.line}"
                    return [f"#{anchor}: the {post.kind.value}{who} of {post.meta.posted}, {where}"]
        case Guide() | Topic() | Page():
            for heading in document.headings:
                if heading.id == anchor:
                    return [f"#{anchor}: the heading '{heading.text}' of {document.path}"]
            if anchor in document.anchors:
                return [f"#{anchor}: a place in {document.path}"]
    return [f"#{anchor}: there is no such heading or post on the page"]


def _explain_redirect(address: str, plan: PagePlan, catalog: Catalog) -> Iterator[str]:
    for entry in catalog.entries:
        for alias in entry.document.aliases if entry.document else ():
            if alias.path.rstrip("/") == address.rstrip("/"):
                yield f"alias: {entry.path}:{alias.line}"
    inputs: Any = plan.inputs
    yield f"leads to: {inputs.head.url}"


def _lists(plan: PagePlan) -> Iterator[tuple[str, Sequence[Any]]]:
    """The fields of the page that hold cards of others."""
    inputs: Any = plan.inputs
    for name in inputs.__struct_fields__:
        value = getattr(inputs, name)
        values = value if isinstance(value, tuple) else (value,)
        if name not in _NOT_LISTS and values and all(_is_card(one) for one in values):
            yield name, values


def _is_card(value: object) -> bool:
    return isinstance(value, Struct) and hasattr(value, "url") and hasattr(value, "title")


def _describe(card: Any, name: str, reasons: Reasons) -> str:
    why = reasons.find(name, card)
    return f"  {card.url}  {card.title}" + (f"  ({why})" if why else "")


def _shorten(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST:
        return lines
    return [*lines[:_MOST], f"  … and {len(lines) - _MOST} more"]
