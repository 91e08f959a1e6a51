"""Reads YAML as mappings, lists and strings, with the place of each value.

Scalars have no types here: `No`, `2020` and `1:30` stay text. Tags, anchors and
aliases are errors. Depth is limited while the parser's events are read, so a
malicious file costs time and memory only in proportion to its length.
"""

from ssg.diagnostics import Diagnostic
from ssg.yamlmapping import Path, Place, Value, YamlMapping, field_name
from ssg.yamlplain import read_plain_mapping

__all__ = ["Path", "Value", "YamlMapping", "field_name", "read_mapping"]


def read_mapping(
    text: str, *, path: str, first_line: int = 1
) -> tuple[YamlMapping | None, list[Diagnostic]]:
    """Read `text`, which starts at `first_line` of the file `path`, as one mapping.

    None and one diagnostic (F03, F04, F05, F07, F10 or F11) if it is not one. Otherwise the
    diagnostics are warnings (W10, W17).
    """
    if plain := read_plain_mapping(text):
        value, values, keys = plain
        origin = Place(first_line, 1)
        mapping = YamlMapping(
            path=path, text=text, origin=origin, value=value, values=values, keys=keys
        )
        return mapping, []
    # PyYAML takes longer to load than a small site takes to be read, and most need none of it.
    from ssg.yamlparser import parse_mapping  # noqa: PLC0415

    return parse_mapping(text, path=path, first_line=first_line)
