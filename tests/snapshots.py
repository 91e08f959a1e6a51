"""Expected output in files: tests compare with it, and `make snapshots` rewrites it."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from tests.command import ROOT

_COMMAND = "make snapshots"
_ADVICE = f"if the change is intended, run `{_COMMAND}` and review the diff"

_SHOWN_LINES = 30
_SHOWN_CHARACTERS = 300
_SHOWN_FILES = 3


def kept(path: Path) -> str:
    """The expected output, for a test that only reads it."""
    assert path.exists(), f"{_missing(path)}\n{_ADVICE}"
    return path.read_text(encoding="utf-8")


class Snapshots:
    """The `snapshots` fixture. `make snapshots` runs the tests that use it, and no others."""

    def __init__(self, *, write: bool) -> None:
        self._write = write

    def expect(self, path: Path, actual: str) -> None:
        """Fails unless the file at `path` is there and holds `actual`."""
        self._expect({path: actual.encode()}, {path: path.read_bytes()} if path.exists() else {})

    def expect_folder(self, folder: Path, actual: Mapping[str, bytes]) -> None:
        """Fails unless the files below `folder` are those of `actual`: these, and no others."""
        kept = (path for path in folder.rglob("*") if path.is_file())
        self._expect(
            {folder / name: data for name, data in actual.items()},
            {path: path.read_bytes() for path in kept},
        )

    def _expect(self, actual: Mapping[Path, bytes], kept: Mapping[Path, bytes]) -> None:
        if self._write:
            _replace(kept, actual)
        elif differences := list(_differences(kept, actual)):
            raise AssertionError("\n".join([*differences, _ADVICE]))


def _replace(kept: Mapping[Path, bytes], actual: Mapping[Path, bytes]) -> None:
    for path in kept.keys() - actual.keys():
        path.unlink()
    for path, data in actual.items():
        if kept.get(path) != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _differences(kept: Mapping[Path, bytes], actual: Mapping[Path, bytes]) -> Iterator[str]:
    for path in sorted(actual.keys() - kept.keys()):
        yield _missing(path)
    for path in sorted(kept.keys() - actual.keys()):
        yield f"{_named(path)} is expected, but was not written"
    different = sorted(path for path in actual.keys() & kept if actual[path] != kept[path])
    for path in different[:_SHOWN_FILES]:
        yield from _difference(_named(path), kept[path], actual[path])
    for path in different[_SHOWN_FILES:]:
        yield f"{_named(path)} differs as well"


def _difference(name: str, kept: bytes, actual: bytes) -> Iterator[str]:
    """The first lines that differ, each shortened; a binary file is only named."""
    try:
        before, after = kept.decode(), actual.decode()
    except UnicodeDecodeError:
        yield f"{name} differs"
        return
    # Line ends are shown, since a difference may be one of them.
    lines = unified_diff(
        [repr(line)[1:-1] for line in before.splitlines(keepends=True)],
        [repr(line)[1:-1] for line in after.splitlines(keepends=True)],
        f"{name} (expected)",
        f"{name} (now)",
        n=1,
        lineterm="",
    )
    for line in islice(lines, _SHOWN_LINES):
        yield line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
    if next(lines, None) is not None:
        yield "… and more"


def _missing(path: Path) -> str:
    return f"the expected file {_named(path)} is missing"


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
