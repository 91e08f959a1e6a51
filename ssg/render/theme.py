"""Where templates are: the site's own folder first, then the theme."""

from pathlib import Path

import ssg


def theme_dir() -> Path:
    """The theme's folder: inside the installed package, or `templates/` of a checkout."""
    package = Path(ssg.__file__).parent
    installed = package / "theme"
    return installed if installed.is_dir() else package.parent / "templates"


def template_dirs(site_templates: Path) -> tuple[Path, ...]:
    """The folders to look in, in order, for a site whose own templates are in `site_templates`."""
    theme = theme_dir()
    # In this repository the site's templates and the theme are one folder.
    if not site_templates.is_dir() or site_templates.samefile(theme):
        return (theme,)
    return (site_templates, theme)
