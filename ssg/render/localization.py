"""One language of the interface: its translations, dates and numbers, and its direction."""

from datetime import UTC, date, time, tzinfo
from functools import cached_property, lru_cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from msgspec import Struct

from ssg.languages import fallback_chain
from ssg.messages import SOURCE_LANGUAGE
from ssg.model.record import Record
from ssg.model.scalars import Moment, has_offset, has_time, instant

if TYPE_CHECKING:
    from babel import Locale

# A site in English whose formats are kept does not need Babel, which takes a while to load.
# ruff: noqa: PLC0415

# The International System of Units, as file managers show it, with words that readers know.
_UNITS = (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3))

# Babel takes 50 µs for a date. The pages of one build share the days of a year and the hours of the
# day, but few moments.
_CACHE_SIZE = 8192
_MOMENT_CACHE_SIZE = 512

# A leap year, whose number is in a text of it once and nowhere else.
_SOME_YEAR = "2000"
# The same for a minute: no hour has that number.
_SOME_MINUTE = "34"
_NEW_YEAR = date(int(_SOME_YEAR), 1, 1).toordinal()
_SMALL_NUMBERS = 1_000


class Formats(Record, frozen=True, kw_only=True):
    """How a language writes what pages are full of: all days, times and small numbers.

    With these, a process need not load what Babel knows of the language, which takes longer than
    to render the pages of a small site.
    """

    pattern: str
    """Such as `{1}, {0}`: {0} stands for the time, {1} for the day."""
    days: dict[str, str]
    """The days of a leap year, in `_SOME_YEAR`, by month and day: `12-06`."""
    times: dict[str, str]
    """By hour and minute, which is less than 10 or `_SOME_MINUTE`: `17:34`."""
    numbers: tuple[str, ...]


class Localization:
    """The interface in `lang`. Moments are shown in `zone`, the site's time zone.

    `formats` are those of `make_formats`; without them, Babel formats each value.
    """

    def __init__(
        self,
        lang: str,
        translations: NullTranslations,
        zone: tzinfo,
        formats: Formats | None = None,
    ) -> None:
        self.lang = lang
        self.translations = translations
        self._zone = zone
        self._formats = formats
        self.date = lru_cache(_MOMENT_CACHE_SIZE)(self._date)
        self.datetime = lru_cache(_MOMENT_CACHE_SIZE)(self._datetime)
        self._day_of_year = lru_cache(_CACHE_SIZE)(self._format_day_of_year)
        self._minute = lru_cache(_CACHE_SIZE)(self._format_minute)
        self.number = lru_cache(_CACHE_SIZE)(self._number)
        self.translate = lru_cache(_CACHE_SIZE)(self._translate)

    def _date(self, moment: Moment) -> str:
        """`6 December 2008`, also for a moment that has a time."""
        return self._day(self._local(moment))

    def _datetime(self, moment: Moment) -> str:
        """`6 December 2008, 17:57`, or the day alone where no time is known."""
        if not has_time(moment):
            return self._date(moment)
        local = self._local(moment)
        time_of_day = self._time(local[11:13], local[14:16])
        return self._pattern.replace("{0}", time_of_day).replace("{1}", self._day(local))

    @property
    def _locale(self) -> "Locale":
        return locale_of(self.lang)

    @cached_property
    def _pattern(self) -> str:
        if self._formats:
            return self._formats.pattern
        from babel.dates import get_datetime_format

        return str(get_datetime_format("medium", self._locale)).replace("'", "")

    def _day(self, moment: Moment) -> str:
        """The day as it is written in `moment`."""
        year = moment[:4].lstrip("0")
        return self._day_of_year(moment[5:10]).replace(_SOME_YEAR, year)

    def _format_day_of_year(self, day: str) -> str:
        """`6 December 2000` for `12-06`: in no language do a year and its days need each other."""
        if self._formats:
            return self._formats.days[day]
        from babel.dates import format_date

        return format_date(date.fromisoformat(f"{_SOME_YEAR}-{day}"), "long", self._locale)

    def _time(self, hour: str, minute: str) -> str:
        """Midnight has a name in some languages, and others write no 0 before a digit."""
        if minute < "10":
            return self._minute(hour, minute)
        return self._minute(hour, _SOME_MINUTE).replace(_SOME_MINUTE, minute)

    def _format_minute(self, hour: str, minute: str) -> str:
        if self._formats:
            return self._formats.times[f"{hour}:{minute}"]
        from babel.dates import format_time

        return format_time(time(int(hour), int(minute)), "short", locale=self._locale)

    def _local(self, moment: Moment) -> Moment:
        """The same moment without an offset, as clocks in the site's zone show it."""
        if not has_offset(moment):
            return moment
        local = instant(moment, self._zone).astimezone(self._zone)
        return Moment(local.replace(tzinfo=None).isoformat())

    def _number(self, value: float) -> str:
        """`4.5`, `1,234`: with the language's separators."""
        if self._formats and type(value) is int and 0 <= value < len(self._formats.numbers):
            return self._formats.numbers[value]
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self._locale)

    def size(self, count: int) -> str:
        """`812 kB`, `1.2 MB`: the size of a file in the units of its language (1 kB is 1,000 B)."""
        from babel.units import format_unit

        unit, value = next(
            ((name, count / size) for name, size in _UNITS if count >= size), ("kilobyte", 1)
        )
        rounded = round(value, 1) if value < 10 and unit != "kilobyte" else round(value)
        return format_unit(rounded, f"digital-{unit}", "short", locale=self._locale)

    def territory(self, code: str) -> str:
        """A country's name by its code (ISO 3166-1): `United Kingdom`; the code without a name."""
        return str(self._locale.territories.get(code, code))

    def _translate(self, message: str) -> Markup:
        """A message in this language, as safe HTML."""
        return Markup(self.translations.gettext(message))


