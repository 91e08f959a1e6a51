"""The options of `ssg lsp`."""

import click


@click.command()
@click.option("--stdio", is_flag=True, help="Does nothing: some editors always give it.")
def lsp(stdio: bool) -> int:  # noqa: ARG001 (there is no other way)
    """Run the language server, which an editor starts and speaks to.

    It shows mistakes as you type, completes ids, fields and links, and finds
    what they lead to. docs/editors.md says how to set up your editor.
    """
    from ssg.commands.lsp import lsp as run

    return run()
