"""The settings of a site, from site.yaml."""

# Every worker imports this module for the settings; only reading site.yaml needs the schema.
# ruff: noqa: PLC0415

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field
from msgspec.structs import replace

from ssg.diagnostics import Diagnostic, Location, has_errors
from ssg.files import MIB, read_file
from ssg.model.frontmatter import Dialect, Fields
from ssg.model.scalars import (
    Choice,
    Count,
    HttpUrl,
    Language,
    ScalarError,
    Text,
    parse_http_url,
)
from ssg.text import decode
from ssg.yamltext import YamlMapping, read_mapping


class AnswerOrder(StrEnum):
    """The order of a thread's answers; where it leaves ties, the oldest answer is first."""

    OLDEST = "oldest"
    NEWEST = "newest"
    HELPFUL = "helpful"
    """The accepted answer first, then the answers with the most helpful votes."""


DEFAULT_EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "smarty",
    "tables",
)


class Limits(Fields, frozen=True, kw_only=True):
    file_bytes: Count = 2 * 1024 * 1024
    file_seconds: Count = 10


class MarkdownSettings(Fields, frozen=True, kw_only=True):
    """The Markdown of guides, topics and pages; posts are always CommonMark."""

    dialect: Annotated[Dialect, Choice(Dialect)] = Dialect.COMMONMARK
    extensions: tuple[Text, ...] = DEFAULT_EXTENSIONS


class Disclaimers(Fields, frozen=True, kw_only=True):
    """Plain text. For an empty one the theme has a default in the page's language."""

    site: Text = ""
    thread: Text = ""
    guide: Text = ""


class Settings(Fields, frozen=True, kw_only=True):
    title: Text
    url: HttpUrl
    description: Text = ""
    language: Language = "en"
    timezone: Text = "UTC"
    answers: Annotated[AnswerOrder, Choice(AnswerOrder)] = AnswerOrder.OLDEST
    page_size: Count = 20
    limits: Limits = Limits()
    markdown: MarkdownSettings = MarkdownSettings()
    disclaimers: Disclaimers = Disclaimers()
    footer: Text = ""
    feed_authority: Text = ""
    """The host in the ids of feed entries; empty means the host of `url`.

    The ids must never change, so a site that moves to another host sets its first host here.
    """
    extra: dict[str, Any] = field(default_factory=dict)

    def with_url(self, url: str) -> "Settings":
        """These settings with another `url`, but with the same ids of feed entries."""
        return replace(self, url=url, feed_authority=self.authority)

    def other_language(self, lang: str | None) -> str:
        """`lang` where that is not the site's language, else empty."""
        return lang if lang and lang != self.language else ""

    @property
    def authority(self) -> str:
        """The authority of the tag URIs of feed entries (RFC 4151)."""
        return self.feed_authority or urlsplit(self.url).hostname or ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def prefix(self) -> str:
        """The path of `url` without a trailing slash: empty, or like `/health`."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """The scheme and host of `url`, without a trailing slash."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


SETTINGS_FILE = "site.yaml"
_MAX_BYTES = 2 * MIB

# Use the time zones of the tzdata package, so that all machines use the same ones.
zoneinfo.reset_tzpath(())
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)


class SettingsFile(Struct, frozen=True, kw_only=True):
    """A site's settings, with the place of each."""

    settings: Settings
    fields: YamlMapping


# Stand in for required settings that are missing or invalid. Nothing is published with them.
_PLACEHOLDERS = {"title": "Untitled", "url": "https://example.org/"}


