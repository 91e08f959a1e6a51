"""Loads plugins by name, in the processes that run them."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from msgspec import Struct
from pluggy import PluginManager
from pluggy import PluginValidationError as InvalidHook

from ssg.diagnostics import PLUGIN_CODE, Rule, Severity
from ssg.plugins.api import GROUP, Check, Hooks
from ssg.plugins.foreign import describe_failure

Functions = Mapping[str, Callable[..., Any]]


class PluginError(Exception):
    """A plugin cannot be used; the text says why, in one line."""


class LoadedPlugin(Struct, frozen=True, kw_only=True):
    """What a plugin adds; `rules` are those of its checks."""

    object: Any
    package: str
    checks: tuple[Check, ...]
    rules: tuple[Rule, ...]
    filters: Functions
    tests: Functions


@cache
def load_plugin(name: str) -> LoadedPlugin:
    """The plugin that a package offers as `name`. Raises PluginError."""
    entry, package = _find_entry(name)
    try:
        return _load(name, entry, package)
    except PluginError:
        raise
    except BaseException as error:  # foreign code may raise anything
        raise PluginError(describe_failure(error)) from error


def _find_entry(name: str) -> tuple[EntryPoint, str]:
    """The entry point, and the name of its package. Raises PluginError."""
    found = {entry.dist.name: entry for entry in entry_points(group=GROUP, name=name) if entry.dist}
    if not found:
        known = sorted(entry_points(group=GROUP).names)
        others = f" (installed: {', '.join(known)})" if known else ""
        raise PluginError(f"no installed package has a plugin of this name{others}")
    if len(found) > 1:
        raise PluginError(f"several packages have one of this name: {', '.join(sorted(found))}")
    ((package, entry),) = found.items()
    return entry, package


def _load(name: str, entry: EntryPoint, package: str) -> LoadedPlugin:
    plugin = entry.load()
    manager = PluginManager(GROUP)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except InvalidHook as error:
        raise PluginError(" ".join(str(error).split())) from error
    if not manager.get_hookcallers(plugin):
        raise PluginError("it has no hook: mark its functions with @hookimpl")
    checks = tuple(_read_checks(manager.hook.ssg_checks()))
    return LoadedPlugin(
        object=plugin,
        package=package,
        checks=checks,
        rules=tuple(_make_rule(name, check) for check in checks),
        filters=_read_functions("ssg_filters", manager.hook.ssg_filters()),
        tests=_read_functions("ssg_tests", manager.hook.ssg_tests()),
    )


def _read_checks(results: list[Any]) -> Iterator[Check]:
    """`results` is what the hook gave, at most one value. Raises PluginError."""
    names = set()
    for result in results:
        if not isinstance(result, list | tuple):
            raise PluginError(f"ssg_checks gives {_kind_of(result)} in place of a list of checks")
        for check in result:
            _validate(check)
            if check.name in names:
                raise PluginError(f"it has two checks with the name '{check.name}'")
            names.add(check.name)
            yield check


def _validate(check: Any) -> None:
    """Raises PluginError for what is no valid `Check`: the class itself checks nothing."""
    if not isinstance(check, Check):
        raise PluginError(f"ssg_checks gives {_kind_of(check)} in place of a Check")
    texts = (check.name, check.title, check.why, check.how)
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise PluginError("a check has no name, title, why or how, or one that is no text")
    name = f"the check '{check.name}'"
    if not PLUGIN_CODE.fullmatch(f"plugin/{check.name}"):
        raise PluginError(
            f"{name} has another name than lowercase letters, digits and single hyphens"
        )
    if check.severity not in list(Severity):
        raise PluginError(f"{name} is neither an 'error' nor a 'warning'")
    if not callable(check.find):
        raise PluginError(f"{name} has no function in 'find'")
    try:
        inspect.signature(check.find).bind(None)
    except TypeError as error:
        raise PluginError(f"the function of {name} does not take one document: {error}") from error
    except ValueError:
        # A function of another language has no signature to look at.
        pass


def _make_rule(plugin: str, check: Check) -> Rule:
    return Rule(
        code=f"{plugin}/{check.name}",
        severity=Severity(check.severity),
        title=check.title,
        why=check.why,
        how=check.how,
    )


def _read_functions(hook: str, results: list[Any]) -> Functions:
    """Raises PluginError."""
    functions: dict[str, Callable[..., Any]] = {}
    for result in results:
        if not isinstance(result, Mapping):
            raise PluginError(f"{hook} gives {_kind_of(result)} in place of functions by name")
        for name, function in result.items():
            if not (isinstance(name, str) and name.isidentifier()):
                raise PluginError(f"{hook} gives a name that no template can write: {name!r}")
            if not callable(function):
                raise PluginError(f"{hook} gives {_kind_of(function)} as '{name}', and no function")
            functions[name] = function
    return functions


def _kind_of(value: object) -> str:
    return f"a value of type {type(value).__name__}"
