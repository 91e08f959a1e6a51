"""Whom to call for help: emergency numbers and helplines."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct

from ssg.config import Settings
from ssg.languages import fallback_chain
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.model.site import Site
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.urls import phone_uri

ADDRESS = "/get-help/"


class EmergencyNumberCard(Record, frozen=True, kw_only=True):
    country: str
    """Its code, such as GB."""
    tel: str
    tel_url: str
    sms: str
    """Empty for no number that takes text messages."""
    sms_url: str
    note: str
    langs: tuple[str, ...]
    """The languages of the pages that it is meant for; none for all."""
    lang: str
    """That of its note."""
    checked: Moment


class HelplineCard(Record, frozen=True, kw_only=True):
    name: str
    description: str
    country: str
    """Its code, such as GB; empty for no country."""
    tel: str
    """Empty for no number."""
    tel_url: str
    sms: str
    sms_url: str
    href: str
    """Its address on the web; empty for none."""
    langs: tuple[str, ...]
    lang: str
    """That of its name and description."""
    checked: Moment


class CountryNumbers(Struct, frozen=True, kw_only=True):
    country: str
    numbers: tuple[EmergencyNumberCard, ...]


class HelpInputs(PageInputs, frozen=True, kw_only=True):
    """The numbers are in the settings."""

    head: HeadInputs


class HelpView(HtmlView, frozen=True, kw_only=True):
    countries: tuple[CountryNumbers, ...]
    """Emergency numbers for pages in this language, by country, in the order of site.yaml."""
    helplines: tuple[HelplineCard, ...]
    other_countries: tuple[CountryNumbers, ...]
    """Emergency numbers for pages in other languages."""
    other_helplines: tuple[HelplineCard, ...]


C = TypeVar("C", EmergencyNumberCard, HelplineCard)


def help_languages(_site: Site, settings: Settings) -> Sequence[str]:
    """All of the site's, or none for a site that names no number."""
    has_any = settings.emergency_numbers or settings.helplines
    return settings.published_languages if has_any else ()


def emergency_number_cards(settings: Settings) -> tuple[EmergencyNumberCard, ...]:
    return tuple(
        EmergencyNumberCard(
            country=one.country,
            tel=one.tel,
            tel_url=phone_uri("tel", one.tel),
            sms=one.sms or "",
            sms_url=phone_uri("sms", one.sms) if one.sms else "",
            note=one.note or "",
            langs=one.lang,
            lang=_text_language(one.lang, settings),
            checked=one.checked,
        )
        for one in settings.emergency_numbers
    )


def helpline_cards(settings: Settings) -> tuple[HelplineCard, ...]:
    return tuple(
        HelplineCard(
            name=one.name,
            description=one.description or "",
            country=one.country or "",
            tel=one.tel or "",
            tel_url=phone_uri("tel", one.tel) if one.tel else "",
            sms=one.sms or "",
            sms_url=phone_uri("sms", one.sms) if one.sms else "",
            href=one.url or "",
            langs=one.lang,
            lang=_text_language(one.lang, settings),
            checked=one.checked,
        )
        for one in settings.helplines
    )


def _text_language(langs: tuple[str, ...], settings: Settings) -> str:
    """What is meant for pages in one language is written in it; all else in the site's own."""
    return langs[0] if len(langs) == 1 else settings.language


def cards_in(lang: str, cards: Iterable[C]) -> tuple[C, ...]:
    """Those that are meant for pages in `lang`."""
    tags = fallback_chain(lang)
    return tuple(one for one in cards if not one.langs or any(tag in one.langs for tag in tags))


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in help_languages(context.site, context.settings):
        inputs = HelpInputs(head=context.heads.of_list_in(ADDRESS, lang))
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)


def _build_view(inputs: HelpInputs, context: ViewContext) -> HelpView:
    lang = inputs.head.lang
    numbers = emergency_number_cards(context.settings)
    helplines = helpline_cards(context.settings)
    own_numbers, own_helplines = cards_in(lang, numbers), cards_in(lang, helplines)
    return HelpView(
        head=context.list_head(
            inputs.head,
            name="Get help now",
            lead="If you or someone else may be in danger, call an emergency number."
            " You do not have to be sure.",
        ),
        countries=_by_country(own_numbers),
        helplines=own_helplines,
        other_countries=_by_country(one for one in numbers if one not in own_numbers),
        other_helplines=tuple(one for one in helplines if one not in own_helplines),
    )


def _by_country(cards: Iterable[EmergencyNumberCard]) -> tuple[CountryNumbers, ...]:
    groups: dict[str, list[EmergencyNumberCard]] = {}
    for card in cards:
        groups.setdefault(card.country, []).append(card)
    return tuple(
        CountryNumbers(country=country, numbers=tuple(numbers))
        for country, numbers in groups.items()
    )


KIND = PageKind(
    name="help",
    template="pages/help.html",
    inputs=HelpInputs,
    view=HelpView,
    routes=(
        Route(
            ADDRESS,
            "the page of emergency numbers and helplines",
            in_languages=True,
            exists_for=help_languages,
        ),
    ),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS, help_languages),
    build_view=_build_view,
)
