"""The options of `ssg list`."""

from pathlib import Path

import click

from ssg.cli import options
from ssg.cli.completions import SortField, WhereCondition
from ssg.cli.kinds import KindWord
from ssg.model.kinds import Kind


@click.command(name="list")
@click.argument("kind", type=KindWord(), required=False, metavar="[KIND]")
@click.option(
    "--where",
    "conditions",
    type=WhereCondition(),
    multiple=True,
    metavar="FIELD=VALUE",
    help="Only those with this value in this field. May be given several times: all must hold.",
)
@click.option("--sort", type=SortField(), metavar="FIELD", help="Sort by this field.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print the list.",
)
@options.now
@click.pass_obj
def list_(
    site: Path,
    kind: Kind | None,
    conditions: tuple[str, ...],
    sort: str | None,
    form: str,
    now: str | None,
) -> int:
    """List what is in the site, such as drafts, overdue reviews, or questions without an answer.

    \b
    ssg list --where state=draft
    ssg list guides --where review=overdue
    ssg list threads --where topics=sleep --where answers=0 --sort asked
    """
    from ssg.commands.list import list_documents

    return list_documents(site, kind, conditions=conditions, sort=sort, form=form, now=now)
