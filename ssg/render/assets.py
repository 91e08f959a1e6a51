"""The theme's assets: one style sheet and other files, all with fingerprinted names."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from ssg.digest import Digest, digest_of
from ssg.render.environment import COMPILED
from ssg.render.theme_files import is_hidden, list_theme_files, read_theme_file

ASSETS_FOLDER = "assets"
STYLE_SHEET = "css/site.css"
"""The name of the sheet that all style files in css/ are joined into."""

_COLORS = "css/colors.css"
_FIRST = ("css/tokens.css", _COLORS, "css/base.css", "css/layout.css")
_COMPONENTS = "css/components"
_LAST = "css/utilities.css"
_FINGERPRINT_LENGTH = 10


class Asset(Struct, frozen=True, kw_only=True):
    name: str
    """The path under assets/: what templates call it."""
    output_path: str
    """Relative to the output folder, with a fingerprint: it may be cached for ever."""
    data: bytes
    digest: Digest


def load_assets(template_dirs: Sequence[Path]) -> tuple[Asset, ...]:
    """All assets, by name, with minified style sheets. A file replaces those of the same name in
    later folders.

    But colours are added to those of later folders. Style sheets outside css/ stay files of their
    own. Raises ThemeError for what cannot be read.
    """
    assets = [_style_sheet(STYLE_SHEET, read_style_files(template_dirs))]
    for name, path in _files(template_dirs).items():
        if not _is_joined(name):
            data = read_asset(name, path)
            is_style_sheet = name.endswith(".css")
            assets.append(
                _style_sheet(name, {path: data}) if is_style_sheet else _asset(name, data)
            )
    return tuple(sorted(assets, key=lambda asset: asset.name))


def read_style_files(template_dirs: Sequence[Path]) -> dict[Path, bytes]:
    """All style sheets, in the order in which they are joined. Raises ThemeError."""
    return {path: read_asset(name, path) for name, path in list_style_files(template_dirs)}


def list_style_files(template_dirs: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """The names and paths of all style sheets, in the order in which they are joined."""
    files = _files(template_dirs)
    for name in sorted(filter(_is_joined, files), key=_layer):
        if name == _COLORS:
            # A site's own file has only the colours that it changes.
            paths = [folder / ASSETS_FOLDER / name for folder in reversed(template_dirs)]
            yield from ((name, path) for path in paths if path.exists())
        else:
            yield name, files[name]


def _files(template_dirs: Sequence[Path]) -> Mapping[str, Path]:
    files: dict[str, Path] = {}
    for folder in reversed(template_dirs):
        for name, path in list_theme_files(folder, ASSETS_FOLDER).items():
            if not is_hidden(name):
                files[name.removeprefix(f"{ASSETS_FOLDER}/")] = path
    return files


def read_asset(name: str, path: Path) -> bytes:
    """The bytes of the asset at `path`. Raises ThemeError."""
    return read_theme_file(f"{ASSETS_FOLDER}/{name}", path)


def _is_joined(name: str) -> bool:
    return name.startswith("css/") and name.endswith(".css")


def _layer(name: str) -> tuple[int, str]:
    """The order of the layers; style sheets of the site alone come last, so that they win."""
    if name in _FIRST:
        return _FIRST.index(name), name
    if name.startswith(f"{_COMPONENTS}/"):
        return len(_FIRST), name
    return len(_FIRST) + (1 if name == _LAST else 2), name


def _style_sheet(name: str, sources: Mapping[Path, bytes]) -> Asset:
    """These sheets as one, minified."""
    css = b"\n".join(sources.values())
    return _asset(name, COMPILED.style(name, sources, lambda: _minify(css)))


def _minify(css: bytes) -> bytes:
    """The sheet as it is if it has an error, of which a browser skips one rule."""
    # A build that has nothing to do never needs it.
    from lightningcss import process_stylesheet  # noqa: PLC0415

    try:
        return process_stylesheet(css.decode()).encode()
    except ValueError:
        return css


def _asset(name: str, data: bytes) -> Asset:
    path = PurePosixPath(name)
    digest = digest_of(data)
    fingerprinted = path.with_name(f"{path.stem}.{digest[:_FINGERPRINT_LENGTH]}{path.suffix}")
    return Asset(
        name=name, output_path=f"{ASSETS_FOLDER}/{fingerprinted}", data=data, digest=digest
    )
