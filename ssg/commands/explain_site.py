"""Finds out what is meant, a page or a file, and who explains it."""

from pathlib import Path
from urllib.parse import unquote

from ssg.commands.catalog import open_catalog
from ssg.commands.exit_codes import CommandError
from ssg.commands.explain_file import explain_file
from ssg.commands.explain_page import explain_page
from ssg.commands.paths import path_of_url
from ssg.diagnostics import escape_unsafe
from ssg.pages.registry import source_at
from ssg.pipeline.catalog import Catalog, Entry
from ssg.pipeline.site_pages import SitePages
from ssg.resolve.suggestions import NameSuggester, PathSuggester

_OTHER_FILES = ("site.yaml",)
_OTHER_FOLDERS = ("content/media/", "static/", "templates/")


def explain_in_site(site: Path, what: str, now: str | None) -> list[str]:
    """Raises CommandError for what is neither a page nor a file of the site."""
    catalog = open_catalog(site, now)
    pages = SitePages(catalog)
    if what.startswith(("http://", "https://")):
        return _explain_address(path_of_url(what, catalog.given.settings), catalog, pages)
    path = _path_in_site(catalog.request.site, what)
    entries = {entry.path: entry for entry in catalog.entries}
    if path in entries or _is_other_file(catalog.request.site, path):
        return explain_file(path, entries.get(path), catalog, pages)
    if what.startswith("/"):
        return _explain_address(unquote(what), catalog, pages)
    named = _find_by_id(what, catalog)
    if len(named) == 1:
        return explain_file(named[0].path, named[0], catalog, pages)
    if named:
        hint = "name one of them: " + ", ".join(one.path for one in named)
        raise CommandError(f"'{escape_unsafe(what)}' may be several files", hint)
    near = PathSuggester(entries).suggest(path)
    hint = f"did you mean '{near}'?" if near else "name a code, an address or a file of the site"
    raise CommandError(f"there is no file '{escape_unsafe(path)}'", hint)


def _path_in_site(site: Path, what: str) -> str:
    """The path relative to the site's folder, of a file named from there or from anywhere."""
    given = Path(what)
    for start in (Path.cwd(), site):
        whole = start / given
        try:
            if (whole.exists() or whole.is_symlink()) and whole.is_relative_to(site):
                return whole.relative_to(site).as_posix()
            resolved = whole.parent.resolve() / whole.name
            if resolved.exists() and resolved.is_relative_to(site.resolve()):
                return resolved.relative_to(site.resolve()).as_posix()
        except (OSError, ValueError):
            # Longer than a path may be, or with a NUL.
            continue
    return what.removeprefix("./")


def _is_other_file(site: Path, path: str) -> bool:
    if path not in _OTHER_FILES and not path.startswith(_OTHER_FOLDERS):
        return False
    try:
        return (site / path).is_file() and ".." not in path.split("/")
    except (OSError, ValueError):
        return False


def _find_by_id(what: str, catalog: Catalog) -> list[Entry]:
    folder, _, name = what.rstrip("/").rpartition("/")
    return [
        entry
        for entry in catalog.entries
        if entry.id == name and folder in ("", entry.kind.value, f"content/{entry.kind.value}")
    ]


def _explain_address(address: str, catalog: Catalog, pages: SitePages) -> list[str]:
    path, _, anchor = address.partition("#")
    found = {_address(page.output_path): page for page in pages.pages}
    for tried in (path, f"{path}/", path.removesuffix("index.html")):
        if tried in found:
            return explain_page(tried, found[tried], anchor, catalog, pages)
    source = source_at(path if path.endswith("/") else f"{path}/")
    entry = next((one for one in catalog.entries if one.path == source), None)
    if entry:
        return explain_file(entry.path, entry, catalog, pages)
    for copied in catalog.found.copied:
        if f"/{copied.output_path}" == path:
            return explain_file(copied.path, None, catalog, pages)
    near = NameSuggester(found).suggest(path)
    hint = f"did you mean '{near}'?" if near else "'ssg list' shows what there is"
    raise CommandError(f"there is no page at '{escape_unsafe(path)}'", hint)


def _address(output_path: str) -> str:
    return "/" + output_path.removesuffix("index.html")
