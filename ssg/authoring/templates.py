"""Fills the templates of new files: those of the site in templates/new/, or the theme's."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ssg.editing.errors import EditError
from ssg.editing.writing import write_field
from ssg.render.errors import ThemeError
from ssg.render.theme import template_dirs
from ssg.render.theme_files import read_theme_file
from ssg.yamltext import Value

FOLDER = "new"
_YAML = ("person", "resource")


def fill_template(site: Path, form: str, fields: Mapping[str, Value], text: str) -> str:
    """The new file, or post, with these fields and this text, with `\\n` line ends.

    Raises EditError for a template that cannot be used.
    """
    name = f"{FOLDER}/{form}.{'yaml' if form in _YAML else 'md'}"
    written = "\n".join(line for key, one in fields.items() for line in write_field(key, one))
    try:
        source = _read(site, name)
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
        )
        # A template shows what it is given, and nothing random.
        environment.globals.clear()
        filled = environment.from_string(source).render(
            fields=written, text=text.strip("\n"), title=str(fields.get("title", ""))
        )
    except ThemeError as error:
        problem = error.problem
        raise EditError(f"templates/{problem.template}: {problem.message}") from error
    except TemplateError as error:
        line = f"line {lineno}: " if (lineno := getattr(error, "lineno", None)) else ""
        message = f"templates/{name}: {line}{error.message}"
        raise EditError(message, "a template knows 'fields', 'text' and 'title'") from error
    except Exception as error:
        # A template may do all that Jinja's sandbox allows, such as divide by zero.
        raise EditError(f"templates/{name}: {error}") from error
    return filled.replace("\r\n", "\n").rstrip("\n") + "\n"


def _read(site: Path, name: str) -> str:
    folders = template_dirs(site / "templates")
    path = next((one / name for one in folders if (one / name).exists()), folders[-1] / name)
    try:
        return read_theme_file(name, path).decode()
    except UnicodeDecodeError:
        raise EditError(f"templates/{name} is not UTF-8", "save the file as UTF-8") from None
