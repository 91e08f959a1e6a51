"""Checks of settings beyond the type of a single value."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ssg.config.phones import country_name, is_emergency_number, is_possible_number
from ssg.config.settings import EmergencyNumber, Helpline, MenuLink, Settings, SiteLanguage
from ssg.diagnostics import Diagnostic
from ssg.model.scalars import ScalarError, parse_http_url
from ssg.yamltext import Path, YamlMapping, field_name

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE)


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


def check_values(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    """Errors and warnings of settings that each have the right type."""
    yield from _check_site(settings, fields)
    yield from _check_dialect(fields)
    yield from _check_limits(settings, fields)
    yield from _check_languages(settings, fields)
    yield from _check_menus(settings, fields)
    yield from _check_deploy(settings, fields)
    for index, number in enumerate(settings.emergency_numbers):
        yield from _check_emergency_number(number, fields, ("emergency_numbers", index))
    for index, helpline in enumerate(settings.helplines):
        yield from _check_helpline(helpline, fields, ("helplines", index))


def _check_site(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    if problem := url_problem(settings.url):
        yield _invalid(fields, ("url",), problem)
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield _invalid(fields, ("timezone",), f"unknown time zone '{settings.timezone}'")
    if settings.feed_authority and not _HOST.fullmatch(settings.feed_authority):
        message = f"expects a host name such as example.org, not '{settings.feed_authority}'"
        yield _invalid(fields, ("feed_authority",), message)


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


def _check_limits(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    positive: dict[Path, int] = {
        ("page_size",): settings.page_size,
        ("limits", "file_bytes"): settings.limits.file_bytes,
        ("limits", "file_seconds"): settings.limits.file_seconds,
    }
    for where, value in positive.items():
        if value < 1:
            yield _invalid(fields, where, "expects 1 or more")


def _check_languages(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    if settings.language in settings.languages:
        where = ("languages", settings.language)
        message = f"'{field_name(where)}' is the site's own language"
        hint = "its texts are the site's: remove it here"
        at = fields.locate_key(where)
        yield Diagnostic(code="F12", at=at, message=message, hint=hint)


def _check_menus(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    for where, link in menu_links(settings):
        if not link.is_path and not link.title:
            message = f"required field '{field_name((*where, 'title'))}' is missing"
            hint = "write {url: …, title: …}: only pages of the site have a title of their own"
            yield fields.diagnostic("F08", where, message, hint)


def menu_links(settings: Settings) -> Iterator[tuple[Path, MenuLink]]:
    """All links of all menus, each with the path of its setting."""
    holders: dict[Path, Settings | SiteLanguage] = {(): settings}
    holders |= {("languages", lang): one for lang, one in settings.languages.items()}
    for path, holder in holders.items():
        for name, links in (("menu", holder.menu), ("footer_links", holder.footer_links)):
            yield from (((*path, name, index), link) for index, link in enumerate(links))


def _check_deploy(settings: Settings, fields: YamlMapping) -> Iterator[Diagnostic]:
    for name, target in settings.deploy.items():
        urls = {"url": target.url, "check_url": target.check_url, "endpoint": target.endpoint}
        for field, url in urls.items():
            if url and (problem := url_problem(url)):
                yield _invalid(fields, ("deploy", name, field), problem)


def _check_emergency_number(
    given: EmergencyNumber, fields: YamlMapping, where: Path
) -> Iterator[Diagnostic]:
    place = (*where, "tel")
    if not is_possible_number(given.tel, given.country):
        yield _impossible(given.tel, given.country, fields, place)
    elif not is_emergency_number(given.tel, given.country):
        message = (
            f"{field_name(place)}: '{given.tel}' is not known as an emergency number of"
            f" {country_name(given.country)}"
        )
        hint = "check it; a number for advice belongs in helplines"
        yield fields.diagnostic("W24", place, message, hint)


def _check_helpline(given: Helpline, fields: YamlMapping, where: Path) -> Iterator[Diagnostic]:
    if not (given.tel or given.sms or given.url):
        message = f"'{field_name(where)}' has no way to reach it"
        yield fields.diagnostic("F08", where, message, "add 'tel: …', 'sms: …' or 'url: …'")
    # Nobody lists all numbers for messages: even well-known ones would count as wrong.
    if given.tel and given.country and not is_possible_number(given.tel, given.country):
        yield _impossible(given.tel, given.country, fields, (*where, "tel"))


def _impossible(number: str, country: str, fields: YamlMapping, where: Path) -> Diagnostic:
    message = f"expects a number that can be called in {country_name(country)}, not '{number}'"
    return _invalid(fields, where, f"{message}: it is too short or too long")


def _invalid(fields: YamlMapping, where: Path, message: str) -> Diagnostic:
    return fields.diagnostic("F12", where, f"{field_name(where)}: {message}")
