"""Deploys to a branch of a git repository, such as one that a host publishes as a site.

All becomes visible at once, by a commit without parents: the branch keeps no history. Its objects
are written by `git fast-import`, which applies no attributes, filters or line endings to files.
"""

import asyncio
import re
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Self
from urllib.parse import urlsplit

from ssg.deploy.errors import DeployError
from ssg.deploy.git_program import LONG_SECONDS, GitProgram
from ssg.deploy.programs import require_program
from ssg.deploy.state import STATE_FILE, TargetState, encode_state, read_target_state
from ssg.deploy.target import LockFile, Upload
from ssg.files import STATE_LIMIT, open_regular
from ssg.publish.manifest import STATE_FOLDER
from ssg.publish.tree import parent_folders

_ADDRESS = re.compile(r"git\+((?:https|ssh|file)://[^\s@]*(?:@[^\s@/]*/[^\s@]*)?)@([^@\s]+)")
_CREDENTIALS = re.compile(r"https://[^/]*@|ssh://[^/@]*:[^/@]*@")
_BASE = "refs/ssg/base"
_NEXT = "refs/ssg/next"
# What hosts and git say of a branch that is not what it was when it was fetched.
_TOO_LATE = ("(stale info)", "(fetch first)", "cannot lock ref")
_NAMES_ONLY = "--filter=blob:none"
# GitHub Pages would otherwise leave out all files with an underscore at the start.
_NO_JEKYLL = ".nojekyll"


