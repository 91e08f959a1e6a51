"""The theme's colours: text can be read on its ground, in light and in dark."""

import re

import pytest

from ssg.render.theme import theme_dir

TOKENS = (theme_dir() / "assets/css/tokens.css").read_text(encoding="utf-8")

# WCAG 2.2: 4.5 for text (success criterion 1.4.3), 3 for what marks a control (1.4.11).
TEXT = 4.5
MARK = 3.0

PAIRS = [
    *(
        (ink, ground, TEXT)
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
        (f"on-{tone}", tone, TEXT)
        for tone in ("band", "clinician", "editor", "accepted", "danger", "warning", "important")
    ),
    *(
        (tone, f"{tone}-sunk", TEXT)
        for tone in ("clinician", "editor", "danger", "warning", "important")
    ),
    ("on-band-soft", "band", TEXT),
    ("accepted", "ground", TEXT),
    ("danger", "ground", TEXT),
    ("warning", "ground", TEXT),
    ("on-focus", "focus", TEXT),
    ("ground", "link", TEXT),
    ("edge", "ground", MARK),
]


def _schemes() -> dict[str, dict[str, str]]:
    light, dark, _ = re.split(r"@media", TOKENS)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def _luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_text_and_ground_has_enough_contrast(scheme: str) -> None:
    colours = _schemes()[scheme]
    ratios = {(ink, ground): _contrast(colours[ink], colours[ground]) for ink, ground, _ in PAIRS}
    too_low = {
        (ink, ground): round(ratios[ink, ground], 2)
        for ink, ground, least in PAIRS
        if ratios[ink, ground] < least
    }
    assert too_low == {}


def test_colours_stand_in_tokens_only() -> None:
    styles = theme_dir() / "assets/css"
    strays = {
        path.relative_to(styles).as_posix(): colours
        for path in styles.rglob("*.css")
        if path.name != "tokens.css"
        and (colours := re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", path.read_text("utf-8")))
    }
    assert strays == {}


def test_the_theme_colour_of_the_browser_is_that_of_the_header() -> None:
    base = (theme_dir() / "base.html").read_text(encoding="utf-8")
    schemes = _schemes()
    for scheme in ("light", "dark"):
        assert f'(prefers-color-scheme: {scheme})" content="{schemes[scheme]["band"]}"' in base
