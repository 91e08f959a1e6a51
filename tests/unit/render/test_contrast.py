"""Text can be read on its ground: the theme's own colours, and those of a site."""

from pathlib import Path

from ssg.render.colors import SCHEMES, load_colors
from ssg.render.contrast import PAIRS, check_contrast, find_low_contrast
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import write_files


def _warnings(site: Path, css: str, name: str = "colors.css") -> list[str]:
    write_files(site, {f"assets/css/{name}": css})
    return [
        f"{one.at.path}:{one.at.line} {one.code} {one.message}"
        for one in check_contrast([site, theme_dir()])
    ]


def test_every_pair_of_the_theme_has_enough_contrast() -> None:
    colors = load_colors([theme_dir()])
    assert [*find_low_contrast(colors)] == []


def test_every_colour_of_a_pair_is_known_in_the_theme() -> None:
    colors = load_colors([theme_dir()])
    names = {name for pair in PAIRS for name in (pair.ink, pair.ground)}
    for scheme in SCHEMES:
        known = {name for name, one in colors[scheme].items() if one.luminance is not None}
        assert names - known == set()


def test_a_site_is_warned_of_each_pair_with_low_contrast(tmp_path: Path) -> None:
    css = (
        ":root {\n  --on-band: #777777;\n}\n"
        "@media screen and (prefers-color-scheme: dark) {\n  :root { --on-band: #ffffff }\n}\n"
        "@media print { :root { --on-band: #999 } }\n"
    )
    assert _warnings(tmp_path, css) == [
        "templates/assets/css/colors.css:2 W25 --on-band on --band has a contrast of 2.45"
        " in the light scheme",
        "templates/assets/css/colors.css:7 W25 --on-band on --band has a contrast of 2.84 in print",
    ]


def test_a_colour_for_one_scheme_only_may_be_wrong_in_another(tmp_path: Path) -> None:
    (warning,) = _warnings(tmp_path, ":root { --on-warning: #fff; --warning: #8a4b00 }")[:1]
    assert "in the dark scheme" in warning


def test_the_place_is_where_the_site_chose_a_colour(tmp_path: Path) -> None:
    found = _warnings(tmp_path, "\n:root { --band: #ffffff }", "brand.css")
    assert found[0].startswith("templates/assets/css/brand.css:2 W25 --on-band on --band")


def test_colours_with_enough_contrast_are_no_reason_to_warn(tmp_path: Path) -> None:
    assert (
        _warnings(tmp_path, ":root { --line: red; --thread: var(--link); --link: var(--x) }") == []
    )


def test_a_site_that_is_the_theme_is_not_warned_of_itself() -> None:
    assert [*check_contrast([theme_dir()])] == []
