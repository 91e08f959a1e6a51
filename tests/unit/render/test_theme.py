from pathlib import Path

from ssg.render.theme import template_dirs, theme_dir


def test_the_theme_is_found() -> None:
    assert (theme_dir() / "base.html").is_file()


def test_a_sites_own_templates_come_before_the_theme(tmp_path: Path) -> None:
    assert template_dirs(tmp_path) == (tmp_path, theme_dir())


def test_a_site_without_templates_uses_the_theme_alone(tmp_path: Path) -> None:
    assert template_dirs(tmp_path / "none") == (theme_dir(),)


def test_the_theme_is_not_looked_through_twice() -> None:
    assert template_dirs(theme_dir()) == (theme_dir(),)
