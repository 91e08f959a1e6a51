"""Which builds a target may take, and which versions may come back."""

from ssg.addresses import AddressList
from ssg.config.settings import DeployTarget
from ssg.deploy.errors import DeployError
from ssg.deploy.kept import find_taken_back
from ssg.deploy.state import TargetState
from ssg.deploy.version import Version
from ssg.model.states import Environment
from ssg.publish.manifest import Manifest

_NOTHING_LISTED = AddressList(listed={}, forgotten={})


def check_build(manifest: Manifest, target: DeployTarget, *, site_url: str) -> None:
    """Raises DeployError for a build that is not meant for the target of a site at `site_url`."""
    if manifest.orders is None:
        raise DeployError("the output is of an older ssg", "run 'ssg build' again, and then deploy")
    is_preview = target.environment is Environment.PREVIEW
    url = target.url or site_url
    options = " --environment preview" if is_preview else ""
    if _plain(url) != _plain(site_url):
        options += f" --url {url}"
    build = f"run 'ssg build{options}', and then deploy"
    if manifest.environment is not target.environment:
        raise DeployError(
            f"the output is a {manifest.environment} build, and the target takes"
            f" {target.environment} builds",
            build,
        )
    if manifest.drafts and not is_preview:
        raise DeployError("the output has drafts, which are not published", build)
    if _plain(manifest.address) != _plain(url):
        raise DeployError(
            f"the output is built for {manifest.address}, and the target is {url}", build
        )


def _plain(url: str) -> str:
    return url.rstrip("/")


def check_is_newer(version: Version, state: TargetState | None) -> None:
    """Raises DeployError for an old output that would bring back what was taken back since.

    A newer one may: an editor can publish again what was withdrawn.
    """
    # Both are times in UTC, in the same form.
    if state is None or version.build.built >= state.build.built:
        return
    if found := find_taken_back(version, state.build.withdrawn, _NOTHING_LISTED):
        raise DeployError(
            f"the output is older than what is there, and still has what was taken back: {found}",
            "get the newest version of the site, build and deploy it",
        )


def check_rollback(
    previous: Version,
    current: Version | None,
    state: TargetState | None,
    *,
    withdrawn: tuple[str, ...],
    listed: AddressList,
) -> None:
    """Raises DeployError if the target has not what this folder deployed last, or if the previous
    version has what was taken back since; `withdrawn` was so in the last build.
    """
    # A rollback that was broken off goes on.
    builds = [one.build.built for one in (previous, current) if one]
    if state is None or current is None or state.build.built not in builds:
        if state and state.pending:
            hint = "finish it with 'ssg deploy', then roll back"
            raise DeployError("the last deployment was not finished", hint)
        raise DeployError(
            "the target does not have the version that was deployed last from this folder",
            "build the version that you want from git, without what was taken back since,"
            " and deploy that",
        )
    taken_back = (*state.build.withdrawn, *current.build.withdrawn, *withdrawn)
    if found := find_taken_back(previous, taken_back, listed):
        raise DeployError(
            f"the version before still has what was taken back: {found}",
            "mend the site, then build and deploy it",
        )
