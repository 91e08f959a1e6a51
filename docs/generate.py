"""Writes the docs that are made from the code: `python docs/generate.py`.

docs/diagnostics.md is written as a whole; of docs/templates.md, what is below the marker.
"""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from jinja2.filters import FILTERS as JINJAS_OWN

import ssg.pages
from ssg.diagnostics import RULES, Rule
from ssg.model import documents, frontmatter
from ssg.pages.registry import KINDS
from ssg.render.environment import make_environment
from ssg.render.theme import theme_dir

DOCS = Path(__file__).parent
_MARKER = "<!-- All below is written by docs/generate.py: run `make docs`. -->\n"

_GROUPS = {
    "F": "Front matter and YAML",
    "P": "Posts",
    "R": "References and links",
    "A": "Addresses",
    "T": "Text and files",
    "S": "The site: settings and templates",
    "W": "Warnings",
}

_FILTERS = {
    "date": "a `Moment` as a day, in the page's language: `6 December 2008`",
    "datetime": "a `Moment` with its time, where one is known: `6 December 2008, 17:57`",
    "number": "a number with the language's separators: `1,234`",
    "autonym": "a language's name in itself: `Español` for `es`",
}
_GLOBALS = {
    "site": "the `SiteView`",
    "_": '`_("Answers")`: the sentence in the page\'s language',
    "gettext": "the same as `_`, which `trans` uses",
    "ngettext": "the same for a sentence with a number, which `trans` with `pluralize` uses",
    "lang_attr": '`<p{{ lang_attr(card.lang) }}>`: writes ` lang="es"`, and `dir` where the'
    " direction differs, if that is not the page's language",
    "direction": "`direction(lang)`: `ltr` or `rtl`",
    "interface_lang": "`interface_lang()`: the language of the words around the text, which is"
    " the page's language where a catalogue has it",
}


def generated() -> dict[str, str]:
    """The text of each generated file, by its name in docs/."""
    handwritten, marker, _ = (DOCS / "templates.md").read_text(encoding="utf-8").partition(_MARKER)
    if not marker:
        raise ValueError(f"docs/templates.md has lost the line {_MARKER!r}")
    return {
        "diagnostics.md": "\n".join(_diagnostics()),
        "templates.md": handwritten + marker + "\n" + "\n".join(_templates()),
    }


def _diagnostics() -> Iterator[str]:
    yield "<!-- Written by docs/generate.py from ssg/diagnostics.py: run `make docs`. -->"
    yield ""
    yield "# What ssg has to say"
    yield ""
    yield "`ssg check` and `ssg build` name everything that is wrong, each with its place:"
    yield ""
    yield "```"
    yield "content/threads/naps.md:4:10: error[R01] topic 'slep' does not exist"
    yield "    did you mean 'sleep'?"
    yield "```"
    yield ""
    yield "That is the file, the line and the column, the code, what is wrong, and what to do."
    yield ""
    yield (
        "An **error** keeps the site from being built: nothing is written, and the command ends"
        " with exit code 1. A **warning** doesn't, unless you ask for that with `--strict`."
        " How content is written is in [content-format.md](content-format.md)."
    )
    rules = sorted(RULES.values(), key=lambda rule: (list(_GROUPS).index(rule.code[0]), rule.code))
    for letter, group in groupby(rules, key=lambda rule: rule.code[0]):
        yield ""
        yield f"## {_GROUPS[letter]}"
        yield ""
        yield from _table(["Code", "Severity", "What", "Why"], map(_rule, group))
    yield ""


def _rule(rule: Rule) -> Sequence[str]:
    return rule.code, rule.severity.value, rule.title, rule.why


def _templates() -> Iterator[str]:
    environment = make_environment([theme_dir()])
    yield "## Filters and functions"
    yield ""
    yield "Beside [Jinja's own filters](https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters):"
    yield ""
    own = environment.filters.keys() - JINJAS_OWN.keys()
    yield from _table(["Filter", "Gives"], _described(_FILTERS, own))
    yield ""
    own = environment.globals.keys() | {"site"}
    yield from _table(["Name", "Is"], _described(_GLOBALS, own))
    yield ""
    yield "## Components"
    yield ""
    yield (
        'Each is a macro in a file of its own: `{% from "components/answer.html" import answer %}`.'
    )
    yield ""
    yield from _table(["File", "Macro"], _components())
    yield ""
    yield from _views()


