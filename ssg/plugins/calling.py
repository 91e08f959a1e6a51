"""Calls the filters and tests of plugins, which are loaded when one of them is first called."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from ssg.digest import Digest
from ssg.plugins.foreign import describe_failure


class Functions(Struct, frozen=True, kw_only=True):
    """The filters and tests of the site's plugins: by name, the plugin that has it.

    `code` changes with what any of them does: a process that has called one must not go on with
    another one.
    """

    filters: Mapping[str, str] = {}
    tests: Mapping[str, str] = {}
    code: Digest = Digest("")

    def __bool__(self) -> bool:
        return bool(self.filters or self.tests)


NO_FUNCTIONS = Functions()


class FunctionFailed(Exception):
    """A filter or a test cannot be used, or has failed; the text says which, and why."""


def make_filter(plugin: str, name: str) -> Callable[..., Any]:
    """The filter `name` of a plugin. Raises FunctionFailed when it is called, and fails."""

    def call(*arguments: Any, **named: Any) -> Any:
        # Few sites have plugins, and what loads them takes a while to load.
        from ssg.plugins.loading import load_plugin  # noqa: PLC0415

        return load_plugin(plugin).filters[name](*arguments, **named)

    return _guarded(call, f"the filter '{name}' of the plugin '{plugin}' failed")


def make_test(plugin: str, name: str) -> Callable[..., bool]:
    """As `make_filter`, for a test."""

    def call(*arguments: Any, **named: Any) -> bool:
        from ssg.plugins.loading import load_plugin  # noqa: PLC0415

        return bool(load_plugin(plugin).tests[name](*arguments, **named))

    return _guarded(call, f"the test '{name}' of the plugin '{plugin}' failed")


def _guarded(function: Callable[..., Any], problem: str) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except BaseException as error:  # foreign code may raise anything
            raise FunctionFailed(f"{problem}: {describe_failure(error)}") from error

    return call
