"""The options of `ssg addresses`."""

from pathlib import Path

import click

from ssg.cli import options


@click.group(invoke_without_command=True)
@click.option("--write", is_flag=True, help="Add the addresses that are not listed yet.")
@options.now
@click.pass_context
def addresses(context: click.Context, write: bool, now: str | None) -> int | None:
    """Show which addresses the site promises to keep: those in addresses.txt.

    Where there is such a list, a check fails for every address that leads nowhere any more.
    """
    if context.invoked_subcommand is not None:
        if write or now:
            raise click.UsageError("--write and --now go without a subcommand.")
        return None
    from ssg.commands.addresses import print_addresses, write_addresses

    site: Path = context.obj
    return write_addresses(site, now) if write else print_addresses(site, now)


@addresses.command()
@click.argument("address")
@click.option(
    "--reason",
    metavar="TEXT",
    required=True,
    help="Why the address may lead nowhere. It stays in addresses.txt.",
)
@options.now
@click.pass_obj
def forget(site: Path, address: str, reason: str, now: str | None) -> int:
    """Let an address go that the site does not have any more, such as one that names a person.

    With '#', only that anchor of the page: "/guides/naps/#a-name".
    """
    from ssg.commands.forgetting import forget_address

    return forget_address(site, address, reason, now)
