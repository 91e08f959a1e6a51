"""Reads site.yaml."""

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ssg.config.settings import NEWEST_FORMAT, Settings
from ssg.config.values import check_values
from ssg.diagnostics import Diagnostic, Location, has_errors
from ssg.files import MIB, read_file
from ssg.model.scalars import shorten
from ssg.schema import check_fields
from ssg.text import decode
from ssg.yamltext import YamlMapping, read_mapping

SETTINGS_FILE = "site.yaml"
_MAX_BYTES = 2 * MIB
_VERSION = re.compile("[1-9][0-9]{0,8}", re.ASCII)

# Use the time zones of the tzdata package, so that all machines use the same ones.
zoneinfo.reset_tzpath(())


class SettingsFile(Struct, frozen=True, kw_only=True):
    """A site's settings, with the place of each."""

    settings: Settings
    fields: YamlMapping


# Stand in for required settings that are missing or invalid. Nothing is published with them.
_PLACEHOLDERS = {"title": "Untitled", "url": "https://example.org/"}


def load_settings(site: Path) -> tuple[SettingsFile | None, list[Diagnostic]]:
    """The settings of the folder `site`, and all diagnostics of its site.yaml.

    With errors among them, the settings have defaults in place of what is invalid, so that the
    content can be checked in the same run. They are None if there is no file to read, or if its
    format is not known: the content may follow other rules.
    """
    try:
        data = read_file(site / SETTINGS_FILE, limit=_MAX_BYTES, follow=True)
    except FileNotFoundError:
        hint = "run 'ssg init DIR' for a new site, or name the site's folder: ssg --site DIR …"
        return None, [_file_diagnostic("S01", f"there is no {SETTINGS_FILE} in {site}", hint)]
    except OSError as error:
        hint = "check that it is a file and can be read"
        return None, [_file_diagnostic("T09", f"cannot be read: {error.strerror}", hint)]
    return read_settings_file(data)


def read_settings_file(data: bytes) -> tuple[SettingsFile | None, list[Diagnostic]]:
    """The settings in the bytes of a site.yaml, as `load_settings` returns them."""
    text, diagnostics = decode(data, path=SETTINGS_FILE)
    fields, found = read_mapping(text, path=SETTINGS_FILE)
    if diagnostics or fields is None:
        return _recover_settings(_no_fields()), diagnostics or found
    if problem := _check_format(fields):
        return None, [problem]
    diagnostics = found
    fields = _keep_bare_languages(fields)
    settings, found = check_fields(Settings, fields)
    diagnostics += found
    if settings:
        diagnostics += check_values(settings, fields)
    if settings is None or has_errors(diagnostics):
        return _recover_settings(fields), diagnostics
    return SettingsFile(settings=settings, fields=fields), diagnostics


def _check_format(fields: YamlMapping) -> Diagnostic | None:
    """S04 for a version of the format that this ssg does not know."""
    given = fields.get(("format",))
    if given is None or given == str(NEWEST_FORMAT):
        return None
    if isinstance(given, str) and _VERSION.fullmatch(given) and int(given) > NEWEST_FORMAT:
        message = f"the site is of format {given}, and this ssg knows none after {NEWEST_FORMAT}"
        hint = "update ssg: python3 -m pip install --upgrade ssg"
    else:
        written = f"'{shorten(given)}'" if isinstance(given, str) else "this"
        message = f"{written} is no version of the format"
        hint = f"write 'format: {NEWEST_FORMAT}'"
    return fields.diagnostic("S04", ("format",), message, hint)


def _keep_bare_languages(fields: YamlMapping) -> YamlMapping:
    """The `fields`, in which a language without any text of its own (`es:`) is a language too."""
    given = fields.value.get("languages", {})
    named = [where[1] for where in fields.keys if len(where) == 2 and where[0] == "languages"]
    if not isinstance(given, dict) or len(given) == len(named):
        return fields
    languages = {str(name): given.get(str(name), {}) for name in named}
    return replace(fields, value={**fields.value, "languages": languages})


def _no_fields() -> YamlMapping:
    fields, _ = read_mapping("", path=SETTINGS_FILE)
    assert fields is not None
    return fields


def _recover_settings(fields: YamlMapping) -> SettingsFile:
    """The settings with those `fields` that are valid, and defaults for all others."""
    kept: dict[str, Any] = {**_PLACEHOLDERS}
    settings, _ = check_fields(Settings, replace(fields, value=kept))
    assert settings is not None
    for name, piece in _pieces(fields.value):
        before = kept.get(name)
        is_part = isinstance(before, dict) and isinstance(piece, dict)
        candidate = replace(fields, value={**kept, name: before | piece if is_part else piece})
        found, _ = check_fields(Settings, candidate)
        if found and not has_errors(check_values(found, candidate)):
            kept, settings = candidate.value, found
    return SettingsFile(settings=settings, fields=fields)


def _pieces(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The settings one by one; each of those in a mapping as a mapping of its own."""
    for name, given in value.items():
        if isinstance(given, dict):
            yield from ((name, {key: one}) for key, one in given.items())
        else:
            yield name, given


def _file_diagnostic(code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, at=Location(path=SETTINGS_FILE), message=message, hint=hint)
