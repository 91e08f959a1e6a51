"""What the options of a run mean."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from msgspec import Struct

from ssg.commands.exits import Refusal
from ssg.model.scalars import ScalarError, instant, read_moment
from ssg.model.states import BuildTime
from ssg.pipeline.request import Request


class RunOptions(Struct, frozen=True, kw_only=True):
    """The options that build and check share, as they were given."""

    site: Path
    jobs: int | None
    drafts: bool
    now: str | None
    url: str | None
    strict: bool

    def request(self, environment: Mapping[str, str] = os.environ) -> Request:
        """What is asked of the pipeline. Raises Refusal for options that make no sense."""
        if self.url is not None:
            # The settings' grammar takes a while to load, and most builds can do without.
            from ssg.config import url_problem

            if problem := url_problem(self.url):
                raise Refusal(f"--url {problem}")
        moment = build_moment(self.now, environment, lambda: _zone(self.site))
        return Request(
            site=self.site.absolute(),
            time=BuildTime(now=moment.isoformat(), drafts=self.drafts),
            jobs=self.jobs,
            url=self.url,
            strict=self.strict,
        )


def build_moment(
    now: str | None, environment: Mapping[str, str], zone: Callable[[], tzinfo]
) -> datetime:
    """The one time of a build, in UTC: `--now`, SOURCE_DATE_EPOCH, or the clock.

    SOURCE_DATE_EPOCH is a number of seconds, as
    https://reproducible-builds.org/specs/source-date-epoch/ defines it.
    """
    if now is not None:
        try:
            return instant(read_moment(now), zone()).astimezone(UTC)
        except ScalarError as error:
            raise Refusal(f"--now: {error}") from None
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        hint = "set it to seconds since 1970, or unset it"
        raise Refusal(f"SOURCE_DATE_EPOCH is not a time: '{epoch}'", hint) from None


def _zone(site: Path) -> tzinfo:
    """The time zone of a time without one."""
    from ssg.config import load_settings

    loaded, _ = load_settings(site)
    return loaded.settings.zone if loaded else UTC
