"""The templates that each page template depends on: a page is stale when any of them changes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, nodes

from ssg.digest import Digest, digest_of, digest_of_parts
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render.bytecode import Reference, References
from ssg.render.environment import COMPILED, make_environment
from ssg.render.errors import ThemeError, theme_error
from ssg.render.renderer import LOCALE_FOLDER
from ssg.render.runtime import ThemeEnvironment
from ssg.render.theme_files import is_hidden, list_theme_files, read_theme_file

PAGES_FOLDER = "pages"
_SUFFIXES = (".html", ".xml", ".txt")
_ReferringTag = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


def template_fingerprints(template_dirs: Sequence[Path]) -> dict[str, Digest]:
    """The fingerprint of each page template (`pages/thread.html`) with all its dependencies.

    Those are all templates that it extends, includes or imports, directly or not, and all
    catalogues. Raises ThemeError for a template that cannot be read, and for one that names
    another by an expression, because then its dependencies are unknown.
    """
    sources = _TemplateSources(template_dirs, make_environment(template_dirs))
    catalogues = _catalogue_digests(template_dirs)
    return {
        page: digest_of_parts(*catalogues, *sources.reached_from(page))
        for page in _page_templates(template_dirs)
    }


def compile_templates(
    template_dirs: Sequence[Path], pages: Iterable[str], functions: Functions = NO_FUNCTIONS
) -> dict[str, bytes]:
    """The code of these page templates and all their dependencies, for `use_compiled`.

    `functions` are those of plugins.
    """
    environment = make_environment(template_dirs, functions=functions)
    # Whoever needs a template reports what is wrong with it, with the page that shows it.
    with suppress(ThemeError):
        for name in _TemplateSources(template_dirs, environment).names_reached_from(*pages):
            with suppress(Exception):
                environment.ensure_compiled(name)
    return COMPILED.code


def find_dependents(template_dirs: Sequence[Path], name: str) -> list[str]:
    """The page templates that are, extend, include or import the template `name`, directly or not.

    Raises ThemeError, as `template_fingerprints` does.
    """
    sources = _TemplateSources(template_dirs, make_environment(template_dirs))
    pages = _page_templates(template_dirs)
    return [page for page in pages if name in sources.names_reached_from(page)]


class _TemplateSources:
    """Sources by name, each read and parsed once for all pages."""

    def __init__(self, template_dirs: Sequence[Path], environment: ThemeEnvironment) -> None:
        self._template_dirs = tuple(template_dirs)
        self._environment = environment
        self._sources: dict[str, str] = {}
        self._references: dict[str, tuple[str, ...]] = {}
        # Many templates name the same few.
        self._exists = cache(self._find_file)

    def reached_from(self, page: str) -> Iterator[str]:
        """Names and sources, alternating, of `page` and of all its dependencies."""
        for name in sorted(self.names_reached_from(page)):
            yield name
            yield self._sources[name]

    def names_reached_from(self, *pages: str) -> set[str]:
        """The names of `pages` and of all their dependencies."""
        reached: set[str] = set()
        queue = list(pages)
        while queue:
            name = queue.pop()
            if name not in reached:
                reached.add(name)
                self._read(name)
                queue += self._references[name]
        return reached

    def _read(self, name: str) -> None:
        if name in self._sources:
            return
        try:
            source, file = self._environment.read_source(name)
            references = COMPILED.references(source, name, file, _find_references)
        except Exception as error:
            raise theme_error(error, name, self._template_dirs) from error
        self._references[name] = tuple(self._existing(references, name))
        self._sources[name] = source

    def _find_file(self, name: str) -> bool:
        return any((folder / name).is_file() for folder in self._template_dirs)

    def _existing(self, references: References, name: str) -> Iterator[str]:
        for reference in references:
            if self._exists(reference.target):
                yield reference.target
            elif not reference.may_be_missing:
                message = f"there is no template '{reference.target}'"
                raise ThemeError(name, reference.line, message)


@cache
def _parser() -> Environment:
    """An environment that only parses, so it needs no folders."""
    return make_environment(())


# A preview reads the theme again after each save of one template.
@lru_cache(maxsize=512)
def _find_references(source: str, name: str) -> References:
    """The templates that this one names. Raises ThemeError, and what Jinja raises."""
    tree = _parser().parse(source, name)
    return tuple(
        Reference(
            target=_literal_name(node, name),
            line=node.lineno,
            may_be_missing=isinstance(node, nodes.Include) and node.ignore_missing,
        )
        for node in tree.find_all(nodes.Stmt)
        if isinstance(node, _ReferringTag)
    )


def _literal_name(node: _ReferringTag, name: str) -> str:
    if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
        return node.template.value
    raise ThemeError(
        name,
        node.lineno,
        "this tag must name the template: one name in quotes, no list and no expression",
    )


def _page_templates(template_dirs: Sequence[Path]) -> list[str]:
    names = {
        name
        for folder in template_dirs
        for name, path in _list_folder(folder, PAGES_FOLDER)
        if path.suffix in _SUFFIXES
    }
    return sorted(names)


def _catalogue_digests(template_dirs: Sequence[Path]) -> list[str]:
    parts: list[str] = []
    # Counted from the theme, so that a site's first template leaves other pages as they are.
    for rank, folder in enumerate(reversed(template_dirs)):
        for name, path in _list_folder(folder, LOCALE_FOLDER):
            if path.suffix == ".po":
                parts += [f"{rank}/{path.name}", digest_of(read_theme_file(name, path))]
    return parts


def _list_folder(template_dir: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """The files right in the folder, by name, but for hidden ones."""
    for name, path in sorted(list_theme_files(template_dir, folder).items()):
        if name.count("/") == 1 and not is_hidden(name):
            yield name, path
