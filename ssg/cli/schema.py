"""The options of `ssg schema`."""

from pathlib import Path

import click

from ssg.cli.options import FOLDER


@click.command()
@click.argument("kind", required=False, metavar="[KIND]")
@click.option(
    "--with-ids",
    is_flag=True,
    help="Name the topics, guides, people, resources and threads of this site, for completion.",
)
@click.option(
    "--output",
    type=FOLDER,
    metavar="DIR",
    help="Write a file for the kind, or for each kind, into this folder.",
)
@click.option(
    "--cms",
    is_flag=True,
    help="Write the configuration of Decap CMS and Sveltia CMS instead, which edit in a browser.",
)
@click.pass_obj
def schema(site: Path, kind: str | None, with_ids: bool, output: Path | None, cms: bool) -> int:
    """Write JSON Schemas of the fields, for editors that know YAML.

    KIND is thread, post, guide, topic, page, resource, person or site. Without --output, its
    schema is printed.
    """
    from ssg.commands.schema import SchemaOptions
    from ssg.commands.schema import schema as run

    return run(SchemaOptions(site=site, kind=kind, with_ids=with_ids, output=output, cms=cms))
