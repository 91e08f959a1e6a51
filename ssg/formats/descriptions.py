"""What each field takes, in the words of docs/content-format.md.

The page is the only place where fields are described. `make docs` writes what its tables say into
fields.json, because an installed ssg has no docs.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, convert

FILE = Path(__file__).with_name("fields.json")


class Description(Struct, frozen=True, kw_only=True):
    text: str
    example: str
    """A line of YAML with the field in it."""


Descriptions = Mapping[str, Mapping[str, Description]]
"""By the name of the format and the dotted name of the field."""


@cache
def load_descriptions() -> Descriptions:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return convert(rows, dict[str, dict[str, Description]])
