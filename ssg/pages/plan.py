"""Plans all pages of a site, in the parent process; builds the view of one, in a worker."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import Any

import msgspec
from markupsafe import Markup

from ssg.config import Settings
from ssg.model.documents import Guide
from ssg.model.fragments import Fragment
from ssg.model.ids import TopicId
from ssg.model.media import LinkedFile
from ssg.model.record import Record
from ssg.model.site import AddressedDocument, Site
from ssg.model.states import Environment
from ssg.pages import feed, follow, guide, home, resource, thread, topic
from ssg.pages.cards import Cards, TranslationCard, make_person_card, make_review
from ssg.pages.context import Interface, PlanContext, ViewContext
from ssg.pages.emergency import make_emergency_card
from ssg.pages.head import Heads
from ssg.pages.html import HtmlView
from ssg.pages.kind import PagePlan, View
from ssg.pages.record import SearchRecord
from ssg.pages.registry import KINDS, KINDS_BY_NAME, address_of, owns


class PathConflict(Exception):
    """Two pages would be written to one path, or one to a path that its kind does not have.

    That is a bug: resolving reports every such conflict that an author can cause.
    """


def plan_pages(
    site: Site,
    settings: Settings,
    *,
    has_errors: bool = False,
    environment: Environment = Environment.PRODUCTION,
) -> Iterator[PagePlan]:
    """All pages of the site, in the same order for the same site. Raises PathConflict.

    In a site with errors, the first of two pages that claim one path has it.
    """
    context = _plan_context(site, settings, environment)
    claimed: dict[str, str] = {}
    for kind in KINDS:
        for plan in kind.plan(context):
            if not owns(plan):
                raise PathConflict(f"page kind '{plan.kind}' has no route to {plan.output_path}")
            if plan.output_path not in claimed:
                claimed[plan.output_path] = plan.kind
                yield plan
            elif not has_errors:
                raise PathConflict(
                    f"page kinds '{claimed[plan.output_path]}' and '{plan.kind}' both write"
                    f" {plan.output_path}"
                )


def _plan_context(site: Site, settings: Settings, environment: Environment) -> PlanContext:
    cards = make_cards(site, settings)
    prefix = settings.prefix

    def feed_url(name: TopicId) -> str:
        has_feed = feed.has_topic_feed(site, name)
        return prefix + feed.TOPIC_ROUTE.address(topic=name) if has_feed else ""

    def follow_url(name: TopicId) -> str:
        return prefix + follow.TOPIC_ROUTE.address(topic=name)

    heads = Heads(
        site,
        cards,
        settings,
        home=home.ADDRESS,
        feed_url=feed_url,
        follow_url=follow_url,
    )
    return PlanContext(
        site=site,
        settings=settings,
        environment=environment,
        cards=cards,
        heads=heads,
        kinds=KINDS,
        address_of=address_of,
        list_language=cache(settings.list_language),
        prefix=prefix,
        origin=settings.origin,
    )


def make_cards(site: Site, settings: Settings) -> Cards:
    people = {name: make_person_card(person) for name, person in site.people.items()}

    def is_sealed(one: Guide) -> bool:
        review = make_review(one.meta.review, one.path, site, people)
        return review is not None and review.is_sealed

    return Cards(
        threads={
            name: thread.make_card(one, site.updated[name], settings)
            for name, one in site.threads.items()
        },
        duplicates={
            name: thread.make_card(one, site.updated[name], settings)
            for name, one in site.duplicates.items()
        },
        guides={
            name: guide.make_card(one, settings, is_sealed=is_sealed(one))
            for name, one in site.guides.items()
        },
        topics={name: topic.make_card(one, settings) for name, one in site.topics.items()},
        resources={
            name: resource.make_card(one, settings, is_dead=name in site.dead_resources)
            for name, one in site.resources.items()
        },
        emergencies={
            name: card
            for name, one in site.guides.items()
            if (card := make_emergency_card(one, settings.prefix + address_of(one), settings))
        },
        people=people,
        translations={
            document.path: _translation(document, settings)
            for document in site.addressed()
            if document.path in site.translations
        },
    )


def _translation(document: AddressedDocument, settings: Settings) -> TranslationCard:
    url = settings.prefix + address_of(document)
    return TranslationCard(
        url=url,
        canonical=settings.origin + url,
        lang=document.meta.lang or settings.language,
        title=document.meta.title,
    )


class _EncodedPlan(Record, frozen=True, kw_only=True):
    """A PagePlan whose inputs only its kind can decode."""

    kind: str
    output_path: str
    document: str
    sources: tuple[str, ...]
    inputs: msgspec.Raw


_PLANS = msgspec.msgpack.Decoder(_EncodedPlan)


def decode_plan(data: bytes) -> PagePlan:
    """The plan that was encoded. Its mappings keep their order, since a template may show it."""
    plan = _PLANS.decode(data)
    return PagePlan(
        kind=plan.kind,
        output_path=plan.output_path,
        document=plan.document,
        sources=plan.sources,
        inputs=KINDS_BY_NAME[plan.kind].decoder.decode(plan.inputs),
    )


def page_language(plan: PagePlan) -> str:
    """The `page_lang` of the page's view."""
    is_html = issubclass(KINDS_BY_NAME[plan.kind].view, HtmlView)
    where: Any = plan.inputs
    return str(where.head.lang if is_html else getattr(where, "lang", ""))


def template_of(plan: PagePlan) -> str:
    return KINDS_BY_NAME[plan.kind].template


def build_view(
    plan: PagePlan,
    *,
    documents: Callable[[str], bytes],
    settings: Settings,
    fragments: Callable[[str], tuple[Fragment, ...]],
    alert_titles: Callable[[str], Mapping[str, str]],
    interface: Callable[[str], Interface],
    file_label: Callable[[LinkedFile, str], Markup],
    parts: MutableMapping[bytes, Any] | None = None,
) -> View:
    """The view that the plan's template shows: from these arguments, and from nothing else.

    `documents` and `fragments` give what is at a path; see `ViewContext`. `parts` keeps what other
    pages with the same arguments show, too.
    """
    context = ViewContext(
        settings=settings,
        document=plan.document,
        documents=documents,
        fragments=fragments,
        alert_titles=alert_titles,
        interface=interface,
        file_label=file_label,
        parts={} if parts is None else parts,
    )
    view: View = KINDS_BY_NAME[plan.kind].build_view(plan.inputs, context)
    return view


def make_record(plan: PagePlan, view: View) -> SearchRecord | None:
    """What the search index knows of the page with this view; None for a page that is not in it."""
    record = KINDS_BY_NAME[plan.kind].record
    return record(view) if record else None
