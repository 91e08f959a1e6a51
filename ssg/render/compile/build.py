"""Compiles the page templates of a build."""

import marshal

import jinja2

from ssg.render.compile.compiler import PageFacts, Trees
from ssg.render.compile.pages import compile_page
from ssg.render.runtime import ThemeEnvironment

_TESTED = ("3.1",)
"""The versions of Jinja whose templates this compiler is known to understand."""


class PageCompiler:
    """Compiles page templates for one site and theme."""

    def __init__(self, environment: ThemeEnvironment) -> None:
        self._environment = environment
        self._trees = Trees(environment)
        self._is_tested = jinja2.__version__.rpartition(".")[0] in _TESTED

    def compile(self, template: str, facts: PageFacts) -> bytes | None:
        """The code of a page's function for `CompiledPages`; None if Jinja has to render it."""
        if not self._is_tested:
            return None
        try:
            return marshal.dumps(compile_page(template, self._environment, self._trees, facts))
        except Exception:
            # Publishers may write whatever Jinja allows. Jinja also says what is wrong.
            return None
