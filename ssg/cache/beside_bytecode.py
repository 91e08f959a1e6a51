"""Files beside Python's bytecode: what depends on our own code and its libraries alone.

Whoever can write to this folder can change the package itself. Like a `.pyc` file, such a file is
written by the first process that may, and serves all sites.
"""

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from stat import S_IWUSR

from ssg.digest import digest_of
from ssg.files import STATE_LIMIT, make_folder, read_file, replace_file


def beside_bytecode(module: str, ending: str) -> Path | None:
    """A file in the folder of the bytecode of the module in the file `module`.

    None where Python keeps no bytecode.
    """
    with suppress(NotImplementedError):
        return Path(cache_from_source(module)).with_suffix(ending)
    return None


def read_kept(file: Path | None) -> bytes:
    """What `write_kept` has written; nothing where there is no such file, or a damaged one."""
    size = len(digest_of(b""))
    with suppress(OSError):
        data = read_file(file, limit=STATE_LIMIT) if file else b""
        if data[:size] == digest_of(data[size:]).encode():
            return data[size:]
    return b""


def may_keep(file: Path | None) -> bool:
    """Whether Python keeps bytecode; its folder may still refuse."""
    return file is not None and not sys.dont_write_bytecode


def write_kept(file: Path | None, data: bytes) -> None:
    """Keeps `data`, unless Python may keep no bytecode either."""
    if file is None or not may_keep(file):
        return
    # The package may be in a folder that only its owner can write to.
    with suppress(OSError):
        make_folder(file.parent)
        replace_file(file, digest_of(data).encode() + data, mode=_mode())


def _mode() -> int:
    """As Python does with bytecode: whoever cannot write to this module must not to its code."""
    return (Path(__file__).stat().st_mode | S_IWUSR) & 0o777
