"""The grammars of values that only site.yaml has."""

import re
from typing import Annotated

from ssg.config.phones import is_country, suggest_country
from ssg.model.scalars import Grammar, Scalar, ScalarError, parse_http_url, shorten
from ssg.patterns import rare
from ssg.urls import PATTERN_NAMES, fill_pattern

_PHONE_NUMBER = rare(r"\+?[0-9 .()-]+", re.ASCII)
_PLACEHOLDER = rare(r"\{([^{}]*)\}")
# One recipient, then header fields (RFC 6068).
_MAILTO = rare(r"mailto:[^\s<>\"\\^`{|}?@,]+@[^\s<>\"\\^`{|}?@,/]+(?:\?[^\s<>\"\\^`{|}]*)?")
# A backslash would do: browsers read `/\host` as `//host`.
_SITE_PATH = rare(r"/(?:[^\s/<>\"\\^`{|}?#\x00-\x1f\x7f][^\s<>\"\\^`{|}?\x00-\x1f\x7f]*)?")
_IMAGE_PATH = rare(
    r"(?:static|content/media)(?:/[^/\\.#\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*)+\.(?:png|jpe?g|webp)",
    re.IGNORECASE,
)
# Nothing of it can be an option of a program.
_DEPLOY_ADDRESS = rare(r"[^\s?#\\\x00-\x1f\x7f-][^\s?#\\\x00-\x1f\x7f]*")
_TARGET_NAME = rare(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
DEPLOY_SCHEMES = {
    "s3": "s3://bucket/folder",
    "gs": "gs://bucket/folder",
    "az": "az://container/folder",
    "sftp": "sftp://user@host/srv/www",
    "rsync+ssh": "rsync+ssh://user@host/srv/www",
    "git+https": "git+https://host/owner/repository.git@branch",
    "git+ssh": "git+ssh://git@host/owner/repository.git@branch",
    "git+file": "git+file:///srv/repository.git@branch",
}
"""Where `ssg deploy` can take a site, each with an example."""
_STORES = ("s3", "gs", "az")
_HOST_AND_PORT = rare(r"(?:[^:]*|\[[^]]*\])(?::[0-9]*)?")
_BY_SSH = ("sftp", "rsync+ssh", "git+ssh")
_PLUGIN_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_TEL = re.compile(r"tel:\+?[0-9().-]+", re.ASCII)
_PATTERN_LIST = ", ".join(f"{{{name}}}" for name in PATTERN_NAMES)


def parse_country(value: str) -> str:
    if not is_country(value):
        near = suggest_country(value)
        message = f"'{shorten(value)}' is not a country's code of two letters (ISO 3166-1)"
        raise ScalarError(f"{message}: did you mean '{near}'?" if near else message, code="F12")
    return value


def parse_phone_number(value: str) -> str:
    digits = sum(sign.isdigit() for sign in value)
    if not _PHONE_NUMBER.fullmatch(value) or not 2 <= digits <= 20:
        raise ScalarError(
            f"expects a telephone number such as 112 or +44 20 7946 0000, not '{shorten(value)}'",
            code="F12",
        )
    if value.startswith("+") and "(0)" in value:
        raise ScalarError("expects no (0) after the country's code: it is not called", code="F12")
    return value


def parse_link_pattern(value: str) -> str:
    """A web or mailto address, in which the names of `fill_pattern` stand in braces."""
    for name in _PLACEHOLDER.findall(value):
        if name not in PATTERN_NAMES:
            message = f"'{{{shorten(name)}}}' is not one of: {_PATTERN_LIST}"
            raise ScalarError(message, code="F12")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", value)):
        raise ScalarError(
            "a brace has no partner: write {id}, {title}, {url} or {lang}", code="F12"
        )
    if re.search(r"\s", value):
        raise ScalarError("expects no space: write %20 in its place", code="F12")
    if _PLACEHOLDER.search(_before_path(value)):
        raise ScalarError("expects {…} only after the host or the mail address", code="F12")
    filled = fill_pattern(value, dict.fromkeys(PATTERN_NAMES, "x"))
    if not _is_mailto(filled):
        expected = "an address that starts with https://, http:// or mailto:"
        _parse_web_address(filled, expected, written=value)
    return value


def parse_image_path(value: str) -> str:
    """The path of a published image, from the folder of site.yaml."""
    if not _IMAGE_PATH.fullmatch(value):
        raise ScalarError(
            "expects the path of a PNG, JPEG or WebP image in static/ or content/media/,"
            f" such as static/picture.png, not '{shorten(value)}'",
            code="F12",
        )
    return value


def parse_plugin_name(value: str) -> str:
    """The name under which a package offers a plugin: it begins the codes of its checks."""
    if not _PLUGIN_NAME.fullmatch(value):
        message = (
            "expects the name of a plugin: lowercase letters, digits and single hyphens,"
            f" not '{shorten(value)}'"
        )
        raise ScalarError(message, code="F12")
    return value


def parse_menu_url(value: str) -> str:
    """A path from the site's root, without the prefix, or an address elsewhere."""
    if not (_SITE_PATH.fullmatch(value) or _is_mailto(value) or _TEL.fullmatch(value)):
        _parse_web_address(
            value, "a path such as /about/, or an https, http, mailto or tel address"
        )
    return value


def parse_target_name(value: str) -> str:
    """The name of a target is also that of a folder, and an argument of `ssg deploy`."""
    if not _TARGET_NAME.fullmatch(value):
        message = "expects a name of small letters, digits and hyphens, such as production"
        raise ScalarError(f"{message}, not '{shorten(value)}'", code="F12")
    return value


def parse_deploy_address(value: str) -> str:
    """Where a site is deployed to: an address of one of the known schemes, or a folder.

    What is refused is not printed: it may be a secret.
    """
    scheme, is_address, rest = value.partition("://")
    if not is_address:
        if not value.isprintable() or value.startswith("~"):
            raise ScalarError("expects a folder by its path, without '~'", code="F12")
        return value
    if scheme not in DEPLOY_SCHEMES:
        known = ", ".join(f"{one}://" for one in DEPLOY_SCHEMES)
        message = f"'{shorten(scheme)}://' is not known: expects a folder, or one of {known}"
        raise ScalarError(message, code="F12")
    _refuse_secrets(scheme, rest)
    if not _DEPLOY_ADDRESS.fullmatch(rest):
        raise ScalarError(f"expects an address such as {DEPLOY_SCHEMES[scheme]}", code="F12")
    return value


def _refuse_secrets(scheme: str, rest: str) -> None:
    """Also those with signs in them that belong elsewhere in an address."""
    place = re.split(r"[/?#]", rest, maxsplit=1)[0]
    user, is_given, host = place.rpartition("@")
    may_have_user = scheme in _BY_SSH and ":" not in user
    is_secret = bool(is_given) and not may_have_user
    if scheme in _STORES:
        is_secret = ":" in place or "@" in rest
    if is_secret or not _HOST_AND_PORT.fullmatch(host):
        raise ScalarError(
            "has a user name or password: keep secrets in the environment, never in site.yaml,"
            " and change this one, since git remembers it",
            code="F12",
        )


def _is_mailto(value: str) -> bool:
    return value.isprintable() and bool(_MAILTO.fullmatch(value))


def _before_path(pattern: str) -> str:
    """All of it that says where the request or the mail goes."""
    if pattern.startswith("mailto:"):
        return pattern.partition("?")[0]
    return re.split(r"(?<=[^/:])[/?#]", pattern, maxsplit=1)[0]


def _parse_web_address(value: str, expected: str, *, written: str = "") -> None:
    """`written` is what the owner wrote, if that is not `value`."""
    try:
        parse_http_url(value)
    except ScalarError:
        shown = shorten(written or value)
        raise ScalarError(f"expects {expected}, not '{shown}'", code="F12") from None


_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://\S+|mailto:\S+"
_IMAGE = r".+\.(?:[Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]|[Ww][Ee][Bb][Pp])"
_STRING = ("string",)
_FOLDER_GRAMMAR = Grammar(r"[^\x00-\x1f\x7f]+", ("string", "number", "boolean"))
_MENU_GRAMMAR = Grammar(rf"/\S*|tel:\S+|{_ADDRESS}", _STRING)
_PHONE_GRAMMAR = Grammar(_PHONE_NUMBER.pattern, ("string", "number"))

Country = Annotated[str, Scalar(parse_country, Grammar("[A-Z]{2}", _STRING))]
PhoneNumber = Annotated[str, Scalar(parse_phone_number, _PHONE_GRAMMAR)]
LinkPattern = Annotated[str, Scalar(parse_link_pattern, Grammar(_ADDRESS, _STRING))]
ImagePath = Annotated[str, Scalar(parse_image_path, Grammar(_IMAGE, _STRING))]
PluginName = Annotated[str, Scalar(parse_plugin_name, Grammar(_PLUGIN_NAME.pattern))]
MenuUrl = Annotated[str, Scalar(parse_menu_url, _MENU_GRAMMAR)]
DeployAddress = Annotated[str, Scalar(parse_deploy_address, _FOLDER_GRAMMAR)]
TargetName = Annotated[str, Scalar(parse_target_name, Grammar(_TARGET_NAME.pattern, _STRING))]
