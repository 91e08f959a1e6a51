"""The Jinja environment of all templates: strict, escaping, reproducible."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    pass_context,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from markupsafe import Markup

from ssg.cache.beside_bytecode import beside_bytecode
from ssg.files import read_file
from ssg.model.scalars import Moment
from ssg.plugins.calling import NO_FUNCTIONS, Functions, make_filter, make_test
from ssg.render import bytecode
from ssg.render.bytecode import CompiledTemplates
from ssg.render.localization import PageLanguage, autonym, direction, open_graph_locale
from ssg.render.runtime import ThemeEnvironment, escape_text
from ssg.render.theme import theme_dir
from ssg.render.theme_files import FILE_LIMIT


class _Loader(BaseLoader):
    """Finds a template in the first folder that has it.

    Jinja's own loader would wait for ever on a named pipe.
    """

    def __init__(self, template_dirs: Sequence[Path]) -> None:
        self._template_dirs = tuple(template_dirs)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        parts = split_template_path(template)
        for folder in self._template_dirs:
            path = folder.joinpath(*parts)
            with suppress(FileNotFoundError, NotADirectoryError):
                return read_file(path, limit=FILE_LIMIT, follow=True).decode(), str(path), None
        raise TemplateNotFound(template)


COMPILED = CompiledTemplates(theme_dir(), beside_bytecode(bytecode.__file__, ".templates"))


def make_environment(
    template_dirs: Sequence[Path],
    language: PageLanguage | None = None,
    functions: Functions = NO_FUNCTIONS,
) -> ThemeEnvironment:
    """An environment over folders of which each overrides the files of the next.

    `functions` are those of plugins.
    """
    language = language or PageLanguage.english()
    environment = ThemeEnvironment(
        language,
        loader=_Loader(template_dirs),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=COMPILED,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # A page shows only what is in its view: nothing random, nothing computed here.
    for name in DEFAULT_NAMESPACE:
        del environment.globals[name]
    del environment.filters["random"]
    _install_localization(environment, language)
    _install_functions(environment, functions)
    return environment


def _install_functions(environment: ThemeEnvironment, functions: Functions) -> None:
    """Those of plugins. What compiles a template knows their names, and never calls them.

    So templates are compiled in processes that load no plugin, and what was compiled holds nothing
    that a plugin gave.
    """
    for name, plugin in functions.filters.items():
        environment.filters[name] = _without_context(make_filter(plugin, name))
    for name, plugin in functions.tests.items():
        environment.tests[name] = _without_context(make_test(plugin, name))


def _without_context(function: Callable[..., Any]) -> Callable[..., Any]:
    # As with our own filters: what asks for the context is never folded into a constant.
    @pass_context
    def call(_: Context, *arguments: Any, **named: Any) -> Any:
        return function(*arguments, **named)

    return call


def use_compiled(code: Mapping[str, bytes]) -> None:
    """Has this process compile none of these: a template whose source changed is another one."""
    COMPILED.code.update(code)


def _install_localization(environment: Environment, language: PageLanguage) -> None:
    # Filters that ask for the context are never folded into constants when a template
    # is compiled, which would keep the language of the first page.
    @pass_context
    def date(_: Context, moment: Moment) -> str:
        return language.localization.date(moment)

    @pass_context
    def datetime(_: Context, moment: Moment) -> str:
        return language.localization.datetime(moment)

    @pass_context
    def number(_: Context, value: float) -> str:
        return language.localization.number(value)

    @pass_context
    def territory(_: Context, code: str) -> str:
        return language.localization.territory(code)

    def gettext(message: str, /, **variables: object) -> Markup:
        return _interpolate(language.localization.translate(message), variables)

    def ngettext(one: str, many: str, count: int, /, **variables: object) -> Markup:
        variables.setdefault("num", count)
        return _interpolate(
            Markup(language.localization.translations.ngettext(one, many, count)), variables
        )

    environment.filters.update(
        date=date,
        datetime=datetime,
        number=number,
        territory=territory,
        autonym=autonym,
        og_locale=open_graph_locale,
    )
    environment.globals.update(
        lang_attr=language.attributes,
        isolate=language.isolate,
        direction=direction,
        interface_lang=lambda: language.localization.lang,
        page_lang=lambda: language.page_lang,
        # In place of the extension's own, which do the same through the context of each
        # call: a quarter of a thread's page was spent on that.
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
    )
    # Makes `trans` pass its variables on instead of filling them in unescape_text.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]


def _interpolate(sentence: Markup, variables: dict[str, object]) -> Markup:
    """Fills variables into a sentence, which is safe HTML; the variables are escape_text."""
    if "%" not in sentence:
        return sentence
    # `sentence % variables` gives the same, but wraps each variable to escape it lazily, which
    # takes longer. Numbers stay numbers, for a format such as %(num)d.
    safe = {
        name: value if isinstance(value, int | float) else escape_text(value)
        for name, value in variables.items()
    }
    return Markup(str.__mod__(sentence, safe))
