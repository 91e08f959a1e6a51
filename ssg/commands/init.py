"""`ssg init`: a new site with one example of each kind of content."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

import ssg
from ssg.commands.exits import Exit, Refusal

_STARTER = Path(ssg.__file__).parent / "starter"
# Somebody who has just cloned an empty repository starts in a folder with this in it.
_EXPECTED = frozenset({".git"})


def init(folder: Path) -> int:
    """Copies the starter site into `folder`, which is new or empty but for a `.git`.

    Raises Refusal when it is neither, or cannot be written to.
    """
    try:
        _make(folder)
        files = [_copied(source, folder) for source in _starter_files()]
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "put this right, or name another folder: ssg init DIR"
        raise Refusal(f"{where}{error.strerror or error}", hint) from error
    click.echo(_next_steps(folder, len(files)))
    return Exit.CLEAN


def _make(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file", "name a new folder: ssg init DIR")
    folder.mkdir(parents=True, exist_ok=True)
    taken = sorted(entry.name for entry in folder.iterdir() if entry.name not in _EXPECTED)
    if taken:
        others = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise Refusal(
            f"{folder} is not empty: it has {taken[0]}{others}",
            "a new site needs a new or empty folder: ssg init DIR",
        )


def _starter_files() -> Iterator[Path]:
    return (path for path in sorted(_STARTER.rglob("*")) if path.is_file())


def _copied(source: Path, folder: Path) -> Path:
    """The copy, with the permissions that a new file gets, whatever those of `source` are."""
    target = folder / source.relative_to(_STARTER)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    return target


def _next_steps(folder: Path, files: int) -> str:
    site, output = shlex.quote(str(folder)), shlex.quote(str(folder / "output"))
    return f"""\
Made a new site in {folder}: {files} files, all of them examples for you to change.

Look for mistakes:
  ssg --site {site} check

Build it:
  ssg --site {site} build

Look at it, at http://127.0.0.1:8000/ in your browser:
  python3 -m http.server --bind 127.0.0.1 --directory {output} 8000"""
