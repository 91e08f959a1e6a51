"""The redirects of a site as configuration: for hosts that read a file, for nginx and for Apache.

An alias is an author's text. Each server reads it in its own spelling, and nothing in it may be
anything but a part of the address: see `ssg.urls.alias_problem` for what it can hold.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from ssg import urls
from ssg.config import Settings


class HostRedirect(NamedTuple):
    """From an old address to the one that it has now, both without the prefix of the site."""

    alias: str
    target: str


GITLAB_LIMIT = 1000
"""https://docs.gitlab.com/user/project/pages/redirects/"""
CLOUDFLARE_LIMIT = 2000
"""https://developers.cloudflare.com/pages/configuration/redirects/"""

_NOT_LITERAL = re.compile(r"([\\$&])")
"""What names a group in what takes the place of a match."""
_ESCAPED = r"\\\1"
# The longest key of a map for which nginx needs no setting, with what it adds.
_DEFAULT_BUCKET = 64
_KEY_OVERHEAD = 24
_DEFAULT_MAP_SIZE = 2048


def redirects_file(redirects: Sequence[HostRedirect], settings: Settings) -> str:
    """The file `_redirects` of Netlify, Cloudflare Pages, GitLab Pages and others.

    No line forces anything, which GitLab does not know. A page is at each alias, so hosts lead
    from its folder without a slash to that with one by themselves.
    """
    return _redirect_lines(redirects, settings, "301")


def netlify_file(redirects: Sequence[HostRedirect], settings: Settings) -> str:
    """The same for Netlify alone, which otherwise sends the page that is at the alias."""
    return _redirect_lines(redirects, settings, "301!")


def _redirect_lines(redirects: Sequence[HostRedirect], settings: Settings, status: str) -> str:
    pairs = ([urls.href(settings.prefix, address) for address in one] for one in redirects)
    return "".join(f"{alias} {target} {status}\n" for alias, target in pairs)


def nginx_map(redirects: Sequence[HostRedirect], settings: Settings) -> str:
    """For the `http` block; nginx compares the address that it has decoded.

    https://nginx.org/en/docs/http/ngx_http_map_module.html
    """
    prefix = unquote(settings.prefix)
    keys = [_quote(prefix + one.alias) for one in redirects]
    # A dollar would begin a variable, in a target alone.
    targets = [_quote(urls.href("", prefix + one.target)) for one in redirects]
    return "\n".join([
        *_comments("nginx", settings),
        "# Include this file in the http block, and write into the server block:",
        "#     if ($ssg_redirect) { return 301 $ssg_redirect; }",
        *_map_sizes(keys),
        "map $uri $ssg_redirect {",
        '  default "";',
        *(f"  {key} {target};" for key, target in zip(keys, targets, strict=True)),
        "}",
        "",
    ])  # fmt: skip


def _map_sizes(keys: Sequence[str]) -> list[str]:
    """What nginx needs to hold such keys; nothing where its defaults do."""
    longest = max((len(key.encode()) for key in keys), default=0) + _KEY_OVERHEAD
    sizes = []
    if longest > _DEFAULT_BUCKET:
        sizes.append(f"map_hash_bucket_size {1 << (longest - 1).bit_length()};")
    if len(keys) * 2 > _DEFAULT_MAP_SIZE:
        sizes.append(f"map_hash_max_size {1 << (len(keys) * 2 - 1).bit_length()};")
    return sizes


def apache_rules(redirects: Sequence[HostRedirect], settings: Settings) -> str:
    """For the `<VirtualHost>` or the `.htaccess` of the site, with mod_alias alone.

    Apache compares the address that it has decoded, and encodes where it leads to.
    https://httpd.apache.org/docs/2.4/mod/mod_alias.html#redirectmatch
    """
    prefix = unquote(settings.prefix)
    lines = (
        f"RedirectMatch 301 {_quote(f'^{re.escape(prefix + one.alias)}$')}"
        f" {_quote(_NOT_LITERAL.sub(_ESCAPED, prefix + one.target))}"
        for one in redirects
    )
    return "\n".join([*_comments("apache", settings), *lines]) + "\n"


def _comments(format: str, settings: Settings) -> list[str]:
    return [
        f"# Redirects for {settings.url}, made by: ssg redirects {format}",
        "# Make them again whenever there is a new alias.",
    ]


def _quote(text: str) -> str:
    """One word for nginx and Apache, which both read a backslash before these two as nothing."""
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


FORMATS: Mapping[str, Callable[[Sequence[HostRedirect], Settings], str]] = {
    "netlify": netlify_file,
    "nginx": nginx_map,
    "apache": apache_rules,
}
"""The formats by the name of the host or server that reads them."""
