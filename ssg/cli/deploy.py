"""The options of `ssg deploy`."""

from pathlib import Path

import click

from ssg.cli.options import FOLDER


@click.command()
@click.argument("target", required=False)
@click.option(
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Folder to deploy. Default: output, in the site's folder.",
)
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--rollback", is_flag=True, help="Deploy the version before the current one.")
@click.option(
    "--allow-deletions", is_flag=True, help="Also if more than a tenth of all files is deleted."
)
@click.option("--adopt", is_flag=True, help="Take over a place with files that ssg did not put.")
@click.option(
    "--check-url", metavar="URL", help="Where to fetch some pages afterwards, to compare them."
)
@click.pass_obj
def deploy(
    site: Path,
    target: str | None,
    output: Path | None,
    dry_run: bool,
    rollback: bool,
    allow_deletions: bool,
    adopt: bool,
    check_url: str | None,
) -> int:
    """Take the output of the last build to a target of site.yaml.

    Only what changed is sent, and readers never see half of a change. A deployment that was broken
    off is finished by the next one.
    """
    from ssg.commands.deploy import DeployOptions, deploy_site

    return deploy_site(
        DeployOptions(
            site=site,
            target=target,
            output=output or site / "output",
            dry_run=dry_run,
            rollback=rollback,
            allow_deletions=allow_deletions,
            adopt=adopt,
            check_url=check_url,
        )
    )