def make_formats(lang: str) -> Formats:
    """Those of `lang`, which take a while to make."""
    one = Localization(lang, NullTranslations(), UTC)
    days = [date.fromordinal(_NEW_YEAR + day).isoformat()[5:] for day in range(366)]
    minutes = [*(f"{minute:02}" for minute in range(10)), _SOME_MINUTE]
    times = [(f"{hour:02}", minute) for hour in range(24) for minute in minutes]
    return Formats(
        pattern=one._pattern,
        days={day: one._format_day_of_year(day) for day in days},
        times={f"{hour}:{minute}": one._format_minute(hour, minute) for hour, minute in times},
        numbers=tuple(map(one._number, range(_SMALL_NUMBERS))),
    )


class PageLanguage(Struct):
    """The language of the page that is being rendered; an environment renders one at a time.

    It stands beside Jinja's context because macros, imported once for all pages, cannot see the
    page's context.
    """

    localization: Localization
    page_lang: str

    def attributes(self, lang: str = "") -> Markup:
        """See `lang_attributes`."""
        return lang_attributes(lang, self.page_lang, self.localization.lang)

    def isolate(self, text: str, lang: str = "") -> Markup:
        """A text in `lang` for a sentence of the interface: marked where it needs to be."""
        attributes = self.attributes(lang)
        return Markup("<bdi{}>{}</bdi>").format(attributes, text) if attributes else escape(text)

    @classmethod
    def english(cls) -> "PageLanguage":
        return cls(Localization(SOURCE_LANGUAGE, NullTranslations(), UTC), SOURCE_LANGUAGE)


@lru_cache(_CACHE_SIZE)
def locale_of(lang: str) -> "Locale":
    """Babel's locale for a language tag, or for the nearest wider one that Babel knows."""
    from babel import Locale, UnknownLocaleError

    # Dates without American conventions, times on a 24-hour clock.
    international_english = Locale("en", "GB")
    if lang == SOURCE_LANGUAGE:
        return international_english
    for tag in fallback_chain(lang):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return international_english


def direction(lang: str) -> str:
    """`ltr` or `rtl`."""
    if lang == SOURCE_LANGUAGE:
        return "ltr"
    return locale_of(lang).text_direction


@lru_cache(_CACHE_SIZE)
def lang_attributes(lang: str, page_lang: str, interface_lang: str) -> Markup:
    """The attributes that mark an element as `lang`, or as the page's language if that is empty.

    There are none where the element inherits the language anyway: where the interface is in the
    page's language and the element too. Where the interface is in another one, an element can stand
    in a sentence of either, so it is always marked. `dir` is there only where directions differ.
    """
    lang = lang or page_lang
    if lang == page_lang == interface_lang:
        return Markup()
    text_direction = direction(lang)
    if text_direction == direction(page_lang) == direction(interface_lang):
        return Markup(' lang="{}"').format(lang)
    return Markup(' lang="{}" dir="{}"').format(lang, text_direction)


@lru_cache(_CACHE_SIZE)
def open_graph_locale(lang: str) -> str:
    """`es_ES` for `es`: Open Graph knows no language without a country (https://ogp.me/).

    Where the tag names none, it is the one in which most readers of the language are (CLDR).
    """
    from babel.core import get_global

    locale = locale_of(lang)
    if locale.language != lang.partition("-")[0]:
        # Babel does not know it.
        return lang.replace("-", "_")
    likely = get_global("likely_subtags").get(str(locale), "")
    territory = locale.territory or likely.rpartition("_")[2]
    return f"{locale.language}_{territory}" if territory else locale.language


def autonym(lang: str) -> str:
    """A language's own name for itself, as its speakers look for it in a list: `Español`."""
    if lang == SOURCE_LANGUAGE:
        return "English"
    name = locale_of(lang).get_display_name() or lang
    return name[0].upper() + name[1:]
