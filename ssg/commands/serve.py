"""`ssg serve`: shows the site in a browser while it is edited."""

import gc
import os
from pathlib import Path

from msgspec import Struct

from ssg.cache.private_folder import open_private_folder
from ssg.cache.temporary import remove_abandoned_folders
from ssg.commands.console import Console
from ssg.commands.editing import finish_edit
from ssg.commands.event_loop import run_in_loop
from ssg.commands.exit_codes import CommandError, ExitCode
from ssg.commands.options import absolute_folder, load_zone, resolve_build_time
from ssg.model.states import BuildTime
from ssg.pipeline.living.site import LiveSite
from ssg.pipeline.request import Request
from ssg.preview.hosts import AllowedHosts, InvalidHost
from ssg.preview.problems import EditorUrlError, editor_url
from ssg.preview.run import PreviewRun, Server, make_clock
from ssg.preview.server import BindError
from ssg.preview.terminal import ignore_lost_readers
from ssg.signals import raise_on_sigint


class ServeOptions(Struct, frozen=True, kw_only=True):
    """The options of the command, as given."""

    site: Path
    port: int
    host: str
    allowed_hosts: tuple[str, ...]
    opens: bool
    drafts: bool
    now: str | None


def serve(options: ServeOptions) -> int:
    """Serves until the editor quits, and returns the exit code. Raises CommandError."""
    gc.enable()
    site = absolute_folder(options.site)
    if not site.is_dir():
        raise CommandError(f"there is no folder {options.site}", "name the site's folder: --site")
    finish_edit(site)
    ignore_lost_readers()
    console = Console(site)
    clock = make_clock(resolve_build_time(options.now, os.environ, lambda: load_zone(site)))
    remove_abandoned_folders()
    try:
        hosts = AllowedHosts(options.host, options.allowed_hosts)
        pattern = editor_url(os.environ)
        with open_private_folder(site / ".ssg", "preview") as folder:
            time = BuildTime(now=clock(), preview=options.drafts)
            live = LiveSite(Request(site=site, time=time, cache=folder), clock, console)
            server = Server(host=options.host, port=options.port, hosts=hosts, opens=options.opens)
            if not hosts.is_loopback:
                _warn(options.host, console)
            run = PreviewRun(
                live, server, editor_url=pattern, print_problems=console.print_problems
            )
            raise_on_sigint()
            try:
                run_in_loop(run.run())
            finally:
                live.close()
    except InvalidHost as error:
        raise CommandError(str(error), "use a name or an address: --host 127.0.0.1") from error
    except EditorUrlError as error:
        raise CommandError(str(error)) from error
    except BindError as error:
        raise CommandError(error.message, error.hint) from error
    return ExitCode.SUCCESS


def _warn(host: str, console: Console) -> None:
    console.say(
        f"warning: with --host {host}, everyone who can reach this machine over the network can"
        " read this preview, drafts and all."
    )
