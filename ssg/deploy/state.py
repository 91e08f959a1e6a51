"""What ssg has put on a target, as the target itself keeps it."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct, field

from ssg.deploy.errors import DeployError
from ssg.digest import Digest
from ssg.publish.manifest import STATE_FOLDER, Build, check_path

STATE_FILE = f"{STATE_FOLDER}/deployment.json"
LOCK_FILE = f"{STATE_FOLDER}/deployment.lock"
"""Where a target keeps them, relative to the site there. Readers might see them: no secrets."""

_FORMAT = 1


class TargetState(Struct, frozen=True, kw_only=True):
    """The files that ssg has put on a target.

    While a deployment is at work, what it changes is in `pending` and not in `files`.
    """

    build: Build
    """The build that was last deployed, or is being deployed."""
    files: Mapping[str, Digest]
    """The fingerprints of files, by their paths: of their bytes and their headers."""
    pending: frozenset[str] = field(default_factory=frozenset)
    """The paths of files that may be old, new, or not there."""
    format: int = _FORMAT

    @property
    def paths(self) -> frozenset[str]:
        """All that ssg may have put there, and may delete."""
        return frozenset(self.files) | self.pending


def encode_state(state: TargetState) -> bytes:
    """The same bytes for equal states, with one file on each line."""
    return msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n"


def decode_state(data: bytes) -> TargetState:
    """Raises ValueError for what is not a valid state: it comes from elsewhere."""
    try:
        state = msgspec.json.decode(data, type=TargetState)
    except RecursionError:
        raise ValueError("it has too many levels") from None
    if state.format != _FORMAT:
        raise ValueError(f"its format is {state.format}, but this version reads {_FORMAT}")
    for path in state.paths:
        check_path(path)
    return state


def read_target_state(data: bytes, label: str) -> TargetState:
    """As `decode_state`, for the target that is called `label`. Raises DeployError."""
    try:
        return decode_state(data)
    except ValueError as error:
        raise DeployError(
            f"{STATE_FILE} on {label} is damaged, or of another version of ssg: {error}",
            "move it away and deploy with --adopt: files that it named and the site no longer has"
            " will stay there",
        ) from error
