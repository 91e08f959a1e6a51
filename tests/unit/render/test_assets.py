import re
from pathlib import Path

from ssg.digest import digest_of
from ssg.render.assets import load_assets
from ssg.render.theme import theme_dir
from tests.unit.render.conftest import write_files


def _rule(name: str) -> str:
    return f'{name} {{ content: "{name}" }}'


THEME = {
    "assets/css/utilities.css": _rule("utilities"),
    "assets/css/components/post.css": _rule("post"),
    "assets/css/components/care.css": _rule("care"),
    "assets/css/layout.css": _rule("layout"),
    "assets/css/base.css": _rule("base"),
    "assets/css/tokens.css": _rule("tokens"),
    "assets/img/logo.svg": "<svg/>",
}


def _sheet(*folders: Path) -> list[str]:
    sheet = next(asset for asset in load_assets(folders) if asset.name == "css/site.css")
    return re.findall(r'content:"([^"]*)"', sheet.data.decode())


def test_style_files_are_joined_in_the_order_of_the_layers(tmp_path: Path) -> None:
    write_files(tmp_path, THEME)
    assert _sheet(tmp_path) == ["tokens", "base", "layout", "care", "post", "utilities"]


def test_a_sites_style_file_replaces_the_themes_and_new_ones_have_the_last_word(
    tmp_path: Path,
) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    write_files(theme, THEME)
    write_files(
        site,
        {
            "assets/css/tokens.css": _rule("my tokens"),
            "assets/css/components/mine.css": _rule("my component"),
            "assets/css/brand.css": _rule("my brand"),
        },
    )
    assert _sheet(site, theme) == [
        *("my tokens", "base", "layout", "care", "my component", "post", "utilities", "my brand")
    ]


def test_a_sites_colours_are_added_to_the_themes(tmp_path: Path) -> None:
    site, theme = tmp_path / "site", tmp_path / "theme"
    write_files(theme, {**THEME, "assets/css/colors.css": _rule("colors")})
    write_files(site, {"assets/css/colors.css": _rule("my colors")})
    assert _sheet(site, theme)[:4] == ["tokens", "colors", "my colors", "base"]


def test_an_asset_has_its_digest_in_its_address(tmp_path: Path) -> None:
    write_files(tmp_path, THEME)
    sheet, logo = load_assets([tmp_path])
    assert (sheet.name, logo.name) == ("css/site.css", "img/logo.svg")
    assert logo.data == b"<svg/>"
    assert logo.digest == digest_of(b"<svg/>")
    assert logo.output_path == f"assets/img/logo.{logo.digest[:10]}.svg"
    assert sheet.output_path == f"assets/css/site.{sheet.digest[:10]}.css"


def test_a_style_sheet_outside_css_is_a_file_of_its_own(tmp_path: Path) -> None:
    write_files(tmp_path, {**THEME, "assets/feed.css": "entry { color: red; }\n"})
    by_name = {asset.name: asset.data for asset in load_assets([tmp_path])}
    assert by_name["feed.css"] == b"entry{color:red}"
    assert b"entry" not in by_name["css/site.css"]


def test_a_style_sheet_that_is_not_utf8_is_left_as_it_is(tmp_path: Path) -> None:
    write_files(tmp_path, THEME)
    (tmp_path / "assets/old.css").write_bytes(b'a::after { content: "\xe9"; }\n')
    by_name = {asset.name: asset.data for asset in load_assets([tmp_path])}
    assert by_name["old.css"] == b'a::after { content: "\xe9"; }\n'


def test_hidden_files_are_no_assets(tmp_path: Path) -> None:
    write_files(tmp_path, {**THEME, "assets/.DS_Store": "x", "assets/.git/config": "x"})
    assert [asset.name for asset in load_assets([tmp_path])] == ["css/site.css", "img/logo.svg"]


def test_the_themes_sheet_starts_with_its_layers_and_stays_small() -> None:
    sheet = load_assets([theme_dir()])[0]
    layers = dict.fromkeys(re.findall(r"@layer (\w+)\{", sheet.data.decode()))
    assert list(layers) == ["tokens", "base", "layout", "components", "utilities"]
    assert len(sheet.data) < 28_000


def test_every_rule_of_the_theme_is_in_a_layer_and_safe_for_both_directions() -> None:
    sheet = load_assets([theme_dir()])[0]
    # Authors align the cells of tables as they like.
    css = sheet.data.decode().replace(".ssg-align-left{text-align:left}", "")
    assert css.count("{") == css.count("}")
    for physical in ("margin-left", "margin-right", "padding-left", "text-align:left", "float:"):
        assert physical not in css
    assert "@import" not in css
    assert "url(" not in css