def load_settings(site: Path) -> tuple[SettingsFile | None, list[Diagnostic]]:
    """The settings of the folder `site`, and all diagnostics of its site.yaml.

    With errors among them, the settings have defaults in place of what is invalid, so that the
    content can be checked in the same run. They are None if there is no file to read.
    """
    from ssg.schema import check_fields

    try:
        data = read_file(site / SETTINGS_FILE, limit=_MAX_BYTES, follow=True)
    except FileNotFoundError:
        hint = "run 'ssg init DIR' for a new site, or name the site's folder: ssg --site DIR …"
        return None, [_file_diagnostic("S01", f"there is no {SETTINGS_FILE} in {site}", hint)]
    except OSError as error:
        hint = "check that it is a file and can be read"
        return None, [_file_diagnostic("T09", f"cannot be read: {error.strerror}", hint)]
    text, diagnostics = decode(data, path=SETTINGS_FILE)
    fields, found = read_mapping(text, path=SETTINGS_FILE)
    if diagnostics or fields is None:
        return _recover_settings(_no_fields()), diagnostics or found
    diagnostics = found
    settings, found = check_fields(Settings, fields)
    diagnostics += found
    if settings:
        diagnostics += _check_values(settings, fields)
    if settings is None or has_errors(diagnostics):
        return _recover_settings(fields), diagnostics
    return SettingsFile(settings=settings, fields=fields), diagnostics


def _no_fields() -> YamlMapping:
    fields, _ = read_mapping("", path=SETTINGS_FILE)
    assert fields is not None
    return fields


def _recover_settings(fields: YamlMapping) -> SettingsFile:
    """The settings with those `fields` that are valid, and defaults for all others."""
    from ssg.schema import check_fields

    kept: dict[str, Any] = {**_PLACEHOLDERS}
    settings, _ = check_fields(Settings, replace(fields, value=kept))
    assert settings is not None
    for name, piece in _pieces(fields.value):
        before = kept.get(name)
        is_part = isinstance(before, dict) and isinstance(piece, dict)
        candidate = replace(fields, value={**kept, name: before | piece if is_part else piece})
        found, _ = check_fields(Settings, candidate)
        if found and not any(_check_values(found, candidate)):
            kept, settings = candidate.value, found
    return SettingsFile(settings=settings, fields=fields)


def _pieces(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The settings one by one; each of those in a mapping as a mapping of its own."""
    for name, given in value.items():
        if isinstance(given, dict):
            yield from ((name, {key: one}) for key, one in given.items())
        else:
            yield name, given


def url_problem(url: str) -> str | None:
    """Why `url` cannot be the address of a site; None if it can."""
    try:
        parts = urlsplit(parse_http_url(url))
    except ScalarError as error:
        return str(error)
    if "@" in parts.netloc or "?" in url or "#" in url:
        return "expects an address without a query, a '#' or a user name"
    if any(part in (".", "..") for part in parts.path.split("/")) or "//" in parts.path:
        return "expects a path without '//', '.' or '..'"
    return None


def _check_values(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    def invalid(where: tuple[str, ...], message: str) -> Diagnostic:
        return fields.diagnostic("F12", where, f"{'.'.join(where)}: {message}")

    if problem := url_problem(settings.url):
        yield invalid(("url",), problem)
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield invalid(("timezone",), f"unknown time zone '{settings.timezone}'")
    if settings.feed_authority and not _HOST.fullmatch(settings.feed_authority):
        message = f"expects a host name such as example.org, not '{settings.feed_authority}'"
        yield invalid(("feed_authority",), message)
    yield from _check_dialect(fields)
    positive = {
        ("page_size",): settings.page_size,
        ("limits", "file_bytes"): settings.limits.file_bytes,
        ("limits", "file_seconds"): settings.limits.file_seconds,
    }
    for where, value in positive.items():
        if value < 1:
            yield invalid(where, "expects 1 or more")


def _check_dialect(fields: YamlMapping) -> Iterator[Diagnostic]:
    """W20 for extensions that an editor may take for granted, while every file is CommonMark."""
    where = ("markdown", "extensions")
    if where in fields.keys and ("markdown", "dialect") not in fields.keys:
        message = "these extensions are used for Python-Markdown, but the dialect is CommonMark"
        hint = (
            "add 'dialect: python-markdown', or 'dialect: commonmark' if only some files are"
            " written for Python-Markdown"
        )
        yield fields.diagnostic("W20", where, message, hint)


def _file_diagnostic(code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, at=Location(path=SETTINGS_FILE), message=message, hint=hint)
