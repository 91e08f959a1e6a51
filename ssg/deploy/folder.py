"""A folder on this machine as a target. All of it changes at once, as an output folder does."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from ssg.deploy.errors import DeployError
from ssg.deploy.state import TargetState
from ssg.deploy.target import LockFile, Upload
from ssg.deploy.version import build_of, fingerprints_of
from ssg.digest import digest_of_file
from ssg.files import copy_file
from ssg.publish.errors import PublishError, reason_of
from ssg.publish.guard import SEPARATE
from ssg.publish.layout import OutputLayout
from ssg.publish.manifest import Build, OutputFile
from ssg.publish.output import open_output
from ssg.publish.published import list_output_files

_WAIT_SECONDS = 600.0


class FolderTarget:
    """The folder is locked as long as it is open, and has what builds keep in their output."""

    lock: LockFile | None = None
    keeps_history: bool | None = False

    def __init__(self, folder: Path, *, site: Path, say: Callable[[str], None]) -> None:
        """`site` is the site's folder, which the target may not harm."""
        # For messages only: a link before `..` may lead elsewhere.
        self.label = os.path.normpath(folder)
        self._folder = folder
        self._site = site
        self._say = say
        self._exits = ExitStack()
        self._build: Build | None = None
        self._put: dict[str, OutputFile] = {}
        self._deleted: set[str] = set()

    async def __aenter__(self) -> Self:
        # The engine refuses a folder with other files unless it may adopt them.
        is_known = OutputLayout(self._folder).manifest.exists()
        opened = open_output(
            self._folder,
            site=self._site,
            adopt=not is_known,
            wait_seconds=_WAIT_SECONDS,
            say=self._say,
        )
        with _as_deploy_error():
            self._output = self._exits.enter_context(opened)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._exits.close()

    async def read_state(self) -> TargetState | None:
        """What was changed since is pending: nobody knows what it is."""
        manifest = self._output.manifest
        if manifest is None:
            return None
        with _as_deploy_error():
            intact = self._output.find_unmodified()
        marks = fingerprints_of(manifest.files)
        return TargetState(
            build=build_of(manifest),
            files={path: mark for path, mark in marks.items() if path in intact},
            pending=frozenset(marks.keys() - intact.keys()),
        )

    async def find_untracked(self) -> str | None:
        with _as_deploy_error():
            return next(list_output_files(self._folder), None)

    async def write_state(self, state: TargetState) -> None:
        """The folder has it as its manifest, from `finish` on."""
        self._build = state.build

    async def put(self, uploads: Sequence[Upload]) -> None:
        with _as_deploy_error():
            for one in uploads:
                staged = self._output.staging / one.path
                staged.parent.mkdir(parents=True, exist_ok=True)
                staged.unlink(missing_ok=True)
                copy_file(one.source, staged)
                digest = digest_of_file(staged)
                self._put[one.path] = OutputFile(path=one.path, digest=digest, order=one.order)

    async def delete(self, paths: Sequence[str]) -> None:
        self._deleted.update(paths)
        for path in paths:
            if self._put.pop(path, None):
                # Whole folders are moved, with all that is in them.
                (self._output.staging / path).unlink()

    async def finish(self) -> None:
        assert self._build
        with _as_deploy_error():
            self._output.publish(
                [*self._put.values()], unchanged=[*self._find_unchanged()], build=self._build
            )

    def _find_unchanged(self) -> Iterator[OutputFile]:
        if manifest := self._output.manifest:
            changed = self._put.keys() | self._deleted
            for path in manifest.files.keys() - changed:
                digest = manifest.files[path]
                yield OutputFile(path=path, digest=digest, order=manifest.order_of(path))


@contextmanager
def _as_deploy_error() -> Iterator[None]:
    try:
        yield
    except PublishError as error:
        # Its words are those for a build.
        hint = error.hint.replace("build", "deploy").replace("output folder", "target folder")
        if error.hint == SEPARATE:
            hint = "name another folder in site.yaml"
        raise DeployError(error.message.replace("output folder", "folder"), hint) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise DeployError(f"{where}{reason_of(error)}", "fix this, then deploy again") from error
