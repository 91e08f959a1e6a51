"""Which interpreter runs ssg, and how it was compiled: that alone changes all figures."""

import platform
import shlex
import sysconfig
from collections.abc import Mapping
from pathlib import Path

_OPTIONS = ("--enable-optimizations", "--with-lto")
"""Profile-guided and link-time optimization: https://docs.python.org/3/using/configure.html."""
_FLAGS = ("-O", "-fprofile-use", "-flto")
_VARIABLES = ("PY_CFLAGS", "PY_CORE_CFLAGS", "PY_CORE_LDFLAGS")
"""Flags that were used. Others, like PGO_PROF_USE_FLAG, only say what would be used."""


def describe_interpreter() -> str:
    """This process's. Linux only."""
    is_shared = "/libpython3" in Path("/proc/self/maps").read_text()
    name = f"{platform.python_implementation()} {platform.python_version()}"
    build = describe_build(sysconfig.get_config_vars(), is_shared=is_shared)
    return f"{name}, {platform.python_compiler()}, {build}"


def describe_build(variables: Mapping[str, object], *, is_shared: bool) -> str:
    """What sysconfig says of its optimization.

    A distribution may compile the executable and the shared library in different ways, and only one
    of them is described.
    """
    given = _split(variables, ("CONFIG_ARGS",))
    options = [one for one in _OPTIONS if any(each.startswith(one) for each in given)]
    flags = [one for one in _split(variables, _VARIABLES) if one.startswith(_FLAGS)]
    # Of several levels, the compiler takes the last.
    levels = [one for one in flags if one.startswith("-O")][-1:]
    others = [one for one in dict.fromkeys(flags) if not one.startswith("-O")]
    without = [f"without {one}" for one in _OPTIONS if one not in options]
    found = ", ".join([*levels, *others, *options, *without])
    place = "in a shared library" if is_shared else "in the executable"
    if is_shared is ("--enable-shared" in given):
        return f"{place}, {found}"
    return f"{place} (sysconfig describes another build: {found})"


def _split(variables: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    return [one for name in names for one in shlex.split(str(variables.get(name) or ""))]
