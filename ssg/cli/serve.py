"""The options of `ssg serve`."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Port to listen on. If it is in use, the next free one is taken.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to listen on. With any other, others can read the preview over the network.",
)
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    metavar="NAME",
    help="Also answer requests for this name, such as that of a proxy. Can be repeated.",
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("--no-drafts", is_flag=True, help="Show only what readers see now.")
@click.option(
    "--now",
    metavar="WHEN",
    help="Show the site as if it were now this time, such as 2026-03-01 or 2026-03-01T09:30.",
)
@click.pass_obj
def serve(
    site: Path,
    port: int,
    host: str,
    allowed_hosts: tuple[str, ...],
    opens: bool,
    no_drafts: bool,
    now: str | None,
) -> int:
    """Show the site in a browser while it is edited.

    Every save shows at once, drafts and scheduled pages are marked, and mistakes are shown on the
    page that they are about. Nothing is published.
    """
    from ssg.commands.serve import ServeOptions
    from ssg.commands.serve import serve as run

    options = ServeOptions(
        site=site,
        port=port,
        host=host,
        allowed_hosts=allowed_hosts,
        opens=opens,
        drafts=not no_drafts,
        now=now,
    )
    return run(options)
