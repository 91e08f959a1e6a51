"""What is known of the plugins that site.yaml names, found out without loading them here."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, msgpack
from msgspec.structs import replace

from ssg.cache.installed import find_description
from ssg.config import Settings, SettingsFile
from ssg.diagnostics import PLUGIN_CODE, Diagnostic, Rule
from ssg.nearest import find_nearest
from ssg.plugins.foreign import describe_outcome, find_sources, load_foreign
from ssg.workers import Done, Outcome

# Most sites name no plugin, and what loads them is slow to import.
# ruff: noqa: PLC0415


class Plugin(Struct, frozen=True, kw_only=True):
    """A plugin: why it cannot be used, or what it adds to a site."""

    name: str
    problem: str = ""
    files: tuple[bytes, ...] = ()
    """Its package's files and folders, and what describes the package, as the disk names them."""
    rules: tuple[Rule, ...] = ()
    filters: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


_PLUGINS = msgpack.Decoder(Plugin)
_DESCRIPTION = ("METADATA", "entry_points.txt")
"""The files that say which version a package has, and which plugins."""


def find_plugins(settings: Settings) -> tuple[Plugin, ...]:
    """The plugins of site.yaml, in its order."""
    seconds = settings.limits.file_seconds
    names = tuple(dict.fromkeys(settings.plugins))
    outcomes = load_foreign(names, start=start_loading, seconds=seconds)
    return tuple(_plugin_of(name, outcome, seconds) for name, outcome in outcomes.items())


def plugin_files(plugins: Sequence[Plugin]) -> tuple[str, ...]:
    """All that the code and the version of the plugins are in."""
    return tuple(dict.fromkeys(os.fsdecode(file) for one in plugins for file in one.files))


def check_plugins(loaded: SettingsFile, plugins: Sequence[Plugin]) -> Iterator[Diagnostic]:
    """S06 for each plugin that cannot be used, S05 for codes that no plugin has."""
    by_name = {plugin.name: plugin for plugin in plugins}
    for index, name in enumerate(loaded.settings.plugins):
        if by_name[name].problem:
            message = f"the plugin '{name}' cannot be used: {by_name[name].problem}"
            hint = "install or update its package, correct its name, or remove it"
            yield loaded.fields.diagnostic("S06", ("plugins", index), message, hint)
    for index, code in enumerate(loaded.settings.checks.errors):
        if PLUGIN_CODE.fullmatch(code):
            yield from _check_code(code, index, loaded, by_name.get(code.partition("/")[0]))


def without_unusable(settings: Settings, plugins: Sequence[Plugin]) -> Settings:
    """The `settings` with those `plugins` alone that can be used."""
    return replace(settings, plugins=tuple(one.name for one in plugins if not one.problem))


def start_loading(_settings: bytes) -> Callable[[bytes], bytes]:
    """The function of a worker process: from a plugin's name to a `Plugin` as msgpack."""
    return lambda name: msgpack.encode(_load(name.decode()))


def _check_code(
    code: str, index: int, loaded: SettingsFile, plugin: Plugin | None
) -> Iterator[Diagnostic]:
    where = ("checks", "errors", index)
    if plugin is None:
        message = f"'{code}' is the code of a plugin that 'plugins' does not name"
        yield loaded.fields.diagnostic("S05", where, message, "name the plugin, or remove the code")
        return
    codes = [rule.code for rule in plugin.rules]
    if plugin.problem or code in codes:
        return
    near = find_nearest(code, codes).name
    hint = f"did you mean '{near}'?" if near else f"it has: {', '.join(codes) or 'no check'}"
    message = f"the plugin '{plugin.name}' has no check with the code '{code}'"
    yield loaded.fields.diagnostic("S05", where, message, hint)


def _plugin_of(name: str, outcome: Outcome, seconds: int) -> Plugin:
    if isinstance(outcome, Done):
        return _PLUGINS.decode(outcome.result)
    return Plugin(name=name, problem=describe_outcome(outcome, seconds=seconds))


def _load(name: str) -> Plugin:
    from ssg.plugins.loading import PluginError, load_plugin

    try:
        loaded = load_plugin(name)
    except PluginError as error:
        return Plugin(name=name, problem=" ".join(str(error).split()))
    return Plugin(
        name=name,
        files=tuple(
            os.fsencode(file) for file in dict.fromkeys(_find_files(loaded.object, loaded.package))
        ),
        rules=loaded.rules,
        filters=tuple(sorted(loaded.filters)),
        tests=tuple(sorted(loaded.tests)),
    )


def _find_files(plugin: object, package: str) -> Iterator[str]:
    """Files that its code may read count as well as its code."""
    # A module, or an object or a class in one.
    name = getattr(plugin, "__module__", "") or getattr(plugin, "__name__", "")
    for path in find_sources(sys.modules[name.partition(".")[0]], pattern="*"):
        if path.parent.name != "__pycache__":
            # A folder is another one when it gets another file.
            yield from (str(path), str(path.resolve()), str(path.parent))
    if description := find_description(package):
        yield from (f"{description}/{name}" for name in _DESCRIPTION)
