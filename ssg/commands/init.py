"""`ssg init`: creates a new site with one example of each kind of content, and the files of CI."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

import ssg
from ssg.commands.ci import describe_files, make_files, write_files
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import absolute_folder
from ssg.config import SETTINGS_FILE

_STARTER = Path(ssg.__file__).parent / "starter"
# A newly cloned empty repository contains this folder.
_IGNORED = frozenset({".git"})


def init(folder: Path, host: str | None) -> int:
    """Copies the starter site into `folder`, which must be new, or empty apart from a `.git`.

    With a `host`, also writes what its CI needs; into a folder that is a site already, only that.
    Raises CommandError where that cannot be, and when the folder cannot be written to.
    """
    absolute_folder(folder)
    files = make_files(host) if host else {}
    try:
        if not (host and (folder / SETTINGS_FILE).exists()):
            _make_folder(folder)
            count = len([_copy_file(source, folder) for source in _starter_files()])
            click.echo(_describe_next_steps(folder, count))
        write_files(folder, files)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "fix this, or choose another folder: ssg init DIR"
        raise CommandError(f"{where}{error.strerror or error}", hint) from error
    if host:
        click.echo(describe_files(files, host))
    return ExitCode.SUCCESS


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is a file", "choose a new folder: ssg init DIR")
    folder.mkdir(parents=True, exist_ok=True)
    taken = sorted(entry.name for entry in folder.iterdir() if entry.name not in _IGNORED)
    if taken:
        others = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise CommandError(
            f"{folder} is not empty: it contains {taken[0]}{others}",
            "choose a new or empty folder: ssg init DIR",
        )


def _starter_files() -> Iterator[Path]:
    return (path for path in sorted(_STARTER.rglob("*")) if path.is_file())


def _copy_file(source: Path, folder: Path) -> Path:
    """Returns the path of the copy, which gets default permissions instead of those of `source`."""
    target = folder / source.relative_to(_STARTER)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(source.read_bytes())
    return target


def _describe_next_steps(folder: Path, files: int) -> str:
    ssg = "ssg" if folder == Path() else f"ssg --site {shlex.quote(str(folder))}"
    name = "this folder" if folder == Path() else folder
    return f"""\
Created a new site in {name}: {files} example files for you to change.

See it in your browser while you write:
  {ssg} serve --open

Check it:
  {ssg} check

Build it:
  {ssg} build"""
