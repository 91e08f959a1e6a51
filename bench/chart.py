"""Draws the chart. It runs as a separate program, in the environment where pygal is installed.

`python chart.py DATA.json CHART.svg`
"""

import json
import re
import sys
from importlib import import_module
from math import ceil, floor, log10
from pathlib import Path
from typing import Any

_NOISE = re.compile("<!--.*?-->|<script.*?</script>", re.DOTALL)
"""The date, and settings for scripts that are left out of the chart."""
_COLORS = ("#0b8f84", "#d97706", "#8b95a1", "#c3b8ae")


def draw(data: dict[str, Any], path: Path) -> None:
    """Writes the chart. The same data gives the same bytes."""
    # pygal has no types, and mypy runs in an environment without it.
    pygal = import_module("pygal")
    style = import_module("pygal.style").Style(
        background="#ffffff",
        plot_background="#ffffff",
        colors=_COLORS,
        font_family="system-ui, sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        title_font_size=16,
        value_font_size=12,
        opacity=".6",
    )
    found = [value for values in data["seconds"].values() for value in values if value]
    steps = [10.0**power for power in range(floor(log10(min(found))), ceil(log10(max(found))) + 1)]
    chart = pygal.HorizontalBar(
        style=style,
        title=data["title"],
        x_title="seconds, on a logarithmic scale",
        range=(steps[0], steps[-1]),
        zero=steps[0],
        y_labels=steps,
        logarithmic=True,
        width=820,
        height=520,
        print_values=True,
        print_values_position="top",
        value_formatter=lambda value: f"{value:g}" if value in steps else f"{value:.2f}",
        legend_at_bottom=True,
        # No scripts and no random ids.
        js=(),
        no_prefix=True,
        disable_xml_declaration=True,
    )
    # Bars are drawn from the bottom up.
    chart.x_labels = list(reversed(data["cases"]))
    for name, seconds in data["seconds"].items():
        chart.add(name, list(reversed(seconds)))
    path.write_text(_NOISE.sub("", chart.render(is_unicode=True)) + "\n")


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
