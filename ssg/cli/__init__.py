"""The command line: one file for each command's options. ssg/commands contains what each does."""

from importlib import import_module
from pathlib import Path

import click

from ssg import __version__
from ssg.cli.options import FOLDER
from ssg.commands.exit_codes import CommandGroup

_COMMANDS = (
    "addresses",
    "build",
    "check",
    "clear",
    "completion",
    "deploy",
    "duplicate",
    "explain",
    "fmt",
    "headers",
    "init",
    "links",
    "list",
    "lsp",
    "migrate",
    "new",
    "redirects",
    "remove",
    "rename",
    "review",
    "schema",
    "serve",
    "verify",
)
"""Each is the function of its name in the module of its name, loaded when it is asked for.

The function of a command with the name of a built-in one has a `_` at its end: `list_`.
"""


class _Commands(CommandGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        # Here `list` is the module of that command, once it is loaded.
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        names = vars(import_module(f"ssg.cli.{cmd_name}"))
        command: click.Command = names.get(f"{cmd_name}_") or names[cmd_name]
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="ssg %(version)s")
@click.option(
    "--site",
    type=FOLDER,
    default=Path(),
    metavar="DIR",
    help="The site's folder, which contains site.yaml. Default: the current folder.",
)
@click.pass_context
def cli(context: click.Context, site: Path) -> None:
    """Build a static site from curated health threads: Markdown in, a folder of HTML out.

    \b
    Exit codes: 0 success, 1 errors in the site, 2 incorrect usage or a folder
    that cannot be used, 3 a bug in ssg, 130 interrupted, 143 terminated.
    """
    context.obj = site