class GitTarget:
    """Everything is gathered, and sent by `finish`, which may be called again.

    The local repository lives no longer than a connection: nothing that was taken back stays in it.
    """

    lock: LockFile | None = None
    keeps_history: bool | None = True

    def __init__(self, to: str, *, work: Path) -> None:
        """`work` is a private folder.

        Raises DeployError for an address that is not valid, and without git.
        """
        require_program("git")
        self._url, self._branch = _parse(to)
        self.label = to
        self._ref = f"refs/heads/{self._branch}"
        self._folder = work / "repository.git"
        self._git = GitProgram(self._folder, self._url)
        self._base = ""
        self._is_fetched = False
        self._filters: tuple[str, ...] = (_NAMES_ONLY,)
        self._expected: str | None = None
        self._state: TargetState | None = None
        self._changes: dict[str, Path | None] = {}

    async def __aenter__(self) -> Self:
        if (await self._git.attempt("check-ref-format", self._ref)).code:
            raise DeployError(f"{self._branch!r} is not a valid name of a branch")
        self._base = await self._look()
        self._is_fetched = False
        return self

    async def __aexit__(self, *_: object) -> None:
        self._remove_repository()

    def _remove_repository(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _look(self) -> str:
        """The commit of the branch; nothing if there is no such branch."""
        listed = await self._git.run("ls-remote", "--", self._url, self._ref)
        lines = [line.split("\t") for line in listed.decode().splitlines()]
        return next((line[0] for line in lines if line[1:] == [self._ref]), "")

    async def _list(self) -> list[str]:
        """The paths of all files of the branch."""
        if not self._is_fetched:
            await self._fetch()
        if not self._base:
            return []
        names = await self._git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._base)
        return [name.decode(errors="surrogateescape") for name in names.split(b"\0") if name]

    async def _fetch(self) -> None:
        """Makes the repository, with the commit of the branch, if there is that branch."""
        self._remove_repository()
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        kind = "sha256" if len(self._base) == 64 else "sha1"
        await self._git.run("init", "--quiet", "--bare", "--template=", f"--object-format={kind}")
        await self._git.run("config", "remote.origin.url", self._url)
        if self._base:
            await self._git.run(
                *("fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules"),
                *(*self._filters, "--no-write-fetch-head", "origin", f"+{self._ref}:{_BASE}"),
                seconds=LONG_SECONDS,
            )
            self._base = (await self._git.run("rev-parse", _BASE)).decode().strip()
        self._is_fetched = True

    async def read_state(self) -> TargetState | None:
        has_state = STATE_FILE in await self._list()
        if self._base and (await self._git.attempt("cat-file", "-e", self._state_name)).code:
            # By an old protocol, hosts do not send a single file, which a push may need, too.
            self._filters = ()
            await self._fetch()
        self._expected = self._base
        if not has_state:
            return None
        size = int(await self._git.run("cat-file", "-s", self._state_name))
        is_usable = size <= STATE_LIMIT
        data = await self._git.run("cat-file", "blob", self._state_name) if is_usable else b""
        return read_target_state(data, self.label)

    @property
    def _state_name(self) -> str:
        return f"{self._base}:{STATE_FILE}"

    async def find_untracked(self) -> str | None:
        names = await self._list()
        other = (name for name in names if not name.startswith(f"{STATE_FOLDER}/"))
        return next((name.encode(errors="replace").decode() for name in other), None)

    async def write_state(self, state: TargetState) -> None:
        self._state = state

    async def put(self, uploads: Sequence[Upload]) -> None:
        for upload in uploads:
            if ".git" in upload.path.lower().split("/"):
                raise DeployError(f"git cannot hold {upload.path}", "give it another name")
            self._changes[upload.path] = upload.source

    async def delete(self, paths: Sequence[str]) -> None:
        self._changes.update(dict.fromkeys(paths))

    async def finish(self) -> None:
        commit = await self._make_commit()
        if commit == self._base:
            # It was sent before, and only the answer was lost.
            return
        if self._expected not in (None, self._base):
            raise self._refuse()
        result = await self._git.attempt(
            *("push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags"),
            # Of a commit that is no ancestor, only thin packs leave out what the host has.
            *("--thin", "--recurse-submodules=no", "origin", f"{_NEXT}:{self._ref}"),
            f"--force-with-lease={self._ref}:{self._base}",
        )
        if result.code:
            # Git says it itself, or repeats what the host says.
            said = result.output.decode(errors="replace") + result.errors
            is_late = any(reason in said for reason in _TOO_LATE)
            raise self._refuse() if is_late else self._git.explain(result)
        self._base = self._expected = commit

    def _refuse(self) -> DeployError:
        return DeployError(
            f"{self.label} has changed meanwhile: another deployment was quicker",
            "see what it has done; then deploy again",
        )

    async def _make_commit(self) -> str:
        there = set(await self._list())
        deleted = {path for path, source in self._changes.items() if not source} & there
        self._check_places(there - deleted)
        tree = await self._git.run("rev-parse", f"{self._base}^{{tree}}") if self._base else b""
        with TemporaryFile(dir=self._folder) as stream:
            await asyncio.to_thread(self._write_commit, stream, tree.strip(), sorted(deleted))
            stream.seek(0)
            await self._git.run(
                "fast-import", "--quiet", "--force", given=stream, seconds=LONG_SECONDS
            )
        return (await self._git.run("rev-parse", _NEXT)).decode().strip()

    def _check_places(self, staying: set[str]) -> None:
        """Raises DeployError if a file would replace others' folder, or a folder their file."""
        folders = {folder for path in staying for folder in parent_folders(path)}
        for path, source in self._changes.items():
            above = [folder for folder in parent_folders(path) if folder in staying]
            if source and (path in folders or above):
                raise DeployError(
                    f"{self.label} has something else where {path} belongs: {(above or [path])[0]}",
                    "remove it from the branch, then deploy again",
                )

    def _write_commit(self, stream: BinaryIO, tree: bytes, deleted: Sequence[str]) -> None:
        """In the language of https://git-scm.com/docs/git-fast-import."""
        assert self._state
        built = self._state.build.built
        message = f"Deploy the build of {built}\n".encode()
        stream.write(b"commit %s\n" % _NEXT.encode())
        # The same build gives the same commit, whoever deploys it.
        seconds = int(datetime.fromisoformat(built).timestamp())
        stream.write(b"committer ssg <ssg@localhost> %d +0000\n" % seconds)
        stream.write(b"data %d\n%s" % (len(message), message))
        if tree:
            stream.write(b'M 040000 %s ""\n' % tree)
        for path in deleted:
            stream.write(b"D %s\n" % _quote(path))
        _write_data(stream, _NO_JEKYLL, b"")
        _write_data(stream, STATE_FILE, encode_state(self._state))
        for path, source in sorted(self._changes.items()):
            if source:
                _write_file(stream, path, source)


def _parse(to: str) -> tuple[str, str]:
    """The address of the repository, and the branch."""
    found = _ADDRESS.fullmatch(to)
    if not found or _CREDENTIALS.match(found[1]) or not urlsplit(found[1]).path.strip("/"):
        raise DeployError(
            "the address of the target is not valid",
            "write it as git+https://host/owner/repository.git@branch, without user or password",
        )
    return found[1], found[2]


def _write_data(stream: BinaryIO, path: str, data: bytes) -> None:
    stream.write(b"M 100644 inline %s\ndata %d\n%s\n" % (_quote(path), len(data), data))


def _write_file(stream: BinaryIO, path: str, source: Path) -> None:
    try:
        with open_regular(source) as file:
            size = file.seek(0, 2)
            file.seek(0)
            stream.write(b"M 100644 inline %s\ndata %d\n" % (_quote(path), size))
            shutil.copyfileobj(file, stream)
            stream.write(b"\n")
    except OSError as error:
        raise DeployError(f"{source} cannot be read: {error.strerror}") from None


def _quote(path: str) -> bytes:
    text = path.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{text}"'.encode(errors="surrogateescape")
