"""Errors in templates, catalogues and assets, traced to the line that their author can correct."""

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from ssg.messages import CatalogueError
from ssg.patterns import rare

# Jinja names a view as Python does: 'ssg.pages.thread.ThreadView object' has no attribute 'x'.
_MODULE_PATH = rare(r"\bssg\.(?:[a-z_]+\.)+")
_MISSING_FIELD = rare(
    r"'?ssg\.(?:[a-z_]+\.)+(\w+) object'? has no (?:attribute|element) '?(.*?)'?", re.DOTALL
)


class ThemeProblem(Struct, frozen=True):
    """What is wrong in a template, a catalogue or an asset of the theme.

    `template` is relative to its template folder, such as `pages/thread.html`;
    `line` counts from 1, and 0 means "the whole file".
    """

    template: str
    line: int
    message: str


class ThemeError(Exception):
    """A template, a catalogue or an asset cannot be used: `problem` says why."""

    def __init__(self, template: str, line: int, message: str) -> None:
        super().__init__(f"{template}:{line}: {message}")
        self.problem = ThemeProblem(template, line, message)


def theme_error(error: Exception, template: str, template_dirs: Sequence[Path]) -> ThemeError:
    """The ThemeError for `error`, which was raised while `template` was read or rendered."""
    if isinstance(error, ThemeError):
        return error
    if isinstance(error, CatalogueError):
        name = relative_name(str(error.path), template_dirs) or str(error.path)
        return ThemeError(name, error.line, error.message)
    if isinstance(error, TemplateSyntaxError):
        return ThemeError(error.name or template, error.lineno, error.message or "")
    name, line = _innermost(error.__traceback__, template_dirs) or (template, 0)
    return ThemeError(name, line, _message(error))


def _message(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}'"
    if isinstance(error, UnicodeDecodeError):
        return "a template is not UTF-8"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    if missing := _MISSING_FIELD.fullmatch(str(error)):
        return f"the view {missing[1]} has no '{missing[2]}'"
    return _MODULE_PATH.sub("", str(error)) or type(error).__name__


def _innermost(
    traceback: TracebackType | None, template_dirs: Sequence[Path]
) -> tuple[str, int] | None:
    """The last frame that runs a template's line: Jinja maps its code to those."""
    found = None
    while traceback is not None:
        name = relative_name(traceback.tb_frame.f_code.co_filename, template_dirs)
        if name is not None:
            found = name, traceback.tb_lineno
        traceback = traceback.tb_next
    return found


def relative_name(filename: str, template_dirs: Sequence[Path]) -> str | None:
    """The name of a file within the template folder that holds it, or None."""
    for folder in template_dirs:
        if Path(filename).is_relative_to(folder):
            return Path(filename).relative_to(folder).as_posix()
    return None
