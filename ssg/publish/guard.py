"""Which folders are never written to, whatever the settings say."""

from pathlib import Path

from ssg.publish.errors import PublishError

_HINT = "choose a folder of its own for the output, such as `output` in the site's folder"

# Those of the site's folders where somebody else's files are.
_TAKEN = ("content", "templates", "static", ".ssg", ".git")


def guard(output: Path, site: Path) -> None:
    """Raises PublishError if publishing into `output` could harm anything but a site's output.

    That is: a filesystem root, a home folder, the folder `site` or one with any of these in it;
    the site's own content; a file. Symbolic links are followed first.
    """
    folder, site = _resolved(output), _resolved(site)
    if folder.parent == folder:
        raise PublishError(f"the output folder {output} is the root of a disk", _HINT)
    if _is_within(site, folder):
        raise PublishError(f"the site's own folder would be in the output folder {output}", _HINT)
    if (home := _home()) and _is_within(home, folder):
        raise PublishError(f"your home folder would be in the output folder {output}", _HINT)
    for name in _TAKEN:
        if _is_within(folder, site / name):
            raise PublishError(f"the output folder {output} is in the site's {name}", _HINT)
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"the output folder {output} is a file", _HINT)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # a circle of links
        raise PublishError(f"the folder {path} cannot be found: {error}", _HINT) from error


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:  # a user without one, as in some containers
        return None


def _is_within(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or below it, also where letters differ but name one folder."""
    if path.is_relative_to(folder):
        return True
    return folder.exists() and any(
        upper.exists() and upper.samefile(folder) for upper in (path, *path.parents)
    )
