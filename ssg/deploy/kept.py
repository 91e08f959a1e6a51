"""The versions that are kept of a target in the site's folder: the deployed one and that before.

They are in `.ssg/deployments/<name>/`, which only this user can read. A version is a folder of hard
links to the files of the output, which builds replace and never change.
"""

import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path

from filelock import FileLock, Timeout

from ssg.addresses import AddressList, spell
from ssg.deploy.errors import DeployError
from ssg.deploy.version import Version
from ssg.digest import digest_of_file
from ssg.files import copy_file, make_folder, open_regular, read_file, remove, replace_file
from ssg.publish.errors import PublishError, reason_of
from ssg.publish.layout import OutputLayout
from ssg.publish.lock import lock_output
from ssg.publish.manifest import Manifest, encode_manifest, read_manifest
from ssg.publish.published import read_published
from ssg.urls import address

_ID = re.compile(r"""\bid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_WAIT_SECONDS = 600.0
_MOST_TOKENS = 64 * 1024
_BUILD_AGAIN = "run 'ssg build' again, and then deploy"


class Deployments:
    """The folder of one target, locked until `open_deployments` ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.work = folder / "work"
        """For the target itself."""
        self._tokens = folder / "tokens"

    def take(self, output: Path, say: Callable[[str], None]) -> Version:
        """The version in the folder `output`, which builds may change from now on.

        Raises DeployError if there is no whole build, or if its files are not those that it wrote.
        """
        try:
            read_published(output)
            with lock_output(OutputLayout(output.resolve()), _WAIT_SECONDS, say):
                manifest = read_published(output)
                return self._copy(output.resolve(), manifest)
        except PublishError as error:
            raise DeployError(error.message, error.hint) from error

    def _copy(self, output: Path, manifest: Manifest) -> Version:
        slot = self._slot("next")
        remove(slot)
        folder = slot / "site"
        folder.mkdir(parents=True)
        for path in manifest.files:
            _link(output / path, folder / path, path)
        for path, digest in manifest.files.items():
            if digest_of_file(folder / path) != digest:
                raise DeployError(f"{path} in {output} was changed after the build", _BUILD_AGAIN)
        replace_file(slot / "manifest.json", encode_manifest(manifest))
        return Version(folder=folder, manifest=manifest)

    @property
    def current(self) -> Version | None:
        """What was deployed last from this folder."""
        return self._read("current")

    @property
    def previous(self) -> Version | None:
        """What was deployed before that."""
        return self._read("previous")

    def keep(self) -> None:
        """The version that was taken is the current one now, and that the previous one.

        The same build again replaces only itself.
        """
        current, taken = self.current, self._read("next")
        if current and taken and current.manifest.files != taken.manifest.files:
            self._move("current", "previous")
        self._move("next", "current")

    def keep_previous(self) -> None:
        """The previous version is the current one now."""
        self._move("previous", "current")

    def drop_withdrawn(self, listed: AddressList) -> bool:
        """Drops the previous version if it has what was taken back since. Whether it had."""
        current, previous = self.current, self.previous
        if not current or not previous:
            return False
        if not find_taken_back(previous, current.manifest.withdrawn, listed):
            return False
        remove(self._slot("previous"))
        return True

    def drop_others(self, targets: Collection[str]) -> None:
        """Drops what is kept of targets that are not among these: no deployment would replace it.

        What another run works on stays.
        """
        for folder in self._folder.parent.iterdir():
            if folder.is_dir() and folder.name not in targets:
                with suppress(Timeout), FileLock(f"{folder}.lock", timeout=0):
                    remove(folder)

    def read_tokens(self) -> frozenset[str]:
        """The tokens of the locks that runs of this folder may have left on the target."""
        try:
            return frozenset(read_file(self._tokens, limit=_MOST_TOKENS).decode().split())
        except (OSError, ValueError):
            return frozenset()

    def add_token(self) -> str:
        """A new token, which is remembered until `drop_tokens`."""
        token = secrets.token_hex(16)
        data = "\n".join([*self.read_tokens(), token]).encode()
        replace_file(self._tokens, data, sync=True, mode=0o600)
        return token

    def drop_tokens(self) -> None:
        self._tokens.unlink(missing_ok=True)

    def _slot(self, name: str) -> Path:
        return self._folder / name

    def _read(self, name: str) -> Version | None:
        """None for one that is not there, or not whole."""
        slot = self._slot(name)
        try:
            manifest = read_manifest(slot / "manifest.json")
        except (OSError, ValueError):
            return None
        return Version(folder=slot / "site", manifest=manifest) if manifest else None

    def _move(self, old: str, new: str) -> None:
        """A version that is only partly removed by a kill is not there without its manifest."""
        target = self._slot(new)
        (target / "manifest.json").unlink(missing_ok=True)
        remove(target)
        self._slot(old).replace(target)


def find_taken_back(
    version: Version, withdrawn: tuple[str, ...], listed: AddressList
) -> str | None:
    """An address of the version that was withdrawn or forgotten since; None if there is none."""
    for one in withdrawn:
        if one not in version.manifest.withdrawn:
            return one
    # An address that was forgotten may name a person: what is said of it is not the address.
    if listed.forgotten and any(map(listed.has_forgotten, _find_addresses(version))):
        return "an address that 'ssg addresses forget' has let go"
    return None


def _find_addresses(version: Version) -> Iterator[str]:
    """Those of all its files, and of all that its pages have with an id."""
    for path in version.manifest.files:
        own = spell(address(path))
        yield own
        if path.endswith(".html"):
            text = (version.folder / path).read_text(errors="replace")
            for found in _ID.finditer(text):
                yield f"{own}#{spell(unescape(found[1] or found[2] or found[3] or ''))}"


def check_unchanged(version: Version) -> None:
    """Raises DeployError if a file of a kept version is not what was kept."""
    for path, digest in version.manifest.files.items():
        try:
            found = digest_of_file(version.folder / path)
        except OSError as error:
            raise DeployError(
                f"the kept version cannot be read: {path}: {reason_of(error)}"
            ) from error
        if found != digest:
            raise DeployError(
                f"{path} of the kept version was changed",
                "build the version that you want from git, and deploy that",
            )


@contextmanager
def open_deployments(state: Path, name: str, say: Callable[[str], None]) -> Iterator[Deployments]:
    """The deployments to the target of this name, in the folder `state`: one run at a time.

    Raises DeployError if another run is still at work after ten minutes; OSError.
    """
    parent = state / "deployments"
    make_folder(state)
    make_folder(parent)
    parent.chmod(0o700)
    folder = parent / name
    make_folder(folder)
    lock = FileLock(parent / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"another 'ssg deploy {name}' is at work in this folder; waiting for it")
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except Timeout:
            raise DeployError(
                f"another 'ssg deploy {name}' is still at work", "try again when it has finished"
            ) from None
    deployments = Deployments(folder)
    try:
        yield deployments
    finally:
        shutil.rmtree(folder / "next", ignore_errors=True)
        lock.release()


def _link(source: Path, target: Path, path: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # For what it raises where no regular file is.
        open_regular(source).close()
        try:
            target.hardlink_to(source)
        except OSError:
            # Another disk, or one without links.
            copy_file(source, target)
    except OSError as error:
        message = f"{path} of the output cannot be read: {reason_of(error)}"
        raise DeployError(message, _BUILD_AGAIN) from error
