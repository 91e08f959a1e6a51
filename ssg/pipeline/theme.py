"""The theme of a build: what every page is made with."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from ssg.cache.fingerprints import shared_fingerprint
from ssg.cache.stat_cache import stat_files, stat_fingerprint
from ssg.config import Settings
from ssg.digest import Digest
from ssg.discover import CopiedFile
from ssg.model.codec import encode
from ssg.model.site import Site
from ssg.pages.site import SiteView, site_view
from ssg.render.assets import Asset, load_assets
from ssg.render.dependencies import template_fingerprints
from ssg.render.errors import ThemeError
from ssg.render.theme import template_dirs
from ssg.render.theme_files import list_theme_files

# A static file of this name is the site's icon.
_ICON = "favicon.svg"


class Theme(Struct, frozen=True, kw_only=True):
    """Templates, assets and what all pages show; `templates` are digests by template name."""

    folders: tuple[Path, ...]
    assets: tuple[Asset, ...]
    templates: Mapping[str, Digest]
    site: SiteView
    shared: Digest
    """Changes whenever every page must be rendered again."""
    stats: Digest
    """The fingerprint of the stats of all files in the folders, taken before any was read."""

    def is_unchanged(self) -> bool:
        """Whether no file of it has changed since: rendering reads the templates once more."""
        try:
            return _stat_folders(self.folders) == self.stats
        except ThemeError:
            return False


def load_theme(
    site_folder: Path,
    site: Site,
    settings: Settings,
    copied: Sequence[CopiedFile],
    parser: Digest,
) -> Theme:
    """The theme of the site in `site_folder`; `parser` is the `parser_fingerprint`.

    Raises ThemeError.
    """
    folders = template_dirs(site_folder / "templates")
    stats = _stat_folders(folders)
    assets = load_assets(folders)
    urls = {asset.name: f"{settings.prefix}/{asset.output_path}" for asset in assets}
    if any(file.output_path == _ICON for file in copied):
        urls.setdefault(_ICON, f"{settings.prefix}/{_ICON}")
    shown = site_view(site, settings=settings, assets=urls)
    return Theme(
        folders=folders,
        assets=assets,
        templates=template_fingerprints(folders),
        site=shown,
        shared=shared_fingerprint(parser, encode((shown, settings))),
        stats=stats,
    )


def _stat_folders(folders: Iterable[Path]) -> Digest:
    paths = [path for folder in folders for path in list_theme_files(folder).values()]
    targets = (path.resolve() for path in paths if path.is_symlink())
    return stat_fingerprint([*stat_files(str(path) for path in (*paths, *targets))])
