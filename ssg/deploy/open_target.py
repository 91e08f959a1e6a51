"""The target at an address. Only the libraries of its kind are loaded."""

# ruff: noqa: PLC0415

from collections.abc import Callable
from pathlib import Path

from ssg.config.settings import DeployTarget
from ssg.deploy.target import Target


def open_target(
    given: DeployTarget, *, site: Path, work: Path, say: Callable[[str], None]
) -> Target:
    """The target, not connected yet. `work` is a private folder for what it keeps here.

    Raises DeployError for an address that cannot be one, or if a program is missing.
    """
    scheme = given.to.partition("://")[0] if "://" in given.to else ""
    if scheme in ("s3", "gs", "az"):
        from ssg.deploy.objects import ObjectTarget

        return ObjectTarget(given.to, endpoint=given.endpoint, region=given.region)
    if scheme == "sftp":
        from ssg.deploy.sftp import SftpTarget

        return SftpTarget(given.to)
    if scheme == "rsync+ssh":
        from ssg.deploy.rsync import RsyncTarget

        return RsyncTarget(given.to)
    if scheme:
        from ssg.deploy.git import GitTarget

        return GitTarget(given.to, work=work)
    from ssg.deploy.folder import FolderTarget

    return FolderTarget(site / given.to, site=site, say=say)
