from typing import Any

from ssg.config import EmergencyNumber, Helpline, Settings
from ssg.model.scalars import Moment
from ssg.pages.help import HelpView
from ssg.pages.plan import plan_pages
from ssg.pages.site import site_views
from ssg.pages.sitemap import SitemapInputs
from tests.unit.pages.views import view_of
from tests.unit.samples import SETTINGS, site_of

CHECKED = Moment("2026-02-01")
PAGE = "get-help/index.html"


def _number(country: str, tel: str, *langs: str, **more: Any) -> EmergencyNumber:
    return EmergencyNumber(country=country, tel=tel, lang=langs, checked=CHECKED, **more)


def _helpline(name: str, *langs: str, **more: Any) -> Helpline:
    return Helpline(name=name, lang=langs, checked=CHECKED, **more)


def _settings(
    *numbers: EmergencyNumber, helplines: tuple[Helpline, ...] = (), language: str = "en"
) -> Settings:
    return Settings(
        title="Health Threads",
        url="https://example.org/p",
        language=language,
        emergency_numbers=numbers,
        helplines=helplines,
    )


def _view(settings: Settings) -> HelpView:
    return view_of(HelpView, PAGE, settings=settings)


def test_numbers_are_by_country_in_the_order_of_the_settings() -> None:
    view = _view(_settings(_number("GB", "999"), _number("FR", "112"), _number("GB", "112")))
    shown = [(one.country, [number.tel for number in one.numbers]) for one in view.countries]
    assert shown == [("GB", ["999", "112"]), ("FR", ["112"])]
    assert (view.helplines, view.other_countries, view.other_helplines) == ((), (), ())


def test_what_is_meant_for_other_languages_is_apart() -> None:
    numbers = (_number("GB", "999", "en"), _number("ES", "112", "es"), _number("FR", "112"))
    helplines = (_helpline("Hope", "es", "en", tel="1 2"), _helpline("Hilfe", "de", tel="3"))
    english = _view(_settings(*numbers, helplines=helplines))
    assert [one.country for one in english.countries] == ["GB", "FR"]
    assert [one.country for one in english.other_countries] == ["ES"]
    assert [one.name for one in english.helplines] == ["Hope"]
    assert [one.name for one in english.other_helplines] == ["Hilfe"]


def test_a_number_for_a_language_is_for_all_its_varieties() -> None:
    settings = _settings(
        _number("MX", "911", "es"), _number("ES", "112", "es-ES"), language="es-MX"
    )
    view = _view(settings)
    assert [one.country for one in view.countries] == ["MX"]
    assert [one.country for one in view.other_countries] == ["ES"]


def test_a_number_is_a_link_that_calls_it() -> None:
    view = _view(
        _settings(
            _number("GB", "999", sms="999"),
            helplines=(
                _helpline("A", tel="+44 (20) 79-46", url="https://example.org/"),
                _helpline("B", sms="717 003 717"),
            ),
        )
    )
    ((number,),) = [one.numbers for one in view.countries]
    assert (number.tel_url, number.sms_url) == ("tel:999", "sms:999")
    first, second = view.helplines
    assert (first.tel, first.tel_url) == ("+44 (20) 79-46", "tel:+44207946")
    assert (first.sms_url, first.href) == ("", "https://example.org/")
    assert (second.tel_url, second.sms_url, second.href) == ("", "sms:717003717", "")


def test_only_a_site_that_names_a_number_has_the_page() -> None:
    site = site_of()
    for settings, has_page in (
        (SETTINGS, False),
        (_settings(_number("GB", "999")), True),
        (_settings(helplines=(_helpline("A", tel="116 123"),)), True),
    ):
        plans = {plan.output_path: plan for plan in plan_pages(site, settings)}
        assert (PAGE in plans) is has_page
        sitemap = plans["sitemap.xml"].inputs
        assert isinstance(sitemap, SitemapInputs)
        assert any(one.url.endswith("/p/get-help/") for one in sitemap.entries) is has_page
        url = site_views(site, settings=settings, assets={})["en"].help_url
        assert url == ("/p/get-help/" if has_page else "")


def test_every_page_knows_the_numbers_for_its_language() -> None:
    settings = _settings(_number("GB", "999", "en"), _number("ES", "112", "es"))
    site = site_views(site_of(), settings=settings, assets={})["en"]
    assert [one.country for one in site.emergency_numbers_in("es-MX")] == ["ES"]
    assert [one.country for one in site.emergency_numbers_in("ar")] == []
