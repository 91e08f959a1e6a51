"""The theme of a build: what every page is made with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import islink, realpath
from pathlib import Path

from msgspec import Struct
from msgspec.msgpack import Decoder
from msgspec.structs import replace

from ssg.cache.fingerprints import shared_fingerprint
from ssg.cache.own_code import code_disk_time
from ssg.cache.stat_cache import FileStats, is_any_racy, stat_files, stat_fingerprint
from ssg.config import Settings
from ssg.config.pictures import PictureSize
from ssg.diagnostics import Diagnostic
from ssg.digest import Digest
from ssg.discover import CopiedFile
from ssg.model.codec import encode
from ssg.pages import search
from ssg.pages.site import SiteView, picture_views
from ssg.render.assets import Asset, load_assets, read_style_files
from ssg.render.dependencies import template_fingerprints
from ssg.render.environment import COMPILED
from ssg.render.errors import ThemeError
from ssg.render.sentences import check_catalogues
from ssg.render.theme import template_dirs
from ssg.render.theme_files import list_theme_files

# A static file of this name is the site's icon.
_ICON = "favicon.svg"

_COLORS = Decoder(tuple[str, str])


class Theme(Struct, frozen=True, kw_only=True):
    """Templates, assets and what all pages show; `templates` are digests by template name.

    `sites` is what pages show of the site, by the language of the lists that they belong to.
    """

    folders: tuple[Path, ...]
    assets: tuple[Asset, ...]
    colors: tuple[str, str]
    """Those of the browser's own frame around a page, by day and by night."""
    templates: Mapping[str, Digest]
    sites: Mapping[str, SiteView]
    shared: Digest
    """Changes whenever every page must be rendered again."""
    stats: Digest
    """The fingerprint of the stats of all files in the folders, taken before any was read."""
    diagnostics: tuple[Diagnostic, ...]
    """Warnings about the site's own templates, styles and catalogues."""

    def is_unchanged(self, site_folder: Path) -> bool:
        """Whether no file of it has changed since: rendering reads the templates once more."""
        try:
            folders = _template_folders(site_folder)
            return (
                folders == self.folders and stat_fingerprint(_stat_folders(folders)) == self.stats
            )
        except ThemeError:
            return False


def published_assets(theme: Theme, settings: Settings) -> tuple[Asset, ...]:
    """Those that pages load: only the page that searches the site loads a script."""
    is_loaded = settings.search
    return tuple(one for one in theme.assets if is_loaded or one.name != search.SCRIPT)


def load_theme(
    site_folder: Path,
    shown: Mapping[str, SiteView],
    settings: Settings,
    *,
    pictures: Mapping[str, PictureSize],
    copied: Sequence[CopiedFile],
    parser: Digest,
) -> Theme:
    """The theme of the site in `site_folder`.

    `shown` is what all pages show but assets and pictures, `parser` the `parser_fingerprint`.
    Raises ThemeError.
    """
    folders = _template_folders(site_folder)
    stats = _stat_folders(folders)
    parts = _load_parts(folders, stats)
    shown = _with_theme(
        shown, settings, pictures=pictures, copied=copied, assets=parts.assets, colors=parts.colors
    )
    return Theme(
        folders=folders,
        assets=parts.assets,
        colors=parts.colors,
        templates=parts.templates,
        sites=shown,
        shared=_shared_fingerprint(parser, shown, settings),
        stats=stat_fingerprint(stats),
        diagnostics=tuple(_check_theme(folders)),
    )


def with_site(
    theme: Theme,
    shown: Mapping[str, SiteView],
    settings: Settings,
    *,
    pictures: Mapping[str, PictureSize],
    copied: Sequence[CopiedFile],
    parser: Digest,
) -> Theme:
    """The theme with what it shows of another state of the site."""
    shown = _with_theme(
        shown,
        settings,
        pictures=pictures,
        copied=copied,
        assets=theme.assets,
        colors=theme.colors,
    )
    if shown == theme.sites:
        return theme
    return replace(theme, sites=shown, shared=_shared_fingerprint(parser, shown, settings))


class _Parts(Struct, frozen=True, kw_only=True):
    """What is made of the files in template folders; see `Theme`."""

    assets: tuple[Asset, ...]
    colors: tuple[str, str]
    templates: dict[str, Digest]


_PARTS = Decoder(_Parts)


def _load_parts(folders: Sequence[Path], files: Sequence[FileStats]) -> _Parts:
    """Those of the theme alone are kept while no file of it can have changed."""
    if len(folders) > 1:
        return _make_parts(folders)

    def make() -> bytes | None:
        # A file that changes after it was read must get other stats than it has now.
        may_change = is_any_racy((stats for _, stats in files), code_disk_time())
        return None if may_change else encode(_make_parts(folders))

    kept = COMPILED.other("theme", stat_fingerprint(files), make)
    return _PARTS.decode(kept) if kept else _make_parts(folders)


def _make_parts(folders: Sequence[Path]) -> _Parts:
    return _Parts(
        assets=load_assets(folders),
        colors=_read_colors(folders),
        templates=template_fingerprints(folders),
    )


def _check_theme(folders: Sequence[Path]) -> Iterator[Diagnostic]:
    *own, _ = folders
    endings = {Path(name).suffix for folder in own for name in list_theme_files(folder)}
    if ".po" in endings:
        yield from check_catalogues(folders)
    if ".css" in endings:
        from ssg.render.contrast import check_contrast  # noqa: PLC0415

        yield from check_contrast(folders)


def _read_colors(folders: Sequence[Path]) -> tuple[str, str]:
    kept = COMPILED.style("theme-color", read_style_files(folders), lambda: _find_colors(folders))
    return _COLORS.decode(kept)


def _find_colors(folders: Sequence[Path]) -> bytes:
    # To load the parser and to parse the sheets takes longer than all else that is done with them.
    from ssg.render.colors import load_colors, theme_colors  # noqa: PLC0415

    return encode(theme_colors(load_colors(folders)))


def _with_theme(
    shown: Mapping[str, SiteView],
    settings: Settings,
    *,
    pictures: Mapping[str, PictureSize],
    copied: Sequence[CopiedFile],
    assets: Sequence[Asset],
    colors: tuple[str, str],
) -> dict[str, SiteView]:
    urls = {asset.name: f"{settings.prefix}/{asset.output_path}" for asset in assets}
    if any(file.output_path == _ICON for file in copied):
        urls.setdefault(_ICON, f"{settings.prefix}/{_ICON}")
    views = picture_views(settings, pictures)
    return {
        lang: replace(one, assets=urls, theme_colors=colors, picture=views.get(lang))
        for lang, one in shown.items()
    }


def _shared_fingerprint(
    parser: Digest, shown: Mapping[str, SiteView], settings: Settings
) -> Digest:
    return shared_fingerprint(parser, encode((shown, settings)))


def _template_folders(site_folder: Path) -> tuple[Path, ...]:
    return template_dirs(site_folder / "templates")


def _stat_folders(folders: Iterable[Path]) -> list[FileStats]:
    paths = [str(path) for folder in folders for path in list_theme_files(folder).values()]
    targets = (realpath(path) for path in paths if islink(path))  # noqa: PTH114
    return [*stat_files((*paths, *targets))]
