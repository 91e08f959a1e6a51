"""The generators that are measured: how each gets its content, and how it is run."""

from bench.generators.eleventy import Eleventy
from bench.generators.generator import Builder, Generator, write_site
from bench.generators.hugo import Hugo
from bench.generators.pelican import Pelican
from bench.generators.ssg import Ssg
from bench.tools import Tools

PEERS = ("hugo", "eleventy", "pelican")


def generators(tools: Tools, peers: tuple[str, ...]) -> tuple[Generator, ...]:
    """ssg first, then the requested other generators."""
    known: dict[str, type[Hugo] | type[Eleventy] | type[Pelican]] = {
        "hugo": Hugo,
        "eleventy": Eleventy,
        "pelican": Pelican,
    }
    return (Ssg(), *(known[name](tools) for name in peers))


__all__ = ["PEERS", "Builder", "Generator", "generators", "write_site"]
