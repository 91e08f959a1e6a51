"""The options of `ssg links`."""

from pathlib import Path

import click

from ssg.cli import options


@click.group()
def links() -> None:
    """Watch the addresses outside the site that it links to.

    What is known of them is in links.jsonl, beside site.yaml.
    """


@links.command()
@click.option("--all", "every", is_flag=True, help="Ask also what is not due yet.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True, max=24 * 60),
    default=30,
    show_default=True,
    metavar="MINUTES",
    help="End the run after this time. What was not asked is due in the next run.",
)
@click.option(
    "--strict", is_flag=True, help="Exit with code 1 if an address is dead, or its page is gone."
)
@options.now
@click.argument("only", nargs=-1, metavar="[PATH|PATH:LINE|URL]...")
@click.pass_obj
def check(
    site: Path,
    every: bool,
    time_limit: float,
    strict: bool,
    now: str | None,
    only: tuple[str, ...],
) -> int:
    """Ask the outside addresses whether they still answer.

    Asks what is due: what was right every 30 days, the rest every day. With files of the site or
    addresses, asks only these, due or not. Hosts are asked slowly, one request a second.
    """
    from ssg.commands.links_check import CheckOptions, check_links

    return check_links(
        CheckOptions(site=site, every=every, minutes=time_limit, strict=strict, now=now, only=only)
    )


@links.command()
@click.option("--other-hosts", is_flag=True, help="Also fix what leads to another host now.")
@options.dry_run
@options.force
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.pass_obj
def fix(site: Path, other_hosts: bool, dry_run: bool, force: bool, urls: tuple[str, ...]) -> int:
    """Write the new addresses of pages that have moved for good.

    Changes every place in all content and site.yaml, and nothing else. What leads to another host
    is listed: a domain that was sold answers with a redirect, too. With addresses, fixes only
    these, wherever they lead.
    """
    from ssg.commands.links_fix import FixOptions, fix_links

    return fix_links(
        FixOptions(site=site, urls=urls, other_hosts=other_hosts, dry_run=dry_run, force=force)
    )


@links.command()
@options.dry_run
@options.force
@click.argument("names", nargs=-1, metavar="[RESOURCE]...")
@click.pass_obj
def archive(site: Path, dry_run: bool, force: bool, names: tuple[str, ...]) -> int:
    """Look up archived copies of resources that are gone, and write them into their files.

    Asks the archive for the copy of the day on which the page was last there. With the ids of
    resources, asks for these, gone or not.
    """
    from ssg.commands.links_archive import ArchiveOptions, archive_links

    return archive_links(ArchiveOptions(site=site, names=names, dry_run=dry_run, force=force))


@links.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@options.now
@click.pass_obj
def report(site: Path, format_: str, now: str | None) -> int:
    """Show what is known of the outside links, by publisher and age. Asks nobody."""
    from ssg.commands.links_report import report_links

    return report_links(site, now=now, as_json=format_ == "json")
