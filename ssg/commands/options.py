"""Turns the options of a command into a request to the pipeline."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ssg.commands.exit_codes import CommandError
from ssg.diagnostics import has_errors
from ssg.model.scalars import ScalarError, instant, parse_moment
from ssg.model.states import BuildTime, Environment
from ssg.pipeline.request import Request

if TYPE_CHECKING:
    from ssg.config import Settings


class RunOptions(Struct, frozen=True, kw_only=True):
    """The options that build and check share, as given on the command line."""

    site: Path
    jobs: int | None
    drafts: bool
    now: str | None
    url: str | None
    strict: bool
    environment: Environment = Environment.PRODUCTION
    every_warning: bool = False
    plain_templates: bool = False

    def to_request(self, environment: Mapping[str, str] = os.environ) -> Request:
        """The request for the pipeline. Raises CommandError for an invalid option."""
        if self.url is not None:
            # Importing ssg.config takes time, and most builds do not need it.
            from ssg.config import url_problem

            if problem := url_problem(self.url):
                raise CommandError(f"--url {problem}")
        moment = resolve_build_time(self.now, environment, lambda: load_zone(self.site))
        return Request(
            site=absolute_folder(self.site),
            time=BuildTime(now=moment.isoformat(), drafts=self.drafts),
            jobs=self.jobs,
            url=self.url,
            environment=self.environment,
            strict=self.strict,
            plain_templates=self.plain_templates,
        )


def absolute_folder(folder: Path) -> Path:
    """The folder's absolute path. Raises CommandError for one that is not UTF-8."""
    path = folder.absolute()
    try:
        str(path).encode()
    except UnicodeEncodeError:
        readable = os.fsencode(path).decode(errors="replace")
        hint = "rename its folders, using only letters, digits and hyphens"
        raise CommandError(f"the path {readable} is not UTF-8", hint) from None
    return path


def resolve_build_time(
    now: str | None, environment: Mapping[str, str], zone: Callable[[], tzinfo]
) -> datetime:
    """The time of a build, in UTC: from `--now`, else SOURCE_DATE_EPOCH, else the clock.

    `now` without an offset is in the time zone that `zone` returns. SOURCE_DATE_EPOCH is a
    number of seconds since 1970, as defined by
    https://reproducible-builds.org/specs/source-date-epoch/. Raises CommandError when the
    value given is not a valid time.
    """
    if now is not None:
        try:
            return instant(parse_moment(now), zone()).astimezone(UTC)
        except ScalarError as error:
            raise CommandError(f"--now: {error}") from None
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        hint = "set it to a number of seconds since 1970, or unset it"
        raise CommandError(f"SOURCE_DATE_EPOCH is not a valid time: '{epoch}'", hint) from None


def load_zone(site: Path) -> tzinfo:
    """The time zone from site.yaml, or UTC when it has no valid one."""
    from ssg.config import load_settings

    loaded, _ = load_settings(site)
    return loaded.settings.zone if loaded else UTC


def read_settings(site: Path) -> "Settings":
    """The settings in the folder `site`. Raises CommandError if they have errors."""
    # Only some commands need them here: the pipeline reads its own.
    from ssg.config import load_settings

    loaded, diagnostics = load_settings(site)
    if loaded is None or has_errors(diagnostics):
        first = next(one for one in diagnostics if has_errors([one]))
        raise CommandError(f"{first.at}: {first.message}", first.hint)
    return loaded.settings