def _described(texts: dict[str, str], names: Iterable[str]) -> Iterator[Sequence[str]]:
    if texts.keys() != set(names):
        raise ValueError(f"described: {sorted(texts)}; there are: {sorted(names)}")
    return ((f"`{name}`", text) for name, text in texts.items())


def _components() -> Iterator[Sequence[str]]:
    for path in sorted((theme_dir() / "components").glob("*.html")):
        source = path.read_text(encoding="utf-8")
        macro = re.search(r"{% macro (.+?) -?%}", source)
        assert macro, path
        yield f"`components/{path.name}`", f"`{macro[1]}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """A class as its source has it: fields with their types and the text below them."""

    name: str
    about: str
    fields: tuple[tuple[str, str, str], ...]


def _views() -> Iterator[str]:
    modules = [
        import_module(f"ssg.pages.{found.name}") for found in iter_modules(ssg.pages.__path__)
    ]
    classes: dict[str, _Class] = {}
    for module in (*modules, documents, frontmatter):
        classes |= {one.name: one for one in _classes_of(module)}
    pages = _pages()
    yield "## The site"
    yield ""
    yield from _fields(classes["SiteView"], classes)
    yield ""
    yield "## Pages"
    for template, view in pages.items():
        yield ""
        yield f"### {template}"
        yield ""
        yield from _fields(classes[view], classes)
    parts = _reached(["SiteView", *pages.values()], classes)
    yield ""
    yield "## Parts of pages"
    yield ""
    yield (
        "A card is the little of a document that other pages show. `Moment` is a date as its"
        " author wrote it: print it with `date` or `datetime`, or as it is in"
        ' `<time datetime="…">`.'
    )
    for name in parts:
        yield ""
        yield f"### {name}"
        yield ""
        yield from _fields(classes[name], classes)
    yield ""


def _pages() -> dict[str, str]:
    """The name of the view that each page template gets."""
    templates = {f"pages/{file.name}" for file in (theme_dir() / "pages").iterdir()}
    pages = {kind.template: kind.view.__name__ for kind in KINDS}
    if set(pages) != templates:
        raise ValueError(f"templates: {sorted(templates)}; page kinds: {sorted(pages)}")
    return dict(sorted(pages.items()))


def _classes_of(module: ModuleType) -> Iterator[_Class]:
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            about = ast.get_docstring(node) or ""
            bases = [ast.unparse(base) for base in node.bases]
            inherited = [("head", "Head", "")] if "HtmlView" in bases else []
            fields = (*inherited, *_fields_of(node))
            yield _Class(name=node.name, about=about, fields=fields)


def _fields_of(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for index, statement in enumerate(node.body):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            below = node.body[index + 1] if index + 1 < len(node.body) else None
            meaning = ""
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                meaning = inspect.cleandoc(str(below.value.value))
            annotation = ast.unparse(statement.annotation).replace("'", "")
            yield statement.target.id, annotation, meaning


def _fields(one: _Class, classes: dict[str, _Class]) -> Iterator[str]:
    if one.about:
        yield one.about
        yield ""
    rows = ((f"`{name}`", _linked(kind, classes), text) for name, kind, text in one.fields)
    yield from _table(["Field", "Type", "What it is"], rows)


def _linked(annotation: str, classes: dict[str, _Class]) -> str:
    """The type, as a link to the first class in it that is described."""
    shown = f"`{annotation}`"
    named = _named(annotation, classes)
    return f"[{shown}](#{named[0].lower()})" if named else shown


def _named(annotation: str, classes: dict[str, _Class]) -> list[str]:
    return [name for name in re.findall(r"\w+", annotation) if name in classes]


def _reached(names: Iterable[str], classes: dict[str, _Class]) -> list[str]:
    """The classes in the fields of `names`, and in theirs, each once."""
    reached: dict[str, None] = {}
    ahead = list(names)
    while ahead:
        for _, annotation, _ in classes[ahead.pop(0)].fields:
            found = [name for name in _named(annotation, classes) if name not in reached]
            reached |= dict.fromkeys(found)
            ahead += found
    return sorted(reached)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row(["---"] * len(header))
    for row in rows:
        yield _row([cell.replace("|", "\\|").replace("\n", " ") for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    for name, text in generated().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
