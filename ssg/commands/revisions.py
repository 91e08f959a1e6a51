"""What has changed since a revision in git, and the site as it was there."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from ssg.commands.exit_codes import CommandError


class Revision(Struct, frozen=True, kw_only=True):
    """A commit of the repository in which the site is. `folder` is the site's, from its top."""

    site: Path
    commit: str
    folder: str

    def changed_paths(self) -> frozenset[str]:
        """The site's files that are not as they were, committed or not; relative to the site."""
        changed = self._git("diff", "--name-only", "--no-renames", "-z", "--relative", self.commit)
        untracked = self._git("ls-files", "--others", "--exclude-standard", "-z")
        return frozenset(filter(None, f"{changed}\0{untracked}".split("\0")))

    def write_files(self, folder: Path) -> None:
        """Writes the site as it was into `folder`, which exists. Nothing else is touched."""
        # Unlike an archive, an index leaves no file out.
        env = {**os.environ, "GIT_INDEX_FILE": str(folder / ".index")}
        tree = f"{self.commit}:{self.folder}"
        if self.folder and not self._has_folder(tree):
            return
        self._git("read-tree", tree, env=env)
        target = f"--prefix={folder}/site/"
        top = Path(_run(self.site, ("rev-parse", "--show-toplevel")).rstrip("\n"))
        command = ("checkout-index", "--all", "--quiet", target)
        _run(top, command, env=env)

    def _has_folder(self, tree: str) -> bool:
        return _try(self.site, ("cat-file", "-e", tree)) is not None

    def _git(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        return _run(self.site, arguments, env=env)


def find_revision(site: Path, name: str) -> Revision:
    """The last commit that `name` and the current branch share. Raises CommandError."""
    folder = _try(site, ("rev-parse", "--show-prefix"))
    if folder is None:
        raise CommandError(f"{site} is not in a git repository", "leave out --changed-since")
    # After this option, no name is an option.
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = _try(site, verify)
    if commit is None:
        hint = "name a branch, a tag or a commit; CI may have to fetch it first"
        raise CommandError(f"there is no revision '{name}' in this repository", hint)
    base = _try(site, ("merge-base", commit.strip(), "HEAD"))
    if base is None:
        hint = "CI may have fetched only the last commit: fetch the whole history"
        raise CommandError(f"'{name}' and the current branch have no commit in common", hint)
    return Revision(site=site, commit=base.strip(), folder=folder.rstrip("\n").rstrip("/"))


def find_folder(site: Path) -> str:
    """Where the site is in its repository: empty for its top, or without one; else `docs/`."""
    top = Path(os.path.realpath(site))
    for parent in (top, *top.parents):
        if os.path.lexists(parent / ".git"):
            name = top.relative_to(parent).as_posix()
            return "" if name == "." else f"{name}/"
    return ""


def _run(folder: Path, arguments: tuple[str, ...], *, env: Mapping[str, str] | None = None) -> str:
    """What git prints. Raises CommandError."""
    ended = _start(folder, arguments, env)
    if ended.returncode:
        reason = os.fsdecode(ended.stderr).strip() or f"exit code {ended.returncode}"
        raise CommandError(f"git {arguments[0]}: {reason}")
    return os.fsdecode(ended.stdout)


def _try(folder: Path, arguments: tuple[str, ...]) -> str | None:
    """What git prints; None if it fails. Raises CommandError without git."""
    ended = _start(folder, arguments, None)
    return None if ended.returncode else os.fsdecode(ended.stdout)


def _start(
    folder: Path, arguments: tuple[str, ...], env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "--no-optional-locks", *arguments]
    try:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    except OSError as error:
        raise CommandError(f"git: {error.strerror or error}", "install git") from error
