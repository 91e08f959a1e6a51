"""Which pages are rendered by compiled code, and which of it is kept for any site."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.msgpack import Decoder

from ssg.digest import Digest
from ssg.model.codec import encode
from ssg.pages.registry import KINDS_BY_NAME
from ssg.plugins.calling import Functions
from ssg.render.assets import ASSETS_FOLDER
from ssg.render.compile.functions import PageType, page_key
from ssg.render.environment import COMPILED
from ssg.render.localization import Formats, make_formats
from ssg.render.renderer import Renderer
from ssg.render.theme_files import list_theme_files

PageCounts = Mapping[tuple[str, str], int]
"""How many pages there are of a kind, by its name, in a language: their views' `page_lang`."""

_FORMATS = Decoder(Formats)
_WORTH_COMPILING = 60
"""So many pages of a kind in a language take longer with Jinja than to compile and run them."""
_WORTH_KNOWING_THE_SITE = 5_000
"""So many pages take longer with code for any site than to compile code for this one and run it."""


def page_types(counts: PageCounts) -> list[PageType]:
    kinds = [(KINDS_BY_NAME[name], lang) for name, lang in counts]
    return [(kind.template, kind.view, lang) for kind, lang in kinds]


def without_code(counts: PageCounts, code: Mapping[str, bytes]) -> PageCounts:
    """Those of pages that `code` does not have."""
    keys = zip(counts, page_types(counts), strict=True)
    return {key: counts[key] for key, page in keys if page_key(*page) not in code}


def compile_pages(counts: PageCounts, renderer: Renderer) -> dict[str, bytes]:
    """The code for this site of pages of which there are enough."""
    worth = {key: count for key, count in counts.items() if count >= _WORTH_COMPILING}
    return renderer.compile(page_types(worth))


def load_pages(
    counts: PageCounts, renderer: Renderer, templates: Mapping[str, Digest]
) -> dict[str, bytes]:
    """The code for any site of pages of the theme, from what is kept beside Python's bytecode.

    What is missing there is compiled if it can be kept. `templates` are fingerprints by name.
    """
    few = {key: count for key, count in counts.items() if count < _WORTH_KNOWING_THE_SITE}
    loaded = {page_key(*page): _load_page(page, renderer, templates) for page in page_types(few)}
    return {key: code for key, code in loaded.items() if code}


def _load_page(page: PageType, renderer: Renderer, templates: Mapping[str, Digest]) -> bytes | None:
    template, _, lang = page
    page_lang, interface = renderer.languages(lang)
    # Pages may be in any language, and those of an interface are few.
    if page_lang != interface:
        return None
    key = page_key(*page)
    return COMPILED.other(
        f"{key} {page_lang}",
        templates[template],
        lambda: renderer.compile([page], for_any_site=True).get(key),
    )


def load_formats(counts: PageCounts, renderer: Renderer) -> dict[str, Formats]:
    """Those of the languages of the interface, from what is kept beside Python's bytecode."""
    languages = {renderer.languages(lang)[1] for _, lang in counts}
    loaded = {lang: _load_formats(lang) for lang in languages}
    return {lang: _FORMATS.decode(formats) for lang, formats in loaded.items() if formats}


def _load_formats(lang: str) -> bytes | None:
    # They are made of what Babel knows, whose version all that is kept depends on.
    return COMPILED.other(f"formats {lang}", Digest(""), lambda: encode(make_formats(lang)))


def are_of_theme(template_dirs: Sequence[Path], functions: Functions) -> bool:
    """Whether all templates are the theme's, and know no `functions` of plugins."""
    *own, _ = template_dirs
    names = (name for folder in own for name in list_theme_files(folder))
    return not functions and all(name.startswith(f"{ASSETS_FOLDER}/") for name in names)
