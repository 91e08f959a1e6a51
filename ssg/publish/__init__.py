"""Puts a finished site into its output folder, as a whole or not at all.

with open_output(folder, site=site, adopt=False, wait_seconds=60, say=print) as output:
    intact = output.intact()    # what needn't be made again
    ...                         # the rest is written below output.staging
    output.publish(staged, unchanged=unchanged, built="2026-03-01T12:00:00+00:00")
"""

from ssg.publish.errors import PublishError
from ssg.publish.guard import guard
from ssg.publish.manifest import Manifest, OutputFile, Rank
from ssg.publish.output import Output, Published, open_output
from ssg.publish.published import published_files, published_looks, read_published

__all__ = [
    "Manifest",
    "Output",
    "OutputFile",
    "PublishError",
    "Published",
    "Rank",
    "guard",
    "open_output",
    "published_files",
    "published_looks",
    "read_published",
]
