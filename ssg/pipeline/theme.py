"""What every page of a build is made with."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from platform import python_version

from msgspec import Struct

from ssg.config import Settings
from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.discover import CopiedFile
from ssg.looks import digest_of_looks, looks_of
from ssg.model.codec import encode
from ssg.model.site import Site
from ssg.pages.build import site_view
from ssg.pages.views import SiteView
from ssg.render.assets import Asset, load_assets
from ssg.render.closure import template_digests
from ssg.render.theme import template_dirs

# A static file of this name is the site's icon.
_ICON = "favicon.svg"
_LIBRARIES = ("babel", "jinja2", "markupsafe", "tzdata")


class Theme(Struct, frozen=True, kw_only=True):
    """Templates, assets and what all pages show; `templates` are digests by template name."""

    folders: tuple[Path, ...]
    assets: tuple[Asset, ...]
    templates: Mapping[str, Digest]
    site: SiteView
    settings: Settings
    code: str
    """The digest of the code that parses and renders."""
    looks: Digest
    """Of how all files of the folders looked before any was read."""

    @property
    def key(self) -> Digest:
        """Changes whenever every page has to be made anew."""
        shared = digest_of(encode((self.site, self.settings)))
        return digest_of_parts(self.code, shared, python_version(), *_versions())

    def is_as_it_was(self) -> bool:
        """Whether nobody has changed a file of it since: who renders reads templates once more."""
        return _looks(self.folders) == self.looks


def load_theme(
    site_folder: Path,
    site: Site,
    settings: Settings,
    copied: Sequence[CopiedFile],
    code: str,
) -> Theme:
    """The theme of the site in `site_folder`. Raises TemplateMistake."""
    folders = template_dirs(site_folder / "templates")
    looks = _looks(folders)
    assets = load_assets(folders)
    urls = {asset.name: f"{settings.prefix}/{asset.output_path}" for asset in assets}
    if any(file.output_path == _ICON for file in copied):
        urls.setdefault(_ICON, f"{settings.prefix}/{_ICON}")
    return Theme(
        folders=folders,
        assets=assets,
        templates=template_digests(folders),
        site=site_view(site, settings=settings, assets=urls),
        settings=settings,
        code=code,
        looks=looks,
    )


def _looks(folders: Iterable[Path]) -> Digest:
    paths = [path for folder in folders for path in sorted(folder.rglob("*"))]
    targets = (path.resolve() for path in paths if path.is_symlink())
    return digest_of_looks([*looks_of(str(path) for path in (*paths, *targets))])


def _versions() -> list[str]:
    return [f"{name} {version(name)}" for name in _LIBRARIES]
