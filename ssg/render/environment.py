"""The Jinja environment of all templates: strict, escaping, and the same every time."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Context
from markupsafe import Markup

from ssg.model.scalars import Moment
from ssg.render.localization import Voice, autonym, direction, lang_attributes
from ssg.render.runtime import ThemeEnvironment, escaped


class _CompiledTemplates(BytecodeCache):
    """Templates that this process has compiled already, by name and source.

    They are kept in memory only: code that is read from a folder could be anybody's.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _CompiledTemplates()


def make_environment(template_dirs: Sequence[Path], voice: Voice | None = None) -> Environment:
    """An environment over folders of which each overrides the files of the next."""
    voice = voice or Voice.plain_english()
    environment = ThemeEnvironment(
        voice,
        loader=FileSystemLoader([str(folder) for folder in template_dirs]),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # What a page shows comes from its view alone: nothing random, nothing computed here.
    for name in DEFAULT_NAMESPACE:
        del environment.globals[name]
    del environment.filters["random"]
    _install_language(environment, voice)
    return environment


def _install_language(environment: Environment, voice: Voice) -> None:
    # Filters that ask for the context are never folded into constants when a template
    # is compiled, which would keep the language of the first page.
    @pass_context
    def date(_: Context, moment: Moment) -> str:
        return voice.interface.date(moment)

    @pass_context
    def datetime(_: Context, moment: Moment) -> str:
        return voice.interface.datetime(moment)

    @pass_context
    def number(_: Context, value: float) -> str:
        return voice.interface.number(value)

    def lang_attr(lang: str) -> Markup:
        """What marks text in `lang`: nothing where that is the page's language."""
        return lang_attributes(lang, voice.page_lang)

    def gettext(message: str, /, **variables: object) -> Markup:
        return _filled_in(voice.interface.sentence(message), variables)

    def ngettext(one: str, many: str, count: int, /, **variables: object) -> Markup:
        variables.setdefault("num", count)
        return _filled_in(Markup(voice.interface.words.ngettext(one, many, count)), variables)

    environment.filters.update(date=date, datetime=datetime, number=number, autonym=autonym)
    environment.globals.update(
        lang_attr=lang_attr,
        direction=direction,
        interface_lang=lambda: voice.interface.lang,
        # In place of the extension's own, which do the same through the context of each
        # call: a quarter of a thread's page was spent on that.
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
    )
    # Tells `trans` to hand its variables over instead of filling them in unescaped.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]


def _filled_in(sentence: Markup, variables: dict[str, object]) -> Markup:
    """A sentence is safe HTML, as are the templates that it comes from; variables are escaped."""
    if "%" not in sentence:
        return sentence
    # As `sentence % variables` does, which wraps each variable to escape it when it is asked for.
    # Numbers stay numbers, for a format such as %(num)d.
    safe = {
        name: value if isinstance(value, int | float) else escaped(value)
        for name, value in variables.items()
    }
    return Markup(str.__mod__(sentence, safe))
