"""Whether text can be read on its ground, with the colours of a site."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ssg.diagnostics import Diagnostic, Location
from ssg.render.assets import ASSETS_FOLDER
from ssg.render.colors import Scheme, Token, load_colors

# WCAG 2.2, level AA: for text (success criterion 1.4.3), and for what marks a control (1.4.11).
_TEXT = 4.5
_MARK = 3.0


class Pair(NamedTuple):
    """Two colours that are seen one on the other; `least` is the lowest contrast they may have."""

    ink: str
    ground: str
    least: float = _TEXT


PAIRS = (
    *(
        Pair(ink, ground)
        for ink in ("ink", "ink-soft", "link", "link-visited", "link-hover")
        for ground in (
            "ground",
            "sunk",
            "question-sunk",
            "clinician-sunk",
            "editor-sunk",
            "danger-sunk",
            "warning-sunk",
            "important-sunk",
        )
    ),
    *(
        Pair(f"on-{tone}", tone)
        for tone in ("band", "clinician", "editor", "danger", "warning", "important")
    ),
    *(
        Pair(tone, f"{tone}-sunk")
        for tone in ("clinician", "editor", "danger", "warning", "important")
    ),
    Pair("on-band-soft", "band"),
    Pair("sealed", "ground"),
    Pair("warning", "ground"),
    Pair("on-focus", "focus"),
    Pair("ground", "link"),
    Pair("edge", "ground", _MARK),
)


class LowContrast(NamedTuple):
    pair: Pair
    scheme: str
    ratio: float
    ink: Token
    ground: Token


def find_low_contrast(colors: Mapping[str, Scheme]) -> Iterator[LowContrast]:
    """The pairs whose contrast is too low; those with a colour that is not known are left out."""
    for scheme, tokens in colors.items():
        for pair in PAIRS:
            ink, ground = tokens.get(pair.ink), tokens.get(pair.ground)
            if ink and ground and (ratio := _contrast(ink, ground)) and ratio < pair.least:
                yield LowContrast(pair, scheme, ratio, ink, ground)


def _contrast(one: Token, other: Token) -> float | None:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    if one.luminance is None or other.luminance is None:
        return None
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def check_contrast(template_dirs: Sequence[Path]) -> Iterator[Diagnostic]:
    """W25 for the pairs of which the site itself has chosen a colour.

    The last of the folders is the theme's. Raises ThemeError for a style sheet that cannot be read.
    """
    *own, _ = template_dirs
    for low in find_low_contrast(load_colors(template_dirs)):
        chosen = [
            token
            for token in (low.ink, low.ground)
            if any(token.path.is_relative_to(folder) for folder in own)
        ]
        if chosen:
            yield _report(low, chosen[0])


def _report(low: LowContrast, chosen: Token) -> Diagnostic:
    ink, ground, least = low.pair
    place = "in print" if low.scheme == "print" else f"in the {low.scheme} scheme"
    # Rounded down: 4.49 must not be shown as 4.5.
    ratio = int(low.ratio * 100) / 100
    return Diagnostic(
        code="W25",
        at=Location(path=f"templates/{ASSETS_FOLDER}/{chosen.name}", line=chosen.line),
        message=f"--{ink} on --{ground} has a contrast of {ratio} {place}",
        hint=f"change one of the two until it is {least} or more (WCAG 2, level AA)",
    )
