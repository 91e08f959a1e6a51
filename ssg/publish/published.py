"""What was published into an output folder, for those who only look at it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from ssg.cache.stat_cache import Stats, stat_files
from ssg.publish.errors import PublishError, explained
from ssg.publish.layout import OutputLayout
from ssg.publish.manifest import OURS, Manifest, read_manifest
from ssg.publish.tree import Tree


class Published(Struct, frozen=True, kw_only=True):
    """How many files were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def read_published(output: Path) -> Manifest:
    """What the last build published into `output`.

    Raises PublishError if no build has, or one was interrupted and is not complete.
    """
    places = OutputLayout(output.resolve())
    if places.journal.exists():
        raise PublishError(
            f"a build of {output} was interrupted", "build again, which completes it"
        )
    try:
        with explained("read the manifest"):
            manifest = read_manifest(places.manifest)
    except ValueError as error:
        hint = "delete the output folder and build again"
        raise PublishError(
            f"the manifest {places.manifest} cannot be read: {error}", hint
        ) from error
    if manifest is None:
        raise PublishError(f"nothing was published into {output}", "run 'ssg build' first")
    return manifest


class _Listed(Struct):
    files: dict[str, msgspec.Raw]


def published_stats(output: Path) -> list[tuple[str, Stats]]:
    """What the files in the manifest look like; what is not there is left out.

    They are in the order of their paths. There is nothing at all where no build has published,
    or one was interrupted.
    """
    places = OutputLayout(output)
    if places.journal.exists():
        return []
    try:
        listed = msgspec.json.decode(places.manifest.read_bytes(), type=_Listed)
    except (OSError, ValueError, msgspec.MsgspecError):
        return []
    # Files in a folder that was put elsewhere look as they did.
    if any(
        (output / top).is_symlink() for top in {path.partition("/")[0] for path in listed.files}
    ):
        return []
    # A manifest is written in order.
    return list(stat_files(listed.files, start=f"{output}/"))


def published_files(output: Path) -> Iterator[str]:
    """The paths of all files in `output` but our own, whoever put them there."""
    tree = Tree(output.resolve())
    with explained("read the output folder"):
        for entry in sorted(tree.root.iterdir()):
            if entry.name == OURS:
                continue
            if entry.is_dir() and not entry.is_symlink():
                yield from (
                    path for path in tree.files_below(entry.name) if (output / path).is_file()
                )
            else:
                yield entry.name
