"""Versions for tests: a few files in a folder, with the manifest that a build would write."""

from collections.abc import Mapping
from pathlib import Path

from ssg.deploy.state import TargetState
from ssg.deploy.version import Version, fingerprints_of
from ssg.digest import digest_of
from ssg.publish.manifest import Manifest, PublishOrder

ADDRESS = "https://example.org/"


def make_version(
    folder: Path, files: Mapping[str, bytes], *, built: str = "2026-03-01T00:00:00+00:00"
) -> Version:
    """A version with these files in the folder; what is in assets/ comes before all pages."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    orders = {
        path: PublishOrder.ASSET if path.startswith("assets/") else PublishOrder.LIST
        for path in files
        if path.startswith("assets/") or path.endswith(".xml")
    }
    manifest = Manifest(
        built=built,
        address=ADDRESS,
        files={path: digest_of(data) for path, data in files.items()},
        orders=orders,
    )
    return Version(folder=folder, manifest=manifest)


def state_of(version: Version) -> TargetState:
    """That of a target with the whole version."""
    return TargetState(build=version.build, files=fingerprints_of(version.manifest.files))
