"""Reads the catalog for a command."""

import os
from pathlib import Path

from ssg.commands.editing import finish_edit
from ssg.commands.exit_codes import CommandError
from ssg.commands.options import absolute_folder, load_zone, resolve_build_time
from ssg.diagnostics import escape_unsafe
from ssg.model.states import BuildTime
from ssg.pipeline.catalog import Catalog, NoCatalog, read_catalog
from ssg.pipeline.request import Request


def open_catalog(site: Path, now: str | None = None) -> Catalog:
    """The catalog of the site at the time `now`. Raises CommandError."""
    finish_edit(site)
    return load_catalog(make_request(site, now))


def make_request(site: Path, now: str | None) -> Request:
    """What a build of the site at the time `now` is asked for. Raises CommandError."""
    moment = resolve_build_time(now, os.environ, lambda: load_zone(site))
    return Request(site=absolute_folder(site), time=BuildTime(now=moment.isoformat()))


def load_catalog(request: Request) -> Catalog:
    """The catalog of the site at the time of the request. Raises CommandError."""
    try:
        return read_catalog(request)
    except NoCatalog as error:
        problem = error.problem
        raise CommandError(f"{problem.at}: {problem.message}", problem.hint) from error
    except OSError as error:
        where = f"{escape_unsafe(str(error.filename))}: " if error.filename else ""
        raise CommandError(f"{where}{error.strerror or error}") from error
