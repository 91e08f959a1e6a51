"""The theme's assets: one style sheet and other files, all with fingerprinted names."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from ssg.digest import Digest, digest_of
from ssg.render.theme_files import is_hidden, list_theme_files, read_theme_file

ASSETS_FOLDER = "assets"
STYLE_SHEET = "css/site.css"
"""The name of the sheet that all style files are joined into."""

_FIRST = ("css/tokens.css", "css/base.css", "css/layout.css")
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
    """All assets, by name. A file replaces those of the same name in later folders.

    Raises ThemeError for what cannot be read.
    """
    files = _files(template_dirs)
    styles = sorted((name for name in files if _is_style_sheet(name)), key=_layer)
    sheet = b"\n".join(_read(name, files[name]) for name in styles)
    others = [_asset(name, _read(name, path)) for name, path in files.items() if name not in styles]
    return tuple(sorted([_asset(STYLE_SHEET, sheet), *others], key=lambda asset: asset.name))


def _files(template_dirs: Sequence[Path]) -> Mapping[str, Path]:
    files: dict[str, Path] = {}
    for folder in reversed(template_dirs):
        for name, path in list_theme_files(folder, ASSETS_FOLDER).items():
            if not is_hidden(name):
                files[name.removeprefix(f"{ASSETS_FOLDER}/")] = path
    return files


def _read(name: str, path: Path) -> bytes:
    return read_theme_file(f"{ASSETS_FOLDER}/{name}", path)


def _is_style_sheet(name: str) -> bool:
    return name.startswith("css/") and name.endswith(".css")


def _layer(name: str) -> tuple[int, str]:
    """The order of the layers; style sheets of the site alone come last, so that they win."""
    if name in _FIRST:
        return _FIRST.index(name), name
    if name.startswith(f"{_COMPONENTS}/"):
        return len(_FIRST), name
    return len(_FIRST) + (1 if name == _LAST else 2), name


def _asset(name: str, data: bytes) -> Asset:
    path = PurePosixPath(name)
    digest = digest_of(data)
    fingerprinted = path.with_name(f"{path.stem}.{digest[:_FINGERPRINT_LENGTH]}{path.suffix}")
    return Asset(
        name=name, output_path=f"{ASSETS_FOLDER}/{fingerprinted}", data=data, digest=digest
    )
