"""The grammars of front matter's scalars.

YAML is read without implicit types, so every scalar arrives as text, and the
type of its field says what the text means. Each grammar below is stricter than
pydantic's lax mode, which would read `2020` as a day of 1970 and `on` as true.
The classes are only marks in annotations; pydantic asks them for a validator
when front matter is checked, and nothing here imports it before that.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NewType
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

Moment = NewType("Moment", str)
"""An ISO 8601 date, or date and time, as its author wrote it: the precision is kept."""

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:[0-5]\d)?)?",
    re.ASCII,
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,9})?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class ScalarError(ValueError):
    """A text that is outside its field's grammar; `code` is the diagnostic's."""

    def __init__(self, message: str, *, code: str = "F07") -> None:
        super().__init__(message)
        self.code = code


class Scalar(Struct, frozen=True):
    """A mark in an annotation: the field's text is read by `read`."""

    read: Callable[[str], Any]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> "CoreSchema":
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: Any) -> Any:
            try:
                if not isinstance(value, str):
                    raise ScalarError(f"expects a single value, not {_kind_of(value)}")
                return self.read(value)
            except ScalarError as error:
                # The message goes as a value, for braces in it would be read as fields.
                raise PydanticCustomError(error.code, "{text}", {"text": str(error)}) from None

        return core_schema.no_info_plain_validator_function(validate)


class Choice(Struct, frozen=True):
    """A mark in an annotation: the field takes one word of an enumeration."""

    words: type[StrEnum]

    def __get_pydantic_core_schema__(self, _source: Any, handler: Any) -> "CoreSchema":
        return Scalar(self._read).__get_pydantic_core_schema__(_source, handler)

    def _read(self, value: str) -> StrEnum:
        try:
            return self.words(value)
        except ValueError:
            known = ", ".join(self.words)
            raise ScalarError(f"'{_short(value)}' is not one of: {known}", code="F12") from None


class Lenient(Struct, frozen=True):
    """A mark in an annotation: a single value stands for the longer form that `widen` makes."""

    widen: Callable[[str], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> "CoreSchema":
        from pydantic_core import core_schema

        def widened(value: Any) -> Any:
            return self.widen(value) if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(widened, handler(source))


def _kind_of(value: object) -> str:
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def read_text(value: str) -> str:
    text = " ".join(value.split())
    if not text.isprintable() and _CONTROL.search(text):
        raise ScalarError("contains a control character", code="T02")
    return text


def read_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ScalarError(
            f"'{_short(value)}' is not an id: use lowercase letters, digits and single hyphens",
            code="F12",
        )
    return value


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise ScalarError(f"expects true or false, not '{_short(value)}'")
    return value == "true"


def _count(value: str) -> int:
    if not _COUNT.fullmatch(value):
        raise ScalarError(f"expects a whole number, 0 or more, not '{_short(value)}'")
    return int(value)


def _number(value: str) -> float:
    if not _NUMBER.fullmatch(value):
        raise ScalarError(f"expects a number such as 4.5, not '{_short(value)}'")
    return float(value)


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ScalarError(
            f"expects a language code such as en, es or pt-BR, not '{_short(value)}'", code="F12"
        )
    return value


def read_http_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s<>\"\\^`{|}]", value) or _CONTROL.search(value):
        raise ScalarError(
            f"expects a web address that starts with https:// or http://, not '{_short(value)}'",
            code="F12",
        )
    return value


def read_moment(value: str) -> Moment:
    found = _MOMENT.fullmatch(value)
    if not found:
        raise ScalarError(
            f"'{_short(value)}' is not a date: write 2026-03-01 or 2026-03-01T09:30", code="F09"
        )
    try:
        year = datetime.fromisoformat(value).year
        if found[7] not in (None, "Z") and abs(_offset(found[7])) > timedelta(hours=14):
            raise ValueError
    except ValueError:
        raise ScalarError(f"there is no date or time '{value}'", code="F09") from None
    # In the first and the last year there are times that have no name in another time zone.
    if not 1 < year < 9999:
        raise ScalarError(f"'{value}' is not in one of the years 2 to 9998", code="F09")
    return Moment(value)


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else line[:57] + "..."


Text = Annotated[str, Scalar(read_text)]
Id = Annotated[str, Scalar(read_id)]
Flag = Annotated[bool, Scalar(_flag)]
Count = Annotated[int, Scalar(_count)]
Number = Annotated[float, Scalar(_number)]
Language = Annotated[str, Scalar(_language)]
HttpUrl = Annotated[str, Scalar(read_http_url)]
When = Annotated[Moment, Scalar(read_moment)]
OneOrMore = Annotated[tuple[Text, ...], Lenient(lambda value: [value])]


def instant(moment: Moment, zone: tzinfo) -> datetime:
    """The start of `moment`, with a time zone: its own offset, else `zone`."""
    parsed = datetime.fromisoformat(moment)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)


def sort_key(moment: Moment, zone: tzinfo) -> tuple[datetime, str]:
    """Orders moments in time; those of one instant by how they were written."""
    return instant(moment, zone).astimezone(UTC), moment


def day_of(moment: Moment) -> date:
    """The calendar day as written."""
    return date.fromisoformat(moment[:10])


def has_time(moment: Moment) -> bool:
    return "T" in moment
