"""What a run was asked to do."""

from pathlib import Path

from msgspec import Struct

from ssg.model.states import BuildTime, Environment


class Request(Struct, frozen=True, kw_only=True):
    """Which site, at which time, with how many processes."""

    site: Path
    time: BuildTime
    jobs: int | None = None
    """None for as many as there are processors for this process."""
    url: str | None = None
    """The address to build for, in place of that of site.yaml."""
    environment: Environment = Environment.PRODUCTION
    strict: bool = False
    """Warnings keep the site from being written, as errors do."""
    cache: Path | None = None
    """The folder of the cache; None for `.ssg` in the site's folder."""
    plain_templates: bool = False
    """Jinja renders all pages. The output is the same, so no cache key depends on it."""

    @property
    def cache_folder(self) -> Path:
        return self.cache or self.site / ".ssg"

    @property
    def store_file(self) -> Path:
        return self.cache_folder / "store.sqlite"


class Target(Struct, frozen=True, kw_only=True):
    """Where to publish; `adopt` takes over a folder that no build has published into."""

    output: Path
    adopt: bool = False
