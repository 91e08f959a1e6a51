"""The grammars of the scalars in front matter.

YAML is read without implicit types, so every scalar is text, and the type of its
field says how to parse it. Each grammar is stricter than pydantic's lax mode, which
would read `2020` as a day in 1970 and `on` as true. The classes are annotations;
pydantic requests their validators when front matter is checked, and only then is
pydantic imported.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NewType
from urllib.parse import urlsplit

from msgspec import Struct

from ssg.urls import MAX_ID_LENGTH

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Moment = NewType("Moment", str)
"""An ISO 8601 date, or date and time, as its author wrote it, with the same precision."""

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:[0-5]\d)?)?",
    re.ASCII,
)
_MISSING = {
    len("2026-03-01"): "T00:00:00",
    len("2026-03-01T09:30"): ":00",
    len("2026-03-01T09:30:15"): "",
}
"""What moments without an offset leave out, by their length."""
_EPOCH = datetime(1970, 1, 1)
"""In UTC."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# A form in a browser reads it, too, and knows no escape that is not needed.
_ANCHOR = re.compile(r"""[^\s#%<>"'&\x00-\x1f\x7f]+""")
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", re.ASCII)
_FLAGS = {"yes": "true", "on": "true", "true": "true"} | dict.fromkeys(
    ("no", "off", "false"), "false"
)
"""What YAML 1.1 reads as one, too."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class ScalarError(ValueError):
    """A text that does not match the grammar of its field; `code` is the diagnostic's.

    `near` is the value that its author most likely meant, if one is like it; `is_only`: nothing
    else can have been meant.
    """

    def __init__(
        self, message: str, *, code: str = "F07", near: str = "", is_only: bool = False
    ) -> None:
        super().__init__(message)
        self.code = code
        self.near = near
        self.is_only = is_only


class Grammar(Struct, frozen=True):
    """What other programs can know of the texts that a scalar accepts; some that match are wrong.

    `pattern` is a regular expression for a whole text, as both Python and ECMA-262 read it. `types`
    are those that YAML 1.2 gives to unquoted texts, by their names in JSON Schema.
    """

    pattern: str = ""
    types: tuple[str, ...] = ("string", "number", "boolean")
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None


class Scalar(Struct, frozen=True):
    """An annotation: `parse` turns the text of the field into its value."""

    parse: Callable[[str], Any]
    grammar: "Grammar" = Grammar()

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> "CoreSchema":
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: Any) -> Any:
            try:
                if not isinstance(value, str):
                    raise ScalarError(f"expects a single value, not {_describe_kind(value)}")
                return self.parse(value)
            except ScalarError as error:
                # As a value, because pydantic would take braces in a template for fields.
                texts = {"text": str(error), "near": error.near, "is_only": error.is_only}
                raise PydanticCustomError(error.code, "{text}", texts) from None

        return core_schema.no_info_plain_validator_function(validate)


class Choice(Struct, frozen=True):
    """An annotation: the field accepts one word of an enumeration."""

    words: type[StrEnum]

    def __get_pydantic_core_schema__(self, _source: Any, handler: Any) -> "CoreSchema":
        return Scalar(self.parse).__get_pydantic_core_schema__(_source, handler)

    def parse(self, value: str) -> StrEnum:
        try:
            return self.words(value)
        except ValueError:
            from ssg.nearest import find_nearest

            known = ", ".join(self.words)
            near, is_only = find_nearest(value, self.words)
            message = f"'{shorten(value)}' is not one of: {known}"
            raise ScalarError(message, code="F12", near=near, is_only=is_only) from None


class Shorthand(Struct, frozen=True):
    """An annotation: a single value is shorthand for the longer form that `expand` returns."""

    expand: Callable[[str], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> "CoreSchema":
        from pydantic_core import core_schema

        def expand(value: Any) -> Any:
            return self.expand(value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(expand, handler(source))


def _describe_kind(value: object) -> str:
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def parse_text(value: str) -> str:
    text = " ".join(value.split())
    if not text.isprintable() and _CONTROL.search(text):
        raise ScalarError("contains a control character", code="T02")
    return text


def parse_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ScalarError(
            f"'{shorten(value)}' is not an id: use lowercase letters, digits and single hyphens",
            code="F12",
        )
    if len(value) > MAX_ID_LENGTH:
        message = (
            f"'{shorten(value)}' is too long: shorten it to at most {MAX_ID_LENGTH} characters"
        )
        raise ScalarError(message, code="F12")
    return value


def parse_anchor(value: str) -> str:
    """An id of HTML: anything without white space (https://html.spec.whatwg.org/#the-id-attribute).

    Those that start with `ssg-` are the theme's.
    """
    if value.startswith("ssg-"):
        raise ScalarError("ids that start with 'ssg-' are reserved for the theme", code="F12")
    if not _ANCHOR.fullmatch(value) or not value.isprintable():
        message = f"'{shorten(value)}' is not an id: write what is after the '#', without spaces"
        raise ScalarError(message, code="F12")
    if len(value) > MAX_ID_LENGTH:
        message = f"'{shorten(value)}' is too long: ids have at most {MAX_ID_LENGTH} characters"
        raise ScalarError(message, code="F12")
    return value


def _parse_flag(value: str) -> bool:
    if value not in ("true", "false"):
        near = _FLAGS.get(value.lower(), "")
        message = f"expects true or false, not '{shorten(value)}'"
        raise ScalarError(message, near=near, is_only=bool(near))
    return value == "true"


def _parse_count(value: str) -> int:
    if not _COUNT.fullmatch(value):
        raise ScalarError(f"expects a whole number, 0 or more, not '{shorten(value)}'")
    return int(value)


def _parse_number(value: str) -> float:
    if not _NUMBER.fullmatch(value):
        raise ScalarError(f"expects a number such as 4.5, not '{shorten(value)}'")
    return float(value)


def _parse_language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ScalarError(
            f"expects a language code such as en, es or pt-BR, not '{shorten(value)}'", code="F12"
        )
    return value


def parse_http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid or re.search(r"[\s<>\"\\^`{|}]", value) or _CONTROL.search(value):
        raise ScalarError(
            f"expects a web address that starts with https:// or http://, not '{shorten(value)}'",
            code="F12",
        )
    return value


# A date is read for its field, its order and its place, in turn.
@lru_cache
def parse_moment(value: str) -> Moment:
    found = _MOMENT.fullmatch(value)
    if not found:
        raise ScalarError(
            f"'{shorten(value)}' is not a date: write 2026-03-01 or 2026-03-01T09:30", code="F09"
        )
    try:
        year = datetime.fromisoformat(value).year
        if found[7] not in (None, "Z") and abs(_parse_offset(found[7])) > timedelta(hours=14):
            raise ValueError
        # From Python 3.14 on, that is the next midnight, on another day than the one written.
        if found[4] == "24":
            raise ValueError
    except ValueError:
        raise ScalarError(f"the date or time '{value}' does not exist", code="F09") from None
    # In years 1 and 9999, converting to another time zone could leave the range of `datetime`.
    if not 1 < year < 9999:
        raise ScalarError(f"'{value}' is out of range: use a year from 2 to 9998", code="F09")
    return Moment(value)


def _parse_offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def shorten(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else line[:57] + "..."


_STRING = ("string",)
TEXT_GRAMMAR = Grammar(r"[^\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]*")
ID_GRAMMAR = Grammar(_ID.pattern, max_length=MAX_ID_LENGTH)
_MOMENT_GRAMMAR = Grammar(_MOMENT.pattern.replace(r"\d", "[0-9]"), _STRING)
_URL_GRAMMAR = Grammar(r'[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"\\^`{|}]+', _STRING)
_ANCHOR_GRAMMAR = Grammar(_ANCHOR.pattern, max_length=MAX_ID_LENGTH)
_COUNT_GRAMMAR = Grammar(_COUNT.pattern, ("integer", "string"), minimum=0, maximum=999_999_999)

Text = Annotated[str, Scalar(parse_text, TEXT_GRAMMAR)]
Id = Annotated[str, Scalar(parse_id, ID_GRAMMAR)]
Anchor = Annotated[str, Scalar(parse_anchor, _ANCHOR_GRAMMAR)]
Flag = Annotated[bool, Scalar(_parse_flag, Grammar("true|false", ("boolean", "string")))]
Count = Annotated[int, Scalar(_parse_count, _COUNT_GRAMMAR)]
Number = Annotated[float, Scalar(_parse_number, Grammar(_NUMBER.pattern, ("number", "string")))]
Language = Annotated[str, Scalar(_parse_language, Grammar(_LANGUAGE.pattern, _STRING))]
HttpUrl = Annotated[str, Scalar(parse_http_url, _URL_GRAMMAR)]
When = Annotated[Moment, Scalar(parse_moment, _MOMENT_GRAMMAR)]
OneOrMore = Annotated[tuple[Text, ...], Shorthand(lambda value: [value])]


def instant(moment: Moment, zone: tzinfo) -> datetime:
    """The start of `moment`, in its own offset or else in `zone`."""
    parsed = datetime.fromisoformat(moment)
    # Four times as fast as `replace(tzinfo=zone)`.
    return parsed if parsed.tzinfo else datetime.combine(parsed, parsed.time(), zone)


def iso_instant(moment: Moment, zone: tzinfo) -> str:
    """The `instant` of `moment` as ISO 8601, with its seconds and its offset."""
    start = datetime.fromisoformat(moment)
    if has_offset(moment):
        return start.isoformat()
    # A third of the time that `isoformat` takes for the offset.
    return f"{moment}{_MISSING[len(moment)]}{_offset_text(_offset(start, zone))}"


def _offset(local: datetime, zone: tzinfo) -> timedelta:
    """How far clocks in `zone` are ahead of UTC when they show `local`."""
    offset = zone.utcoffset(local)
    assert offset is not None
    return offset


@lru_cache
def _offset_text(offset: timedelta) -> str:
    """Such as `+01:00`."""
    return datetime.min.replace(tzinfo=timezone(offset)).isoformat()[19:]


def timestamp(moment: Moment, zone: tzinfo) -> float:
    """The start of `moment` in seconds since 1970 (UTC), to compare moments in time."""
    start = datetime.fromisoformat(moment)
    if start.tzinfo:
        return start.timestamp()
    # Twice as fast as with the zone in it.
    return (start - _EPOCH - _offset(start, zone)).total_seconds()


def is_before(moment: Moment, other: Moment, zone: tzinfo) -> bool:
    """Whether `moment` was over before `other` began: a day lasts until midnight in `zone`."""
    if not (has_offset(moment) or has_offset(other)):
        # Both are in one zone, so the clock decides, as far as `moment` names it.
        return moment < other[: len(moment)]
    return _end(moment, zone) <= instant(other, zone)


def _end(moment: Moment, zone: tzinfo) -> datetime:
    start = instant(moment, zone)
    if not has_time(moment):
        return datetime.combine(start.date() + timedelta(days=1), time.min, zone)
    has_seconds = moment[16:17] == ":"
    return start + timedelta(seconds=1 if has_seconds else 60)


def day_of(moment: Moment) -> date:
    """The calendar day, as written."""
    return date.fromisoformat(day_text(moment))


def day_text(moment: Moment) -> str:
    """The calendar day, as written: an ISO 8601 date."""
    return moment[:10]


def has_time(moment: Moment) -> bool:
    return "T" in moment


def has_offset(moment: Moment) -> bool:
    """Whether it names its offset from UTC: without one, it is in the site's time zone."""
    return len(moment) not in _MISSING
