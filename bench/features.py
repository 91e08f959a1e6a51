"""What the main rows do without: search, image variants and compression.

Each is measured in rows of its own, beside Hugo with what gives its readers the same.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pagefind_bin import get_executable

from bench.generators.generator import Generator
from bench.generators.hugo import Hugo
from bench.generators.ssg import Ssg
from bench.tools import Tools

_COMPRESS = Path(__file__).with_name("compress.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """`entrants` are ssg and its rival, `made` a pattern of files that only the feature makes."""

    entrants: tuple[Generator, ...]
    made: str
    has_photographs: bool = False


def make_features(tools: Tools, peers: Iterable[str]) -> tuple[Feature, ...]:
    """In each of them ssg first, then Hugo if it is among the peers."""
    rivals = "hugo" in peers
    pagefind = (str(get_executable()), "--site", "output")
    compress = (sys.executable, str(_COMPRESS), "output")
    return (
        Feature(
            entrants=(
                Ssg("ssg-search", on="search"),
                *((Hugo(tools, "hugo-pagefind", then=pagefind),) if rivals else ()),
            ),
            made="pagefind/pagefind-entry.json",
        ),
        Feature(
            entrants=(
                Ssg("ssg-compress", on="compress"),
                *((Hugo(tools, "hugo-compress", then=compress),) if rivals else ()),
            ),
            made="index.html.br",
        ),
        Feature(
            entrants=(
                Ssg("ssg-images", on="image_variants"),
                *((Hugo(tools, "hugo-images"),) if rivals else ()),
            ),
            made="**/*.avif",
            has_photographs=True,
        ),
    )
