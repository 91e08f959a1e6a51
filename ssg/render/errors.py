"""Mistakes in templates and catalogues, traced to the line that an operator can mend."""

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError

from ssg.messages import CatalogueError

# Jinja names a view as Python does: 'ssg.pages.thread.ThreadView object' has no attribute 'x'.
_OUR_NAMES = re.compile(r"\bssg\.(?:[a-z_]+\.)+")
_LACKING = re.compile(
    r"'?ssg\.(?:[a-z_]+\.)+(\w+) object'? has no (?:attribute|element) '?(.*?)'?", re.DOTALL
)


class TemplateMistake(Exception):
    """What is wrong in a template, a catalogue or an asset of the theme.

    `template` is relative to its template folder, such as `pages/thread.html`;
    `line` counts from 1, and 0 means "the whole file".
    """

    def __init__(self, template: str, line: int, message: str) -> None:
        super().__init__(template, line, message)
        self.template = template
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.template}:{self.line}: {self.message}"


def mistake_of(error: Exception, template: str, template_dirs: Sequence[Path]) -> TemplateMistake:
    """What `error`, raised while `template` was read or rendered, means for its author."""
    if isinstance(error, TemplateMistake):
        return error
    if isinstance(error, CatalogueError):
        name = relative_name(str(error.path), template_dirs) or str(error.path)
        return TemplateMistake(name, error.line, error.message)
    if isinstance(error, TemplateSyntaxError):
        return TemplateMistake(error.name or template, error.lineno, error.message or "")
    name, line = _innermost(error.__traceback__, template_dirs) or (template, 0)
    return TemplateMistake(name, line, _sentence(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template '{error.name}'"
    if isinstance(error, UnicodeDecodeError):
        return "a template is not UTF-8"
    if lacking := _LACKING.fullmatch(str(error)):
        return f"the view {lacking[1]} has no '{lacking[2]}'"
    return _OUR_NAMES.sub("", str(error)) or type(error).__name__


def _innermost(
    traceback: TracebackType | None, template_dirs: Sequence[Path]
) -> tuple[str, int] | None:
    """The last frame that runs a template's line, since Jinja maps its code to those."""
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
