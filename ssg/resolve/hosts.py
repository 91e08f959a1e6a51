"""Finds what some hosts do not take."""

from collections.abc import Iterator

from ssg import urls
from ssg.config import Settings
from ssg.config.places import SettingsPlaces
from ssg.diagnostics import Diagnostic
from ssg.model.site import Site
from ssg.pages.host_redirects import CLOUDFLARE_LIMIT, GITLAB_LIMIT
from ssg.pages.registry import site_redirects
from ssg.resolve.diagnostics import FILE_START, diagnostic_at


def check_redirects(
    site: Site, files: frozenset[str], settings: Settings, places: SettingsPlaces
) -> Iterator[Diagnostic]:
    """W39 for more redirects than some hosts read, where a build writes them into a file."""
    if settings.prefix or f"static/{urls.REDIRECTS_FILE}" in files:
        return
    count = sum(1 for _ in site_redirects(site, settings))
    if count > GITLAB_LIMIT:
        most = f"GitLab Pages reads {GITLAB_LIMIT:,} of them"
        if count > CLOUDFLARE_LIMIT:
            most += f", Cloudflare Pages {CLOUDFLARE_LIMIT:,}"
        message = f"the site has {count:,} redirects; {most}"
        hint = "all of them still work by their pages; see docs/hosting.md for other ways"
        yield diagnostic_at("W39", places.path, FILE_START, message, hint)
