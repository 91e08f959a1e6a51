import re
from datetime import UTC
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest

from ssg.model.scalars import Moment
from ssg.render.localization import Localization, autonym, direction, open_graph_locale


def _interface(lang: str, zone: str = "UTC") -> Localization:
    return Localization(lang, NullTranslations(), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("lang", "moment", "shown"),
    [
        ("en", "2008-12-06", "6 December 2008"),
        ("en", "2008-12-06T17:57", "6 December 2008, 17:57"),
        ("en", "2008-12-06T17:57:30", "6 December 2008, 17:57"),
        ("en-US", "2008-12-06", "December 6, 2008"),
        ("es", "2008-12-06T17:57", "6 de diciembre de 2008, 17:57"),
        ("de", "2008-12-06T17:57", "6. Dezember 2008, 17:57"),
        ("tlh", "2008-12-06", "6 December 2008"),
    ],
)
def test_a_moment_is_shown_with_the_precision_that_it_has(
    lang: str, moment: str, shown: str
) -> None:
    assert _interface(lang).datetime(Moment(moment)) == shown


def test_a_date_leaves_out_the_time() -> None:
    assert _interface("en").date(Moment("2008-12-06T17:57")) == "6 December 2008"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2008-12-06T23:30", "6 December 2008, 23:30"),
        ("2008-12-06T23:30Z", "7 December 2008, 08:30"),
        ("2008-12-06T23:30-05:00", "7 December 2008, 13:30"),
        ("2008-12-06", "6 December 2008"),
    ],
)
def test_a_moment_with_an_offset_is_shown_in_the_sites_zone(moment: str, shown: str) -> None:
    tokyo = _interface("en", "Asia/Tokyo")
    assert tokyo.datetime(Moment(moment)) == shown
    assert tokyo.date(Moment(moment)) == shown.partition(",")[0]


def test_numbers_have_the_languages_separators() -> None:
    assert _interface("en").number(4.5) == "4.5"
    assert _interface("es").number(4.5) == "4,5"
    assert _interface("en").number(1234) == "1,234"


@pytest.mark.parametrize(
    ("lang", "count", "shown"),
    [
        ("en", 1, "1 kB"),
        ("en", 1_499, "1 kB"),
        ("en", 812_400, "812 kB"),
        ("en", 1_234_567, "1.2 MB"),
        ("en", 12_345_678, "12 MB"),
        ("en", 1_900_000_000, "1.9 GB"),
        ("fr", 1_234_567, "1,2 Mo"),
        ("ar", 1_234_567, "1.2 م.ب"),
    ],
)
def test_the_size_of_a_file_has_the_units_of_its_language(
    lang: str, count: int, shown: str
) -> None:
    assert re.sub(r"\s", " ", _interface(lang).size(count)).replace("\u200f", "") == shown


def test_directions_and_names_of_languages() -> None:
    assert direction("en") == direction("es-MX") == direction("tlh") == "ltr"
    assert direction("ar") == direction("he") == "rtl"
    assert autonym("es") == "Español"
    assert autonym("en") == "English"
    assert autonym("pt-BR") == "Português (Brasil)"


def test_a_country_has_its_name_in_the_language_of_the_interface() -> None:
    assert _interface("en").territory("GB") == "United Kingdom"
    assert _interface("es").territory("GB") == "Reino Unido"
    assert _interface("en").territory("ZZZ") == "ZZZ"


def test_an_interface_knows_which_language_it_speaks() -> None:
    assert Localization("es", NullTranslations(), UTC).lang == "es"


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        ("en", "en_GB"), ("en-US", "en_US"), ("es", "es_ES"), ("es-419", "es_419"),
        ("pt-BR", "pt_BR"), ("zh-Hant", "zh_TW"), ("sr-Latn-RS", "sr_RS"),
        ("tlh-Latn", "tlh_Latn"), ("xx", "xx"),
    ],
)  # fmt: skip
def test_open_graph_has_a_country_for_each_language(lang: str, locale: str) -> None:
    assert open_graph_locale(lang) == locale
