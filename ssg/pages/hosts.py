"""The headers of a site as configuration: for hosts that read a file, for nginx and for Apache."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ssg.config import Settings
from ssg.model.states import Environment
from ssg.pages.headers import HTTPS_ONLY, Headers, site_headers

_CACHE = "Cache-Control"
_POLICY = "Content-Security-Policy"


def headers_file(settings: Settings, environment: Environment = Environment.PRODUCTION) -> str:
    """The file `_headers` of Netlify, Cloudflare Pages and others, for the root of the host.

    Where two rules match, such hosts send both values, and of two policies a browser obeys both. So
    all files are sent with the policy that allows most; pages have their own one in themselves.
    https://docs.netlify.com/manage/routing/headers/
    https://developers.cloudflare.com/pages/configuration/headers/
    """
    headers = site_headers(settings, environment)
    policies = [one[_POLICY] for one in headers.folders.values() if _POLICY in one]
    # Hosts of this kind have HTML checked each time unless they are told otherwise.
    common = {name: value for name, value in headers.common.items() if name != _CACHE}
    common[_POLICY] = next(iter(policies), common[_POLICY])
    rules = {f"{settings.prefix}/*": common}
    for folder, special in headers.folders.items():
        rules[f"{folder}*"] = {name: one for name, one in special.items() if name != _POLICY}
    return "\n".join(_rules(rules))


def _rules(rules: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for path, headers in rules.items():
        if headers:
            yield path
            yield from (f"  {name}: {value}" for name, value in headers.items())
            yield ""


def nginx_snippet(settings: Settings) -> str:
    """For a server block.

    A location that adds a header of its own inherits none, so folders set variables instead.
    https://nginx.org/en/docs/http/ngx_http_headers_module.html
    """
    headers = site_headers(settings)
    variables = {_POLICY: "$ssg_policy", _CACHE: "$ssg_cache"}
    lines = [
        *_comments("nginx", settings),
        f"error_page 404 {settings.prefix}/404.html;",
        "",
        *(f'set {variables[name]} "{headers.common[name]}";' for name in variables),
        *_nginx_locations(headers, variables),
        "",
    ]
    for name, value in headers.common.items():
        # A page for a missing address must not be kept as if it were the file.
        when = "" if name == _CACHE else " always"
        lines.append(f"add_header {name} {variables.get(name) or _quote(value)}{when};")
    lines += [*_https_only(lambda name, value: f"add_header {name} {_quote(value)} always;"), ""]
    lines.append("gzip_vary on;")
    if settings.compress:
        lines += ["gzip_static on;", "# With the module brotli_static:", "# brotli_static on;"]
    else:
        lines += ["gzip on;", f"gzip_types {' '.join(_NGINX_TYPES)};"]
    return "\n".join(lines) + "\n"


_NGINX_TYPES = (
    *("text/css", "text/javascript", "application/javascript", "application/json"),
    *("application/xml", "text/xml", "application/atom+xml", "image/svg+xml", "text/plain"),
)


def _nginx_locations(headers: Headers, variables: Mapping[str, str]) -> Iterator[str]:
    for folder, special in headers.folders.items():
        settings = " ".join(f'set {variables[name]} "{one}";' for name, one in special.items())
        yield f"location ^~ {folder} {{ {settings} }}"


def apache_snippet(settings: Settings) -> str:
    """For the `<Directory>` of the site, or for its `.htaccess`.

    Elsewhere, rewrite rules do not know the files yet:
    https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewritecond
    https://httpd.apache.org/docs/2.4/mod/mod_headers.html
    """
    headers = site_headers(settings)
    lines = [*_comments("apache", settings), f"ErrorDocument 404 {settings.prefix}/404.html"]
    lines += [_apache_header(name, value) for name, value in headers.common.items()]
    for folder, special in headers.folders.items():
        lines.append(f"<If \"%{{REQUEST_URI}} -strmatch '{folder}*'\">")
        lines += [f"  {_apache_header(name, value)}" for name, value in special.items()]
        lines.append("</If>")
    lines += _https_only(lambda name, value: f"Header always set {name} {_quote(value)}")
    return "\n".join(lines + _apache_compression(settings)) + "\n"


def _apache_header(name: str, value: str) -> str:
    when = "" if name == _CACHE else "always "
    return f"Header {when}set {name} {_quote(value)}"


def _apache_compression(settings: Settings) -> list[str]:
    if not settings.compress:
        return []
    lines = ["", "RewriteEngine On"]
    for coding, ending in (("br", "br"), ("gzip", "gz")):
        lines += [
            f'RewriteCond "%{{HTTP:Accept-Encoding}}" "\\b{coding}\\b"',
            f'RewriteCond "%{{REQUEST_FILENAME}}.{ending}" -f',
            f'RewriteRule "^(.+)$" "$1.{ending}" [L]',
        ]
    return [
        *lines,
        "RemoveType .gz",
        "AddEncoding br .br",
        "AddEncoding gzip .gz",
        "RemoveLanguage .br",
        "Header merge Vary Accept-Encoding",
    ]


def _comments(format: str, settings: Settings) -> list[str]:
    return [
        f"# Headers for {settings.url}, made by: ssg headers {format}",
        "# Make them again when site.yaml or ssg itself has changed.",
    ]


def _https_only(format: Callable[[str, str], str]) -> Iterable[str]:
    yield "# Only if the host will have https for good: browsers then refuse http for a year."
    yield f"# {format(*HTTPS_ONLY)}"


def _quote(value: str) -> str:
    return f'"{value}"'


FORMATS: Mapping[str, Callable[[Settings], str]] = {
    "netlify": headers_file,
    "nginx": nginx_snippet,
    "apache": apache_snippet,
}
"""The formats by the name of the host or server that reads them."""
