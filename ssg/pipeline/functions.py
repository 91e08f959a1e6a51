"""Which filters and tests the plugins of a site add to its templates."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from ssg.digest import Digest
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.plugins.named import Plugin


def functions_of(plugins: Sequence[Plugin], parser: Digest) -> Functions:
    """Those of the plugins that can be used. `parser` is the `parser_fingerprint`."""
    usable = [plugin for plugin in plugins if not plugin.problem]
    if not any(plugin.filters or plugin.tests for plugin in usable):
        return NO_FUNCTIONS
    return Functions(
        filters={name: plugin.name for plugin in usable for name in plugin.filters},
        tests={name: plugin.name for plugin in usable for name in plugin.tests},
        code=parser,
    )


def refuse_taken_names(plugins: Sequence[Plugin]) -> tuple[Plugin, ...]:
    """The plugins, of which one has a problem if it replaces a filter or a test."""
    if not any(plugin.filters or plugin.tests for plugin in plugins):
        return tuple(plugins)
    # A build that has nothing to do needs no templates.
    from ssg.render.environment import make_environment  # noqa: PLC0415

    environment = make_environment(())
    filters, tests = dict.fromkeys(environment.filters, ""), dict.fromkeys(environment.tests, "")
    return tuple(_with_names(plugin, filters, tests) for plugin in plugins)


def _with_names(plugin: Plugin, filters: dict[str, str], tests: dict[str, str]) -> Plugin:
    """The plugin, whose names are taken from now on. `filters` and `tests` say by which plugin."""
    taken = [*_find_taken("filter", plugin.filters, filters)]
    taken += _find_taken("test", plugin.tests, tests)
    if taken:
        return replace(plugin, problem=taken[0])
    filters |= dict.fromkeys(plugin.filters, plugin.name)
    tests |= dict.fromkeys(plugin.tests, plugin.name)
    return plugin


def _find_taken(what: str, names: Sequence[str], known: Mapping[str, str]) -> Iterator[str]:
    for name in names:
        if name in known:
            owner = f"the plugin '{known[name]}'" if known[name] else "every site"
            yield f"its {what} '{name}' has the name of one that {owner} has"
