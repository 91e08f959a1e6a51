"""What an output folder holds, for callers that only read it."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from ssg.cache.stat_cache import Stats, stat_files
from ssg.files import STATE_LIMIT, read_file
from ssg.publish.errors import PublishError, as_publish_error, reason_of
from ssg.publish.layout import OutputLayout
from ssg.publish.manifest import STATE_FOLDER, Manifest, read_manifest
from ssg.publish.tree import Tree


class Published(Struct, frozen=True, kw_only=True):
    """How many files a build wrote, left unchanged, and removed."""

    written: int
    unchanged: int
    removed: int


def read_published(output: Path) -> Manifest:
    """The manifest of the last build into `output`.

    Raises PublishError if there was no build, or it was interrupted while publishing.
    """
    layout = OutputLayout(output.resolve())
    if layout.journal.exists():
        raise PublishError(
            f"the last build into {output} was interrupted", "run 'ssg build' to complete it"
        )
    try:
        manifest = read_manifest(layout.manifest)
    except (ValueError, OSError) as error:
        hint = "delete the output folder and build again"
        raise PublishError(
            f"the manifest {layout.manifest} cannot be read: {reason_of(error)}", hint
        ) from error
    if manifest is None:
        raise PublishError(f"no build has published into {output}", "run 'ssg build' first")
    return manifest


class _ManifestFiles(Struct):
    files: dict[str, msgspec.Raw]


def stat_published(output: Path) -> list[tuple[str, Stats]]:
    """The stats of the files in the manifest, in the order of their paths.

    Files that do not exist are left out. The list is empty if no build has published, or the last
    one was interrupted.
    """
    layout = OutputLayout(output)
    # What was staged may be words that readers must no longer see.
    if layout.journal.exists() or os.path.lexists(layout.staging):
        return []
    try:
        listed = msgspec.json.decode(
            read_file(layout.manifest, limit=STATE_LIMIT), type=_ManifestFiles
        )
    except (OSError, ValueError, msgspec.MsgspecError):
        return []
    # If a folder was moved and a link put in its place, the files have the same stats as before.
    if any(
        (output / top).is_symlink() for top in {path.partition("/")[0] for path in listed.files}
    ):
        return []
    # A manifest is written in order.
    return list(stat_files(listed.files, start=f"{output}/"))


def list_output_files(output: Path) -> Iterator[str]:
    """The paths of all files in `output`, tracked or not, outside the state folder."""
    tree = Tree(output.resolve())
    with as_publish_error("read the output folder"):
        for entry in sorted(tree.root.iterdir()):
            if entry.name == STATE_FOLDER:
                continue
            if entry.is_dir() and not entry.is_symlink():
                yield from filter(tree.leads_to_file, tree.walk(entry.name))
            else:
                yield entry.name
