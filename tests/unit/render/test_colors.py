"""Colours as style sheets define them, and the theme's own."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from ssg.render.colors import SCHEMES, load_colors, theme_colors
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import make_renderer, write_files
from tests.unit.render.samples import GUIDE, SITE


def _values(folder: Path, css: str) -> dict[str, dict[str, str]]:
    write_files(folder, {"assets/css/colors.css": css})
    colors = load_colors([folder])
    return {
        scheme: {name: token.value for name, token in colors[scheme].items()} for scheme in SCHEMES
    }


def _luminance(folder: Path, value: str) -> float | None:
    write_files(folder, {"assets/css/colors.css": f":root {{ --ink: {value} }}"})
    return load_colors([folder])["light"]["ink"].luminance


def test_each_scheme_has_its_own_colours(tmp_path: Path) -> None:
    css = """
    :root { --ink: black; --ground: white; --band: green }
    @media screen and (prefers-color-scheme: dark) { :root { --ink: white; --ground: black } }
    @media print { :root { --band: white } }
    """
    assert _values(tmp_path, css) == {
        "light": {"ink": "black", "ground": "white", "band": "green"},
        "dark": {"ink": "white", "ground": "black", "band": "green"},
        "print": {"ink": "black", "ground": "white", "band": "white"},
    }


def test_the_last_colour_counts_and_those_outside_of_layers_before_all_others(
    tmp_path: Path,
) -> None:
    css = """
    html { --ink: red }
    @layer tokens { :root { --ink: green; --link: green; --link: blue } }
    """
    assert _values(tmp_path, css)["light"] == {"ink": "red", "link": "blue"}


def test_rules_that_may_not_hold_are_left_out(tmp_path: Path) -> None:
    css = """
    /* :root { --ink: red } */
    :root { --ink: black; color: red }
    @media (min-width: 40rem) { :root { --ink: red } }
    @media not print { :root { --ink: red } }
    @media screen and (prefers-contrast: more) { :root { --ink: red } }
    @supports (color: red) { :root { --ink: red } }
    .warning { --ink: red }
    """
    assert [one["ink"] for one in _values(tmp_path, css).values()] == ["black"] * 3


def test_a_rule_within_a_rule_counts_too(tmp_path: Path) -> None:
    css = ":root { --ink: black; @media (prefers-color-scheme: DARK) { --ink: white } }"
    values = _values(tmp_path, css)
    assert (values["light"]["ink"], values["dark"]["ink"]) == ("black", "white")


@pytest.mark.parametrize(
    ("value", "luminance"),
    [
        ("#fff", 1.0),
        ("black", 0.0),
        ("rgb(255 255 255 / 100%)", 1.0),
        ("hsl(0 0% 100%)", 1.0),
        ("hwb(0 100% 0%)", 1.0),
        ("oklch(100% 0 0)", 1.0),
        ("#767676", 0.1812),
        ("oklch(56.4% 0 0)", 0.1794),
    ],
)
def test_the_luminance_of_every_notation_is_known(
    tmp_path: Path, value: str, luminance: float
) -> None:
    assert _luminance(tmp_path, value) == pytest.approx(luminance, abs=1e-4)


@pytest.mark.parametrize(
    "value",
    [
        "var(--other)",
        "currentColor",
        "rgb(0 0 0 / 50%)",
        "linear-gradient(red, blue)",
        "color(display-p3 1 0 0)",
        "light-dark(white, black)",
        "",
    ],
)
def test_no_luminance_is_made_up(tmp_path: Path, value: str) -> None:
    assert _luminance(tmp_path, value) is None


def test_a_site_changes_only_the_colours_that_it_defines(tmp_path: Path) -> None:
    write_files(tmp_path, {"assets/css/colors.css": "\n:root { --link: #6a1b9a }"})
    colors = load_colors([tmp_path, theme_dir()])
    changed = colors["light"]["link"]
    assert (changed.value, changed.line) == ("#6a1b9a", 2)
    assert changed.path == tmp_path / "assets/css/colors.css"
    assert colors["light"]["ink"] == load_colors([theme_dir()])["light"]["ink"]


def test_the_theme_colour_of_the_browser_is_that_of_the_header() -> None:
    colors = theme_colors(load_colors([theme_dir()]))
    site = replace(SITE, theme_colors=(colors.light, colors.dark))
    html = make_renderer(site=site).render("pages/guide.html", GUIDE).decode()
    for scheme, color in colors._asdict().items():
        assert f'(prefers-color-scheme: {scheme})" content="{color}"' in html


def test_a_header_of_no_known_colour_gives_the_browser_none(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"assets/css/colors.css": ":root { --band: var(--x) }", "assets/css/a.css": ""}
    )
    assert theme_colors(load_colors([tmp_path])) == ("", "")
    assert theme_colors({"light": {}, "dark": {}}) == ("", "")


def test_colours_are_in_one_file_only() -> None:
    styles = theme_dir() / "assets/css"
    strays = {
        path.relative_to(styles).as_posix(): colours
        for path in styles.rglob("*.css")
        if path.name != "colors.css"
        and (colours := re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", path.read_text("utf-8")))
    }
    assert strays == {}
